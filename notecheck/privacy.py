"""What the page promises of the text put into it. Each sentence is tested (tests/browser/test_privacy.py)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from notecheck.page import Start


class Promise(NamedTuple):
    """A sentence of the statement; `key` names what shows that it is true."""

    key: str
    words: str


def promises(start: Start, *, forgets: bool) -> Iterator[Promise]:
    """The privacy statement, in the order in which it is read.

    Args:
        start: how the page was started; where it was not by `notecheck page`, only what holds everywhere is said.
        forgets: whether a closed tab is forgotten at once (`notecheck.forgetting.works`).
    """
    here = f"the computer that serves {start.host}" if start.host else "this computer"
    yield Promise(
        "memory", f"Your text is kept in the memory of {here} while you work. notecheck writes none of it to disk."
    )
    yield Promise(
        "documents",
        "A document that you open is read in a process of its own, which is given that file and nothing else. Under My "
        "draft only the ending of its name comes with it, such as .docx, and a Word file is kept in memory so that it "
        "can be given back with comments: until you press Clear all, open another or put another text in its place.",
    )
    yield Promise(
        "grammar",
        f"Grammar and spelling are checked by LanguageTool, a program on {here}: no other computer is asked. The one "
        "that notecheck starts answers no other computer either, and writes none of your text down.",
    )
    yield Promise("others", "Nobody else who uses notecheck can see your text, even at the same time.")
    if start.served:
        yield Promise(
            "address",
            "Your browser sends your text to notecheck and nowhere else; "
            "the page forbids your browser to ask anything of any other address.",
        )
        yield Promise(
            "log", "If something goes wrong, notecheck notes what kind of fault it was, and no word of your text."
        )
    if forgets:
        yield Promise(
            "closing",
            "When you close the tab, notecheck forgets your text within seconds. If the connection breaks, it keeps "
            "the text for two minutes, so that you can go on, and then forgets it.",
        )
        yield Promise(
            "traces",
            "Forgotten means that notecheck can no longer reach it: the computer uses that memory for other things, "
            "and does not wipe it first.",
        )
    else:
        yield Promise(
            "stopping",
            "When you close the tab, notecheck stops showing your text to anybody. It may stay in memory until "
            "notecheck is stopped.",
        )
    yield Promise(
        "browser",
        "Your browser is asked to remember nothing that you type, and to check no spelling: some browsers send text "
        "away for that. It keeps a cookie that guards against forged requests, and how you like the page to look.",
    )
    if start.sign_in is not None:
        yield Promise(
            "sign-in",
            "Who you are, as your organisation's sign-in told it, stands in a cookie until you sign out or close the "
            "browser. notecheck keeps no list of who used it.",
        )
    yield Promise("statistics", "No statistics are collected about how you use it.")
    yield Promise(
        "yours",
        "What you copy or download is yours to look after: a file stays where you saved it until you delete it.",
    )
