"""Grounding: what the doctor's words point to in this patient and this talk.

``understanding`` reads the words alone; here they meet the record and what was said before: which fact is asked for
(``recall``), which attribute of it (``facets``), whom a "he" or "the other thing" means (``referring``), and what is
put to the patient as already said (``saying_back``). Nothing here decides what may be told.
"""
