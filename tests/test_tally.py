"""Counts over reports: right, traceable to their records, and never by worker."""

import json

import pytest

from notecheck.errors import NoteError
from notecheck.supervision.tally import Counting, check_group, tally

NOTES = [
    {
        "text": "SW visited on 4 March 2026. Dad is a waste of space. The LADO and the IRO were told.",
        "doc_type": "home-visit",
        "event_date": "2026-03-04",
        "author": {"name": "Priya Nair"},
    },
    {
        "text": "I visited you at home on 9 March 2026, Mia. You told me: “I like my new school.” You ate toast.",
        "doc_type": "home-visit",
        "child": {"name": "Mia", "age": 9},
        "event_date": "2026-03-09T16:00",
        "recorded_date": "2026-04-01",
    },
    {"text": "Nan rang me on 2 April 2026. The IRO will ring her asap.", "recorded_date": "2026-04-02"},
    {"text": "Mum rang me and said that you slept well."},
    {"text": "…"},
]
TEAMS = ["North", "South", "North", "", "South"]


@pytest.fixture(scope="module")
def reports(checker):
    return list(checker.pipe(NOTES))


@pytest.fixture(scope="module")
def counted(reports):
    return tally(enumerate(reports))


def row(rows, name):
    return next(row for row in rows if row.name == name)


@pytest.mark.model
def test_all_records_are_counted_once(counted, reports):
    assert counted.all.records == 5
    assert counted.all.words == sum(report.words for report in reports)
    assert counted.all.findings == sum(len(report.findings) for report in reports) > 0
    assert counted.all.behind == (0, 1, 2, 3, 4)
    assert counted.all.per_1000 == pytest.approx(1000 * counted.all.findings / counted.all.words)


@pytest.mark.model
def test_a_record_without_a_score_takes_no_part_in_the_mean(counted, reports):
    assert reports[4].score.overall is None
    assert counted.all.scored == 4
    assert counted.all.score == pytest.approx(sum(report.score.overall for report in reports[:4]) / 4)


@pytest.mark.model
def test_a_rule_leads_to_the_records_that_it_marks(counted, reports):
    acronyms = row(counted.rules, "acronym")
    assert acronyms.behind == tuple(n for n, r in enumerate(reports) if any(f.rule == "acronym" for f in r.findings))
    assert acronyms.findings == sum(f.rule == "acronym" for r in reports for f in r.findings)
    assert acronyms.records == 5
    assert acronyms.words == counted.all.words
    assert acronyms.met is None
    assert [each.findings for each in counted.rules] == sorted((each.findings for each in counted.rules), reverse=True)
    assert sum(each.findings for each in counted.rules) == counted.all.findings


@pytest.mark.model
def test_a_standard_says_in_how_many_records_it_is_met_and_leads_to_the_others(counted, reports):
    for each in counted.standards:
        met = {
            n: report.score.standards[each.name]
            for n, report in enumerate(reports)
            if each.name in report.score.standards
        }
        assert each.records == len(met)
        assert each.met == sum(1 for share in met.values() if share == 1)
        assert each.behind == tuple(n for n, share in met.items() if share < 1)
        assert each.met_share == pytest.approx(each.met / len(met))
        assert each.met_mean == pytest.approx(sum(met.values()) / len(met), abs=1e-5)
    respect = row(counted.standards, "general-respect")
    assert (respect.findings, respect.behind) == (1, (0,))


@pytest.mark.model
def test_kinds_of_record_and_months(counted):
    assert [(each.name, each.behind) for each in counted.doc_types] == [
        ("case-note", (2, 3, 4)),
        ("home-visit", (0, 1)),
    ]
    assert [(each.name, each.behind) for each in counted.months] == [("2026-03", (0, 1)), ("2026-04", (2,))]


@pytest.mark.model
def test_records_without_a_date_are_counted_apart_and_said(counted, reports):
    assert counted.undated.behind == (3, 4)
    assert counted.notice == "2 records without a date are in no month."
    dated = tally(enumerate(reports[:3]))
    assert (dated.undated, dated.notice) == (None, None)


@pytest.mark.model
def test_counts_by_a_column_that_names_nobody(reports):
    counting = Counting(groups=["Team"])
    for place, report in enumerate(reports):
        counting.add(f"row {place + 2}", report, {"Team": TEAMS[place]})
    assert [(each.name, each.behind) for each in counting.tally().groups["Team"]] == [
        ("North", ("row 2", "row 4")),
        ("South", ("row 3", "row 6")),
        ("", ("row 5",)),
    ]


@pytest.mark.parametrize("column", ["Worker", "Created By", "Allocated social worker", "Supervisor"])
def test_workers_are_never_compared(column):
    with pytest.raises(NoteError, match=r"not counted by worker.*Choose a team"):
        Counting(groups=[column])


def test_children_are_not_listed_either():
    with pytest.raises(NoteError, match="no table holds children's names"):
        check_group("Child Name")
    check_group("Locality")


@pytest.mark.model
@pytest.mark.parametrize("cut", [0, 1, 3, 5])
def test_counts_in_parts_join_to_the_same_counts(reports, cut):
    whole, first, second = Counting(groups=["Team"]), Counting(groups=["Team"]), Counting(groups=["Team"])
    for place, report in enumerate(reports):
        whole.add(place, report, {"Team": TEAMS[place]})
        (first if place < cut else second).add(place, report, {"Team": TEAMS[place]})
    first.merge(second)
    assert first.tally() == whole.tally()
    with pytest.raises(NoteError, match="different columns"):
        first.merge(Counting())


@pytest.mark.model
def test_joining_leaves_what_was_joined_as_it_was(reports):
    first, second = Counting(), Counting()
    second.add(0, reports[0])
    before = second.tally()
    first.merge(second)
    first.add(1, reports[1])
    assert second.tally() == before


@pytest.mark.model
def test_a_million_records_need_not_keep_their_places(reports):
    counting = Counting(places=False)
    for place, report in enumerate(reports):
        counting.add(place, report)
    counted = counting.tally()
    assert counted.all.records == 5
    assert all(each.behind == () for each in (counted.all, *counted.rules, *counted.standards, *counted.months))
    assert row(counted.rules, "acronym").score is not None


@pytest.mark.model
def test_counts_are_plain_data_without_a_word_of_a_note_or_a_name(counted):
    data = json.dumps(counted.to_dict())
    assert json.loads(data)["all"]["records"] == 5
    assert not any(word in data for word in ("Priya", "Mia", "toast", "waste"))


def test_nothing_counted_is_empty_and_divides_by_nothing():
    empty = tally([])
    assert (empty.all.records, empty.all.per_1000, empty.all.score, empty.rules) == (0, None, None, ())
