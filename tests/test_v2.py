"""LanguageTool's protocol: our answers beside those that LanguageTool 6.8's own server gave to the same requests."""

import json
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import quote, urlencode
from urllib.request import urlopen

import pytest
from serving import serving

from notecheck.errors import NoteError
from notecheck.serve.v2 import matches
from notecheck.serve.v2.apart import apart
from notecheck.serve.v2.form import is_office, read_form
from notecheck.serve.v2.known import Known
from notecheck.serve.v2.parts import ACROSS, fitting
from notecheck.serve.v2.places import Piece, Sent
from notecheck.serve.v2.request import read_check
from notecheck.serve.v2.routes import routes
from notecheck.serve.v2.words import Words

THEIRS = json.loads((Path(__file__).parent / "schemas" / "languagetool-6.8.json").read_text(encoding="utf-8"))
KNOWN = Known("0.1.0", {"general": {"standards": {}, "inherits": None}}, {"spelling": "grammar"}, 100_000)
VISIT = "I visited Callum at home on 4 March 2026. Mum said that he sleeps well. The house was warm."
CALLUM = {"childName": "Callum Wright", "childAge": "9", "childKnownAs": "Cal, Caz", "docType": "home-visit"}
FORM = {"Content-Type": "application/x-www-form-urlencoded"}

# What LanguageTool says only of itself, or where it has something to say.
OPTIONAL = {
    "premiumHint", "hiddenMatches", "shortDescription", "urls", "subId", "sourceFile", "tags", "confidence", "suffix",
    "isDictionaryBasedSpellingRule", "isTextLevelRule", "minToCheckParagraph", "isDefaultOff", "isPicky",
}  # fmt: skip

# Errors that differ: LanguageTool's repeat what was sent, or name its own languages and pages.
OURS_SAY_MORE = ("annotation", "interpretAs", "requires", "language code", "Unsupported", "e.g.", "Mode", "level")


@pytest.fixture(scope="module")
def server():
    with serving() as running:
        yield running


@pytest.fixture(scope="module")
def with_grammar(languagetool):
    with serving(NOTECHECK_GRAMMAR=languagetool) as running:
        yield running


def shape(value):
    """The keys of an answer with what kind of value each has; of a list all that its members have in common."""
    if isinstance(value, dict):
        return {key: shape(each) for key, each in value.items() if key not in OPTIONAL}
    if isinstance(value, list):
        rows = [shape(each) for each in value]
        if not all(isinstance(row, dict) for row in rows):
            return rows[:1]
        return [{key: kind for key, kind in rows[0].items() if all(key in row for row in rows)}] if rows else []
    return "number" if isinstance(value, int | float) and not isinstance(value, bool) else type(value).__name__


def holds(ours, theirs):
    """Whether an answer has all that another has."""
    if isinstance(theirs, dict):
        return isinstance(ours, dict) and all(key in ours and holds(ours[key], kind) for key, kind in theirs.items())
    if isinstance(theirs, list):
        return isinstance(ours, list) and (not theirs or not ours or holds(ours[0], theirs[0]))
    return ours == theirs


def report_on(text, *spans, **more):
    """A report that has found something at these spans, one sentence throughout."""
    rows = [
        {"rule": "spelling", "start": start, "end": end, "severity": "warning", "message": "m", "standards": [],
         "suggestions": ["x"], "precision": None} | more
        for start, end in spans
    ]  # fmt: skip
    whole = {"start": 0, "end": len(text), "kind": None, "confidence": None}
    return {
        "findings": rows,
        "sentences": [whole],
        "skipped": [],
        "ignored": [],
        "guidance": "general",
        "doc_type": "x",
    }


@pytest.mark.parametrize("name", ["check", "data"])
def test_offsets_and_context_are_those_of_languagetool(name):
    fields = {"language": "en-GB"} | (
        {"text": THEIRS["note"]} if name == "check" else {"data": json.dumps(THEIRS["data"])}
    )
    check = read_check(fields, {}, {"user-agent": "test"}, KNOWN)
    theirs = THEIRS["answers"][name]["matches"]
    assert len(theirs) >= 2
    spans = []
    for match in theirs:
        words = check.sent.cut(match["offset"], match["offset"] + match["length"])
        spans.append((at := check.sent.text.index(words), at + len(words)))
    ours = matches.answer(report_on(check.sent.text, *spans), check, KNOWN)["matches"]
    keys = ("offset", "length", "context")
    assert [[match[key] for key in keys] for match in ours] == [[match[key] for key in keys] for match in theirs]


