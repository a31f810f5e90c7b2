"""The editor's side in Python: marks in words, what comes back, and colours that can be told apart and read."""

from __future__ import annotations

import re
from itertools import combinations
from types import SimpleNamespace

import pytest

pytest.importorskip("streamlit", reason="the page needs Streamlit: pip install 'notecheck[page]'")

from notecheck.findings import PARTS
from notecheck.render import html
from notecheck.render.whole import sureness
from notecheck.views.components import editor, guess
from notecheck.views.components.editor import MOST_CHARACTERS, editor_marks
from notecheck.views.components.presses import pressed
from notecheck.views.components.source import files

SOURCE = files("editor", "units.js")
STYLE = f"{html.style()}\n{SOURCE['css']}"
# Text and background of Streamlit's own themes; a browser test shows that these are the ones.
PAPERS = {"light": "#ffffff", "dark": "#171614"}
INKS = {"light": "#2f2d2b", "dark": "#edebe8"}
THEMES = ("light", "dark")


# ---- Marks


@pytest.mark.model
def test_marks_say_all_that_the_card_shows(checker) -> None:
    text = "👩‍👧 The CIN plan. Dad was chaotic."
    marks = editor_marks(checker(text, guidance="leicestershire"))
    acronym = next(mark for mark in marks if mark["rule"] == "acronym")
    assert text[acronym["start"] : acronym["end"]] == acronym["words"] == "CIN"
    assert acronym["title"] == "Short form not explained"
    assert (acronym["part"], acronym["part_name"]) == ("plain-language", "Plain language")
    assert acronym["weight"] == "Worth another look"
    assert "child in need (CIN)" in acronym["suggestions"]
    assert acronym["standards"][0]["owner"] == "Leicestershire County Council"
    assert acronym["standards"][0]["says"]
    assert acronym["why"]
    assert re.search(r"right in \d+ of \d+ marks on test notes", acronym["right"])
    assert [mark["n"] for mark in marks] == list(range(len(marks)))


@pytest.mark.model
def test_marks_of_the_whole_note_have_no_words(checker) -> None:
    late = {"doc_type": "home-visit", "event_date": "2026-03-04", "recorded_date": "2026-06-04"}
    child = {"name": "Ellie Marsh", "age": 9}
    report = checker("I rang Mum. Ellie is well.", guidance="trafford", child=child, **late)
    whole = [mark for mark in editor_marks(report) if mark["whole"]]
    assert whole
    assert {mark["words"] for mark in whole} == {""}


def test_a_rule_that_was_not_measured_says_so() -> None:
    assert "has not been measured" in sureness("timeliness")
    assert "has not been measured" in sureness("voice")  # it answers a question, and marks no place
    assert sureness("acronym") == "This rule was right in 67 of 67 marks on test notes."


@pytest.mark.model
def test_words_of_a_rule_go_to_the_browser_once(checker) -> None:
    marks = editor_marks(checker("CIN, TAF and CAMHS. Dad was chaotic and lazy."))
    about, rows = editor._packed(marks)
    assert len(rows) == len(marks)
    assert len(about) == len({(m["rule"], *(s["id"] for s in m["standards"])) for m in marks}) < len(marks)
    for mark, row in zip(marks, rows, strict=True):
        whole = {**about[row["about"]], **row}
        assert all(whole[name] == mark[name] for name in mark if name not in ("words", "precision"))


# ---- What comes back


@pytest.mark.parametrize(
    "got",
    [None, "", [], {}, {"draft": None}, {"draft": {"v": "1", "text": "a"}}, {"draft": {"v": 1}}, {"ignore": {"n": 0}}],
)
def test_nothing_usable_is_nothing(got) -> None:
    result = editor._result(got)
    assert result.draft is None
    assert result.ignore is None


@pytest.mark.parametrize(
    "forged",
    [{"n": -1}, {"n": True}, {"n": 0.0}, {"v": True}, {"v": 3.0}, {"at": False}, {"scope": "note"}, {"reason": ""},
     {"reason": " \n"}, {"reason": None}],
)  # fmt: skip
def test_a_wish_that_the_editor_would_not_send_is_none(forged) -> None:
    wish = {"n": 0, "v": 3, "scope": "place", "reason": "her word", "at": 1} | forged
    assert editor._result({"ignore": wish}).ignore is None


@pytest.mark.parametrize("v", [True, 3.0, None])
def test_a_draft_needs_a_number(v) -> None:
    assert editor._result({"draft": {"v": v, "text": "I saw you."}}).draft is None


@pytest.mark.parametrize(
    ("sent", "picks"),
    [
        ({"name": "q", "picked": [2, 0, 2]}, (2, 0)),
        ({"name": "q", "picked": [-1, 3, True, 1.0, "1", None, 1]}, (1,)),
        ({"name": "q", "picked": []}, ()),
        ({"name": "q", "picked": 5}, None),
        ({"name": "other", "picked": [1]}, None),
        ({"name": "q"}, None),
        ("q", None),
        (None, None),
    ],
)
def test_picks_are_sentences_of_the_question(sent, picks) -> None:
    assert guess._picks(sent, "q", 3) == picks


