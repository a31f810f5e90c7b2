"""An authority's own files: lexicons, guidance, pairs for the gallery, the dictionary."""

from __future__ import annotations

import json
import tempfile
import zlib
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

import notecheck
from fuzz.kinds import Kind, must
from fuzz.notes import ANYTHING, safe_html
from fuzz.oracle import checker, refused, right
from fuzz.texts import LINE_ENDS, SIGNS, UNSEEN, pieces
from notecheck.checker import Checker
from notecheck.data import DICTIONARY, LEXICONS, forget_lexicons, load_lexicons, read_dictionary, read_lexicon
from notecheck.entries import TermLexicon
from notecheck.explain import explain, list_guidance, rules
from notecheck.guidance import Rulebook, check_guidances, load_guidance
from notecheck.render import render
from notecheck.training.gallery import read_pairs
from notecheck.wording.terms import TermMatcher

TEXT = "I saw Sam (9) on 4 March 2026. He was lazy and mum said a word. We agreed a plan ASAP.\n" * 3
SIGNS_OF_YAML = (
    ": ", "- ", "? ", "# ", "&a ", "*a ", "!!python/object/apply:os.system [id]", "!!binary aGk=", "!!set {a}", "| \n",
    ">-\n  ", "{", "}", "[", "]", "'", '"', "%YAML 1.1\n", "---\n", "...\n", "<<: ", "~", "null", "yes", "0x1F",
    "1_000",
    "1e999", ".inf", ".nan", "2026-02-30", "\t", "  ", "\\u0000", '"\\uD800"', "[" * 40, "{a: " * 20, "a: " * 50,
)  # fmt: skip
TERM = st.one_of(
    st.sampled_from(
        ("word", "=word", "word/noun", "a|b", "word?", "*", "...", "{be}", "{person}", "{x}", "/", "|", "?", "=",
        "{", "}",
         "-", "’", "s?", "a|b|", "|a", "word/x", "word/nuon", "...?", "*?", "{be}?", "=/noun", "e.g.", "S47", "and/or")
    ),
    st.text(max_size=6),
)  # fmt: skip
TERMS = st.one_of(
    st.lists(TERM, min_size=1, max_size=12).map(" ".join),
    st.builds(lambda piece, times: ("word " + piece + " ") * times, TERM, st.integers(1, 60)),
    st.builds(lambda piece, times: "word" + f" {piece}" * times + " end", TERM, st.integers(1, 60)),
)


@cache
def shipped(folder: str) -> tuple[str, ...]:
    """The beginnings of the files that are shipped, each so long that it is one by itself."""
    return tuple(_beginning(path.read_text(encoding="utf-8")) for path in sorted((LEXICONS / folder).glob("*.yaml")))


def _beginning(text: str) -> str:
    rows = text.splitlines(keepends=True)
    starts = [number for number, row in enumerate(rows) if row.startswith("- ")]
    return "".join(rows[: starts[6]] if len(starts) > 6 else rows)


def yaml(folder: str) -> st.SearchStrategy[str]:
    """A file of ours after edits: signs put in, lines doubled, left out, moved."""
    piece = st.one_of(st.sampled_from(SIGNS_OF_YAML + SIGNS + UNSEEN + LINE_ENDS), pieces(), ANYTHING.map(str))
    edit = st.tuples(st.sampled_from(("in", "out", "twice", "end", "deep")), st.floats(0, 0.999), piece)
    return st.builds(_edited, st.sampled_from(shipped(folder)), st.lists(edit, min_size=1, max_size=4))


def _edited(text: str, edits: list[tuple[str, float, str]]) -> str:
    for kind, share, piece in edits:
        rows = text.splitlines(keepends=True) or [""]
        row, at = int(share * len(rows)), int(share * len(text))
        if kind == "in":
            text = text[:at] + piece + text[at:]
        elif kind == "end":
            text = text[:at]
        elif kind == "deep":
            text = "".join([*rows[:row], "  " * len(piece) + rows[row], *rows[row + 1 :]])
        else:
            text = "".join([*rows[:row], *([rows[row]] * 2 if kind == "twice" else []), *rows[row + 1 :]])
    return text


