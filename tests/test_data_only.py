"""An authority's own folder is data: nothing in it is run, nothing outside it is read, nothing in it stops a check."""

from __future__ import annotations

import json
import os
import re
from contextlib import closing, suppress
from html.parser import HTMLParser
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pytest
from typer.testing import CliRunner

import notecheck
from notecheck.audit import page
from notecheck.audit.items import Item
from notecheck.audit.rows import check_items
from notecheck.audit.summary import summarise
from notecheck.cli import app
from notecheck.data import MOST_BYTES, forget_lexicons, load_lexicons, read_lexicon
from notecheck.errors import LexiconError, NotecheckError
from notecheck.guidance import Rulebook, load_guidance
from notecheck.render import FORMATS, render
from notecheck.training.gallery import load_gallery

pytestmark = pytest.mark.model

LEXICON = """
kind: terms
rule: house-style
title: House words
version: "1"
source: Own
licence: MIT
entries:
- {id: house-huddle, terms: [huddle], suggestions: [meeting], note: people outside do not say it, flags: [The huddle.]}
"""
GUIDANCE = """
id: exampleshire
title: Recording
authority: Exampleshire
edition: "1"
date: 2026-01
licence: Own
inherits: general
standards:
- {standard: exampleshire-1-words, section: "1", says: Write plainly, served_by: {house-style: {severity: error}}}
"""
PAIR = """
id: ours-1
title: Ours
doc_type: home-visit
about: A visit.
teaches: [jargon]
notes: Plain words.
weak: He absconded.
strong: You ran away.
"""
NOTE = "The huddle met on 4 March 2026. I saw Sam, and he told me that he likes school. " * 2
ESCAPE = "\x1b[31m\x1b]0;gone\x07\u202e\x9b"
ATTACK = f"<script>alert(1)</script>'\"><img src=x onerror=alert(1)>{ESCAPE}"
FORMULA = "=HYPERLINK(1)"


@pytest.fixture
def folder(tmp_path):
    """A folder with a file each of what an authority may put into one; files read before are forgotten."""
    for name, text in (("own.yaml", LEXICON), ("guidance/exampleshire.yaml", GUIDANCE), ("gallery/ours-1.yaml", PAIR)):
        place = tmp_path / "own" / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")
    (tmp_path / "own" / "dictionary.txt").write_text("ketamine\n")
    yield tmp_path / "own"
    forget_lexicons()
    for each in (load_guidance, Rulebook.load, load_gallery):
        each.cache_clear()


def read(folder):
    """Read all that is in it."""
    lexicons = str(folder)
    load_lexicons(lexicons)
    load_guidance("exampleshire", lexicons)
    return load_gallery(lexicons)


FILES = ("own.yaml", "dictionary.txt", "guidance/exampleshire.yaml", "gallery/ours-1.yaml")


@pytest.mark.parametrize("name", [each for each in FILES if each.endswith(".yaml")])
@pytest.mark.parametrize(
    "tag", ["!!python/object/apply:os.system ['touch gone']", "!!python/name:os.system", "!!binary aGk=", "!own x"]
)
def test_no_tag_of_yaml_runs_or_makes_anything(folder, name, tag, monkeypatch) -> None:
    monkeypatch.chdir(folder)
    path = folder / name
    path.write_text(re.sub(r"^title: .*", f"title: {tag}", path.read_text(), flags=re.MULTILINE))
    with suppress(LexiconError):  # or it is a text like any other
        read(folder)
    assert not Path("gone").exists()


@pytest.mark.skipif(os.name == "nt", reason="Windows asks for rights to make a link")
@pytest.mark.parametrize("name", FILES)
def test_a_link_out_of_the_folder_is_not_followed(folder, name, tmp_path) -> None:
    path = folder / name
    outside = tmp_path / "secret"
    outside.write_text(f"{path.read_text()}\n# 07700 900123\n")
    path.unlink()
    path.symlink_to(outside)
    with pytest.raises(LexiconError, match=rf"{path.name}: is a link that leads out of its folder") as refusal:
        read(folder)
    assert "07700" not in str(refusal.value)


