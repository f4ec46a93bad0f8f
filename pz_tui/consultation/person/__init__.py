"""The person beyond the record: the mood and what moves it, the household, and small harmless inventions."""
