"""pz-chat: practise consultations offline with generated virtual patients."""

__version__ = "0.1.0"
