"""A file that would keep the parser is refused; one that only holds the signs in its texts never is."""

import pytest
import ryaml

from notecheck.data import LEXICONS
from notecheck.errors import LexiconError
from notecheck.nesting import MOST_NESTED, refuse_tangles

MANY = MOST_NESTED + 1
OPEN = "[{" * MANY

TEXTS = {
    "quoted": f"a: \"{OPEN} \\\" {OPEN}\"\nb: '{OPEN} it''s {OPEN}'\n",
    "comment": f"a: b # {OPEN}\n# {OPEN}\nc: [d, # {OPEN}\n  e]\n",
    "running on": f"a: Mum's list {OPEN}\n  {OPEN}\nb: c\n",
    "block": f"a: |\n  {OPEN}\n\n    {OPEN}\n  don't\nb: >-\n  {OPEN}\n",
    "block told": f"- a:\n  - |2+\n      {OPEN}\n    {OPEN}\n- b\n",
    "empty block": "a: |\nb: [c]\n",
    "in brackets": f"a: [don't, \"{OPEN}\", '{OPEN}', {{b: o'clock}}]\n",
    "closed again": "a: [" + ", ".join(["[b]"] * 1000) + "]\n",
    "signs that name nothing": "a: B&B *3 & 'x'\nb: 2 * 3\nc: '*d'\n",
    "an address": f"a: http://a.b/{OPEN}\nb: x:y{OPEN}\nc: d#{OPEN}\n",
    "a tag": "a: !!str b\nc: !!map {d: e}\n",
    "a bullet": f"- -a{OPEN}\n- ?a{OPEN}\n- :a{OPEN}\n",
    "deep": "a: " + "[" * MOST_NESTED + "]" * MOST_NESTED + "\n",
    "every line break": f"a: |\r\n  {OPEN}\r\nb: 'x\r\n  {OPEN}'\r\n",
}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_a_good_file_is_let_through(text):
    ryaml.loads(text)  # it is one
    refuse_tangles(text, "ours.yaml")


def test_our_own_files_are_let_through():
    for path in LEXICONS.rglob("*.yaml"):
        refuse_tangles(path.read_text(encoding="utf-8"), path.name)


@pytest.mark.parametrize(
    "level",
    ["[", "{", "{a: ", "[? ", "[']', ", '["]}", ', "[a, # ]\n", "[it's], [", "[x\n]\n, [", '{"a":[', "[!t x, ",
     "[&a x, ", "{a b: ", "[- , ", "- [\n", "['it''s]', "],
)  # fmt: skip
def test_brackets_without_end_are_refused_whatever_stands_between(level):
    with pytest.raises(LexiconError, match=r"ours\.yaml: line \d+ has more than 30 brackets open at once"):
        refuse_tangles("a: b\nc:\n  " + level * 60, "ours.yaml")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a: &a [x]\nb: *a\n", 2),
        ("a: &a [x]\nb: [*a, *a]\n", 2),
        ("&a x: y\n*a : z\n", 2),
        ("a: &a {b: c}\nd:\n  <<: *a\n", 3),
    ],
)
def test_a_part_that_stands_for_another_is_refused(text, line):
    with pytest.raises(LexiconError, match=rf"ours\.yaml: line {line} repeats another part by & and \*; write it out"):
        refuse_tangles(text, "ours.yaml")


def test_what_is_no_yaml_is_left_to_the_parser():
    for text in ("", "a: 'b", "a: @b", "]" * 50, "a: |x\n b", "\x00", "[a, %"):
        refuse_tangles(text, "ours.yaml")