def _entries() -> st.SearchStrategy[str]:
    """A list of terms whose values are mostly of the right kind, as JSON, which is YAML."""
    terms = st.lists(TERMS, min_size=1, max_size=4)
    words = st.lists(pieces() | TERMS, max_size=3)
    entry = st.fixed_dictionaries(
        {"id": st.from_regex(r"own-[a-z0-9]{1,6}", fullmatch=True), "terms": terms, "flags": st.just(["word"])},
        optional={
            "suggestions": words,
            "note": pieces(),
            "unless": terms,
            "only": terms,
            "allows": words,
            "x": ANYTHING,
        },
    )
    head = {"kind": "terms", "rule": "jargon", "title": "t", "version": 1, "source": "s", "licence": "l"}
    return st.lists(entry, min_size=1, max_size=4).map(lambda entries: json.dumps(head | {"entries": entries}))


def _lexicon() -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(
        {
            "text": yaml(".") | _entries() | _entries(),
            "dictionary": st.just("") | st.lists(pieces(), max_size=4).map("".join),
        }
    )


def _written(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    return path


def check_lexicon(value: dict[str, Any]) -> None:
    """A lexicon is refused in words, or can be used; every sixteenth is used by a checker of its own."""
    with tempfile.TemporaryDirectory() as folder:
        path = _written(Path(folder, "own.yaml"), value["text"])
        if value["dictionary"]:
            words = _written(Path(folder, DICTIONARY), value["dictionary"])
            refused(lambda: read_dictionary(words))
        lexicon = refused(lambda: read_lexicon(path))
        if isinstance(lexicon, TermLexicon):
            refused(lambda: _match(lexicon))
        if zlib.crc32(value["text"].encode("utf-8", "surrogatepass")) % 16 == 0:
            refused(lambda: _used(folder))
            forget_lexicons()


def _match(lexicon: TermLexicon) -> None:
    """Find its terms in a text that has what most of them ask for."""
    matcher = TermMatcher(checker().nlp, lexicon.entries, eager=True)
    doc = checker().nlp.make_doc("word a b end. " * 60 + TEXT)
    for match in matcher(doc):
        must(0 <= match.start < match.end <= len(doc), "a match outside the text")


def _used(folder: str) -> None:
    own = notecheck.load(lexicons=folder)
    report = own("word a b end. " + TEXT)
    right(report, report.text)
    safe_html("".join(render("html", [("note", report)])))


def _guidance() -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({"text": yaml("guidance"), "name": st.sampled_from(("general", "swindon", "own"))})


@cache
def _folder() -> Path:
    """One folder for all guidances, whose lists are read once."""
    folder = Path(tempfile.mkdtemp(prefix="notecheck-own-"))
    (folder / DICTIONARY).write_text("ketamine\n")
    (folder / "guidance").mkdir()
    load_lexicons(str(folder))
    return folder


def check_guidance(value: dict[str, Any]) -> None:
    """A guidance is refused in words, or notes can be held against it."""
    folder = _folder()
    for path in (folder / "guidance").glob("*.yaml"):
        path.unlink()
    load_guidance.cache_clear()
    Rulebook.load.cache_clear()
    name = next((each for each in ("general", "leicestershire", "sussex", "sutton", "swindon", "trafford")
                 if f"id: {each}\n" in value["text"]), value["name"])  # fmt: skip
    _written(folder / "guidance" / f"{name}.yaml", value["text"])
    refused(lambda: _held(name, str(folder)))
    load_guidance.cache_clear()
    Rulebook.load.cache_clear()


def _held(name: str, folder: str) -> None:
    check_guidances(folder, checker().rules, load_lexicons(folder).items)
    book = Rulebook.load(name, folder)
    for doc_type in book.doc_types:
        json.dumps(book.asked(doc_type))
    list_guidance(book)
    explain(next(iter(rules())), book)
    own = Checker(checker().nlp, name, lexicons=folder)
    for doc_type in book.doc_types[:1] + book.doc_types[-1:]:
        report = own(TEXT, doc_type=doc_type)
        right(report, TEXT)
        safe_html("".join(render("html", [("note", report)])))


def check_pairs(value: dict[str, Any]) -> None:
    """A file of pairs that a trainer brought is refused in words, or gives pairs."""
    refused(lambda: read_pairs(value["text"].encode("utf-8", "surrogatepass"), "pairs.yaml"))


KINDS = (
    Kind("lexicons", _lexicon, check_lexicon, 8),
    Kind("guidance", _guidance, check_guidance, 4),
    Kind("pairs", lambda: st.fixed_dictionaries({"text": yaml("gallery")}), check_pairs, 3),
)
