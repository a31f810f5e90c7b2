"""What stands in a text where something is still to be filled in: '[insert date]', 'dd/mm/yy', '___', 'TBC', 'name??'.

Each kind of gap has a pattern. Whether a match is a gap where it stands, the check `unfinished` decides: 'xxx' may be
kisses, and '???' emphasis.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

_THING: Final = (
    r"(?:(?:full|first|last|next|family|sur|mother|father|child|worker|school|social worker|sw|gp|manager|carer|mum"
    r"|dad)(?:'s|s)? )?"
    r"(?:name|names|surname|date|dates|d\.?o\.?b\.?|time|times|address|number|no|nos|phone|telephone|tel|school|role|"
    r"job title|title|amount|age|signature|signed|reason|reasons|details?|place|location|venue|email|postcode|worker|"
    r"manager|sw|gp|initials|case|ref|reference|who|when|where|how many|agency|relationship|to be \w+|text|"
    r"child|mother|father|parent|day|month|year|figure|score|room"
    r"|nhs number|upn|first name|forename|full name|age and name|names? of [\w'’ ]{2,30}|dates? of [\w'’ ]{2,30}"
    r"|child ?/ ?young person|parent ?/ ?carer|parents?/carers?|he/she|his/her|him/her)"
)
_FILL: Final = (
    r"(?:insert|enter|add|attach|complete|give|state|describe|delete|select|choose|type|fill|put|missing|tb[cad]|"
    r"sign|tick|circle|initial|write|summari[sz]e|explain|outline|specify|provide|include|paste|copy|remove|amend|"
    r"update|record|detail|expand|finish|consider including|please|click|tap|use this|guidance|prompt|optional|"
    r"todo|to do|to add|to follow|to come|to confirm"
    r"|to check|check|confirm|ask|find out|list|date of|name of|blank|empty|placeholder|n/?k)"
)
_WHOSE: Final = r"(?:(?:the|your|my|his|her|their|this) )?"
_MASK: Final = r"[x?_. ]{2,90}"
_X: Final = r"[x?_]{1,4}"
_DASHES: Final = r"(?:[-–—_]{1,4}|\.{3,4}|…)"
_DASHED: Final = ("-.", "-/", "–/", "–.", "—/", "./", "…", "/-", "/–", "/.", "__", "--", "––", "...", "? /")
_MONTH: Final = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|march|mar|april|apr|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\b"
)
_OR_DIGITS: Final = r"(?:[x?_]{1,4}|\d{2,4})"
# Each kind of gap: what must be somewhere in the text in lower case (a plain search, so that a note without gaps
# costs next to nothing), and the pattern.
_GAPS: Final[Mapping[str, tuple[tuple[str, ...], re.Pattern[str]]]] = {
    # [insert date], <name>, {{child}}, «DOB»: a slot of a template
    "slot": (
        ("[", "<", "{", "«", "**", "(", "@@"),
        re.compile(
            rf"\[\s*+{_WHOSE}(?:{_THING}|{_FILL}\b[^\]\n]{{0,60}}|\?)(?: here)?\s*+\??\s*+\]"
            rf"|\[\s{{0,9}}{_WHOSE}{_MASK}(?:\b[^\]\n]{{0,60}})?(?: here)?\s*+\??\s*+\]"
            r"|\[[^\]\n]{1,60} (?:here|tb[cad]|\?{1,3}|to (?:be (?:confirmed|added|inserted|completed)"
            r"|follow|add|complete|fill in|confirm|check)|comments?"
            r"|must be completed[^\]\n]{0,40})\]"
            rf"|(?<!<)<++\s*+(?:{_THING}|(?:{_FILL}|{_MASK})\b[^>\n]{{0,60}})(?: here)?\s*+\??\s*+>+"
            rf"|\(\s*(?:insert|enter|add|to add|fill in|check)(?: (?:the |a )?{_THING})?(?: here| later)?\s*\)"
            rf"|\{{\s*{_THING}\s*\}}|@{{3,}}|\((?:sp|spelling) ?\?+\)"
            r"|(?<=[a-z,] )\((?:name|date)\)(?=[ ,.;])"
            r"|\{\{[^}\n]{0,60}\}\}|\$\{[^}\n]{1,40}\}|«[A-Z_ ]{2,40}»|\(\s*\?{2,}\s*\)"
            r"|(?<!\*)\*{2,}+\s*+(?:insert|enter|add) [^*\n]{1,40}\*{2,}"
            r"|\((?:DN|drafting note|note to self|NTS)\b[^)\n]{0,80}\)",
            re.IGNORECASE,
        ),
    ),
    # dd/mm/yyyy, hh:mm, __:__, XX:XX, xx.xx, ####, 07xxx xxxxxx
    "mask": (
        (
            "dd/",
            "dd.",
            "dd-",
            "dd m",
            "hh",
            "_:",
            "x:",
            "?:",
            ":?",
            ":x",
            ":_",
            "xx.",
            "##",
            "7x",
            "0x",
            "7?",
            "?%",
            "_%",
            "?kg",
            "?cm",
            "£_",
            "£.",
            "£…",
            "£-",
            "£–",
            "£ ",
            "??",
            "__",
            "xx",
            "20x",
            *(digit + blank for digit in "0123456789" for blank in "x?_"),
        ),
        re.compile(
            r"(?<![\w/])d{1,2} ?([/.-]) ?m{1,3} ?\1 ?(?:y{2,4}|(?:20)?\d\d)(?![\w/])|(?<![\w:])hh ?[:.] ?mm(?![\w:])"
            rf"|(?<![\w:]){_X} ?: ?(?:{_X}|\d\d)(?![\w:])|(?<![\w:])\d{{1,2}} ?: ?(?:xx|__|\?\?)(?![\w:])"
            r"|(?<![\w.])xx\.xx(?![\w.])|(?<![\w#])#{3,}(?![\w#])(?=[ \t]*(?:$|[,.;|)\n]))"
            r"|\b\d{3,}\?{2,}|(?<=\d )\d+\?{3,}|(?<![\w?!_])[?_]{1,3} ?(?:%|(?:kg|cm)\b)"
            r"|£ ?(?:_+|\.{2,}|…+|-{1,3}|–)(?![\w.])"
            r"|(?<![\w/])20(?:[x?_]{2}|\d[x?_])(?![\w/?])"
            r"|(?<![\w/])(?=\w*[A-Za-z])(?=\w*\d)[A-Za-z\d]++(?:/[A-Za-z\d]++)*(?:\?{2,}|_{2,}|(?-i:(?<=[A-Za-z\d]XXX)))(?!\w)"
            r"|(?<![\w/])0\d{1,3}(?:x{2,30}|\?{2,30})(?:[ \d]*+[x?]{3,}+)*(?![\w/])",
            re.IGNORECASE | re.MULTILINE,
        ),
    ),
    # date??, name?
    "asked": (
        ("?",),
        re.compile(
            r"(?:(?<=[:(|\[] )|(?<=[:(|\[]))(?:date|time|name|surname|dob|d\.o\.b|address|venue|number|age"
            r"|school|spelling|ref|reason|amount|role)s?(?: not known| unknown)? ?\?+"
            r"(?=[ \t]*(?:$|[)\].,;|\n]|(?-i:[A-Z])))",
            re.IGNORECASE | re.MULTILINE,
        ),
    ),
    # not known???, n/k?
    "doubt": (
        ("??", "n/k?", "nk?"),
        re.compile(
            r"\b(?:not (?:known|sure|clear|given|recorded)|unknown|unsure|names?|surname|d\.?o\.?b\.?|number|ref)"
            r"\?{2,}|\bn/?k ?\?+",
            re.IGNORECASE,
        ),
    ),
    # Seen alone? Y/N
    "choice": (
        ("y/n", "s/no", "y / n", "s / no"),
        re.compile(r"(?<=\? )(?:y ?/ ?n|yes ?/ ?no)\b(?=[ \t]*(?:$|\|))", re.IGNORECASE | re.MULTILINE),
    ),
    # xx/xx/26, ??/11/24, __/__/2026, 12/??/26, / /26
    "date": (
        ("x/", "?/", "_/", "/x", "/?", "/_", "/ /", "x.", "x-", "_ /", "? /", "x /", *_DASHED),
        re.compile(
            rf"(?<![\w/.])(?:{_X}|\d{{1,2}}) ?[/.-] ?{_X} ?[/.-] ?{_OR_DIGITS}(?![\w/])"
            rf"|(?<![\w/.]){_X} ?[/.-] ?\d{{1,2}} ?[/.-] ?{_OR_DIGITS}(?![\w/])"
            rf"|(?<![\w/.])\d{{1,2}}/\d{{1,2}}/{_X}(?![\w/])"
            rf"|(?<![\w/.])(?:xx|\?{{1,2}}|_{{1,4}}) ?/ ?(?:{_X}|\d{{1,4}})(?![\w/])"
            rf"|(?<![\w/.–—-]){_DASHES} ?[/.] ?(?:{_DASHES}|\d{{1,2}}) ?[/.] ?(?:20)?\d\d(?![\w/])"
            rf"|(?<![\w/.])\d{{1,2}} ?[/.] ?{_DASHES} ?[/.] ?(?:20)?\d\d(?![\w/])"
            rf"|(?<![\w/.])\d{{1,2}} ?/ ?\d{{1,2}} ?/ ?{_DASHES}(?![\w/.–—-])"
            rf"|(?<![\w/.])\d{{1,2}} ?[/.] ?\d{{1,2}} ?[/.] ?20(?:__|xx|\?\?|--)(?![\w/])"
            rf"|(?<![\w/.–—-])(?:--|––|—|…|\.{{3,4}}) ?/ ?\d{{1,2}}(?![\w/])"
            rf"|(?<![\w/.])\d{{1,2}} ?/ ?(?:--|––|__|\.{{3,4}})(?![\w/.–—_-])"
            rf"|(?<![\w/.])\d[?_x] ?/ ?\d{{1,2}}(?: ?/ ?(?:20)?\d\d)?(?![\w/])"
            rf"|(?<![\w/.–—-])(?:_{{1,4}}|--|––|…|\.{{3,4}})(?:th|st|nd|rd)? (?:of )?{_MONTH}"
            r"|(?<![\w/.])\d{1,2} ?/ ?(?:xx|\?\?)(?![\w/])|(?<![\w/.])/ *?/ *?(?:20)?\d\d\b",
            re.IGNORECASE,
        ),
    ),
    "cross": (("xx",), re.compile(r"(?<![\w'’])£?x{2,}(?:[ -]x{2,})*(?:th|st|pm|am|hrs)?(?![\w'’])", re.IGNORECASE)),
    "query": (("??", "? ?"), re.compile(r"(?<![\w\"”'’!?)])\?(?: ?\?)+")),
    "rule": (
        ("__", ".....", "……", "… …", ". . ."),
        re.compile(r"_{2,}(?: ?/ ?(?:_{2,}|\d+))+|_{3,}|\.{5,}|(?:… ?){2,}|(?:\. ){5,}\.?"),
    ),
    "later": (("tbc", "tba", "tbd", "t.b.", "t/b/"), re.compile(r"\bT[./]?B[./]?[CAD]\b\.?(?!['’\w])", re.IGNORECASE)),
    # words of a form or of a draft
    "words": (
        (
            "insert",
            "enter ",
            "choose a",
            "select a",
            "awaited",
            "awaiting",
            "fill in",
            "filled in",
            "in later",
            "tick ",
            "circle ",
            "as app",
            "lorem",
            "to follow",
            "to add",
            "provided",
            "inserted",
            "to be added",
            "delete as",
            "type here",
            "write here",
            "add here",
            "text here",
            "details here",
            "info here",
            "more here",
            "pick a",
            "delete where",
            "delete if",
            "todo",
            "fixme",
        ),
        re.compile(
            rf"\b(?:insert|enter) (?:the |a )?{_THING}(?: here)?\b(?=\W*(?:$|[,.;|\n]))"
            r"|\binsert (?:the )?(?:date|name|time)s?\b|\binsert (?:text|details|dob|number)\b"
            r"|\b(?:click|tap) (?:or tap )?(?:here )?to enter (?:text|a date)\b\.?|\bchoose an item\b\.?"
            r"|\b(?:choose|select|pick) an? (?:item|option|date)\b(?: from (?:the )?list)?\.?(?=[ \t]*(?:$|[)\]|]))"
            r"|\b(?:info|information|details?|dates?|figures?|name|number|ref) (?:still )?awaited\b"
            r"|\bawaiting (?:info|information|details?)\b(?=[ \t]*(?:$|[.;)|]))"
            r"|\b(?:to )?(?:fill|complete) (?:this |it )?in later\b|\bto (?:be )?fill(?:ed)? in\b(?=\W*(?:$|\n))"
            r"|\(?\*?\b(?:tick|circle) (?:as (?:appropriate|applicable)|all that apply|one)\b\)?"
            r"|\blorem ipsum\b[^\n]*|\b(?:more|rest|remainder|details|name|info|figures)"
            r" (?:to follow|to be (?:added|inserted|provided)|to add)\b"
            r"|\bdelete (?:as|where|if) (?:appropriate|applicable|necessary|app)\b"
            r"|\b(?:type|write|add|enter|insert) (?:text |more |details |info )?here\b"
            r"|\b(?:TODO|FIXME)\b",
            re.IGNORECASE | re.MULTILINE,
        ),
    ),
    # spoke to NAME
    "loud": (
        ("NAME", "DATE"),
        re.compile(r"(?<=[a-z,] )(?<!the )(?<!her )(?<!his )(?<!your )(?<!my )(?:NAME|DATE|SURNAME)(?=[ ,.;)\n]|$)"),
    ),
    "named": (
        (
            "to be confirmed",
            "to be advised",
            "to be announced",
            "to be set",
            "to be fixed",
            "to be decided",
            "to follow",
        ),
        re.compile(
            r"\b(?:date|time|venue|location|name|address|number|amount|cost|provider|ref|reference|room|link)s?,? "
            r"(?:is |are |still )?"
            r"(?P<gap>to be (?:confirmed|advised|announced|set|fixed|decided)|to follow)\b",
            re.IGNORECASE,
        ),
    ),
}
_OPENS: Final = re.compile(r"[\[<({@$«*]")
"""What every slot begins with."""
STILL_TO_COME: Final = re.compile(
    r"(?:to follow|to be (?:confirmed|advised|announced|added|inserted|completed|updated|filled in|entered|provided"
    r"|determined|notified|decided|agreed|arranged|set|found out)(?: (?:later|soon|shortly|asap))?"
    r"|not (?:yet )?(?:completed|filled in|entered|done yet)|awaiting|awaited|pending"
    r"|to (?:come|add|insert|complete|fill in|confirm|update|check|find out)"
    r"|(?:info|information|details?|figures?|confirmation)(?: still)? (?:awaited|needed|missing"
    r"|pending|outstanding|to (?:follow|come|add|be (?:added|confirmed|provided)))"
    r"|awaiting (?:info|information|details?|confirmation)"
    r"|add|add (?:here|later|in)|insert|blank|enter|enter text|date|name|dd|text|fill in(?: later)?"
    r"|(?:will |i will |i'll )?(?:add|complete|do|finish|update)(?: this| it)? later"
    r"|\((?:attach|insert|add)\)|/ ?\d{2,3}"
    r"|@+|#+|\*{2,}|[£%] ?|£ ?[-–—?]+"
    r"|yes ?/ ?no ?/ ?(?:n/?a|n/?k|not known|unknown|maybe|partly)\*?"
    r"|(?:[-–—]{1,2} ?)?(?:please )?(?:select|choose)(?: (?:one|an? option|from list))?(?: ?[-–—]{1,2}|\.{2,3}|…)?"
    r"|y ?/ ?n|yes ?/ ?no|am ?/ ?pm|/ +/|n/?k\??"
    r"|\?+|[-–—]{2,}|x{1,4}|\.{3,}|…+|_+|tb[cad]|t\.b\.c\.?|t/b/[cad])[.!]?",
    re.IGNORECASE,
)
"""The whole of a value that says only that it is still to come: 'to follow', 'TBC', '??'."""


def placeholders(text: str) -> list[tuple[str, re.Match[str]]]:
    """All that looks like a gap: its kind (`slot`, `mask`, `date`, `cross`, `later` …) and the match, kind by kind.

    What `named` matches has the gap itself as the group `gap`, behind the word that names it.
    """
    lower = text.lower()
    return [
        (name, match)
        for name, (hints, pattern) in _GAPS.items()
        if any(hint in (text if name == "loud" else lower) for hint in hints)
        for match in _matches(name, pattern, text)
    ]


def _matches(name: str, pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """`pattern.finditer(text)`; a slot is tried only where one can open, since its pattern has many branches."""
    if name != "slot":
        yield from pattern.finditer(text)
        return
    end = 0
    for opens in _OPENS.finditer(text):
        if opens.start() >= end and (found := pattern.match(text, opens.start())):
            end = found.end()
            yield found
