"""Lines and what they are."""

import random

import pytest
import spacy

from notecheck.text import layout
from notecheck.text.layout import line_at, lines, lines_again


def parts(text):
    """Kind, bullet, label and the rest of each line."""
    return [
        (
            line.kind,
            text[line.mark : line.body].strip(),
            text[line.body : line.label_end].strip(),
            text[line.label_end : line.end].strip(),
        )
        for line in lines(text)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Seen alone: yes, in her room", ("field", "", "Seen alone:", "yes, in her room")),
        ("D.O.B.: 4/5/2015", ("field", "", "D.O.B.:", "4/5/2015")),
        ("No. of children: 3", ("field", "", "No. of children:", "3")),
        ("From: Gill Tovey <g.tovey@north.example>", ("field", "", "From:", "Gill Tovey <g.tovey@north.example>")),
        ("Sent: 05 June 2026 16:20", ("field", "", "Sent:", "05 June 2026 16:20")),
        ("16.04 You: k", ("field", "", "16.04 You:", "k")),
        ("[10:22] Mum: ok", ("field", "", "[10:22] Mum:", "ok")),
        ("**Date:** 4 May 2026", ("field", "", "**Date:**", "4 May 2026")),
        ("Outcome:", ("field", "", "Outcome:", "")),
        ("- Mum: to ring the GP", ("bullet", "-", "Mum:", "to ring the GP")),
        ("• Mum to ring", ("bullet", "•", "", "Mum to ring")),
        ("-Ring GP", ("bullet", "-", "", "Ring GP")),
        ("1. I will ring.", ("bullet", "1.", "", "I will ring.")),
        ("12) I will ring.", ("bullet", "12)", "", "I will ring.")),
        ("(a) I will ring.", ("bullet", "(a)", "", "I will ring.")),
        ("2.1 It was noted.", ("bullet", "2.1", "", "It was noted.")),
        ("[x] Passport sent.", ("bullet", "[x]", "", "Passport sent.")),
        ("> > what she wrote", ("bullet", "> >", "", "what she wrote")),
        ("10.05 Mum took him out.", ("text", "", "", "10.05 Mum took him out.")),
        ("4.3 pm, at home.", ("text", "", "", "4.3 pm, at home.")),
        ("L. Tranter, social worker", ("text", "", "", "L. Tranter, social worker")),
        ("Mum said: I am tired.", ("text", "", "", "Mum said: I am tired.")),
        ('Mum: "I am tired"', ("field", "", "Mum:", '"I am tired"')),
        ("https://example.org/page", ("text", "", "", "https://example.org/page")),
        ("I rang Mum. She wrote: no.", ("text", "", "", "I rang Mum. She wrote: no.")),
        ("You were asleep on the sofa.", ("text", "", "", "You were asleep on the sofa.")),
        ("-----", ("blank", "", "", "-----")),
        ("- ", ("text", "", "", "-")),
        ("", None),
    ],
)
def test_lines_kind(text, expected):
    assert parts(text) == ([expected] if expected else [])


@pytest.mark.parametrize(
    ("text", "headings"),
    [
        ("ANALYSIS\nI think he is tired because he yawned.", ["ANALYSIS"]),
        ("Analysis\n\nActions\n- Nan to ring", ["Analysis", "Actions"]),
        ("He ran.\n\nWhat Callum said\nHe said he was bored.", ["What Callum said"]),
        ("He ran.\nWhat happens next\nI will ring Mum on 4 May.", ["What happens next"]),
        ("# Home visit\nHe ran.", ["# Home visit"]),
        ("**Home**\nHe ran.", ["**Home**"]),
        ("School\n======\nHe ran.", ["School"]),
        ("Actions agreed:\n- Nan to ring", ["Actions agreed:"]),
        ("1. Home\nThe flat is cold.\n2. School\nHe ran.", ["1. Home", "2. School"]),
        ("8. Next meeting\n8.1 TBC", ["8. Next meeting"]),
        ("A. Where things stand\nHe ran.\nB. Juno\nHe ran.", ["A. Where things stand", "B. Juno"]),
        ("He ran.\nActions", ["Actions"]),
        ("Religion:\nEthnicity: white British", []),
        ("1. Ring Nan\n2. Ring Dad", []),
        ("Ward to keep a close watch\nNan needs speaking to\nHe ran.", []),
        ("He ran.\nKind regards\nPaula Greaves\nSocial Worker", []),
        ("He ran.\nPriya Nair, social worker", []),
        ("Dear Danny,\nI saw you on Friday.", []),
        ("Mum was out\nDad was in", []),
    ],
)
def test_lines_headings(text, headings):
    assert [text[h.mark : h.end] for h in lines(text) if h.kind == "heading"] == headings


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\x0b", "\x0c", "\x85", "\u2028", "\u2029"])
def test_lines_every_line_break(end):
    text = f"{end}👩‍👧 Home{end}{end}  - Nan\ufeff to ring{end}"
    found = lines(text)
    assert [text[line.start : line.end] for line in found] == ["", "👩‍👧 Home", "", "  - Nan\ufeff to ring"]
    assert found[3].mark - found[3].start == 2
    covered = "".join(text[line.start : line.end] + end for line in found)
    assert covered == text


def test_line_at_finds_the_line_of_an_offset():
    text = "one\ntwo\n\nfour"
    found = lines(text)
    assert [found.index(line_at(found, offset)) for offset in range(len(text))] == [0] * 4 + [1] * 4 + [2] + [3] * 4


def test_of_works_once_for_a_doc():
    doc = spacy.blank("en")("Home\n- Nan to ring")
    assert layout.of(doc) == lines(doc.text)
    assert layout.of(doc) is layout.of(doc)


PLAN = "PLAN\nWhat Tom said\nHe likes it.\n\nA. Health\n- Nan to ring the GP\nB. School\r\nSeen: Tom\n---\nHe ran.\n"
TYPED = (
    "C. Home\n",
    "A. ",
    "\n",
    "\r",
    "\n\n",
    "x",
    ".",
    "- ",
    "VIEWS\n",
    "---\n",
    "Seen:",
    "1. Ring Dad\n",
    " ",
    "He ran. ",
)


def alike(one, other):
    """How many characters two texts have in common at their start."""
    return next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


@pytest.mark.parametrize("seed", range(20))
def test_lines_of_an_edited_text_are_those_of_a_new_one(seed):
    rng = random.Random(seed)
    before = PLAN * rng.randrange(1, 4)
    for _ in range(40):
        at = rng.randrange(len(before) + 1)
        text = before[:at] + rng.choice(TYPED) * rng.randrange(2) + before[at + rng.choice((0, 0, 1, 3, 20)) :]
        ahead = alike(before, text)
        behind = alike(before[ahead:][::-1], text[ahead:][::-1])
        found, (first, last) = lines_again(text, before, lines(before), ahead, behind)
        assert found == lines(text)
        words = [[each[line.start : line.end] for line in lines(each)] for each in (before, text)]
        assert words[0][:first] == words[1][:first]
        assert words[0][len(words[0]) - last :] == words[1][len(words[1]) - last :]
        before = text
