"""A draw that anybody can repeat, and that is fair."""

import random
from collections import Counter

import pytest

from notecheck.errors import NoteError
from notecheck.read import Record
from notecheck.supervision.sample import NONE, allocate, draw, labels


def records(count, **columns):
    return [Record(f"row {n}", {"id": f"A-{n}"} | {name: of(n) for name, of in columns.items()}) for n in range(count)]


def ids(given, drawn):
    return [given[place].fields["id"] for place in drawn]


def test_the_same_seed_draws_the_same_records_and_another_seed_others():
    given = records(500)
    assert draw(given, 20, "May 2026") == draw(given, 20, "May 2026")
    assert draw(given, 20, "May 2026") != draw(given, 20, "June 2026")
    assert len(set(draw(given, 20, 7))) == 20


def test_the_draw_is_the_one_that_the_module_describes():
    # SHA-256 of '7', a zero byte and the id: fixed for good, since an audit may be repeated in ten years
    assert ids(records(100), draw(records(100), 5, 7)) == ["A-20", "A-26", "A-77", "A-78", "A-88"]


def test_records_are_given_in_the_order_of_the_file():
    drawn = draw(records(300), 30, 1)
    assert drawn == sorted(drawn)


def test_with_ids_the_order_of_the_rows_does_not_matter():
    given = records(200, Team=lambda n: "NSEW"[n % 4])
    mixed = given.copy()
    random.Random(3).shuffle(mixed)
    for by in (None, "Team"):
        assert sorted(ids(given, draw(given, 25, "x", by))) == sorted(ids(mixed, draw(mixed, 25, "x", by)))


def test_records_that_share_an_id_are_drawn_one_by_one():
    """The id of a person stands in every note about them; all of that person's notes at once would be no sample."""
    given = [Record(f"row {n}", {"id": f"person {n // 50}", "Note": f"visit {n}"}) for n in range(500)]
    persons = Counter(ids(given, draw(given, 50, "x")))
    assert len(persons) > 5
    mixed = given[::-1]
    assert {given[p].fields["Note"] for p in draw(given, 50, "x")} == {
        mixed[p].fields["Note"] for p in draw(mixed, 50, "x")
    }


def test_without_ids_the_place_in_the_file_is_the_name():
    given = [Record(f"row {n}", {"Note": "the same words"}) for n in range(100)]
    assert draw(given, 10, "x") == draw(given, 10, "x")
    assert len(set(draw(given, 10, "x"))) == 10


def test_another_column_may_hold_the_ids():
    given = [Record(f"row {n}", {"Ref": f"A-{n}"}) for n in range(100)]
    renamed = [Record(f"line {n}", {"Ref": f"A-{n}"}) for n in range(100)]
    assert draw(given, 10, "x", id_="Ref") == draw(renamed, 10, "x", id_="Ref")


def test_drawing_more_with_the_same_seed_keeps_those_already_read():
    assert set(draw(records(100), 10, "x")) < set(draw(records(100), 15, "x"))


def test_as_many_as_there_are_or_more_is_all_of_them():
    assert draw(records(5), 5, "x") == draw(records(5), 50, "x", "id") == [0, 1, 2, 3, 4]
    assert draw([], 5, "x") == []


@pytest.mark.parametrize("n", [0, -1])
def test_fewer_than_one_is_refused(n):
    with pytest.raises(NoteError, match="at least 1"):
        draw(records(5), n, "x")


def test_every_record_is_as_likely_as_any_other():
    counts = Counter(place for seed in range(2_000) for place in draw(records(20), 5, seed))
    assert all(420 < counts[place] < 580 for place in range(20))  # 500 expected, four standard deviations either side


def test_strata_get_their_share_and_a_small_one_is_not_forgotten():
    given = records(100, Type=lambda n: "visit" if n < 90 else "plan" if n == 99 else "meeting")
    drawn = Counter(given[place].fields["Type"] for place in draw(given, 10, "x", "Type"))
    assert drawn == {"visit": 8, "meeting": 1, "plan": 1}


def test_strata_may_be_told_by_anything():
    given = records(60, Date=lambda n: f"2026-0{1 + n % 3}-04")
    drawn = draw(given, 6, "x", lambda record: record.fields["Date"][:7])
    assert Counter(given[place].fields["Date"][:7] for place in drawn) == {"2026-01": 2, "2026-02": 2, "2026-03": 2}


def test_records_with_an_empty_column_are_a_stratum_of_their_own():
    given = records(10, Team=lambda n: "North" if n < 5 else " ")
    assert labels(given, "Team") == ["North"] * 5 + [NONE] * 5
    assert len(draw(given, 4, "x", "Team")) == 4


def test_shares_by_the_largest_remainder():
    assert allocate({"a": 53, "b": 24, "c": 23}, 10, 1) == {"a": 5, "b": 3, "c": 2}
    assert allocate({"a": 50, "b": 30, "c": 20}, 10, 1) == {"a": 5, "b": 3, "c": 2}
    assert allocate({"a": 970, "b": 10, "c": 10, "d": 10}, 4, 1) == {"a": 1, "b": 1, "c": 1, "d": 1}
    assert allocate({"a": 2, "b": 1}, 9, 1) == {"a": 2, "b": 1}


def test_with_fewer_to_draw_than_strata_the_largest_are_drawn_from_and_equals_by_lot():
    assert allocate({"a": 90, "b": 5, "c": 5}, 1, "x") == {"a": 1, "b": 0, "c": 0}
    chosen = {tuple(allocate({"a": 5, "b": 5, "c": 5}, 1, seed).values()) for seed in range(30)}
    assert len(chosen) == 3


def test_shares_add_up_and_none_is_larger_than_its_stratum():
    chance = random.Random(11)
    for _ in range(500):
        sizes = {f"s{n}": chance.randint(1, 60) for n in range(chance.randint(1, 12))}
        n = chance.randint(1, sum(sizes.values()))
        shares = allocate(sizes, n, "x")
        assert sum(shares.values()) == n
        assert all(0 <= shares[name] <= size for name, size in sizes.items())
        assert n < len(sizes) or all(shares.values())