def test_the_recorded_server_is_as_the_one_here(languagetool):
    form = urlencode({"text": THEIRS["note"], "language": "en-GB"}).encode()
    with urlopen(f"{languagetool}/v2/check", form) as answer:
        assert shape(json.load(answer)) == shape(THEIRS["answers"]["check"])


@pytest.mark.parametrize(
    ("name", "path"),
    [("check", "/v2/check"), ("compact", "/v2/check?c=1&instanceId=1:2&v=8.1"), ("data", "/v2/check")],
)
def test_an_answer_has_the_keys_of_languagetools(with_grammar, name, path):
    sent = {"data": json.dumps(THEIRS["data"])} if name == "data" else {"text": THEIRS["note"]}
    body = urlencode({"language": "en-GB", **sent})
    ours = with_grammar.ask("POST", path, body, FORM | {"User-Agent": "test"}).json
    theirs = THEIRS["answers"][name]
    assert holds(shape(ours), shape(theirs))
    assert [key for key in ours if key in theirs] == list(theirs)
    assert ours["matches"]
    misspelt = next(match for match in ours["matches"] if match["rule"]["id"] == "spelling")
    same = next(match for match in theirs["matches"] if match["offset"] == misspelt["offset"])
    for key in {"length", "context", "type"} & same.keys():  # ends of lines part sentences for us alone
        assert misspelt[key] == same[key]
    assert misspelt["rule"]["issueType"] == same["rule"]["issueType"]
    assert misspelt["rule"]["category"]["id"] == same["rule"]["category"]["id"]


@pytest.mark.parametrize("name", ["languages", "info", "configinfo"])
def test_what_is_told_of_the_server_has_the_keys_of_languagetools(server, name):
    ours = server.get(f"/v2/{name}?language=en-GB")
    assert ours.status == 200
    assert holds(shape(ours.json), shape(THEIRS["answers"][name]))


def test_configinfo_lists_our_rules(server):
    rules = {row["ruleId"]: row for row in server.get("/swindon/v2/configinfo?language=en-GB").json["rules"]}
    assert rules["acronym"]["description"] == "Short form not explained"
    assert rules["voice"]["isTextLevelRule"] == "yes"
    assert rules["spelling"]["locQualityIssueType"] == "misspelling"


def test_plain_answers(server):
    health, longest = server.get("/v2/healthcheck"), server.get("/v2/maxtextlength")
    assert (health.status, health.text) == (200, "OK")
    assert (longest.status, longest.text) == (200, "100000")
    assert health.headers["content-type"].startswith("text/plain")


@pytest.mark.parametrize("wrong", THEIRS["errors"], ids=lambda row: f"{row['path']} {row['fields']}"[:60])
def test_errors_have_the_status_and_form_of_languagetools(server, wrong):
    method, body = ("GET", None) if wrong["fields"] is None else ("POST", urlencode(wrong["fields"]))
    ours = server.ask(method, f"/v2{wrong['path']}", body, FORM)
    assert ours.status == wrong["status"]
    assert ours.text.startswith("Error: ")
    if not any(words in wrong["says"] for words in OURS_SAY_MORE):
        assert ours.text == wrong["says"]


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"language": "cy"}, "'cy' was not checked: notecheck reads English only"),
        ({"guidance": "swindn"}, "guidance: 'swindn' is not known; allowed: general, "),
        ({"docType": "visit"}, "doc_type: 'visit' is not known; allowed: home-visit, "),
        ({"childAge": "nine"}, "childAge: 'nine' is no number; an age in years from 0 to 25 is allowed"),
        ({"childAge": "90"}, "child.age: 90"),
        ({"eventDate": "soon"}, "event_date: 'soon' is no date; write it as 2026-03-04"),
        ({"part": "line"}, "Unknown value 'line' for parameter 'part'. Valid values: note, paragraph"),
        ({"enabledOnly": "true", "enabledRules": "WHITESPACE_RULE"}, "none of the rules named is known; allowed: "),
    ],
)
def test_what_cannot_be_read_is_told_in_words(server, fields, said):
    answer = server.check("He is secret.", **fields)
    assert answer.status == 400
    assert said in answer.text
    assert "secret" not in answer.text


