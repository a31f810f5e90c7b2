"""The HTML report: the note is kept exactly and does nothing, the page needs nothing else, and it can be read."""

from __future__ import annotations

import base64
import hashlib
import random
import re
from html.parser import HTMLParser
from itertools import pairwise

import pytest

import notecheck.checks  # noqa: F401  (registers the rules, as a checker does)
from notecheck.findings import PARTS, Finding, Skipped, Strength
from notecheck.guidance import Standard
from notecheck.ignoring import Ignored
from notecheck.note import Note
from notecheck.render import saying
from notecheck.render.html import body, escape, fragment, marked, render, style
from notecheck.report import Report
from notecheck.score import Score

EVIL = "<script>alert(1)</script><img src=x onerror=alert(1)>\"'&amp; </style></div><!--"
TEXTS = (
    "",
    "CIN",
    "\n\nCIN visit.\r\nMum rang.\r\tTabs\t and   spaces \n   \n",
    "👩‍👩‍👧‍👦 CIN 🇬🇧 e\u0301 ﷽ \u202egnp\u2066 \u2028 \x85 end",
    f"CIN {EVIL} \x00\x07\x0b\x0c\x1b[31m\x7f\x9b",
    "&#13; &lt; &amp;#10; ␛ U+202E",
)
OUTER = "html head meta title style body main article h1 h2 h3 h4 div section p span strong mark a br"
INNER = "ul li table caption thead tbody tr th td"
TAGS = {*OUTER.split(), *INNER.split()}
KEYS = "lang charset http-equiv content name id class href aria-label role tabindex scope data-c"
ATTRIBUTES = set(KEYS.split())


