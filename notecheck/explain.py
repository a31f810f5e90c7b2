"""What each rule is about, in words: for `notecheck explain`, and for a page of its own."""

from __future__ import annotations

from notecheck.component import REGISTRY
from notecheck.errors import SettingsError
from notecheck.findings import Rule
from notecheck.guidance import Rulebook


def rules() -> dict[str, Rule]:
    """Every rule that a finding may name."""
    return {rule.name: rule for spec in REGISTRY.values() for rule in spec.rules}


def is_whole(rule: str) -> bool:
    """Whether a rule's findings are about the whole note, so that no words are marked."""
    known = rules().get(rule)
    return known is not None and known.whole


def explain(name: str, rulebook: Rulebook) -> str:
    """What a rule marks, why, with a weak and a better wording and the standards behind it.

    Raises:
        SettingsError: there is no such rule; says which there are.
    """
    known = rules()
    if name not in known:
        raise SettingsError(f"rule {name[:40]!r} is not known; allowed: {', '.join(known)}")
    rule = known[name]
    lines = [
        f"{rule.name}: {rule.title}",
        "",
        rule.why,
        "",
        f"  Weak:   {rule.weak}",
        f"  Better: {rule.better}",
        "",
    ]
    for source in filter(None, (rulebook.guidance, rulebook.inherited)):
        for standard in source.standards:
            if name in standard.served_by:
                scope = f" [{', '.join(standard.doc_types)}]" if standard.doc_types else ""
                lines.append(f"  {standard.id} ({standard.section}){scope}: {standard.says}")
    return "\n".join(lines) + "\n"


def list_guidance(rulebook: Rulebook) -> str:
    """Every standard of a guidance with what serves it, what it awaits, or why nothing checks it."""
    guidance = rulebook.guidance
    lines = [f"{guidance.id}: {guidance.title} ({guidance.authority}, {guidance.edition}, {guidance.date})"]
    for standard in guidance.standards:
        scope = ", ".join(standard.doc_types) if standard.doc_types else "all records"
        deadline = f"; {standard.deadline}" if standard.deadline else ""
        lines.append(f"\n{standard.id} ({standard.section}; {scope}{deadline})\n  {standard.says}")
        if standard.served_by:
            lines.append(
                "  checked by "
                + ", ".join(f"{rule} ({served.severity})" for rule, served in standard.served_by.items())
            )
        if standard.awaits:
            lines.append(f"  not checked in this version: {', '.join(standard.awaits)}")
        if standard.not_checked:
            lines.append(f"  not checked: {standard.not_checked}")
    if rulebook.inherited:
        lines.append(f"\nWhere it is silent about a rule, {rulebook.inherited.id} stands in.")
    return "\n".join(lines) + "\n"