@pytest.mark.parametrize(
    ("text", "said"), [("%FF", "not UTF-8"), ("a&text=b", "given more than once"), ("a&" * 101, "at most 100")]
)
def test_a_form_that_is_none_is_refused(text, said):
    with pytest.raises(NoteError, match=said):
        read_form(f"language=en&text={text}".encode(), "", {"user-agent": "x"})


@pytest.mark.parametrize(
    ("field", "said"),
    [
        ("guidance", "guidance: is given more than once; send it once$"),
        ("childName", "childName: is given more than once; send it once$"),
        ("childKnownAs", "childKnownAs: .*send it once, with commas between several names$"),
    ],
)
def test_of_two_of_a_field_none_is_passed_over_in_silence(field, said):
    with pytest.raises(NoteError, match=said):
        read_form(f"language=en&text=a&{field}=b&{field}=c".encode(), "", {"user-agent": "x"})


def test_a_form_of_several_parts_is_told_however_it_is_called():
    with pytest.raises(NoteError, match="form of several parts"):
        read_form(b"text=a&language=en", "", {"content-type": "Multipart/Form-Data; boundary=b"})


def test_half_a_character_is_refused(server):
    body = urlencode({"language": "en", "data": '{"text": "I saw \\ud83d Tom."}'})
    answer = server.ask("POST", "/v2/check", body, FORM)
    assert (answer.status, answer.text[:20]) == (400, "Error: text: half a ")
    halves = [{"text": "I saw \ud83d"}, {"text": "\ude00 Tom."}]
    answer = server.ask(
        "POST", "/v2/check", urlencode({"language": "en", "data": json.dumps({"annotation": halves})}), FORM
    )
    assert (answer.status, answer.text[:20]) == (400, "Error: text: half a ")


def test_names_do_not_stand_in_an_address(server):
    answer = server.check("He ran.", path="/v2/check?childName=Tom")
    assert answer.status == 400
    assert "childName: must not stand in an address" in answer.text


def test_the_standard_is_named_with_its_link(server):
    answer = server.check("I think he is lazy. Mum is aggressive.", path="/swindon/home-visit/v2/check").json
    told = answer["notecheck"]
    assert (told["guidance"], told["docType"]) == ("swindon", "home-visit")
    match = next(match for match in answer["matches"] if match["rule"].get("urls"))
    standard = told["standards"][match["notecheck"]["standards"][0]]
    assert standard["says"]
    assert standard["authority"] == "Swindon Borough Council"
    assert f"({standard['authority']}: {standard['section']}" in match["message"]
    assert match["rule"]["urls"] == [{"value": standard["link"]}]


@pytest.mark.parametrize(("asked", "sure"), [("en-GB", 1.0), ("en_us", 1.0), ("auto", 0.0)])
def test_a_language_that_was_named_is_told_as_certain(server, asked, sure):
    told = server.check("We met.", language=asked).json["language"]
    detected = told["detectedLanguage"]
    assert (detected["code"], detected["name"]) == (told["code"], told["name"])
    assert detected["confidence"] == sure
    assert "not detected" in detected["source"]
    theirs = THEIRS["answers"]["check"]["language"]["detectedLanguage"]["confidence"]
    assert asked == "auto" or detected["confidence"] == pytest.approx(theirs, abs=0.001)


def test_an_acronym_is_a_match_that_can_be_replaced(server):
    text = "😀 We met.\r\nThe CIN plan was sent."
    match = next(m for m in server.check(text, language="auto").json["matches"] if m["rule"]["id"] == "acronym")
    assert match["shortMessage"] == "Short form not explained"
    assert {"value": "child in need (CIN)"} in match["replacements"]
    assert text.encode("utf-16-le")[match["offset"] * 2 :][: match["length"] * 2].decode("utf-16-le") == "CIN"
    assert match["rule"]["issueType"] == "style"
    assert match["notecheck"]["severity"] in ("warning", "suggestion")


