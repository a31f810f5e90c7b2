"""Texts of notes: realistic pieces, hostile pieces, and whole notes with hostile pieces in them."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from hypothesis import strategies as st

from fuzz.kinds import MARK

CORPUS = Path(__file__).parents[2] / "models" / "corpus" / "train"
MAIL = """From: T Hall
Sent: 4 May 2026 14:07
To: SW
Subject: Sam

Sam is well. He was fine on the trip.

Kind regards
T Hall
"""
LINE_ENDS = ("\n", "\r\n", "\r", "\v", "\f", "\x85", "\u2028", "\u2029", "\n\n", " \n\t\n")
SIGNS = (
    '"', "'", "“", "”", "‘", "’", "«", "»", "„", "`", "(", ")", "[", "]", "{", "}", "<", ">", "*", "_", "~", "|", "#",
    "@", "&", "%", "£", "$", "^", "+", "=", "\\", "/", "-", "–", "—", "…", ".", ",", ";", ":", "!", "?", "•", "·",
    "\u00a0", "\u00ad", "\t", " ", "  ", "0", "9", "A", "a", "É", "ß", "ı", "İ", "ŉ", "ǆ", "ﬁ", "Σ", "ς", "½", "²",
    "１",
)  # fmt: skip
UNSEEN = (
    "\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u202e", "\u202d", "\u2066", "\u2069", "\u061c", "\x00", "\x01",
    "\x07", "\x08", "\x1b[31m", "\x1b]0;x\x07", "\x7f", "\x9b", "\ufffe", "\ufffd", "\U000e0041", "\u034f", "\u180e",
)  # fmt: skip
MARKS = (
    "👩‍👧", "👩🏽‍❤️‍👨🏻", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "🇬🇧", "e\u0301", "a" + "\u0301" * 40, "ก็็็็", "שלום", "مرحبا", "नमस्ते", "漢字",
    "\U0001d400", "\u0130", "ﷺ",
)  # fmt: skip
WORDS = (
    "CIN ", "LADO ", "S47 ", "ASAP ", "tbc ", "XX ", "[insert date]", "{{child_name}}", "<<Name>>", "${date}", "<p>",
    "<script>alert(1)</script>", "&amp;", "&#0;", "![x](y)", "| a | b |\n|---|---|\n", "Date: ", "Present: ", "- [ ] ",
    "1/1/", "31/02/2026 ", "99/99/9999 ", "0000-00-00 ", "2026-13-45 ", "29 February 2025 ", "25:61 ", "12.60pm ",
    "1st 2nd 33rd ", "999999999999999999999 ", "1e999 ", "-0 ", "NaN ", "٣ مارس ", "07700 900123 ", "AB12 3CD ",
    "QQ 12 34 56 C ", "a@b.c ", "http://[::1]:x/ ", "www. ", "he said \"", "She said “", "Mum: ", "could of went ",
    "didnt ", "its ", "is not not ", "was was ", "the the ", "a a ", "and/or/and/or ", "e.g. i.e. etc. ",
    "Mr. Mrs. Dr. ",
    "...", "?!?!", "He is lazy. ", "She is manipulative. ", "It was felt that ", "no concerns ", "You told me ",
    "Actions:\n- ", "Views of the child\n\n", "Re: Fw: ", "> > > ", "On 4 May 2026 at 10:00, T Hall wrote:\n> ",
    "-----Original Message-----\n", "Regards,\n", MAIL, f"{MARK} ", "=cmd|' /C calc'!A0", "@SUM(1)", "::error::x",
)  # fmt: skip


@cache
def notes() -> tuple[str, ...]:
    """Texts that people might have written."""
    return tuple(json.loads(path.read_text(encoding="utf-8"))["text"] for path in sorted(CORPUS.glob("*.json"))[::6])


@cache
def lines() -> tuple[str, ...]:
    """Their lines."""
    return tuple(dict.fromkeys(line for note in notes() for line in note.splitlines() if line.strip()))


def pieces() -> st.SearchStrategy[str]:
    """A piece of a text."""
    sign = st.sampled_from(SIGNS + UNSEEN + MARKS)
    return st.one_of(
        st.sampled_from(lines()),
        st.sampled_from(WORDS),
        sign,
        st.sampled_from(LINE_ENDS),
        st.builds(lambda part, times: part * times, st.sampled_from(SIGNS + UNSEEN + WORDS), st.integers(2, 60)),
        st.builds(lambda part, end, times: (part + end) * times, sign, sign, st.integers(2, 200)),
        st.builds(lambda word, times: word * times, st.sampled_from("aAéb1"), st.integers(100, 10_000)),
        st.text(max_size=20),
        st.characters(categories=["Cs"]),
        st.from_regex(r"\d{1,2}[./-]\d{1,2}[./-]\d{2,4}", fullmatch=True),
        st.dates().map(lambda day: f"{day:%d %B} {day.year} "),
    )


def _with(text: str, edits: list[tuple[float, int, str]]) -> str:
    """A text with pieces put in, each at a share of its length and in place of so many characters."""
    for share, gone, piece in edits:
        at = int(share * len(text))
        text = text[:at] + piece + text[at + gone :]
    return text


def changed(text: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """A text after a few edits."""
    edit = st.tuples(st.floats(0, 1), st.integers(0, 30), pieces())
    return st.builds(_with, text, st.lists(edit, min_size=1, max_size=6))


def texts() -> st.SearchStrategy[str]:
    """The text of a note."""
    joined = st.lists(pieces(), max_size=12).map("".join)
    return st.one_of(
        joined, changed(st.lists(st.sampled_from(lines()), max_size=6).map(" ".join)), changed(st.sampled_from(notes()))
    )
