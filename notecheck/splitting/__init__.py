"""One pasted text, several notes: where a case system's headers part them, and what each header says of its note."""

from notecheck.splitting.notes import Part, doubted, said, split

__all__ = ["Part", "doubted", "said", "split"]
