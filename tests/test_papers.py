"""The papers: whole, never stale, the same in every format; and every marked statement is shown to be true.

A mark `{#key}` in a paper is shown by `test_statement_key` here, by the tests that `PROOFS` names, or by both.
"""

import ast
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from html import unescape
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import docx
import numpy as np
import pytest
from swaps import BOYS, GIRLS, GROUPS
from typer.testing import CliRunner

import notecheck
from notecheck.cli import DONE, FAILED, app
from notecheck.commands.about import FORMATS
from notecheck.data import LEXICONS, MODEL, OPINIONS, STATEMENTS, forget_lexicons
from notecheck.errors import SettingsError
from notecheck.note import DOC_TYPES
from notecheck.papers import paper, writing
from notecheck.papers.facts import facts
from notecheck.papers.paper import FOLDER, ORDER, places, read
from notecheck.papers.versions import installed

TESTS = Path(__file__).parent
CORPUS = TESTS.parent / "models" / "corpus"
README = (TESTS.parent / "README.md").read_text(encoding="utf-8")
FACTS = facts()
PAPERS = {name: read(name, FACTS) for name in ORDER}
SECRET = "Zebedeeq"
NOTE = f"{SECRET} is a nightmare at home. SW will monitor the CIN plan. {SECRET} said “I like Nan”.\n"

