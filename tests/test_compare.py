"""Two audits beside each other: what changed, how sure that is, and what else may be behind it."""

import json
import os
import random
import sys

import pytest
from audit_rows import VERSIONS, error, row, write
from typer.testing import CliRunner

from notecheck.audit import changes
from notecheck.audit.compare import compare
from notecheck.cli import app
from notecheck.errors import NoteError, SettingsError


def audit_of(ids, share, *, seed=1, words=120, **more):
    """Records of which about that share have a short form that is not explained; of the rest, some have jargon."""
    draw = random.Random(seed)
    return [
        row(f"N-{n}", *(["acronym"] * (draw.random() < share)), *(["jargon"] * (draw.random() < 0.3)),
            words=words + n % 50, score=round(95 - 10 * share) + n % 5, Team="East" if n % 2 else "West", **more)
        for n in ids
    ]  # fmt: skip


def one(found, table, name, measure="records"):
    return next(each for each in found.changes if (each.table, each.name, each.measure) == (table, name, measure))


@pytest.fixture(scope="module")
def improved():
    return compare(audit_of(range(300), 0.6), audit_of(range(300), 0.3, seed=2), ["Team"])


def test_what_became_better_is_told_with_its_range(improved):
    assert improved.same
    assert improved.matched == 300
    acronyms = one(improved, "standards", "general-acronyms")
    assert acronyms.verdict == "better"
    assert acronyms.difference.value == pytest.approx(acronyms.new - acronyms.old)
    assert acronyms.difference.interval.low < acronyms.difference.value < acronyms.difference.interval.high < 0
    assert one(improved, "rules", "acronym", "places").verdict == "better"
    assert one(improved, "all", "all", "score").verdict == "better"
    assert one(improved, "Team", "East").verdict == "better"
    assert one(improved, "standards", "general-jargon").verdict == "chance"


def test_worse_is_worse_and_higher_scores_are_better(improved):
    back = compare(audit_of(range(300), 0.3, seed=2), audit_of(range(300), 0.6))
    assert one(back, "standards", "general-acronyms").verdict == "worse"
    assert one(back, "all", "all", "score").verdict == "worse"
    assert one(back, "standards", "general-acronyms").difference.value == pytest.approx(
        -one(improved, "standards", "general-acronyms").difference.value
    )


def test_different_records_are_two_samples():
    found = compare(audit_of(range(300), 0.6), audit_of(range(1000, 1300), 0.3, seed=2))
    assert not found.same
    assert found.matched == 0
    assert one(found, "standards", "general-acronyms").verdict == "better"
    assert one(found, "standards", "general-acronyms").records == (300, 300)


def test_the_same_records_tell_more_than_two_samples_do():
    old = audit_of(range(300), 0.5)
    new = [each | {"findings": each["findings"][:-1]} if n % 8 == 0 else each for n, each in enumerate(old)]
    paired, apart = compare(old, new), compare(old, new, same="no")
    assert one(paired, "all", "all", "places").verdict == "better"
    assert one(apart, "all", "all", "places").verdict == "chance"
    assert any("rather too wide" in notice for notice in apart.notices)


def test_nothing_has_changed_between_an_audit_and_itself():
    rows = audit_of(range(100), 0.5)
    found = compare(rows, rows, ["Team"])
    assert not found.of("better")
    assert not found.of("worse")
    assert all(each.difference.value == 0 for each in found.of("chance"))


def test_chance_alone_is_seldom_called_a_change():
    called = 0
    for seed in range(40):
        old, new = (audit_of(range(n, n + 80), 0.5, seed=seed * 2 + n) for n in (0, 1001))
        found = compare(old, new, ["Team"])
        called += bool(found.of("better") or found.of("worse"))
    assert called <= 6  # 5 % of 40 runs are two


def test_with_few_records_nothing_is_said():
    found = compare(audit_of(range(12), 0.9), audit_of(range(12), 0.1, seed=2))
    assert {each.verdict for each in found.changes} == {"few"}
    assert one(found, "standards", "general-acronyms").difference is None


def test_records_without_a_match_take_no_part_and_that_is_told():
    old, new = audit_of(range(100), 0.5), audit_of(range(20, 130), 0.5, seed=2)
    found = compare([*old, error("text: is missing")], [*new, row(None), row("twice"), row("twice")])
    assert found.same
    assert (found.records, found.errors, found.matched) == ((100, 113), (1, 0), 80)
    assert one(found, "all", "all").records == (80, 80)
    assert "20 records only in the old audit and 33 only in the new one" in found.notices[0]


