"""The layers of the reading pane: each keeps to the text, says in words what it marks, and counts it."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest

import notecheck.views.components as page_components
from notecheck.render.layers import KINDS, Layer, layers
from notecheck.report import Report

pytestmark = pytest.mark.model

NOTE = {
    "text": (
        "Date: 4 March 2026\nAnnounced home visit to see Ellie re: CIN plan.\n\n"
        "Mum's home conditions were chaotic. Mum said that the cooker is broken. Ellie was seen alone in her bedroom. "
        "She told me “I like it when Nan comes because she does my plaits”. She said she hates maths.\n\n"
        "I will ring Mrs Lowe, the head teacher, on 11 March 2026.\n\nJo Field, Social Worker 👩‍👧"
    ),
    "doc_type": "home-visit",
    "guidance": "trafford",
    "child": {"name": "Ellie Marsh", "age": 9},
    "author": {"name": "Jo Field", "role": "Social Worker"},
}


@pytest.fixture(scope="module")
def report(checker) -> Report:
    return next(checker.pipe([NOTE]))


@pytest.fixture(scope="module")
def by_name(report) -> dict[str, Layer]:
    return {layer.name: layer for layer in layers(report)}


def words(layer: Layer, kind: str) -> list[str]:
    return [NOTE["text"][mark.start : mark.end] for mark in layer.marks if mark.kind == kind]


def test_findings_are_numbered_as_the_report_numbers_them(report, by_name) -> None:
    layer = by_name["findings"]
    assert sorted(mark.n for mark in layer.marks) == list(range(1, len(report.findings) + 1))
    assert sorted(entry.n for group in layer.groups for entry in group.entries) == sorted(m.n for m in layer.marks)
    assert sum(count for _, _, count in layer.key) == len(report.findings)
    acronym = next(group for group in layer.groups if "Short form" in group.title)
    assert acronym.entries[0].words == "“CIN”"
    assert acronym.why
    assert acronym.standards[0][0] == "Trafford Council"
    assert re.search(r"right in (\d+) of \d+ marks on test notes", acronym.sure)


def test_kinds_say_fact_and_opinion_in_words(by_name) -> None:
    layer = by_name["kinds"]
    assert words(layer, "opinion") == ["Mum's home conditions were chaotic."]
    assert words(layer, "reported") == ["Mum said that the cooker is broken."]
    assert "I will ring" in words(layer, "decision")[0]
    labels = {mark.label.rstrip("?") for mark in layer.marks if mark.label}
    assert labels <= {label for label, _ in KINDS.values()}
    assert {kind: count for kind, _, count in layer.key}["opinion"] == 1


def test_kinds_are_named_where_they_change_and_on_each_line(by_name) -> None:
    text, before = NOTE["text"], None
    for mark in by_name["kinds"].marks:
        new_line = before is None or "\n" in text[before.end : mark.start]
        assert bool(mark.label) or (not new_line and before.kind == mark.kind)
        before = mark


def test_the_voice_alone_is_marked_and_named(by_name) -> None:
    layer = by_name["voice"]
    assert "“I like it when Nan comes because she does my plaits”" in words(layer, "voice")[0]
    assert {mark.label for mark in layer.marks if mark.kind == "voice"} == {"Child’s voice:"}
    assert "alone" in " ".join(words(layer, "how"))
    assert "The child’s own words" in [group.title for group in layer.groups]
    assert "bold red" in layer.about


def test_done_well_is_said_in_words(by_name) -> None:
    layer = by_name["strengths"]
    assert "The child’s own words" in [mark.label for mark in layer.marks]
    assert all(entry.words.count("“") == 1 for group in layer.groups for entry in group.entries)


def test_passages_of_the_voice_never_cross(by_name) -> None:
    heard = [mark for mark in by_name["voice"].marks if mark.kind == "voice"]
    assert all(one.end < other.start for one, other in pairwise(heard))


def test_a_text_without_anything_says_so_in_each_layer(checker) -> None:
    bare = {layer.name: layer for layer in layers(checker("Tea.", child={"name": "Ellie Marsh", "age": 9}))}
    assert "does not make the note complete" in bare["findings"].about or bare["findings"].marks
    assert "Nothing in it was read as the child’s own voice" in bare["voice"].about
    assert "only a few signs" in bare["strengths"].about


def test_a_layer_is_plain_data(by_name) -> None:
    for layer in by_name.values():
        plain = layer.to_dict()
        assert [mark["start"] for mark in plain["marks"]] == [mark.start for mark in layer.marks]


def test_the_bold_red_can_be_read_in_both_themes() -> None:
    style = Path(page_components.__file__).with_name("reading.css").read_text(encoding="utf-8")
    pairs = dict(re.findall(r"--nc-([\w-]+): light-dark\((.*?)\)", style))
    for theme, papers in enumerate((("#ffffff",), ("#0e1117", "#191916", "#14171c"))):
        red, tint = (pairs[name].split(", ")[theme] for name in ("voice", "voice-tint"))
        assert all(contrast(red, paper) >= 4.5 for paper in papers)
        assert contrast(red, tint) >= 3  # a line on it
        assert contrast(("#1b1f27", "#eceef2")[theme], tint) >= 7


def contrast(one: str, other: str) -> float:
    """By WCAG 2.2."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
