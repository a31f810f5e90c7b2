"""LanguageTool's protocol, as far as it is spoken under `/v2`, for the description: what clients send and read.

Its shapes are LanguageTool's, who may add to them; so they are left open. What is allowed comes from the modules that
read it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from notecheck.serve.v1.describing import Operation
from notecheck.serve.v2.languages import AUTO, ENGLISH
from notecheck.serve.v2.parts import PARTS

Json = dict[str, Any]

_FORM: Final = "application/x-www-form-urlencoded"
_JSON: Final = "application/json"
_PLAIN: Final = "text/plain"
_TEXT: Final[Json] = {"type": "string"}
_WHOLE: Final[Json] = {"type": "integer", "minimum": 0}
_USER: Final = "whose words they are; any name that the client chooses."


def _object(required: str = "", **properties: Json) -> Json:
    return {"type": "object", "properties": properties, "required": required.split()}


def _list(each: Json) -> Json:
    return {"type": "array", "items": each}


def _said(description: str, **more: Any) -> Json:
    return {"type": "string", "description": description, **more}


_FIELDS: Final = _object(
    "language",
    text=_said("the text; this or `data`."),
    data=_said('a text with markup, as JSON: `{"annotation": [{"text": "I saw "}, {"markup": "<b>"}]}`.'),
    language=_said("English, by any of its names, or `auto`, which takes any text for English.", enum=[*ENGLISH, AUTO]),
    preferredVariants=_said("with `auto`: names of languages, with commas between."),
    mode=_said("all rules, or those that look at all of a text, or all others.", enum=list(PARTS)),
    enabledRules=_said("ids of rules, with commas between."),
    disabledRules=_said("ids of rules, with commas between."),
    enabledCategories=_said("ids of categories, with commas between."),
    disabledCategories=_said("ids of categories, with commas between."),
    enabledOnly=_said("whether only those are wanted that are enabled.", enum=["true", "false"]),
    username=_said("whose words are ignored."),
    apiKey=_said("the token, where the server asks for one and it is not sent as a header."),
    guidance=_said("ours: id of the guidance."),
    docType=_said("ours: the kind of record."),
    childName=_said("ours: the child's name."),
    childKnownAs=_said("ours: what else the child is called, with commas between."),
    childAge={"type": "number", "minimum": 0, "maximum": 25, "description": "ours: in years."},
    otherChildren=_said("ours: names of other children, with commas between."),
    authorName=_said("ours: the writer's name."),
    authorRole=_said("ours: the writer's role."),
    eventDate=_said("ours: when it happened."),
    recordedDate=_said("ours: when it was written down."),
    part=_said("ours: whether the text is a whole note or a paragraph of one.", enum=["note", "paragraph"]),
)
_FIELDS["oneOf"] = [{"required": ["text"]}, {"required": ["data"]}]
_RULE: Final = _object(
    "id description issueType category",
    id=_said("the rule."),
    subId=_said("the entry of a list that matched."),
    description=_TEXT,
    issueType=_TEXT,
    urls=_list(_object("value", value=_said("where the standard can be read."))),
    category=_object("id name", id=_TEXT, name=_TEXT),
)
_MATCH: Final = _object(
    "message shortMessage replacements offset length rule",
    message=_said("what was seen, why it matters, and the standard."),
    shortMessage=_TEXT,
    replacements=_list(_object("value", value=_TEXT)),
    offset=_WHOLE | {"description": "in UTF-16 code units, as LanguageTool counts."},
    length=_WHOLE,
    context=_object("text offset length", text=_TEXT, offset=_WHOLE, length=_WHOLE),
    sentence=_TEXT,
    rule=_RULE,
    notecheck={"type": "object", "description": "severity, precision, standards and the whole span."},
)
_CHECKED: Final = _object(
    "language matches",
    software=_object("name version", name=_TEXT, version=_TEXT),
    warnings={"type": "object"},
    language=_object("name code", name=_TEXT, code=_TEXT),
    matches=_list(_MATCH),
    notecheck={"type": "object", "description": "guidance, kind of record, standards in words, what was skipped."},
)
_LANGUAGES: Final = _list(_object("name code longCode", name=_TEXT, code=_TEXT, longCode=_TEXT))
_ONE_WORD: Final = _object(
    "word username",
    word=_said("that is spelled right.", minLength=1, maxLength=100, pattern=r"^\S+$"),
    username=_said(_USER),
)


def _told(path: str, name: str, summary: str, said: str, answer: Mapping[str, Json], **more: Any) -> Operation:
    return Operation(path, "GET", name, summary, said, answer, plain=True, **more)


def _changing(path: str, name: str, summary: str, key: str, said: str) -> Operation:
    answer = {_JSON: _object(key, **{key: {"type": "boolean"}})}
    return Operation(path, "POST", name, summary, said, answer, body={_FORM: _ONE_WORD}, plain=True)


PROTOCOL: Final = (
    Operation(
        "/v2/check",
        "POST",
        "checkText",
        "The findings on a text, as matches",
        "As LanguageTool's. The address may name a guidance, or a guidance and a kind of record, before `/v2`: "
        "`/swindon/home-visit/v2/check`.",
        {_JSON: _CHECKED},
        body={_FORM: _FIELDS},
        refusals=(503, 504),
        plain=True,
    ),
    _told("/v2/languages", "listLanguages", "What is read", "English.", {_JSON: _LANGUAGES}),
    _told(
        "/v2/healthcheck",
        "getHealth",
        "Whether a text would be checked",
        "`OK`, or status 503.",
        {_PLAIN: {"const": "OK"}},
        refusals=(503,),
    ),
    _told(
        "/v2/maxtextlength",
        "getLongest",
        "The longest text, in characters",
        "A number as text.",
        {_PLAIN: {"type": "string", "pattern": r"^\d+$"}},
    ),
    _told(
        "/v2/words",
        "listWords",
        "A user's words",
        "They are kept in memory, and gone when the server ends.",
        {_JSON: _object("words", words=_list(_TEXT))},
        parameters={"username": ("query", _USER)},
    ),
    _changing("/v2/words/add", "addWord", "Add a word to a user's", "added", "`added` is false for one that is there."),
    _changing(
        "/v2/words/delete",
        "deleteWord",
        "Take a word away from a user's",
        "deleted",
        "`deleted` is false for one that is not there.",
    ),
)
"""What of the protocol is described."""