@pytest.mark.skipif(os.name == "nt", reason="Windows asks for rights to make a link")
def test_links_within_the_folder_are_followed_as_containers_make_them(folder) -> None:
    hidden = folder / "..2026"
    hidden.mkdir()
    (folder / "own.yaml").rename(hidden / "own.yaml")
    (folder / "..data").symlink_to("..2026")
    (folder / "own.yaml").symlink_to("..data/own.yaml")
    assert "house-huddle" in [entry.id for entry in load_lexicons(str(folder)).terms["house-style"]]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
@pytest.mark.parametrize("name", [each for each in FILES if each.endswith(".yaml")])
def test_a_pipe_that_nobody_writes_into_is_refused_at_once(folder, name) -> None:
    (folder / name).unlink()
    os.mkfifo(folder / name)
    with pytest.raises(LexiconError, match="is no file but a folder, a pipe or a device"):
        read(folder)


@pytest.mark.parametrize("name", FILES)
def test_a_file_without_end_is_not_read_to_its_end(folder, name) -> None:
    with (folder / name).open("r+b") as file:
        file.truncate(200_000_000_000)
    with pytest.raises(LexiconError, match=r"200,000,000,000 bytes; at most [\d,]+ are allowed"):
        read(folder)


@pytest.mark.parametrize("name", [each for each in FILES if each.endswith(".yaml")])
@pytest.mark.parametrize("tangle", ["{" * 60_000, "[" * 60_000, "x: &a [y]\nz: *a\n", "a: " * 60_000])
def test_a_tangle_is_refused_before_the_parser_sees_it(folder, name, tangle) -> None:
    with (folder / name).open("a") as file:
        file.write(f"more: {tangle}\n")
    with pytest.raises(LexiconError, match=Path(name).name):
        read(folder)


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "..", "own/../own", "a\0b", "~root"])
def test_no_name_in_a_file_leads_anywhere(folder, name) -> None:
    path = folder / "guidance" / "exampleshire.yaml"
    path.write_text(GUIDANCE.replace("inherits: general", f"inherits: {json.dumps(name)}"))
    with pytest.raises(LexiconError, match=r"inherits: small letters, digits, dots and hyphens only|not known"):
        notecheck.load(lexicons=str(folder))
    with pytest.raises(NotecheckError, match="is not known; allowed: general"):
        load_guidance(name, str(folder))


