"""The report as text: nothing in a name or a note is obeyed by a terminal or by a runner of GitHub Actions."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from reports import report_of

from notecheck.findings import Finding, Skipped
from notecheck.render import html, render, text
from notecheck.render.whole import called

EVIL = (
    "::error file=x::y",
    "a\n::error::b",
    "a\r\x1b::add-mask::x",
    "a ##[add-path]/tmp",
    "\x1b[31m\u2028::stop-commands::x\x85",
    "  ::warning::\u202eb",
)


@pytest.mark.parametrize("evil", EVIL)
@pytest.mark.parametrize("before", [0, 9], ids=["alone", "wrapped"])
def test_neither_a_name_nor_a_text_can_begin_a_command(evil, before) -> None:
    """A runner reads '::' where a line begins but for spaces, and '##[' anywhere."""
    long = "Mum said so. " * before + evil
    finding = Finding("acronym", 0, 1, long, suggestions=(evil, long))
    report = replace(report_of(evil, finding, id=evil), skipped=(Skipped(evil, long), Skipped("grammar", long)))
    made = "".join(render("text", [(evil, report), (f"{long}.txt", report)], colour=False))
    for line in re.split(r"[\n\r\x0b\x0c\x85\u2028\u2029]", made):
        assert not line.lstrip().startswith("::")
        assert "##[" not in line
        assert not re.search(r"[\x00-\x1f\x7f-\x9f\u202e]", line)


def test_what_is_no_command_stays_as_it_is() -> None:
    for words in ("std::vector", "Seen at 10::30", "# Heading", "#[x] done"):
        assert text.plain(words) == words


def test_a_note_is_called_in_one_line() -> None:
    report = report_of("I saw Sam.", id="A-01\n  second\x0bline")
    assert called("a\nb.txt", report) == "a b.txt (A-01 second line)"
    page = "".join(html.render([("a\nb.txt", report)], colour=False))
    assert "<h2>a b.txt (A-01 second line)</h2>" in page
