"""Deciding: from what was understood to the plan of the reply.

``planning`` is the way in: it takes the asks and acts of a turn and lets ``answering``, ``acting``, ``reacting`` and
``claims`` make their moves, under what ``disclosure`` allows.
"""
