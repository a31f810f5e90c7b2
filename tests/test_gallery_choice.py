"""Which pairs a trainer is shown, and the file to begin with."""

import pytest

from notecheck.gallery import AGES, TEMPLATE, choose, load_gallery, read_pairs, under


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
    pairs = load_gallery()
    assert choose(pairs) == pairs
    visits = choose(pairs, doc_type="home-visit")
    assert visits
    assert {pair.doc_type for pair in visits} == {"home-visit"}
    some = choose(pairs, doc_type="home-visit", ages="9 to 12", rule="jargon")
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
