"""The page of one rule: what it marks, why, on which standards it rests, how to write instead, and its limits."""

from __future__ import annotations

from notecheck.explain import Explanation, Resting
from notecheck.render import html, saying


def body(told: Explanation) -> str:
    """All but the heading, which is of the second level and is the rule's title."""
    rule = told.rule
    return (
        '<div class="nc">'
        f"<h3>What it marks</h3><p>{html.escape(rule.marks)}</p>"
        f"<h3>Why it matters</h3><p>{html.escape(rule.why)}</p>"
        f"<h3>In other words</h3>{wordings(told)}"
        f"<h3>The standard</h3>{_standards(told)}"
        f"<h3>How far to rely on it</h3><p>{html.escape(rule.limits)}</p><p>{html.escape(told.figures)}</p></div>"
    )


def wordings(told: Explanation) -> str:
    """The weak and the better wording, each by its name."""
    pairs = (("Weak", told.rule.weak), ("Better", told.rule.better))
    rows = "".join(f"<dt>{name}</dt><dd>{html.escape(words).replace(chr(10), '<br>')}</dd>" for name, words in pairs)
    return f'<dl class="nc-wordings">{rows}</dl>'


def _standards(told: Explanation) -> str:
    """By who set them, each in its section and with the records that it is about."""
    if not told.standards:
        return "<p>No standard of this guidance names it, so under this guidance it marks nothing.</p>"
    by_owner: dict[str, list[Resting]] = {}
    for resting in told.standards:
        by_owner.setdefault(resting.owner, []).append(resting)
    return "".join(_of_owner(owner, restings) for owner, restings in by_owner.items())


def _of_owner(owner: str, restings: list[Resting]) -> str:
    lines = "".join(f"<p>{_standard(each)}</p>" for each in restings)
    return f'<div class="nc-standard"><p>By {html.escape(owner)}:</p>{lines}</div>'


def _standard(resting: Resting) -> str:
    standard = resting.standard
    scope = ", ".join(saying.words(kind).lower() for kind in standard.doc_types or ())
    where = f"{standard.section} ({scope})" if scope else standard.section
    return f"{html.escape(where)}: {html.escape(standard.says)}"