def test_a_link_of_a_guidance_is_an_address_of_the_web(folder) -> None:
    for link in ("javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "https://a b", "//a"):
        (folder / "guidance" / "exampleshire.yaml").write_text(GUIDANCE + f"link: {json.dumps(link)}\n")
        load_guidance.cache_clear()
        with pytest.raises(LexiconError, match="link: must be an address that begins with https://"):
            load_guidance("exampleshire", str(folder))


EVIL = ["(a+)+$", "(?:a|a)*b", "a{1,99999}", "[", "*", "\\", "(?P<x>", "a|b", "^", "x" * 900]


def refusal(call) -> str:
    """What is said where a call is refused; nothing where it is not."""
    try:
        call()
    except LexiconError as error:
        return str(error)
    return ""


def test_no_word_of_a_list_is_read_as_a_pattern(folder) -> None:
    """Every list of words that the code reads is replaced in turn by words that would stall a pattern, or break one."""
    names = sorted(load_lexicons().words)
    text = f"{NOTE}{'a' * 5_000}! CIN, an Act of 1989. Mum (Jo) said: “I saw it.”"
    for start in range(0, len(names), 150):
        lists = dict.fromkeys(names[start : start + 150], EVIL)
        head = {"kind": "words", "title": "t", "version": "1", "source": "s", "licence": "l", "words": lists}
        (folder / "words.yaml").write_text(json.dumps(head))
        said = refusal(lambda: notecheck.load(lexicons=str(folder))(text))
        assert "list of kind: words in own is not in the form" in said or "must start with a word" in said or not said
        forget_lexicons()


def test_what_a_meaning_is_told_by_is_bounded(folder) -> None:
    entry = {"id": "own-x", "terms": ["XQZ"], "meanings": [{"full": "a thing", "near": ["* * * * * * * * gone"]}]}
    head = {"kind": "acronyms", "title": "t", "version": "1", "source": "s", "licence": "l", "entries": [entry]}
    (folder / "own.yaml").write_text(json.dumps(head))
    with pytest.raises(LexiconError, match=r"near: at most 2 \* in one text"):
        read_lexicon(folder / "own.yaml")
    entry["meanings"][0]["near"] = ["* * gone"]
    (folder / "own.yaml").write_text(json.dumps(head))
    (folder / "guidance" / "exampleshire.yaml").unlink()
    notecheck.load(lexicons=str(folder))("A-A-" * 400 + "XQZ" + "-A-A" * 400)


def test_what_every_report_repeats_is_short(folder) -> None:
    head = {"title": "t", "version": "1", "source": "s", "licence": "l"}
    item = {"id": "own-item", "label": "x" * 2_000, "met_by": [{"terms": ["nothing"]}]}
    off = {"rule": "passive", "decided_by": "us", "on": "2026-11-20", "reason": "x" * 2_000}
    for rows in ({"kind": "items", "entries": [item]}, {"kind": "decisions", "switch_off": [off]}):
        (folder / "own.yaml").write_text(json.dumps(head | rows))
        with pytest.raises(LexiconError, match=r"(label|reason).*at most 1000 characters"):
            read_lexicon(folder / "own.yaml")


def test_what_a_finding_repeats_is_short(folder) -> None:
    for key, value in (("note", "x" * 2_000), ("suggestions", ["x" * 2_000])):
        entry = {"id": "own-x", "terms": ["word"], "flags": ["word"], key: value}
        head = {"kind": "terms", "rule": "jargon", "title": "t", "version": "1", "source": "s", "licence": "l"}
        (folder / "own.yaml").write_text(json.dumps(head | {"entries": [entry]}))
        with pytest.raises(LexiconError, match=rf"entry own-x: {key}.*at most 1000 characters"):
            read_lexicon(folder / "own.yaml")


@pytest.fixture
def hostile(folder):
    """A folder in which every text that people see is an attack; notes are held against it."""
    path, place = folder / "own.yaml", folder / "guidance" / "exampleshire.yaml"
    attack = json.dumps(ATTACK)
    entry = {"id": "house-huddle", "terms": ["huddle"], "suggestions": [ATTACK, FORMULA], "note": ATTACK}
    item = {"id": "own-item", "label": ATTACK, "met_by": [{"terms": ["nothing"]}], "missing": ATTACK, "unknown": None}
    head = {"title": ATTACK, "version": ATTACK, "source": ATTACK, "licence": ATTACK}
    rows = {"kind": "terms", "rule": "house-style", "entries": [entry | {"flags": [ATTACK]}]}
    path.write_text(json.dumps(head | rows))
    del item["unknown"]
    (folder / "items.yaml").write_text(json.dumps(head | {"kind": "items", "entries": [item]}))
    text = re.sub(r"^(title|authority|edition|date|licence): .*", rf"\1: {_safe(attack)}", GUIDANCE, flags=re.MULTILINE)
    text = text.replace('section: "1"', f"section: {attack}").replace("Write plainly", attack)
    more = {"standard": "exampleshire-2-item", "section": FORMULA, "says": FORMULA, "asks": ["own-item"]}
    place.write_text(f"{text}- {json.dumps(more | {'served_by': {'checklist': {}}})}\n")
    off = {"rule": "passive", "decided_by": ATTACK, "on": "2026-11-20", "reason": ATTACK}
    (folder / "decisions.yaml").write_text(json.dumps(head | {"kind": "decisions", "switch_off": [off]}))
    return folder


def _safe(text):
    return text.replace("\\", "\\\\")


class Tags(HTMLParser):
    """What a browser would run."""

    def __init__(self, html):
        super().__init__()
        self.run = []
        with closing(self):
            self.feed(html)

    def handle_starttag(self, tag, attrs):
        if tag in ("script", "img", "iframe", "object", "link", "base"):
            self.run.append(tag)
        self.run += [name for name, value in attrs if name.startswith("on") or "javascript:" in (value or "")]


def unharmed(text):
    """Whether a terminal would only show it."""
    return not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text)


