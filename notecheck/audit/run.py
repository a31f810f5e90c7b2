"""An audit: notes from a source to rows in a file, by several processes, to be taken up again after a kill.

The rows are the same bytes whatever the number of processes, and whether or not the run was broken off.
"""

from __future__ import annotations

import time
from array import array
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any, Final, Protocol

from notecheck import languagetool
from notecheck.audit.fingerprint import ABSENT, Fingerprint, fingerprint
from notecheck.audit.items import Source
from notecheck.audit.journal import Counts
from notecheck.audit.workers import Crew
from notecheck.audit.writing import Begun, Writing
from notecheck.errors import GrammarError, NotecheckError, NoteError, SettingsError
from notecheck.workers.cores import cores
from notecheck.workers.process import Setting

_GRAMMAR: Final = "grammar"
_LARGEST: Final = (1 << 64) - 1  # a time before 1970 is one of these too
_COMMIT: Final = 1.0  # seconds of work that a kill may cost; more often takes the disk more time than it saves


class Watcher(Protocol):
    """Whoever is told how far it came."""

    def begin(self, notes: int, done: int) -> None:
        """Work begins behind so many notes, and so much of the source's `total`."""

    def update(self, notes: int, done: int) -> None:
        """It has come so far."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an audit is to do.

    Attributes:
        guidance: id of the guidance for notes that name none.
        model: name or folder of another spaCy pipeline.
        lexicons: an authority's own folder of lexicons.
        without: checks to leave out.
        jobs: processes; None for as many as there are cores.
        resume: whether to go on with a run that was broken off, if there is one.
        force: whether what is there is written anew.
        format: of the output: "jsonl" or "parquet".
        options: further options on which the output rests, as they stand on the command line: name → value.
    """

    guidance: str = "general"
    model: str | None = None
    lexicons: str | None = None
    without: tuple[str, ...] = ()
    jobs: int | None = None
    resume: bool = False
    force: bool = False
    format: str = "jsonl"
    options: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Done:
    """What came of it.

    Attributes:
        path: of the output.
        counts: of all its rows.
        seconds: that all of it took, breaks left out.
        went_on: notes that had been checked before it was taken up again; 0 for a run of one piece.
    """

    path: Path
    counts: Counts
    seconds: float
    went_on: int = 0


class StoppedError(NotecheckError):
    """A run was stopped on the way; what was checked is kept."""


def audit(
    source: Source,
    output: str | Path,
    wanted: Wanted,
    *,
    watcher: Watcher | None = None,
    say: Callable[[str], None] = lambda _: None,
    finish: Callable[[Path], None] = lambda _: None,
) -> Done:
    """Check all notes of a source.

    Args:
        source: of the notes.
        output: the file to write: a row for each note, in order.
        wanted: how.
        watcher: is told how far it came.
        say: is told what a person should know.
        finish: makes what belongs to the output, once it is in its place; called again if that is broken off.

    Raises:
        SettingsError: an option does not fit, or the output cannot be written.
        NoteError: the input cannot be read.
        GrammarError: LanguageTool is set up here and cannot be asked.
        StoppedError: by Ctrl-C or a signal that does the same.
    """
    began = time.monotonic()
    files = source.files
    before = _states(files or ())
    grammar = _grammar(wanted)
    setting = Setting(wanted.guidance, wanted.model, wanted.lexicons, wanted.without, grammar=grammar != ABSENT)
    server: AbstractContextManager[None] = languagetool.owned() if setting.grammar else nullcontext()
    with Writing(output, (path for path, _ in files or ())) as writing:
        writing.may_begin(resume=wanted.resume, force=wanted.force)
        with _telling(writing, again="--resume goes on from there" if files is not None else "--force begins anew"):
            with server, Crew(setting, wanted.jobs or cores()) as crew:
                about = _about(files, source, wanted, grammar)
                _must_answer(grammar)
                crew.ready()
                begun = writing.begin(about, resume=wanted.resume)
                _say_how(begun, wanted, grammar, say)
                clock = _Clock(begun.mark.seconds, began)
                if not begun.mark.done:
                    _check(source, crew, writing, clock, watcher)
                    _must_be_as_it_was(files or (), before)
                    writing.commit(clock.seconds(), done=True)
            _put(writing, wanted.format)
            finish(writing.path)
            writing.finish()
        return Done(writing.path, writing.counts, clock.seconds(), begun.mark.counts.notes)


