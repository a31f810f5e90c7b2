"""The pairs: the checker says of each what the trainer will say of it; and a trainer's own file is read with care."""

import re
from collections import Counter
from datetime import date, datetime
from pathlib import Path

import pytest

from notecheck.data import LEXICONS
from notecheck.errors import LexiconError
from notecheck.explain import rules
from notecheck.guidance import Rulebook, guidance_names
from notecheck.training.gallery import (
    AGES,
    MOST_BYTES,
    MOST_CHARACTERS,
    MOST_PAIRS,
    TEMPLATE,
    choose,
    load_gallery,
    read_pairs,
    rules_taught,
    under,
)

PAIRS = load_gallery()
EACH = pytest.mark.parametrize("pair", PAIRS, ids=[pair.id for pair in PAIRS])


@pytest.fixture(scope="module")
def reports(checker):
    """Both versions of every pair, checked: (id, version) → report."""
    keys = [(pair, version) for pair in PAIRS for version in ("weak", "strong")]
    found = checker.pipe([pair.note(version) for pair, version in keys])
    return {(pair.id, version): report for (pair, version), report in zip(keys, found, strict=True)}


def _marked(report):
    return Counter(finding.rule for finding in report.findings)


def _short_of(report):
    """The rules that measure and do not mark, where the record falls short of them."""
    data = report.to_dict()
    reading, timely = data["readability"], data["timeliness"]
    short = {"checklist"} if any(item["met"] is False for item in data["checklist"] or ()) else set()
    if reading and reading["reading_age"] > reading["target_age"]:
        short.add("readability")
    if timely and timely["late_by_days"]:
        short.add("timeliness")
    return short


@EACH
@pytest.mark.model
def test_the_weak_version_shows_what_the_pair_teaches(pair, reports):
    report = reports[pair.id, "weak"]
    shown = {*_marked(report), *_short_of(report)}
    assert set(pair.teaches) <= shown
    # Nothing is marked that the strong version was not looked through for; a reading age may come along.
    assert shown <= {*pair.teaches, "readability"}


@EACH
@pytest.mark.model
def test_the_strong_version_is_clear_of_it_and_of_nearly_everything_else(pair, reports):
    report = reports[pair.id, "strong"]
    assert not set(pair.teaches) & {*_marked(report), *_short_of(report)}
    assert [(f.rule, f.severity) for f in report.findings if f.severity != "suggestion"] == []
    assert len(report.findings) <= 1


@EACH
@pytest.mark.model
def test_the_strong_version_does_better(pair, reports):
    weak, strong = reports[pair.id, "weak"], reports[pair.id, "strong"]
    assert strong.score.overall >= weak.score.overall + 10
    weak_met, strong_met = (report.measures["checklist"]["met"] for report in (weak, strong))
    if strong_met is not None:
        assert strong_met >= weak_met
    assert len(strong.strengths) > len(weak.strengths)


@EACH
@pytest.mark.model
def test_the_strong_version_is_written_to_whom_its_guidance_asks(pair, reports):
    asked = Rulebook.load(pair.guidance).asked(pair.doc_type).get("address")
    style = reports[pair.id, "strong"].to_dict()["address"]["style"]
    if asked in ("full", "part"):
        assert style == "to-child"
    elif asked == "not":
        assert style == "about-child"


def test_together_they_teach_every_rule():
    # 'spelling' is found by LanguageTool alone, and a pair shows the same on a machine that has none. A new rule is
    # taught once general names it; until then it marks nothing.
    named = Rulebook.load("general").named & rules().keys()
    assert set(rules_taught(PAIRS)) == named - {"spelling"}


def test_they_range_over_documents_guidances_and_ages():
    kinds = {Rulebook.load(pair.guidance).parent(pair.doc_type) for pair in PAIRS}
    ages = [pair.child.age for pair in PAIRS]
    assert len(PAIRS) >= 14
    assert len(kinds) >= 12
    assert {pair.guidance for pair in PAIRS} == set(guidance_names())
    assert None in ages  # unborn
    for youngest, oldest in ((0, 1), (4, 7), (8, 11), (12, 14), (15, 15), (16, 18)):
        assert any(age is not None and youngest <= age <= oldest for age in ages), (youngest, oldest)


