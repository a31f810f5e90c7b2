"""Inputs that once showed a fault are tried for ever; `python tests/fuzz` finds more of them."""

from __future__ import annotations

import pytest

pytest.importorskip("hypothesis")

from fuzz import every
from fuzz.kinds import MARK, SEEDS, keep, seed

pytestmark = pytest.mark.model
FILES = ("documents", "tables", "journals")
KEPT = sorted(path for path in SEEDS.glob("*/*") if path.is_file())


@pytest.mark.parametrize("path", KEPT, ids=[f"{path.parent.name}-{path.stem}" for path in KEPT])
def test_what_once_went_wrong_is_right(path) -> None:
    kind = every.KINDS[path.parent.name]
    kind.run(seed(path, is_file=kind.name in FILES))


def test_a_seed_is_read_as_it_was_kept(tmp_path) -> None:
    for kind, value in (("notes", {"text": "half \ud800"}), ("documents", (".eml", b"From: \xff"))):
        assert seed(keep(kind, value, tmp_path), is_file=isinstance(value, tuple)) == value


def test_the_fuzz_sees_what_is_wrong(monkeypatch, checker) -> None:
    from dataclasses import replace

    from fuzz import oracle

    from notecheck.errors import NoteError

    monkeypatch.setattr(oracle, "checker", lambda: checker)
    report = checker("I rang the LADO on 4 March 2026.")
    (first, *rest) = report.findings
    assert oracle.wrong(report, report.text) == ""
    for fault, says in (
        (replace(first, end=first.start), "offsets of"),
        (replace(first, end=999), "offsets of"),
        (replace(first, suggestions=(None,)), "suggestions of"),
        (replace(first, message=" "), "no message"),
    ):
        assert says in oracle.wrong(replace(report, findings=(fault, *rest)), report.text)
    with pytest.raises(AssertionError, match="holds text of the note"):
        oracle.refused(lambda: _refuse(NoteError(f"text: {MARK}")))


def _refuse(error: Exception) -> None:
    raise error