def test_markup_counts_and_what_it_means_is_read(server):
    pieces = [{"markup": "<p>"}, {"text": "The C"}, {"markup": "<b>"}, {"text": "IN"}, {"markup": "</b>"},
              {"text": " plan."}, {"markup": "</p><p>", "interpretAs": "\n\n"}, {"text": "Fine."}]  # fmt: skip
    body = urlencode({"language": "en-GB", "data": json.dumps({"annotation": pieces})})
    answer = server.ask("POST", "/v2/check", body, FORM | {"User-Agent": "x"}).json
    match = next(match for match in answer["matches"] if match["rule"]["id"] == "acronym")
    whole = "".join(piece.get("text", piece.get("markup")) for piece in pieces)
    assert whole[match["offset"] :][: match["length"]] == "C<b>IN"
    assert match["sentence"] == "The CIN plan."
    assert len(answer["sentenceRanges"]) == 2


def test_no_part_of_a_markup_is_replaced():
    pieces = [{"text": "Ask "}, {"markup": "<at id=7>", "interpretAs": "Mum or Dad"}, {"text": " too."}]
    check = read_check({"language": "en", "data": json.dumps({"annotation": pieces})}, {}, {"user-agent": "x"}, KNOWN)
    one, *others = matches.answer(report_on(check.sent.text, (4, 7), (11, 14)), check, KNOWN)["matches"]
    assert (one["offset"], one["length"], one["replacements"], others) == (4, 9, [], [])
    assert one["message"] == "m For “Mum”: “x”. Also: m For “Dad”: “x”."


def test_a_markup_that_means_a_whole_note_is_one_place_however_much_is_found_in_it():
    """Looked for word by word in all of it, each finding anew, it would take longer than anybody waits."""
    words = "hostile " * 10_000
    check = read_check(
        {"language": "en", "data": json.dumps({"annotation": [{"markup": "<p>", "interpretAs": words}]})},
        {},
        {"user-agent": "x"},
        KNOWN,
    )
    spans = [(place, place + 7) for place in range(0, len(words), 8)]
    (one,) = matches.answer(report_on(words, *spans, suggestions=[]), check, KNOWN)["matches"]
    assert (one["offset"], one["length"], len(one["notecheck"]["also"])) == (0, 3, 9_999)


def test_an_answer_on_a_text_without_a_full_stop_does_not_repeat_all_of_it_at_each_match():
    words = "hostile " * 5_000
    check = read_check({"language": "en", "text": words}, {}, {"user-agent": "x"}, KNOWN)
    spans = [(place, place + 7) for place in range(0, len(words), 8)]
    found = matches.answer(report_on(words, *spans), check, KNOWN)["matches"]
    assert len(found) == 5_000
    assert max(len(each["sentence"]) for each in found) == 1_000
    assert all("hostile" in each["sentence"] for each in found)


def test_a_text_that_is_too_long_is_refused_by_its_length(server):
    def sent(**fields):
        return server.ask("POST", "/v2/check", urlencode({"language": "en-GB"} | fields), FORM)

    meant = {"annotation": [{"markup": "<p>", "interpretAs": "a" * 50_001}] * 2}
    for answer in (sent(text="a" * 100_001), sent(data=json.dumps(meant))):
        assert answer.status == 413
        assert "at most 100,000 are allowed" in answer.text
    assert sent(data=json.dumps({"annotation": [{"markup": "a" * 200_000}, {"text": "Fine."}]})).status == 200


def test_the_addon_sends_its_form_as_plain_text(server):
    body = (
        "data=" + quote('{"text":"The CIN plan was sent."}') + "&language=auto&preferredVariants=en-GB&noopLanguages=en"
    )
    more = "&disabledRules=WHITESPACE_RULE&level=picky&mode=all&useragent=standalone&allowIncompleteResults=true"
    headers = {"Content-Type": "text/plain;charset=UTF-8", "User-Agent": "Mozilla/5.0"}
    answer = server.ask("POST", "/v2/check?c=1&v=standalone", body + more, headers).json
    assert "acronym" in [match["rule"]["id"] for match in answer["matches"]]
    assert "software" not in answer
    assert "context" not in answer["matches"][0]