@EACH
def test_a_pair_is_short_enough_to_be_read_side_by_side_and_says_what_it_rests_on(pair):
    assert 80 <= len(pair.weak.split()) <= 250
    assert len(pair.strong.split()) <= 520
    assert re.search("Swindon|Trafford|Leicestershire|Sussex|Sutton", pair.notes)
    assert len(pair.notes.split()) <= 110


@EACH
def test_names_numbers_and_places_are_invented(pair):
    texts = f"{pair.weak}\n{pair.strong}"
    # Numbers and addresses that are kept free for fiction.
    assert all(
        number.startswith(("01632 960", "07700 900")) for number in re.findall(r"\b0\d{4} \d{3} ?\d{3}\b", texts)
    )
    assert all(home.endswith(".example") for home in re.findall(r"@([\w.-]+)", texts))
    assert not re.search(rf"\b(?:{'|'.join(_TOWNS)})\b", texts)


_TOWNS = [
    "London", "Birmingham", "Manchester", "Leeds", "Liverpool", "Sheffield", "Bristol", "Leicester", "Leicestershire",
    "Coventry", "Bradford", "Nottingham", "Hull", "Newcastle", "Southampton", "Portsmouth", "Derby", "Plymouth",
    "Wolverhampton", "Brighton", "Hove", "Sussex", "Sutton", "Swindon", "Trafford", "Luton", "Bolton", "Northampton",
    "Norwich", "Oxford", "Cambridge", "York", "Dover", "Kent", "Surrey", "Devon", "Cardiff", "Swansea", "Belfast",
    "Glasgow", "Edinburgh", "Stretford", "Altrincham", "Loughborough", "Croydon", "Crawley", "Hastings",
]  # fmt: skip


@EACH
def test_a_weekday_belongs_to_its_date(pair):
    found = re.findall(r"\b(\w+day),? (\d{1,2} [A-Z][a-z]+ 20\d\d)", f"{pair.weak}\n{pair.strong}\n{pair.notes}")
    for weekday, day in found:
        assert f"{datetime.strptime(day, '%d %B %Y'):%A}" == weekday, (weekday, day)


@EACH
def test_both_versions_are_about_the_same_day_and_signed_by_the_same_hand(pair):
    assert pair.author.name in pair.weak.splitlines()[-1]
    assert pair.author.name in pair.strong.splitlines()[-1]
    day = pair.event_date.date() if isinstance(pair.event_date, datetime) else pair.event_date
    recorded = pair.recorded_date.date() if isinstance(pair.recorded_date, datetime) else pair.recorded_date
    assert day <= recorded
    assert f"{day.day} {day:%B %Y}" in pair.strong or pair.doc_type in _WITHOUT_A_DAY


_WITHOUT_A_DAY = ("chronology", "court-statement")  # these are about many days


@EACH
def test_a_file_holds_the_pair_that_it_is_called_after(pair):
    assert (LEXICONS / "gallery" / f"{pair.id}.yaml").is_file()


# A trainer's own file.

GOOD = """
id: ours-1
title: Ours
doc_type: home-visit
child: {name: Callum, age: 9}
author: {name: Priya Nair, role: social worker}
event_date: 2026-03-04T16:00
recorded_date: 2026-03-05
about: A visit.
teaches: [jargon]
notes: Say run away.
weak: |
  Callum *absconded* at 4 & came back.
strong: |
  You ran away and came back.
"""


def _change(old, new):
    assert old in GOOD
    return GOOD.replace(old, new).encode()


def _many(number):
    return ("pairs:\n" + "".join(f"- {{id: x{n}, title: x}}\n" for n in range(number))).encode()


def test_a_trainers_file_holds_one_pair_or_several():
    (pair,) = read_pairs(GOOD.encode("utf-8-sig"), "ours.yaml")
    assert (pair.title, pair.child.age, pair.guidance) == ("Ours", 9, "general")
    assert pair.weak == "Callum *absconded* at 4 & came back."
    assert (pair.event_date, pair.recorded_date) == (datetime(2026, 3, 4, 16), date(2026, 3, 5))
    rows = "".join(f"- {line[2:]}" if line.startswith("  id") else line for line in _indented(GOOD))
    two = f"pairs:\n{rows}{rows.replace('ours-1', 'ours-2')}"
    assert [each.id for each in read_pairs(two.encode(), "ours.yaml")] == ["ours-1", "ours-2"]