PROOFS = {
    "network-cut": ("browser/test_privacy.py::test_promise_address", "browser/test_privacy.py::test_promise_grammar"),
    "nothing-stored": (
        "browser/test_privacy.py::test_promise_memory",
        "test_audit.py::test_the_output_appears_whole_and_nothing_else_is_left",
        "test_serve.py::test_a_report_is_the_checkers_own_and_nothing_of_a_note_is_written_anywhere",
    ),
    "models-data": (
        "test_data_only.py::test_no_tag_of_yaml_runs_or_makes_anything",
        "test_data_only.py::test_no_word_of_a_list_is_read_as_a_pattern",
    ),
    "says-why": (
        "test_explain.py::test_every_rule_says_what_it_marks_and_where_its_limits_are",
        "test_cli.py::test_text_shows_place_words_message_and_standard",
    ),
    "same-answer": ("test_checker.py::test_same_text_same_answer_in_any_order_and_company",),
    "skipped-named": ("test_checker.py::test_what_was_not_checked_is_named_and_not_scored",),
    "not-by-worker": (
        "test_summary.py::test_nothing_is_counted_by_worker_or_child",
        "test_audit_command.py::test_counts_by_who_wrote_are_refused_with_the_reason",
    ),
    "never-writes-over": ("test_cli.py::test_an_input_is_never_written_over",),
    "no-decision": (
        "test_cli.py::test_fail_on_decides_the_exit_status",
        "test_audit_command.py::test_findings_as_grave_as_asked_about_are_exit_status_1",
        "test_compare.py::test_the_command_says_what_is_worse_and_can_fail_on_it",
    ),
    "questions-only": ("test_cli.py::test_fail_on_decides_the_exit_status",),
    "no-log": ("browser/test_privacy.py::test_promise_log",),
    "others": ("browser/test_privacy.py::test_promise_others",),
    "forgets": ("browser/test_privacy.py::test_promise_closing",),
    "owner-only": ("test_audit.py::test_the_output_appears_whole_and_nothing_else_is_left",),
    "belief-no-finding": ("test_fairness.py::test_what_a_family_is_or_believes_is_never_a_finding",),
    "no-statistics": ("browser/test_privacy.py::test_promise_statistics",),
    "person-decides": (
        "browser/test_editor.py::test_marks_come_without_touching_caret_or_selection",
        "browser/test_editor.py::test_ignore_with_a_reason",
    ),
    "fairness": ("test_fairness.py::test_names_gender_family_ethnicity_and_faith_move_nothing_but_their_own_words",),
    "limits-stated": ("test_explain.py::test_every_rule_says_what_it_marks_and_where_its_limits_are",),
    "keyboard": ("browser/test_page.py::test_every_view_is_reached_by_keyboard_alone",),
    "reflow": ("browser/test_page.py::test_views_have_no_barrier",),
    "axe": ("browser/test_page.py::test_views_have_no_barrier",),
    "contrast": (
        "test_editor.py::test_marked_words_can_be_read_and_their_lines_seen",
        "browser/test_editor.py::test_colours_are_those_whose_contrast_is_computed",
    ),
    "not-colour": (
        "test_editor.py::test_each_part_has_a_line_of_its_own",
        "test_html.py::test_style_every_part_has_a_line_of_its_own",
        "test_html.py::test_marked_nested_findings_each_have_their_number",
    ),
    "forced-colours": ("browser/test_editor.py::test_forced_colours_and_print_show_text_and_marks",),
    "tagged-files": (
        "test_export.py::test_word_sheet_has_headings_lists_and_tables_that_a_screen_reader_finds",
        "test_export.py::test_pdf_is_tagged_british_and_titled",
    ),
    "charts-tables": ("test_manager.py::test_each_chart_has_its_table",),
    "targets": (
        "browser/test_page.py::test_every_view_is_reached_by_keyboard_alone",
        "browser/test_page.py::test_targets_are_large_enough",
    ),
    "headings": (
        "browser/test_page.py::test_headings_step_down_one_at_a_time",
        "browser/test_page.py::test_view_has_a_title_and_a_heading_of_its_own",
    ),
    "page-loopback": ("test_page.py::test_run_serves_this_machine_only",),
    "sign-in": ("browser/test_team.py::test_nobody_sees_a_view_before_signing_in",),
    "grammar-local": ("test_languagetool.py::test_only_a_server_on_this_machine_may_be_named",),
    "server-token": ("test_serve.py::test_where_other_machines_can_ask_a_token_is_needed",),
    "other-sites": ("browser/test_team.py::test_lines_from_elsewhere_are_refused",),
    "browser-refuses": ("browser/test_privacy.py::test_browser_itself_refuses_other_addresses",),
    "server-origin": ("test_guard.py::test_a_web_page_may_not_ask_and_not_read_why",),
    "documents-named": (
        "test_read.py::test_a_file_that_cannot_be_opened_gets_a_plain_answer",
        "test_read.py::test_several_files_are_read_together_and_one_that_cannot_be_opened_is_named",
    ),
    "lists-refused": (
        "test_lexicons.py::test_a_fault_is_named_with_file_entry_and_what_is_allowed",
        "test_lexicons.py::test_a_lexicon_that_would_tangle_the_parser_is_refused",
        "test_data_only.py::test_a_file_without_end_is_not_read_to_its_end",
    ),
    "too-long": (
        "test_read.py::test_a_text_that_is_longer_than_any_note_is_refused_before_it_is_looked_through",
        "test_apart.py::test_a_file_that_takes_too_long_is_given_up_and_the_next_is_read",
        "test_apart.py::test_a_file_that_needs_too_much_memory_is_given_up_and_the_next_is_read",
        "test_data_only.py::test_a_file_without_end_is_not_read_to_its_end",
        "test_guard.py::test_a_text_that_is_too_long_is_told_its_length",
        "test_serve.py::test_a_text_that_takes_too_long_is_given_up",
        "test_serve.py::test_beyond_what_may_wait_clients_are_told_to_ask_again",
    ),
    "documents-confined": ("test_confined.py::test_a_reader_that_was_taken_over_can_do_nothing_but_answer",),
    "terminal": (
        "test_cli.py::test_terminal_never_obeys_the_note",
        "test_cli.py::test_a_files_name_gives_no_command_to_a_terminal_or_a_build_service",
        "test_data_only.py::test_nothing_in_a_folder_is_obeyed_by_a_terminal_that_lists_it",
        "test_data_only.py::test_nothing_in_a_folder_is_obeyed_by_whoever_shows_the_papers",
    ),
    "grammar-checksums": ("test_languagetool.py::test_jars_that_are_not_as_published_are_named_and_nothing_is_set_up",),
    "bill-of-materials": (
        "test_release.py::test_models_and_lexicons_are_in_the_bill_with_their_checksums",
        "test_release.py::test_each_jar_is_named_by_where_it_comes_from_and_its_checksum",
    ),
    "switch-off": ("test_lexicons.py::test_an_authority_switches_off_a_rule_and_says_who_decided",),
    "switch-off-reason": ("test_lexicons.py::test_a_decision_with_a_fault_is_refused",),
    "changes-named": (
        "test_audit.py::test_another_input_or_option_is_refused_by_name",
        "test_audit.py::test_what_an_output_rests_on_is_known_by_its_content",
        "test_compare.py::test_other_versions_are_named_loudly",
    ),
}


