"""The server's log: what it writes, less anything that could be a word of a text.

LanguageTool logs the length of a text and the time it took. But where one of its rules fails, the message of the fault
may cite the sentence. So what is not known to be harmless is reduced to the names of the faults in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import IO, Final

_MOST: Final = 1_000_000  # bytes of a log, of which the last two are kept
_LINE: Final = 4_000  # bytes of a line that are looked at

_STAMP: Final = r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:[.,]\d+)?(?: [+-]\d{4}| [A-Z]{2,5})?"
_CODE: Final = re.compile(
    r"\tat [\w$]+(?:[./][\w$<>@-]+)+\((?:\w+\.java(?::\d+)?|Native Method|Unknown Source)\)(?: ~?\[[\w.:?-]+\])?"
    r"|\t\.\.\. \d+ (?:more|common frames omitted)",
    re.ASCII,
)
"""A step of a traceback: names of code and lines in it, nothing else."""
_HEAD: Final = re.compile(rf"({_STAMP}) (?:(INFO|WARN|ERROR|DEBUG|TRACE) +([a-z][\w$]*(?:\.[\w$]+)+) )?", re.ASCII)
_KNOWN: Final = re.compile(
    r"Check done: \d+ chars|\b\d+/\d+ matches, \d+ms\b|Handled request in \d+ms; sending code \d+"
    r"|sending HTTP code \d+|Server started",
    re.ASCII,
)
_FAULT: Final = re.compile(r"(?<![\w.])[a-z]\w*(?:\.\w+)*\.[A-Z]\w*(?:\$\w+)*(?:Exception|Error)\b", re.ASCII)


def harmless(line: str) -> str | None:
    """A line of the server's as it may be kept; None where nothing of it may.

    Example:
        >>> harmless('java.lang.RuntimeException: Could not check sentence: <sentcontent>Mum cried</sentcontent>')
        'java.lang.RuntimeException'
        >>> harmless("Mum cried")
    """
    if _CODE.fullmatch(line):
        return line
    head = _HEAD.match(line)
    level = head[2] if head else None
    said = [match[0] for match in _KNOWN.finditer(line)] if head else []
    said += dict.fromkeys(_FAULT.findall(line))
    if not said and level not in ("WARN", "ERROR"):
        return None
    return " ".join([*(part for part in (head.groups() if head else ()) if part), *said])


def keep(output: IO[bytes], path: Path) -> None:
    """Write a server's output to its log until it ends. The log does not grow without end."""
    for line in _lines(output):
        kept = harmless(line)
        if kept is not None:
            with suppress(OSError):  # a full disk: what it writes is still read, or the server would stand still
                write(path, kept)


def write(path: Path, line: str) -> None:
    """Add a line to the log; a long log is put aside, and the one put aside before goes."""
    if path.exists() and path.stat().st_size > _MOST:
        path.replace(path.with_name(f"{path.name}.1"))
    with path.open("a", encoding="utf-8") as file:
        file.write(f"{line}\n")


def _lines(output: IO[bytes]) -> Iterator[str]:
    while line := output.readline(_LINE):
        yield line.decode("utf-8", "replace").rstrip("\r\n")
