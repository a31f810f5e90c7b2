"""The text as it stands: lines and what each is, sentences, tags, gaps, and what the parse hangs on each verb."""