class Reader(HTMLParser):
    """What stands on a page: its elements in order, and the words of the note put back together."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[tuple[str, dict[str, str | None]]] = []
        self.note = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attrs):
        element = (tag, dict(attrs))
        self.elements.append(element)
        if tag not in {"br", "meta"}:
            self.open.append(element)
        if "data-c" in element[1]:
            self.note += chr(int(element[1]["data-c"], 16))

    def handle_endtag(self, tag):
        assert self.open.pop()[0] == tag

    def handle_data(self, data):
        if not any(attributes.get("class") in {"nc-n", "nc-c"} for _, attributes in self.open):
            self.note += data

    def all(self, name: str) -> list[str]:
        return [attributes[name] for _, attributes in self.elements if name in attributes]


def finding(start: int, end: int, rule: str = "acronym", **more) -> Finding:
    return Finding(rule, start, end, more.pop("message", "seen"), **more)


def report(text: str, *findings: Finding, **more) -> Report:
    standard = Standard(standard="s-1", section="1 Words", says="Plain words.", served_by={"acronym": {}})
    parts = dict.fromkeys(PARTS) | {"plain-language": 75}
    reasons = dict.fromkeys(PARTS, ("not checked",)) | {"plain-language": ("acronym 1",)}
    fields = {
        "note": Note(text),
        "guidance": "general",
        "words": len(text.split()),
        "score": Score(75, parts, reasons),
        "findings": findings,
        "sentences": (),
        "measures": {"readability": {"reading_age": 12.5, "target_age": 9, "smog_index": None}},
        "strengths": (Strength(0, 3, "acronym-explained"),),
        "skipped": (Skipped("grammar", "not in this version"),),
        "standards": {"s-1": standard},
        "versions": {},
    }
    return Report(**{**fields, **more})


def whole(*reports: Report) -> str:
    return "".join(render([(f"note {n}.txt", each) for n, each in enumerate(reports)], colour=False))


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("seed", range(6))
def test_marked_keeps_the_text(text: str, seed: int) -> None:
    draw = random.Random(seed)
    spans = [sorted(draw.choices(range(len(text) + 1), k=2)) for _ in range(seed)]
    found = [finding(*span, rule=draw.choice(["acronym", "jargon", "long-sentence", "unknown"])) for span in spans]
    assert Reader(marked(text, found)).note == text


def test_marked_nested_findings_each_have_their_number() -> None:
    page = marked("See the LADO now.", [finding(0, 17, "long-sentence"), finding(8, 12)])
    assert page == (
        '<a class="nc-n" id="n-m1" href="#n-f1" aria-label="1: Long sentence">1</a>'
        '<mark class="nc-m nc-readability">See the </mark>'
        '<a class="nc-n" id="n-m2" href="#n-f2" aria-label="2: Short form not explained">2</a>'
        '<mark class="nc-m nc-readability"><mark class="nc-m nc-plain-language">LADO</mark></mark>'
        '<mark class="nc-m nc-readability"> now.</mark>'
    )


@pytest.mark.parametrize("text", TEXTS)
def test_body_is_harmless_whatever_the_note_says(text: str) -> None:
    found = finding(0, len(text), message=text, suggestions=(text, ""), standards=("s-1",))
    page = whole(report(text, found, note=Note(text, doc_type=text), skipped=(Skipped(text, text),)))
    reader = Reader(page)
    assert not reader.open
    assert {tag for tag, _ in reader.elements} <= TAGS
    assert {name for _, attributes in reader.elements for name in attributes} <= ATTRIBUTES
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]", page)


def test_body_has_no_words_of_the_note_in_attributes() -> None:
    reader = Reader(body(report("Zebedee CIN", finding(0, 7, message="Zebedee", suggestions=("Zebedee",)))))
    assert not [value for _, attributes in reader.elements for value in attributes.values() if "Zebedee" in str(value)]


def test_body_says_everything() -> None:
    page = body(
        report("CIN plan", finding(0, 3, message="Not explained.", suggestions=("child in need",), standards=("s-1",)))
    )
    for said in (
        "Not explained.",
        "child in need",
        "1 Words: Plain words.",
        "75 of 100",
        "not checked",
        "It reads at about age 12.5, with 9 to aim for",
        "not measured",
        "A short form explained: “CIN”",
        "grammar: not in this version",
        "Case note, held against: What five recording guidances agree on. 2 words",
        "Short form not explained: 1 place.",
        "This rule was right in 67 of 67 marks on test notes.",
    ):
        assert said in page


def test_body_puts_one_pair_of_quotation_marks_round_words() -> None:
    text = "“I like it when Nan comes” she said. 'CIN'"
    page = body(report(text, finding(37, 42), strengths=(Strength(0, 26, "own-words"),)))
    assert "The child’s own words: “I like it when Nan comes”<" in page
    assert "“CIN”" in page
    assert not re.search("““|””|“'", page)


def test_body_names_an_authoritys_document_in_full() -> None:
    assert "recording policy (Trafford Council, version 4, July 2019)" in body(report("CIN", guidance="trafford"))


def test_body_lists_what_the_writer_set_aside_with_the_reason() -> None:
    aside = Ignored(finding(0, 3), "<b>Ellie knows</b> it", 0)
    page = body(report("CIN plan", ignored=(aside,)))
    assert "Set aside by the writer" in page
    assert "Short form not explained: “CIN”" in page
    assert "The writer’s reason: &lt;b&gt;Ellie knows&lt;/b&gt; it" in page
    assert "Set aside" not in body(report("CIN plan"))


def test_body_says_of_an_unmeasured_rule_that_it_is_unmeasured() -> None:
    assert "has not been measured" in body(report("CIN plan", finding(0, 3, "long-sentence")))


def test_reasons_are_told_in_the_words_of_the_page() -> None:
    reasons = dict.fromkeys(PARTS, ("not asked for here by this guidance",))
    reasons["plain-language"] = ("acronym 2, jargon 1 in 90 words; 8 standards looked at", "not checked: x")
    scored = report(
        "CIN CIN LAC",
        finding(0, 3),
        finding(4, 7),
        finding(8, 11, "jargon"),
        score=Score(60, dict.fromkeys(PARTS) | {"plain-language": 60}, reasons),
    )
    assert list(saying.reasons(scored, "plain-language")) == [
        "Short form not explained: 2 places.",
        "Professional wording: 1 place.",
        "8 standards looked at.",
        "Not checked: x.",
    ]
    measured = {"child-focus": {"met": 0.894}, "voice": {"met": 1}, "address": {"met": 0}}
    told = dict.fromkeys(("childs-voice", "written-to-the-child"), "x; 4 standards looked at")
    scored = report(
        "Ellie",
        finding(0, 5, "address"),
        measures=measured,
        score=Score(60, dict.fromkeys(PARTS) | dict.fromkeys(told, 60), reasons | {p: (w,) for p, w in told.items()}),
    )
    assert list(saying.reasons(scored, "childs-voice")) == [
        "Where is the child? 89% met.",
        "The child's voice: fully met.",
        "4 standards looked at.",
    ]
    assert next(saying.reasons(scored, "written-to-the-child")) == "To whom this is written: 1 place, not met yet."
    assert list(saying.reasons(scored, "grammar")) == ["Not asked for here by this guidance."]


def test_body_without_findings_promises_nothing() -> None:
    assert "does not make the note complete" in body(report("I saw you."))


def test_body_unchecked_note_has_no_score() -> None:
    empty = Score(None, dict.fromkeys(PARTS), dict.fromkeys(PARTS, ("nothing to check",)))
    assert "<strong>not checked</strong>" in body(report("", score=empty, strengths=(), measures={}))


def test_fragment_with_a_limit_says_what_is_left_out() -> None:
    page = fragment(report("CIN CIN CIN", finding(0, 3), finding(4, 7), finding(8, 11)), limit=2)
    assert "The first 2 of 3 places are shown here." in page
    assert 'id="n-f2"' in page
    assert 'id="n-f3"' not in page


def test_fragment_keeps_blank_lines_for_readers_that_tidy_indented_text() -> None:
    assert "\n" not in fragment(report("  CIN\n   \n  plan", finding(2, 5)))


def test_render_links_lead_somewhere_and_ids_are_unique() -> None:
    note = report("CIN and LAC", finding(0, 3), finding(8, 11))
    reader = Reader(whole(note, note))
    ids = reader.all("id")
    assert len(ids) == len(set(ids))
    assert {link.removeprefix("#") for link in reader.all("href")} == set(ids)


def test_render_headings_step_down_one_at_a_time() -> None:
    reader = Reader(whole(report("CIN", finding(0, 3)), report("CIN", finding(0, 3))))
    levels = [int(tag[1]) for tag, _ in reader.elements if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_render_stands_alone_under_its_own_policy() -> None:
    page = whole(report("CIN", finding(0, 3)))
    css = re.search("<style>(.*)</style>", page, re.DOTALL)[1]
    digest = base64.b64encode(hashlib.sha256(css.encode()).digest()).decode()
    assert f"default-src 'none'; style-src 'sha256-{digest}'" in page
    assert 'lang="en-GB"' in page
    assert not re.search(r"url\(|@import|https?:|<script|<link|\bsrc=|style=", page)


def test_render_of_nothing_is_a_page() -> None:
    assert not Reader("".join(render([], colour=False))).open


def test_escape_shows_what_cannot_be_seen() -> None:
    assert escape("\u202e") == '<span class="nc-c" data-c="202e">U+202E</span>'
    assert escape("👩‍👧") == "👩‍👧"


def luminance(colour: str) -> float:
    """Relative luminance by WCAG 2.2."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_style_contrast(theme: int) -> None:
    colours = {
        name: pair.split(", ")[theme] for name, pair in re.findall(r"--nc-([\w-]+): light-dark\((.*?)\)", style())
    }
    # The page of Streamlit in both themes, and the report's own.
    papers = [("#ffffff", "#191916")[theme], colours["paper"]]
    assert all(contrast(colours["link"], paper) >= 4.5 for paper in papers)
    assert all(contrast(colours["line"], paper) >= 3 for paper in papers)
    for part in PARTS:
        assert contrast(colours["ink"], colours[f"{part}-tint"]) >= 7
        assert contrast(colours["link"], colours["paper"]) >= 4.5
        for ground in (colours[f"{part}-tint"], *papers):
            assert contrast(colours[part], ground) >= 3


def test_style_every_part_has_a_line_of_its_own() -> None:
    kinds = re.findall(r"text-decoration: ([a-z ]+?) \dpx var\(--nc-([\w-]+)\)", style())
    assert {part for _, part in kinds} == set(PARTS[1:])
    assert len({kind for kind, _ in kinds} | {"underline solid"}) == len(PARTS)
