"""Makes a check a spaCy component: runs it, writes what it says on the Doc, refuses what lacks its needs.

What stands on the Doc afterwards, all of it data that spaCy can write out and read back:

- `doc.user_data["notecheck"]`: the findings as plain dicts; `doc._.notecheck` gives them back as `Finding`s;
- `doc.spans["notecheck"]`: the same as spans with the rule as label, for displaCy and other tools;
- `doc.user_data["notecheck_measures"]`: name → what a measuring check returned;
- `doc.user_data["notecheck_skipped"]`, `["notecheck_strengths"]`: what could not be checked; what was done well.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field, fields, is_dataclass
from functools import cache
from itertools import count
from typing import Any, Final, Generic, TypeVar

from pydantic import ValidationError
from spacy.language import Language
from spacy.tokens import Doc, Span

from notecheck.carry.changes import By
from notecheck.carry.looks import by_place
from notecheck.data import Lexicons, load_lexicons
from notecheck.entries import Frozen
from notecheck.errors import LexiconError, SettingsError, TermError
from notecheck.findings import Finding, Rule, Skipped, Strength
from notecheck.memo import once_per_doc, text_of
from notecheck.needs import require
from notecheck.wording.meanings import WrittenOut

_SHOWN: Final = 120  # characters of what is wrong with a row
SPANS: Final = "notecheck"
NAMES: Final = frozenset(
    ("jargon", "hard-word", "judgemental", "professional", "decision-owner", "unfinished", "source")
)
"""Rules that leave a full form before its own short form alone: 'strategy discussion (SD)', written as we advise."""
P = TypeVar("P")
S = TypeVar("S", bound=Frozen)


class NoSettings(Frozen):
    """A check without settings."""


@dataclass(frozen=True)
class Example:
    """A line that a check must mark as said, or leave alone.

    Attributes:
        text: realistic text of a note.
        marks: what must be marked, in order of place; empty means silence.
        note: further keys of a note in the contract's form (`child`, `doc_type`, …).
    """

    text: str
    marks: tuple[str, ...] = ()
    note: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Spec(Generic[P, S]):
    """One check as the rest of the package sees it.

    Attributes:
        name: the check's name, that of its module with hyphens.
        rules: what its findings can be.
        find: (doc, prepared, settings) → findings, strengths and what was skipped.
        prepare: (nlp, lexicons) → what `find` reads, built once.
        settings: model of its settings, JSON-shaped.
        needs: annotations that must be there: sentences, tag, pos, lemma, parse, who, statements.
        measure: (doc, prepared, settings) → one frozen dataclass for the report, or Skipped.
        examples: lines that it must mark or leave alone.
        near: what it finds depends on what is near each place alone; see `check`.
    """

    name: str
    rules: tuple[Rule, ...]
    find: Callable[[Doc, P, S], Iterable[Finding | Strength | Skipped]] | None
    prepare: Callable[[Language, Lexicons], P]
    settings: type[S]
    needs: tuple[str, ...]
    measure: Callable[[Doc, P, S], Any] | None
    examples: tuple[Example, ...]
    near: bool = False

    @property
    def factory(self) -> str:
        """The name under which spaCy knows the check."""
        return "notecheck_" + self.name.replace("-", "_")


REGISTRY: Final[dict[str, Spec[Any, Any]]] = {}
"""Every check by name, in the order of the folder."""


def check(
    name: str,
    *,
    rules: tuple[Rule, ...],
    examples: tuple[Example, ...],
    find: Callable[[Doc, P, S], Iterable[Finding | Strength | Skipped]] | None = None,
    prepare: Callable[[Language, Lexicons], P],
    settings: type[S] = NoSettings,  # type: ignore[assignment]
    needs: tuple[str, ...] = (),
    measure: Callable[[Doc, P, S], Any] | None = None,
    near: bool = False,
) -> Spec[P, S]:
    """Register a check with spaCy as the component `notecheck_<name>`.

    The component takes two JSON-shaped settings: `lexicons`, an authority's own folder or None, and
    `settings`, the check's own.

    Args:
        name: the check's name, that of its module with hyphens.
        rules: what its findings can be.
        examples: lines that it must mark or leave alone.
        find: (doc, prepared, settings) → findings, strengths and what was skipped.
        prepare: (nlp, lexicons) → what `find` reads, built once.
        settings: model of its settings, JSON-shaped.
        needs: annotations that must be there: sentences, tag, pos, lemma, parse, who, statements.
        measure: (doc, prepared, settings) → one frozen dataclass for the report, or Skipped.
        near: True if what `find` yields at a place depends on no more than its own sentence and the one to either side
            (`carry.anew.NEAR`), on what `needs` names and on the note's own fields: not on what stands first, or far
            away, or how often, as "the first use of …" does; and if it yields no Skipped. An edit then costs next to
            nothing, since the check is asked about the sentences around it alone. `tests/test_edits.py` compares
            reports on edited notes with those of a full check.
    """
    spec = Spec(name, rules, find, prepare, settings, needs, measure, examples, near)
    REGISTRY[name] = spec

    def make(  # spaCy passes the name
        nlp: Language,
        name: str,  # noqa: ARG001
        lexicons: str | None,
        settings: dict[str, Any],
    ) -> Component[P, S]:
        return Component(spec, nlp, lexicons, settings)

    Language.factory(
        spec.factory,
        default_config={"lexicons": None, "settings": {}},
        assigns=["doc.spans"],
        func=make,
    )
    return spec


_numbers: Final = count()


class Component(Generic[P, S]):
    """A check in a pipeline."""

    def __init__(self, spec: Spec[P, S], nlp: Language, lexicons: str | None, settings: Mapping[str, Any]) -> None:
        self.spec = spec
        self.settings = read_settings(spec, settings)
        known = load_lexicons(lexicons)
        try:
            self._prepared = spec.prepare(nlp, known)
        except TermError as error:
            raise TermError(error.entry, error.message, known.files.get(error.entry)) from None
        except (ValueError, LookupError, TypeError) as error:
            if not known.own:
                raise
            why = f" ({error})" if isinstance(error, ValueError) else ""
            raise LexiconError(
                f"a list of kind: words in {known.folders[-1].name} is not in the form in which the check {spec.name} "
                f"reads ours of that name{why[:_SHOWN]}"
            ) from None
        self._names = _names(lexicons)
        self._look = f"{spec.name} {next(_numbers)}"  # two of a kind may look at one Doc

    def __call__(self, doc: Doc) -> Doc:
        """Run the check on a Doc.

        Raises:
            PipelineError: the pipeline lacks an annotation that the check needs.
        """
        spec = self.spec
        require(doc, f"check {spec.name}", spec.needs)
        if SPANS not in doc.spans:
            doc.spans[SPANS] = []
        try:
            _write(doc, by_place(doc, self._look, self._find, by=self._by) if spec.near else self._find(doc))
            if spec.measure is not None:
                _write_measure(doc, spec.name, spec.measure(doc, self._prepared, self.settings))
        except RecursionError:
            # Text made to be hostile: the note is still reported, and says what was not looked at.
            _write(doc, [Skipped(spec.name, "the text is too deeply nested for this check")])
        return doc

    @property
    def _by(self) -> By:
        needs = self.spec.needs
        return "statements" if "statements" in needs else "who" if "who" in needs else "parse"

    def _find(self, doc: Doc) -> list[Any]:
        """All but the findings inside a full form that stands before its short form; somebody is still to be named."""
        find = self.spec.find
        found = list(find(doc, self._prepared, self.settings)) if find else []
        if NAMES.isdisjoint(each.rule for each in found if isinstance(each, Finding)):
            return found
        names = self._names(doc)
        return [each for each in found if not (isinstance(each, Finding) and _is_in_name(each, names))]


@cache
def _names(lexicons: str | None) -> Callable[[Doc], list[tuple[int, int, bool]]]:
    """Finds full forms before their short form (`WrittenOut.places`), once for each Doc, whatever check asks."""
    known = load_lexicons(lexicons)
    written_out = WrittenOut(known.acronyms, known.words.get("letters-agents", ()))
    return once_per_doc(lambda doc: written_out.places(text_of(doc)))


def _is_in_name(finding: Finding, names: Sequence[tuple[int, int, bool]]) -> bool:
    if finding.rule not in NAMES:
        return False
    return any(
        start <= finding.start and finding.end <= end and not (somebody and finding.rule == "professional")
        for start, end, somebody in names
    )


def read_settings(spec: Spec[Any, S], settings: Mapping[str, Any]) -> S:
    """A check's settings, checked.

    Raises:
        SettingsError: names the setting and what is allowed.
    """
    try:
        return spec.settings.model_validate(dict(settings))
    except ValidationError as faults:
        fault = faults.errors(include_url=False, include_input=False, include_context=False)[0]
        name = ".".join(str(part) for part in fault["loc"])
        allowed = ", ".join(spec.settings.model_fields) or "none"
        raise SettingsError(f"check {spec.name}, setting {name}: {fault['msg']}; settings: {allowed}") from None


def _write(doc: Doc, results: list[Finding | Strength | Skipped]) -> None:
    for result in results:
        match result:
            case Finding():
                doc.user_data.setdefault("notecheck", []).append(result.to_dict())
                span = doc.char_span(result.start, result.end, label=result.rule, alignment_mode="expand")
                if span is not None:
                    doc.spans[SPANS].append(span)
            case Strength():
                doc.user_data.setdefault("notecheck_strengths", []).append(result.to_dict() | {"rule": result.rule})
            case Skipped():
                doc.user_data.setdefault("notecheck_skipped", []).append(result.to_dict())


def _write_measure(doc: Doc, name: str, result: Any) -> None:
    if isinstance(result, Skipped):
        _write(doc, [result])
    elif is_dataclass(result) and not isinstance(result, type):
        doc.user_data.setdefault("notecheck_measures", {})[name] = _plain(result)
    else:
        raise TypeError(f"check {name}: measure must return a dataclass or Skipped, not {type(result).__name__}")


def _plain(value: Any) -> Any:
    """What `asdict` makes of a dataclass; that copies every number and text as if it could change."""
    kind = type(value)
    if kind in _UNCHANGING:
        return value
    if is_dataclass(value):
        return {each.name: _plain(getattr(value, each.name)) for each in fields(value)}
    if kind in (tuple, list):
        return kind(map(_plain, value))
    if kind is dict:
        return {key: _plain(each) for key, each in value.items()}
    return deepcopy(value)


_UNCHANGING: Final = frozenset((str, int, float, bool, type(None)))


def findings_of(doc: Doc) -> tuple[Finding, ...]:
    """The findings that stand on a Doc, in order of place."""
    found = [Finding.from_dict(row) for row in doc.user_data.get("notecheck", ())]
    return tuple(sorted(found, key=lambda finding: (finding.start, finding.end, finding.rule)))


if not Doc.has_extension("notecheck"):
    Doc.set_extension("notecheck", getter=findings_of)


def mark(span: Span, rule: Rule, message: str, **more: Any) -> Finding:
    """The finding for a span of a Doc, with the rule's own severity."""
    return Finding(rule.name, span.start_char, span.end_char, message, severity=rule.severity, **more)
