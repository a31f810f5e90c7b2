"""What can go wrong, as one family.

NotecheckError            anything that notecheck itself refuses
├── NoteError             the note given in: a key, a value, a file
├── LexiconError          a lexicon or guidance file
├── PipelineError         the spaCy pipeline lacks what a check needs
├── SettingsError         an option of a check or of the checker
└── GrammarError          LanguageTool, which looks at grammar and spelling

Every message says what, where and what is allowed. None holds text of a note.
"""

from collections.abc import Iterable


class NotecheckError(Exception):
    """Anything that notecheck itself refuses; catch this one to catch them all."""


class NoteError(NotecheckError):
    """The note given in cannot be read: names the key, the value and what is allowed."""


class LexiconError(NotecheckError):
    """A lexicon or guidance file cannot be used: names the file, the entry and what is allowed."""


class TermError(LexiconError):
    """A term that does not fit the syntax; `entry` is the id, by which whoever reads files finds the file."""

    def __init__(self, entry: str, message: str, file: str | None = None) -> None:
        super().__init__(f"{file + ', ' if file else ''}entry {entry}, {message}")
        self.entry = entry
        self.message = message


class PipelineError(NotecheckError):
    """The spaCy pipeline lacks an annotation: names the check and what it needs."""


class SettingsError(NotecheckError):
    """An option has a wrong name or value: names it and what is allowed."""


class GrammarError(NotecheckError):
    """LanguageTool cannot be set up, started or used: says why and, after a semicolon, what to do.

    Reads on after "because".
    """


def unknown_guidance(name: str, names: Iterable[str]) -> NoteError:
    """What is said of a guidance that there is not; `names` are those that there are."""
    return NoteError(f"guidance: {name[:40]!r} is not known; allowed: {', '.join(names)}")