def _indented(text):
    return [f"  {line}" for line in text.lstrip().splitlines(keepends=True)]


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", 'must be one pair, or a list of pairs under "pairs"'),
        (b"- a\n", 'must be one pair, or a list of pairs under "pairs"'),
        (b"pairs: []", "0 pairs; 1 to 60 are allowed"),
        (b"pairs: {a: 1}", "pairs: must be a list"),
        (b"pairs: [x]", "pair 1: must have keys of its own"),
        (_many(MOST_PAIRS + 1), "61 pairs; 1 to 60 are allowed"),
        (_many(9), "and 42 more"),
        (_change("title: Ours\n", ""), 'ours.yaml, pair ours-1: key "title" is missing'),
        (_change("title: Ours", "titel: Ours"), 'unknown key "titel"; did you mean title? allowed: id, title'),
        (
            _change("{name: Callum, age", "{nam: Callum, age"),
            'unknown key "child.nam"; did you mean name? allowed: name, known_as, age (line 5)',
        ),
        (_change("age: 9", "age: nine"), "child.age: must be a number"),
        (_change("home-visit", "visit"), "pair ours-1: doc_type: 'visit' is not known; allowed: home-visit"),
        (_change("about:", "guidance: nowhere\nabout:"), "guidance: 'nowhere' is not known; allowed: general"),
        (_change("[jargon]", "[jarg]"), "teaches: 'jarg' is not a rule; allowed: acronym"),
        (_change("[jargon]", "[]"), "teaches: "),
        (_change("2026-03-05", "5 March"), "recorded_date: is no date; write it as 2026-03-04"),
        (_change("You ran", "You ran " + "x" * MOST_CHARACTERS), "strong: string should have at most 20000"),
        (GOOD.encode() + GOOD.encode(), "no key may stand twice"),
        (_change("weak: |\n  Callum", "weak: Mum said: Callum"), "not YAML at line 12, column"),
        (GOOD.encode("utf-16"), "not UTF-8 at byte 1; save it as UTF-8"),
        (b"a: 1\n" * MOST_BYTES, "bytes; at most 500,000 are allowed"),
        (b"[" * 5000, "line 1 has more than 30 brackets open at once"),
        (b"\n{a: " * 60_000, "line 32 has more than 30 brackets open at once"),
        (b"? [a]\n: b", "not YAML"),
        (b"a\x00b: 3", "not YAML"),
        (_change("title: Ours", 'title: "\\ud800"'), "not YAML at line 3"),
    ],
)
def test_a_fault_is_told_by_file_pair_and_key(data, says):
    with pytest.raises(LexiconError) as fault:
        read_pairs(data, "ours.yaml")
    told = str(fault.value)
    assert told.startswith("ours.yaml")
    assert says in told
    assert "absconded" not in told  # a file that will not be read may hold a real record
    assert len(told.splitlines()) <= 13


def test_a_file_cannot_grow_by_repeating_itself():
    rows = ["a: &a [x, x, x, x]"]
    for before, name in zip("abcdefgh", "bcdefghi", strict=True):
        rows.append(f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]")
    with pytest.raises(LexiconError, match=r"ours\.yaml: line 2 repeats another part by & and \*; write it out"):
        read_pairs("\n".join(rows).encode(), "ours.yaml")


def test_signs_of_yaml_in_a_record_are_its_text():
    weak = "weak: |\n  T/C *mum &mum *mum. " + "[see " * 40 + "\n"
    (pair,) = read_pairs(GOOD.encode().replace(b"weak: |\n", weak.encode()), "ours.yaml")
    assert "*mum &mum *mum. [see [see" in pair.weak


def test_a_pair_with_an_id_twice_is_refused():
    rows = "".join(f"- {line[2:]}" if line.startswith("  id") else line for line in _indented(GOOD))
    with pytest.raises(LexiconError, match="pair ours-1: the id is used twice"):
        read_pairs(f"pairs:\n{rows}{rows}".encode(), "ours.yaml")