def test_other_versions_are_named_loudly():
    other = VERSIONS | {"guidance": "general 2", "lexicons": {"vague.yaml": "2"}}
    found = compare(audit_of(range(40), 0.5), audit_of(range(40), 0.5, versions=other))
    assert found.versions == (("guidance", "general 1", "general 2"), ("vague.yaml", "1", "2"))
    said = changes.text(found, ("old.jsonl", "new.jsonl"))
    assert "ATTENTION. The two audits were not made with the same versions" in said
    assert "guidance: general 1 → general 2" in said
    assert "not made with the same versions" in changes.render(found, ("old", "new"))


def test_a_standard_that_only_one_audit_looked_at_is_not_compared():
    skipped = [{"check": "acronym", "reason": "switched off"}]
    found = compare(audit_of(range(60), 0.5), audit_of(range(60), 0.0, skipped=skipped))
    acronyms = one(found, "standards", "general-acronyms")
    assert (acronyms.verdict, acronyms.records) == ("few", (0, 0))


def test_nothing_is_compared_by_worker():
    with pytest.raises(NoteError, match="not counted by worker"):
        compare([], [], ["Worker"])


def test_the_page_escapes_what_comes_from_files():
    rows = [each | {"Team": "<b>&\u202e"} for each in audit_of(range(30), 0.5)]
    made = changes.render(compare(rows, rows, ["Team"]), ("<old>", "new"))
    assert "<b>&" not in made
    assert "\u202e" not in made
    assert "&lt;old&gt;" in made
    assert "<script" not in made


@pytest.fixture
def files(tmp_path):
    old = write(tmp_path / "old.jsonl", audit_of(range(100), 0.2))
    return old, write(tmp_path / "new.jsonl", audit_of(range(100), 0.8, seed=2))


def run(*arguments):
    return CliRunner().invoke(app, [str(each) for each in arguments])


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pipe with a name")
@pytest.mark.parametrize(
    "command",
    [["compare", "OLD", "NEW", "-o"], ["summary", "OLD", "-o"], ["baseline", "OLD", "-o"]],
    ids=lambda all_: all_[0],
)
def test_no_file_takes_the_place_of_a_pipe_or_a_device(files, tmp_path, command):
    place = tmp_path / "null.json"
    os.mkfifo(place)
    done = run(*({"OLD": files[0], "NEW": files[1]}.get(each, each) for each in command), place)
    assert done.exit_code == 2
    assert done.stderr == f"notecheck: {place}: is a pipe or a device, and a file is put in its place; name a file\n"
    assert place.is_fifo()


def test_the_command_says_what_is_worse_and_can_fail_on_it(files):
    found = run("compare", *files, "--by", "Team")
    assert found.exit_code == 0
    worse = found.stdout.split("WORSE")[1]
    assert "[general-acronyms]" in worse
    assert "points (+" in worse
    assert run("compare", *files, "--fail-on", "worse").exit_code == 1
    assert run("compare", files[0], files[0], "--fail-on", "worse").exit_code == 0


def test_the_command_writes_json_and_a_page(files, tmp_path):
    told = json.loads(run("compare", *files, "--format", "json").stdout)
    assert told["same_records"] is True
    assert {"table": "all", "measure": "records"}.items() <= told["changes"][0].items()
    assert run("compare", *files, "--output", tmp_path / "changes.html").exit_code == 0
    assert (tmp_path / "changes.html").read_text().startswith("<!DOCTYPE html>")


def test_the_command_refuses_in_a_line(files, tmp_path):
    assert run("compare", files[0], tmp_path / "none.jsonl").exit_code == 2
    refused = run("compare", *files, "--output", files[0])
    assert refused.exit_code == 2
    assert "is read here and never changed" in refused.stderr
    assert run("summary", files[0], "--by", "worker").exit_code == 2
    assert run("summary", files[0]).stdout.strip() == str(tmp_path / "old.summary.html")


def test_ids_that_were_made_up_pair_nothing():
    old, new = audit_of(range(60), 0.6, id_given=False), audit_of(range(60), 0.3, seed=2, id_given=False)
    found = compare(old, new)
    assert (found.same, found.matched) == (False, 0)
    assert found.notices == (
        "The records have no numbers or references of their own, so the two audits are compared as two samples.",
    )
    with pytest.raises(SettingsError, match=r"--same-records yes: the records have no numbers .*--columns"):
        compare(old, new, same="yes")
    assert not compare(audit_of(range(60), 0.6), new).same
    with pytest.raises(SettingsError, match="no record stands in both audits by its id"):
        compare(audit_of(range(60), 0.6), audit_of(range(100, 160), 0.6), same="yes")


def test_records_with_ids_of_their_own_pair_beside_some_without():
    made_up = [row("notes-1", id_given=False), row("notes-2", id_given=False)]
    found = compare([*audit_of(range(60), 0.6), *made_up], [*audit_of(range(60), 0.3), *made_up])
    assert (found.same, found.matched) == (True, 60)
    assert "2 records only in the old audit and 2 only in the new one take no part" in found.notices[0]
