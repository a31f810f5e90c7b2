"""Grammar and spelling on the page: said while they get ready or are not there, and looked at as soon as they are."""

from __future__ import annotations

from typing import Any, Final

import streamlit as st

from notecheck import languagetool
from notecheck.render import html
from notecheck.report import Report
from notecheck.text.emails import NOT_THE_WRITERS
from notecheck.views.components.again import again

CHECK: Final = "grammar"
TRIES: Final = 3
"""Times that an unchanged text is checked again where grammar seems to be ready and yet was not looked at."""
_READY_SOON: Final = (
    "Grammar and spelling are getting ready. Your text is checked again by itself as soon as they are: go on writing."
)


def why_not(report: Report) -> str:
    """Why grammar could not be looked at, as the report has it; empty where it was, or where all is an email's."""
    return next((r.reason for r in report.skipped if r.check == CHECK and r.reason != NOT_THE_WRITERS), "")


def is_to_be_checked_again(held: dict[str, Any]) -> bool:
    """Whether grammar can be looked at now and was not when the draft of this visit was checked; counts the tries."""
    now = held["draft"]
    if now is None or not why_not(now.report) or held["tried"] >= TRIES or not languagetool.address():
        return False
    held["tried"] += 1
    return True


def draw_grammar(report: Report | None, *, tried: int, key: str) -> None:
    """Say quietly, once, that grammar was not looked at and why; and look again while it is getting ready.

    Args:
        report: on the text as it is; None where there is none.
        tried: how often the text was checked again for it.
        key: of this part of the page.
    """
    why = why_not(report) if report else ""
    soon = bool(why) and tried < TRIES and (languagetool.is_starting() or languagetool.address() is not None)
    words = _READY_SOON if soon else said(why) if why else ""
    st.html(f'<p class="nc-without" role="status">{html.escape(words)}</p>')
    again(soon, key=key)


def said(why: str) -> str:
    """That grammar was not looked at, in words for people, from the report's reason."""
    reason = (why.partition("because ")[2] or why).rstrip(".")
    # A command stands between two backticks.
    return f"Grammar and spelling were not checked, because {reason.replace('`', '“', 1).replace('`', '”', 1)}."