def test_a_pair_shows_no_text_when_it_is_logged():
    (pair,) = read_pairs(GOOD.encode(), "ours.yaml")
    assert repr(pair) == str(pair) == "Pair(id='ours-1', doc_type='home-visit')"


def test_the_weak_version_may_have_been_written_later():
    (pair,) = read_pairs(_change("recorded_date: 2026-03-05", "weak_recorded_date: 2026-03-15"), "ours.yaml")
    assert pair.note("weak")["recorded_date"] == date(2026, 3, 15)
    assert pair.note("strong")["recorded_date"] is None


def test_an_authority_adds_pairs_and_replaces_ours(tmp_path):
    folder = tmp_path / "gallery"
    folder.mkdir()
    (folder / "ours.yaml").write_text(GOOD, encoding="utf-8")
    mine = GOOD.replace("ours-1", PAIRS[0].id)
    (folder / "theirs.yaml").write_text(mine, encoding="utf-8")
    both = {pair.id: pair for pair in load_gallery(str(tmp_path))}
    assert len(both) == len(PAIRS) + 1
    assert both[PAIRS[0].id].title == "Ours"
    (folder / "twice.yaml").write_text(GOOD, encoding="utf-8")
    load_gallery.cache_clear()
    with pytest.raises(LexiconError, match=r"twice\.yaml, pair ours-1: the id is used in another file"):
        load_gallery(str(tmp_path))
    load_gallery.cache_clear()


def test_the_gallery_is_ordered_by_kind_of_record():
    kinds = [Rulebook.load(pair.guidance).parent(pair.doc_type) for pair in PAIRS]
    assert kinds[0] == "home-visit"
    assert kinds[-1] == "court-statement"
    assert all(Path(LEXICONS / "gallery" / f"{pair.id}.yaml").exists() for pair in PAIRS)


def test_template_is_a_file_that_can_be_opened():
    [pair] = read_pairs(TEMPLATE.encode(), "template.yaml")
    assert pair.child.age == 9
    assert pair.weak.startswith("SW saw Sam.")


@pytest.mark.model
def test_template_teaches_what_it_says(checker):
    [pair] = read_pairs(TEMPLATE.encode(), "template.yaml")
    weak, strong = (checker(**pair.note(version)) for version in ("weak", "strong"))
    assert set(pair.teaches) <= {finding.rule for finding in weak.findings}
    assert not set(pair.teaches) & {finding.rule for finding in strong.findings}


def test_every_age_is_in_one_band():
    for age in (0, 0.5, 4.9, 5, 8.5, 9, 12, 13, 15, 16, 25):
        assert sum(low <= age < high for low, high in AGES.values()) == 1


def test_choose_takes_each_filter_and_all_of_them():
    assert choose(PAIRS) == PAIRS
    visits = choose(PAIRS, doc_type="home-visit")
    assert visits
    assert {pair.doc_type for pair in visits} == {"home-visit"}
    some = choose(PAIRS, doc_type="home-visit", ages="9 to 12", rule="jargon")
    assert set(map(repr, some)) <= set(map(repr, visits))
    for pair in some:
        assert 9 <= pair.child.age < 13
        assert "jargon" in pair.teaches


def test_a_pair_without_age_is_in_no_band():
    [pair] = read_pairs(TEMPLATE.replace(", age: 9", "").encode(), "template.yaml")
    assert choose([pair]) == (pair,)
    assert not any(choose([pair], ages=band) for band in AGES)


def test_a_pair_can_be_held_against_another_guidance():
    [pair] = read_pairs(TEMPLATE.replace("guidance: general", "guidance: trafford").encode(), "template.yaml")
    assert under(pair, "swindon").guidance == "swindon"
    assert under(pair, "swindon").doc_type == "home-visit"


def test_a_kind_of_record_that_the_guidance_lacks_becomes_its_parent():
    text = TEMPLATE.replace("doc_type: home-visit", "doc_type: court-chronology").replace("general ", "trafford ")
    [pair] = read_pairs(text.encode(), "template.yaml")
    assert pair.doc_type == "court-chronology"
    assert under(pair, "sutton").doc_type == "chronology"