def here():
    """Marks that a test of this file shows, by its name."""
    names = (name for name in globals() if name.startswith("test_statement_"))
    return {name.removeprefix("test_statement_").replace("_", "-") for name in names}


def test_every_marked_statement_has_a_test():
    marked = {mark for each in PAPERS.values() for mark in each.statements}
    assert len(marked) > 40
    assert marked == PROOFS.keys() | here()


def test_every_test_that_is_named_is_one_that_pytest_runs():
    for name in {name for names in PROOFS.values() for name in names}:
        file, _, function = name.partition("::")
        assert re.fullmatch(r"(browser/)?test_\w+\.py::test_\w+", name)  # as it collects them
        body = ast.parse((TESTS / file).read_text(encoding="utf-8")).body
        found = [each for each in body if isinstance(each, ast.FunctionDef) and each.name == function]
        assert len(found) == 1, f"{name} is not there, or twice"
        marks = [ast.unparse(mark) for mark in found[0].decorator_list]
        assert not any(mark.startswith(("pytest.mark.skip(", "pytest.mark.xfail")) for mark in marks), name


# What happens while a note and a document are checked: the system counts, and Python itself.

WATCHED = """
import sys
calls = []
def watch(event, arguments):
    if event in ("socket.connect", "socket.sendto", "socket.sendmsg", "socket.getaddrinfo", "socket.gethostbyname"):
        calls.append(event)
sys.addaudithook(watch)
sys.argv = ["notecheck", *sys.argv[1:]]
from notecheck.cli import main
try:
    main()
finally:
    sys.stderr.write(f"CALLS {len(calls)} {calls[:5]}")
"""