def test_nothing_in_a_folder_is_run_by_a_browser_or_obeyed_by_a_terminal(hostile) -> None:
    checker = notecheck.load("exampleshire", lexicons=str(hostile))
    report = checker(NOTE, id=ATTACK)
    assert "house-style" in {finding.rule for finding in report.findings}
    assert ATTACK in {item["label"] for item in report.to_dict()["checklist"]}
    for name in FORMATS:
        made = "".join(render(name, [(ATTACK, report)]))
        if name == "html":
            assert Tags(made).run == []
            assert "alert(1)" in made
        elif name in ("text", "github"):
            assert unharmed(made), name
        else:
            assert json.loads(made)
    rows = check_items(checker, [Item(ATTACK, {"text": NOTE}, kept={"Team": ATTACK})])
    assert Tags(page.render(summarise(rows, ["Team"], lexicons=str(hostile)))).run == []


def test_nothing_in_a_folder_is_obeyed_by_a_terminal_that_lists_it(hostile) -> None:
    for command in (["guidance", "exampleshire"], ["guidance"], ["explain", "checklist", "-g", "exampleshire"]):
        said = CliRunner().invoke(app, [*command, "--lexicons", str(hostile)])
        assert said.exit_code == 0, said.output
        assert unharmed(said.output), command


@pytest.mark.parametrize("format_", ["text", "md", "html"])
def test_nothing_in_a_folder_is_obeyed_by_whoever_shows_the_papers(hostile, format_) -> None:
    said = CliRunner().invoke(app, ["about", "--all", "--format", format_, "--lexicons", str(hostile)]).output
    assert said.count("alert(1)") > 5
    assert unharmed(said)
    if format_ == "html":
        assert Tags(said).run == []
    if format_ == "md":
        assert Tags(re.sub(r"\\<", "&lt;", said)).run == []  # as Markdown reads a '<' behind a backslash


def test_no_cell_of_a_workbook_is_a_formula(hostile) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    from notecheck.audit.summary_files import made
    from notecheck.export import report_xlsx

    checker = notecheck.load("exampleshire", lexicons=str(hostile))
    report = checker(f"{FORMULA}\n{NOTE}", id=FORMULA)
    rows = check_items(checker, [Item(FORMULA, {"text": NOTE}, kept={"Team": FORMULA})])
    books = (report_xlsx.write([(FORMULA, report)]), made(summarise(rows, ["Team"]), ".xlsx"))
    for book in books:
        cells = [cell for sheet in openpyxl.load_workbook(BytesIO(book)) for row in sheet.iter_rows() for cell in row]
        assert any("HYPERLINK" in str(cell.value) for cell in cells)
        assert [cell.value for cell in cells if cell.data_type == "f"] == []


def test_pairs_are_shown_as_they_are_written(folder) -> None:
    from notecheck.export.handout import handout, to_html
    from notecheck.render import pairs

    attack = json.dumps(ATTACK)
    text = re.sub(r"^(title|about|notes|strong): .*", rf"\1: {_safe(attack)}", PAIR, flags=re.MULTILINE)
    (folder / "gallery" / "ours-1.yaml").write_text(text)
    pair = next(each for each in load_gallery(str(folder)) if each.id == "ours-1")
    checker = notecheck.load(lexicons=str(folder))
    reports = {version: checker(**pair.note(version)) for version in ("weak", "strong")}
    assert Tags(pairs.body(pair, reports)).run == []
    assert Tags(to_html(handout(pair, reports, answers=True)).decode()).run == []


def test_a_list_of_thousands_is_read_and_one_term_of_it_found(folder) -> None:
    rows = "".join(f"- {{id: own-{n}, terms: [wordy{n} thing], flags: [x]}}\n" for n in range(8_000))
    (folder / "own.yaml").write_text(LEXICON.rpartition("- {")[0] + rows)
    assert len((folder / "own.yaml").read_bytes()) < MOST_BYTES
    report = notecheck.load("exampleshire", lexicons=str(folder))("I saw a wordy7999 thing.")
    assert [finding.entry for finding in report.findings if finding.rule == "house-style"] == ["own-7999"]


def test_terms_that_match_everything_mark_each_word_once(folder) -> None:
    anything = "['a|the|i|saw|and|he|that|told|me|likes', '{person} *', 'the ... ...']"
    entry = f"- {{id: house-any, terms: {anything}, flags: [a]}}\n"
    (folder / "own.yaml").write_text(LEXICON + entry)
    report = notecheck.load("exampleshire", lexicons=str(folder))(NOTE * 20)
    marked = [(each.start, each.end) for each in report.findings if each.rule == "house-style"]
    assert len(marked) > 100
    assert all(before[1] <= after[0] for before, after in pairwise(marked))