def test_rules_are_switched_off_and_on(server):
    def found(**fields):
        return {
            match["rule"]["id"] for match in server.check("The CIN plan will be sent soon.", **fields).json["matches"]
        }

    both = found()
    assert {"acronym", "vague"} <= both
    assert found(disabledRules="acronym,WHITESPACE_RULE") == both - {"acronym"}
    assert found(enabledOnly="true", enabledRules="acronym") == {"acronym"}
    assert found(disabledCategories="STYLE") == set()
    assert found(disabledCategories="plain-language", enabledRules="acronym") == {"acronym"} | found(
        disabledCategories="plain-language"
    )


def test_the_childs_voice_is_told_at_the_first_word(server):
    match = next(m for m in server.check(VISIT, **CALLUM).json["matches"] if m["rule"]["id"] == "voice")
    assert (match["offset"], match["length"]) == (0, 1)
    assert match["message"].startswith("About the whole note: Nothing was found here that the child said")
    assert (match["notecheck"]["offset"], match["notecheck"]["length"]) == (0, len(VISIT))
    assert match["replacements"] == []


def test_a_part_of_a_note_is_marked_only_where_it_says_enough(server):
    text = f"{VISIT} Anna rang on Friday about the CIN plan. It was felt that she was aggressive."

    def found(**fields):
        answer = server.check(text, **CALLUM, **fields).json
        return {match["rule"]["id"]: match for match in answer["matches"]}, answer["notecheck"]

    whole, told = found()
    assert {"voice", "acronym"} <= whole.keys()
    assert told["leftOut"] == []
    paragraph, told = found(part="paragraph")
    assert paragraph.keys() == whole.keys() - ACROSS
    assert {"voice", "date", "professional"} <= set(told["leftOut"])
    assert "if the note does so before, leave it" in paragraph["acronym"]["message"]
    assert paragraph["acronym"]["notecheck"]["severity"] == "suggestion"
    near, across = found(mode="allButTextLevelOnly")[0], found(mode="textLevelOnly")[0]
    assert near.keys() | across.keys() == whole.keys()
    assert not near.keys() & across.keys()
    assert {"voice", "acronym"} <= across.keys()


def test_a_heading_at_the_end_of_a_paragraph_is_no_gap():
    row = {"rule": "unfinished", "start": 0, "end": 8, "message": "m", "severity": "error"}
    assert fitting([row], "Actions:", "paragraph") == []
    assert fitting([row], "Actions:", "note") == [row]
    assert fitting([row], "to do XX by then", "paragraph") == [row]


@pytest.mark.parametrize(
    ("body", "agent", "text"),
    [
        ("text=Mum & Dad: 50%25 + 😀\nfine&language=en-GB", None, "Mum & Dad: 50%25 + 😀\nfine"),
        ("text=Mum%20%26%20Dad&language=en-GB", None, "Mum & Dad"),
        ("text=Mum & Dad&language=en-GB&username=a&apiKey=b", "LibreOffice 7.4.7", "Mum & Dad"),
        ("text=Say &language=fr & go&language=en-GB", None, "Say &language=fr & go"),
    ],
)
def test_libreoffice_sends_a_paragraph_as_it_is(body, agent, text):
    headers = {"user-agent": agent} if agent else {}
    fields = read_form(body.encode(), "", headers)
    assert (fields["text"], fields["language"]) == (text, "en-GB")
    assert is_office(fields, headers)
    assert read_check(fields, {}, headers, KNOWN).part == "paragraph"


def test_another_client_is_not_taken_for_libreoffice():
    headers = {"user-agent": "curl/8"}
    fields = read_form(b"text=Mum %26 Dad&language=en", "", headers)
    assert fields["text"] == "Mum & Dad"
    assert read_check(fields, {}, headers, KNOWN).part == "note"