@pytest.fixture(scope="module")
def watched(tmp_path_factory):
    """A check of a note and of a Word file with the network cut: what Python and the system saw, what was written."""
    place = tmp_path_factory.mktemp("watched")
    (place / "visit.txt").write_text(NOTE, encoding="utf-8")
    made = docx.Document()
    made.add_paragraph(NOTE)
    made.save(place / "visit.docx")
    homes = dict.fromkeys(("HOME", "TMPDIR", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"), str(place))
    before = {file: file.read_bytes() for file in place.rglob("*") if file.is_file()}
    log = tmp_path_factory.mktemp("log") / "calls"
    call = [sys.executable, "-c", WATCHED, "check", "visit.txt", "visit.docx", "--format", "json"]
    cut = ["unshare", "--map-root-user", "--net"]
    can_cut = shutil.which("unshare") and subprocess.run([*cut, "true"], capture_output=True).returncode == 0
    counts = can_cut and shutil.which("strace")
    if counts:
        call = [*cut, "strace", "-f", "-qq", "-e", "trace=%network", "-o", str(log), *call]
    elif can_cut:
        call = [*cut, *call]
    done = subprocess.run(call, cwd=place, env={**os.environ, **homes}, capture_output=True, text=True, timeout=200)
    after = {file: file.read_bytes() for file in place.rglob("*") if file.is_file()}
    return done, before, after, log.read_text(encoding="utf-8") if counts else None


@pytest.mark.model
def test_statement_network_cut(watched):
    done, _, _, calls = watched
    assert done.returncode == DONE
    assert [report["findings"] != [] for report in json.loads(done.stdout)] == [True, True]  # it did its work
    assert "CALLS 0 []" in done.stderr
    if calls is None:
        pytest.skip("Python saw no call; the system's own count needs unshare and strace")
    # A library tries at ::1 whether there is IPv6. To reach for another address begins with `connect` or `send…`.
    asked = [line for line in calls.splitlines() if re.search(r"\b(connect|send\w+|listen)\(", line)]
    assert [line for line in asked if "AF_INET" in line or " listen(" in line] == []
    assert all("::1" in line for line in calls.splitlines() if " bind(" in line)


test_statement_nothing_sent = test_statement_nothing_leaves = test_statement_network_cut


@pytest.mark.model
def test_statement_says_why(checker):
    notes = [json.loads(file.read_text(encoding="utf-8")) for file in sorted((CORPUS / "dev").glob("*.json"))[:12]]
    found = [finding for report in checker.pipe(notes) for finding in report.findings]
    assert len({finding.rule for finding in found}) > 8
    for finding in found:
        assert finding.standards, finding.rule
        assert len(finding.message.split()) > 8 or "again: see the first mark" in finding.message, finding.rule


@pytest.mark.model
def test_statement_nothing_stored(watched):
    done, before, after, _ = watched
    assert done.stdout.count("is a nightmare") > 1  # they were read
    assert after == before
    assert SECRET not in done.stderr


@pytest.mark.parametrize("folder", [MODEL, STATEMENTS, OPINIONS], ids=lambda folder: folder.name)
def test_statement_models_data(folder):
    files = [file for file in folder.rglob("*") if file.is_file()]
    assert not {file.suffix for file in files} & {".py", ".pkl", ".pickle", ".so", ".pyd", ".dll"}
    for file in files:
        assert not file.read_bytes().startswith(b"\x80\x04"), f"{file.name} is a pickle"
        if file.suffix == ".npz":
            with np.load(file, allow_pickle=False) as arrays:
                assert all(arrays[name].dtype != object for name in arrays)
    for file in LEXICONS.rglob("*"):
        assert file.is_dir() or file.suffix in (".yaml", ".txt")
        assert file.is_dir() or "!!python" not in file.read_text(encoding="utf-8")


def test_statement_belief_no_weight():
    known = set(re.findall(r"[^\W\d_]+", (OPINIONS / "opinions.json").read_text(encoding="utf-8").lower()))
    swapped = {word for group in GROUPS for pair in group.items() for word in pair}
    assert not known & (swapped | {name.lower() for name in (*GIRLS, *BOYS)})


def test_statement_checksums():
    told = installed(None)["sha256"]
    for folder in (MODEL, STATEMENTS, OPINIONS, LEXICONS):
        for file in folder.rglob("*"):
            if file.is_file() and not file.name.startswith("."):
                name = file.relative_to(LEXICONS.parent).as_posix()
                digest = hashlib.sha256(file.read_bytes()).hexdigest()
                assert told[name] == digest
                assert digest in PAPERS["versions"].markdown
    for folder in (MODEL, STATEMENTS, OPINIONS):
        for line in (folder / "SHA256SUMS").read_text(encoding="utf-8").splitlines():
            digest, name = line.split(maxsplit=1)
            assert told[(folder / name.strip("* ")).relative_to(LEXICONS.parent).as_posix()] == digest


def rows(text, heading):
    """Rows of the table below a line of headings, without the marks of code."""
    lines = iter(text.split("\n"))
    assert any(line.startswith(heading) for line in lines), heading
    next(lines)
    found = []
    for line in lines:
        if not line.startswith("|"):
            return found
        found.append([cell.strip(" `") for cell in line.strip("|").split("|")])
    return found


def test_statement_figures_agree():
    paper_ = PAPERS["accuracy"].markdown
    for ours, theirs in (
        ("| Rule | Precision | Recall | F1", "| rule | precision | recall | F1"),
        ("| Kind of statement", "| kind of statement"),
    ):
        mine, readme = rows(paper_, ours), rows(README, theirs)
        assert [row[1:] for row in mine] == [row[1:] for row in readme]
        assert [row[0] for row in mine[:-1]] == [row[0] for row in readme[:-1]]
    pairs = rows(README, "| rule | precision | recall | marks | | rule")
    first = [row[:4] for row in pairs] + [row[5:] for row in pairs]
    assert rows(paper_, "| Rule | Precision | Recall | Marks")[:-1] == first
    together = re.search(r"All twelve together: precision ([\d.]+), recall ([\d.]+) \((\d+) marks\)", README)
    assert rows(paper_, "| Rule | Precision | Recall | Marks")[-1][1:] == list(together.groups())
    for key, told in (
        ("fairness.changes", r"changed in {} ways"),
        ("fairness.findings", r"they move {} of the findings"),
        ("fairness.kinds", r"the kind of {} of the sentences"),
        ("fairness.score", r"the score by {} points on average"),
        ("fairness.score.most", r"points on average, {} at most"),
        ("accuracy.quiet", r"In notes with next to nothing to mark there are {} false alarms in 100 words"),
        ("first-sight.quiet", r"{} false alarms in 100 words of notes with next to nothing"),
        ("grammar.found", r"Together {};"),
    ):
        assert told.format(FACTS[key]) in README, key
    assert "one in 5,000 words" in README
    assert "in 5,000 words" in FACTS["grammar.alarms"]


def test_statement_data_covers():
    read_ = {
        part: [json.loads(file.read_text(encoding="utf-8")) for file in sorted((CORPUS / part).glob("*.json"))]
        for part in ("dev", "train", "more")
    }
    training = [*read_["train"], *read_["more"]]
    assert FACTS["data.training"] == str(len(training))
    assert {note["doc_type"] for note in training} == set(DOC_TYPES)
    assert {note["child"]["age"] for note in training} >= set(range(18))
    assert FACTS["data.measured.kinds"] == str(len({note["doc_type"] for note in read_["dev"]}))


# The papers themselves.


def test_every_paper_is_listed_and_shipped():
    assert {file.stem for file in FOLDER.glob("*.md")} == set(ORDER)
    assert FORMATS == writing.FORMATS


@pytest.mark.parametrize("name", ORDER)
def test_every_place_is_filled_and_every_fact_is_used_somewhere(name):
    assert places(name) <= FACTS.keys()
    assert not re.search(r"\{\{|\}\}|\{#", PAPERS[name].markdown)


def test_no_fact_is_made_for_nothing():
    assert FACTS.keys() == {place for name in ORDER for place in places(name)}


def test_a_place_that_no_fact_fills_is_refused(monkeypatch, tmp_path):
    (tmp_path / "security.md").write_text("# X\n\nWith {{rules.cuont}} rules.\n", encoding="utf-8")
    monkeypatch.setattr(paper, "FOLDER", tmp_path)
    paper._written.cache_clear()
    with pytest.raises(SettingsError, match=r"place 'rules\.cuont' is filled by no fact; allowed: rules\.count"):
        read("security", FACTS)
    paper._written.cache_clear()


def test_transparency_record_has_the_fields_of_the_standard_in_order():
    fields = re.findall(r"^#{3,4} ([\d.]+) (.+)$", PAPERS["transparency-record"].markdown, re.MULTILINE)
    numbers = [tuple(map(int, number.split("."))) for number, _ in fields]
    assert numbers == sorted(numbers)
    assert [name for number, name in fields if number.startswith("1.")] == [
        "Name", "Description", "Website URL", "Contact email",
    ]  # fmt: skip
    named = dict(fields)
    assert named["2.1.3"] == "Senior responsible owner"
    assert named["2.3.2"] == "Human review"
    assert named["2.4.4.2"] == "Sensitive attributes"
    assert named["2.5.2"] == "Risks and mitigations"
    assert len(fields) == 56


def test_accessibility_statement_has_the_parts_that_the_model_asks_for():
    for part in (
        "## Accessibility statement for", "This accessibility statement applies to", "## Feedback and contact",
        "## Enforcement procedure", "Equality and Human Rights Commission", "### Compliance status",
        "### Non-accessible content", "## What was not tested", "## Preparation of this accessibility statement",
    ):  # fmt: skip
        assert part in PAPERS["accessibility"].markdown


# The command.

OWN = """
kind: decisions
title: What our board decided
version: "1"
source: us
licence: ours
switch_off:
- jargon-respite
- {rule: passive, decided_by: "Board | of <b>practice</b>", on: 2026-11-20, reason: "Ours. {{rules.count}} {#x}"}
"""


@pytest.fixture
def run():
    return lambda *arguments: CliRunner().invoke(app, ["about", *map(str, arguments)])


@pytest.fixture
def own(tmp_path):
    (tmp_path / "decisions.yaml").write_text(OWN, encoding="utf-8")
    forget_lexicons()
    yield tmp_path
    forget_lexicons()


def test_alone_it_lists_the_papers_with_a_line_each(run):
    told = run()
    assert told.exit_code == DONE
    assert [line.split()[0] for line in told.output.splitlines()] == list(ORDER)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["data-protction"], "paper 'data-protction' is not known; allowed: what-it-does, data-protection"),
        (["--format", "html"], "say which papers, such as notecheck about data-protection, or --all"),
        (["--all", "security"], "--all: all papers are given"),
        (["security", "--output", "x.xlsx"], ".xlsx is no ending of a paper; allowed: .txt, .md, .html"),
        (["security", "--output", "x.docx", "--format", "html"], "x.docx ends as docx, and --format says html"),
        (["security", "--lexicons", "nowhere"], "--lexicons: nowhere is not a folder"),
    ],
)
def test_what_does_not_fit_is_refused_in_a_line(run, arguments, says):
    told = run(*arguments)
    assert told.exit_code == FAILED
    assert says in told.stderr
    assert len(told.stderr.splitlines()) == 1