@dataclass(frozen=True, slots=True)
class _Clock:
    """Seconds that a run has taken, those before a break included."""

    before: float
    began: float

    def seconds(self) -> float:
        return round(self.before + time.monotonic() - self.began, 1)


def _grammar(wanted: Wanted) -> str:
    """Which LanguageTool is to look at the notes, in words."""
    if _GRAMMAR in wanted.without:
        return ABSENT
    found = languagetool.status()
    if found.chosen == languagetool.OFF or not (found.chosen or found.installed):
        return ABSENT
    return f"at {found.chosen}" if found.chosen else found.version


def _must_answer(grammar: str) -> None:
    """Refuse to check half of the notes with LanguageTool and half without."""
    if grammar != ABSENT and languagetool.address() is None:
        why = languagetool.why_not().removeprefix("grammar: not checked, because ")
        raise GrammarError(
            f"LanguageTool is set up here and cannot be asked: {why}; or leave it out: --without grammar"
        )


def _say_how(begun: Begun, wanted: Wanted, grammar: str, say: Callable[[str], None]) -> None:
    if grammar == ABSENT and _GRAMMAR not in wanted.without:
        say(languagetool.why_not())
    if begun.resumed:
        say(f"goes on behind {begun.mark.counts.notes:,} notes that were checked already")
    elif wanted.resume:
        say("nothing was checked yet that could be gone on with, so this begins anew")


def _about(files: Sequence[tuple[Path, int]] | None, source: Source, wanted: Wanted, grammar: str) -> Fingerprint:
    options = {
        "--guidance": wanted.guidance,
        "--model": wanted.model,
        "--lexicons": wanted.lexicons,
        "--without": sorted(wanted.without),
        "--format": wanted.format,
    }
    return fingerprint(
        files,
        options=options | dict(wanted.options),
        columns=source.mapping.to_dict(),
        lexicons=wanted.lexicons,
        model=wanted.model,
        grammar=grammar,
    )


def _check(source: Source, crew: Crew, writing: Writing, clock: _Clock, watcher: Watcher | None) -> None:
    """Check what is not checked yet, and vouch for it now and then."""
    cursor = writing.mark.cursor
    done = source.done(cursor) if cursor else 0
    if watcher:
        watcher.begin(writing.counts.notes, done)
    last = time.monotonic()
    for answer in crew.answers(source.items(cursor)):
        if answer:
            writing.write(answer.rows, answer.cursor, answer.counts)
            done = source.done(answer.cursor) if answer.cursor else done
        if time.monotonic() - last >= _COMMIT:
            writing.commit(clock.seconds())
            last = time.monotonic()
        if watcher:
            watcher.update(writing.counts.notes, done)


def _states(files: Sequence[tuple[Path, int]]) -> array[int]:
    """By what it is seen that a file was written or replaced: its size, time and number, one after the other."""
    return array("Q", chain.from_iterable(_state(path) for path, _ in files))


def _state(path: Path) -> tuple[int, int, int]:
    try:
        found = path.stat()
    except OSError:
        return 0, 0, 0
    return found.st_size, found.st_mtime_ns & _LARGEST, found.st_ino & _LARGEST


def _must_be_as_it_was(files: Sequence[tuple[Path, int]], before: array[int]) -> None:
    """Refuse an output of an input that was written meanwhile: it is of neither the old one nor the new."""
    for number, (path, size) in enumerate(files):
        now = _state(path)
        if now[0] != size or now != tuple(before[3 * number : 3 * number + 3]):
            raise NoteError(f"{path}: was changed while it was checked; --force begins anew")


def _put(writing: Writing, form: str) -> None:
    if form == "parquet":
        writing.put_converted(_to_parquet)
    else:
        writing.put()


def _to_parquet(part: Path, fresh: Path) -> None:
    from notecheck.audit import outputs, parquet

    parquet.write(outputs.Rows(part), fresh)


@contextmanager
def _telling(writing: Writing, *, again: str) -> Iterator[None]:
    """Keep what was done whatever ends it, and say how to go on."""
    try:
        yield
    except OSError as error:
        raise SettingsError(
            f"--output: {writing.path} cannot be written ({error.strerror}); once it can, {again}"
        ) from None
    except KeyboardInterrupt:
        _keep(writing)
        if notes := writing.counts.notes:
            raise StoppedError(f"stopped after {notes:,} notes; {again}") from None
        raise StoppedError("stopped before a note was checked") from None
    except NotecheckError:
        _keep(writing)
        raise


def _keep(writing: Writing) -> None:
    with suppress(OSError):
        writing.commit(writing.mark.seconds)