def test_words_of_a_user_are_ignored_and_the_answer_says_so(server):
    def found(name):
        answer = server.check("The CIN plan was sent to CAMHS.", username=name).json
        return {match["offset"] for match in answer["matches"]}, answer["notecheck"]

    form = urlencode({"username": "ann", "word": "CIN"})
    assert server.ask("POST", "/v2/words/add", form, FORM).json == {"added": True}
    assert server.ask("POST", "/v2/words/add", form, FORM).json == {"added": False}
    assert server.get("/v2/words?username=ann").json == {"words": ["CIN"]}
    assert server.get("/v2/words?username=ann&offset=1").json == {"words": []}
    assert server.get("/v2/words?username=bob").json == {"words": []}
    assert found("ann")[1]["ignored"] == 1
    assert found("bob")[0] - found("ann")[0] == {4}
    assert server.ask("POST", "/v2/words/delete", form, FORM).json == {"deleted": True}
    assert server.ask("POST", "/v2/words/delete", form, FORM).json == {"deleted": False}
    assert found("ann") == found("bob")
    assert server.ask("POST", "/v2/words/add", urlencode({"word": "two words"}), FORM).status == 400


def test_a_server_that_listens_wider_asks_whose_words_they_are():
    settings = SimpleNamespace(host="0.0.0.0", token="x" * 20)
    api = next(route for route in routes(None, settings) if route.path == "/words").endpoint.__self__
    assert api._user({}) is None
    assert api._user({"username": "ann"}) == ("", "ann")
    with pytest.raises(NoteError, match="needs a user id"):
        api._needed({})


def test_lists_of_words_are_bounded():
    words = Words()
    for number in range(1000):
        words.add(("a", ""), f"word{number}")
    with pytest.raises(NoteError, match="at most 1,000"):
        words.add(("a", ""), "more")
    for number in range(1000):
        words.add((f"user{number}", ""), "CIN")
    assert words.of(("a", "")) == ()
    assert words.of(("user999", "")) == ("CIN",)
    for number in range(101_000):
        words.add((f"other{number // 1000}", ""), f"word{number % 1000}")
    assert words.of(("other0", "")) == words.of(("user999", "")) == ()
    assert len(words.of(("other100", ""))) == len(words.of(("other1", ""))) == 1000


def test_matches_share_no_words_and_nothing_is_lost(checker):
    text = "The home conditions were felt to be poor by HV and it was agreed that a CIN plan would be seen soon by CSC."
    report = checker(text, doc_type="home-visit").to_dict()
    shown = apart(report["findings"], Sent.of_pieces([Piece(text)]))
    assert all(one.end <= two.start for one, two in pairwise(shown))
    told = [id(row) for each in shown for row in (each.finding, *each.also)]
    assert sorted(told) == sorted(map(id, report["findings"]))


def test_the_longer_finding_takes_the_words_that_are_left():
    text = "Mum is aggressive to the HV at times."
    inner = {"rule": "acronym", "start": 25, "end": 27, "severity": "warning", "suggestions": ["health visitor"]}
    outer = {"rule": "opinion", "start": 4, "end": 27, "severity": "warning", "suggestions": []}
    over = {"rule": "passive", "start": 25, "end": 27, "severity": "suggestion", "suggestions": ["x"]}
    shown = apart([outer, inner, over], Sent.of_pieces([Piece(text)]))
    assert [(text[each.start : each.end], each.is_exact) for each in shown] == [
        ("is aggressive to the", False),
        ("HV", True),
    ]
    assert shown[1].also == (over,)


def test_pieces_are_counted_as_java_counts():
    sent = Sent.of_pieces([Piece("a😀"), Piece("<br>", "\n"), Piece("é👨‍👩")])
    assert sent.text == "a😀\né👨‍👩"
    assert (sent.offset(1), sent.end(2), sent.offset(2), sent.end(3)) == (1, 3, 3, 7)
    assert sent.end(len(sent.text)) == sent.size == 3 + 4 + 6
    assert Sent.of_pieces([]).offset(0) == 0


def test_grammar_that_cannot_be_asked_is_told_as_incomplete(server, with_grammar):
    warnings = server.check("He ran.").json["warnings"]
    assert warnings["incompleteResults"] is True
    assert warnings["incompleteResultsReason"].startswith("grammar: not checked, because")
    assert with_grammar.check("He ran.").json["warnings"] == {"incompleteResults": False}