@pytest.mark.parametrize("format_", FORMATS)
def test_all_papers_in_every_format_say_the_same(run, tmp_path, format_):
    out = tmp_path / f"papers.{'txt' if format_ == 'text' else format_}"
    assert run("--all", "--output", out).exit_code == DONE
    data = out.read_bytes()
    words = _words(format_, data)
    for each in PAPERS.values():
        assert _squeezed(each.title) in words
        assert all(_squeezed(line) in words for line in each.statements.values()), each.name


def _squeezed(text):
    """Without what the formats do in their own ways: spaces, marks of code and of lists."""
    return re.sub(r"[\s`\u200b\u00ad]+", "", text.removeprefix("- "))


def _words(format_, data):
    if format_ == "docx":
        made = docx.Document(BytesIO(data))
        cells = (cell.text for table in made.tables for row in table.rows for cell in row.cells)
        return _squeezed("".join([*(p.text for p in made.paragraphs), *cells]))
    if format_ == "pdf":
        pypdf = pytest.importorskip("pypdf")
        pages = (
            re.sub(r"Page\s*\d+\s*of\s*\d+", "", page.extract_text()) for page in pypdf.PdfReader(BytesIO(data)).pages
        )
        return _squeezed("".join(pages))
    text = data.decode()
    if format_ == "html":
        text = unescape(re.sub(r"<[^>]+>", "", text))
    if format_ == "json":
        text = "".join(
            line for each in json.loads(text)["papers"] for line in [each["title"], *each["tested"].values()]
        )
    return _squeezed(text)