@pytest.mark.parametrize(
    "press", [None, "row", {}, {"row": "a"}, {"at": 1}, {"at": 1, "row": "z"}, {"at": 1, "row": []}]
)
def test_what_is_no_press_of_a_row_is_none(press) -> None:
    assert pressed(SimpleNamespace(press=press), "rows", ["a", "b"]) is None


def test_a_draft_and_a_wish_come_as_they_were_sent() -> None:
    draft = {"v": 3, "text": "I saw you.", "again": 1}
    wish = {"n": 0, "v": 3, "scope": "place", "reason": "her word", "at": 1}
    result = editor._result({"draft": draft, "ignore": wish})
    assert (result.draft, result.ignore) == (draft, wish)
    assert "I saw you" not in repr(result)


# ---- Fields that the browser forgets


def test_fields_are_not_read_by_the_browsers_services() -> None:
    fields = re.findall(r"<(?:textarea|input)[^>]*>", SOURCE["html"])
    assert len(fields) == 2
    for field in fields:
        assert 'spellcheck="false"' in field
        assert 'writingsuggestions="false"' in field
        assert 'autocomplete="off"' in field


def test_nothing_is_written_as_markup() -> None:
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function", SOURCE["js"])
    assert not re.search(r"\b(localStorage|sessionStorage|indexedDB|fetch|XMLHttpRequest)\b", SOURCE["js"])
    assert MOST_CHARACTERS < 25_000_000 / 4  # the socket takes 25 MB


# ---- Colours and lines


def colour(name: str, theme: str) -> str:
    """A colour of the style sheet in a theme."""
    pair = re.search(rf"--nc-{name}: light-dark\((#\w+), (#\w+)\)", STYLE)
    return pair[1 + THEMES.index(theme)]


def channels(value: str) -> tuple[float, ...]:
    return tuple(int(value[at : at + 2], 16) / 255 for at in (1, 3, 5))


def mixed(over: str, under: str, share: float) -> str:
    """A colour with another laid over it, so much of it opaque."""
    pairs = zip(channels(over), channels(under), strict=True)
    return "#" + "".join(f"{round(255 * (share * one + (1 - share) * other)):02x}" for one, other in pairs)


def contrast(one: str, other: str) -> float:
    """The ratio of WCAG 2.2."""

    def light(value: str) -> float:
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels(value)]
        return sum(share * each for share, each in zip((0.2126, 0.7152, 0.0722), linear, strict=True))

    high, low = sorted((light(one), light(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("part", PARTS)
def test_marked_words_can_be_read_and_their_lines_seen(part: str, theme: str) -> None:
    tint, line = colour(f"{part}-tint", theme), colour(part, theme)
    assert contrast(colour("ink", theme), tint) >= 7
    assert contrast(line, tint) >= 3
    assert contrast(line, PAPERS[theme]) >= 3


@pytest.mark.parametrize("theme", THEMES)
def test_selected_words_and_the_place_of_the_card_can_be_read(theme: str) -> None:
    share = int(re.search(r"\.text::selection \{ background: color-mix\(in srgb, var\(--nc-link\) (\d+)%", STYLE)[1])
    veil = colour("link", theme)
    current = (colour("paper", theme), colour("ink", theme))
    marked = [(colour("ink", theme), colour(f"{part}-tint", theme)) for part in PARTS]
    for ink, paper in [(INKS[theme], PAPERS[theme]), current, *marked]:
        assert contrast(mixed(veil, ink, share / 100), mixed(veil, paper, share / 100)) >= 4.5
    assert contrast(*current) >= 7
    assert contrast(colour("line", theme), PAPERS[theme]) >= 3  # edges of fields and buttons


def lines() -> dict[str, str]:
    """How the words of each part are underlined, without the colour."""
    found = re.findall(r"::highlight\(nc-([\w-]+)\) \{[^}]*?text-decoration: ([^;]*?) var\([^)]*\);", SOURCE["css"])
    return {part: line for part, line in found if part != "current"}


def test_each_part_has_a_line_of_its_own() -> None:
    assert set(lines()) == set(PARTS)
    for one, other in combinations(PARTS, 2):
        assert lines()[one] != lines()[other]


@pytest.mark.parametrize("part", PARTS)
def test_lines_are_those_of_the_report(part: str) -> None:
    rule = re.search(rf"\.nc-{part} \{{([^}}]*)\}}", html.style())[1]
    shared = re.search(r"text-decoration: ([^;]*?) var\(", rule)
    assert lines()[part] == (shared[1] if shared else "underline solid 2px")