def test_a_rule_that_there_is_not_is_not_told_as_switched_off(run, own):
    (own / "decisions.yaml").write_text(OWN.replace("rule: passive", "rule: pasive"), encoding="utf-8")
    told = run("governance", "--lexicons", own)
    assert told.exit_code == FAILED
    assert "decisions.yaml: switch_off names the rule 'pasive', which no check and no list has" in told.stderr


def test_authorities_stand_in_tables_with_a_capital(run):
    assert "| general | Five English authorities |" in run("versions", "--format", "md").output
    assert "| Five English authorities (`general`) |" in run("what-it-does", "accuracy", "--format", "md").output


def test_what_an_authority_switched_off_is_told_with_who_decided_it(run, own):
    told = run("governance", "--lexicons", own, "--format", "md").output
    assert "| the entry `jargon-respite` of `jargon.yaml` | not recorded | not recorded | not recorded |" in told
    decided = r"| the rule `passive` | Board \| of \<b>practice\</b> | 2026-11-20 | Ours. {{rules.count}} {#x} |"
    assert decided in told  # as they wrote it, read for neither places nor marks nor HTML
    page = run("governance", "--lexicons", own, "--format", "html").output
    assert "<td>Board | of &lt;b&gt;practice&lt;/b&gt;</td>" in page
    assert "decisions.yaml" in run("versions", "--lexicons", own).output
    assert "Your folder switches nothing off." not in told


def test_a_page_stands_alone_and_runs_nothing(run):
    page = run("--all", "--format", "html").output
    assert "<script" not in page
    assert "default-src 'none'" in page
    assert re.findall(r"<(?:img|link|iframe|object)", page) == []
    assert '<html lang="en-GB">' in page
    levels = [int(level) for level in re.findall(r"<h(\d)", page)]
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_json_tells_what_is_installed(run):
    told = json.loads(run("versions", "--format", "json").output)
    assert told["versions"]["packages"]["notecheck"] == notecheck.__version__
    assert [each["paper"] for each in told["papers"]] == ["versions"]


def test_the_example_of_the_paper_works(tmp_path):
    block = re.search(r"```yaml\n(.+?)```", PAPERS["governance"].markdown, re.DOTALL)
    (tmp_path / "decisions.yaml").write_text(block[1], encoding="utf-8")
    assert "Practice standards board" in facts(str(tmp_path))["decisions"]
