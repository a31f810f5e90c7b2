"""Grammar and spelling: what is marked with LanguageTool, what is left alone, and what holds when it fails."""

import http.server
import json
import socket
import threading
import time

import pytest

import notecheck
from notecheck.data import load_lexicons
from notecheck.errors import LexiconError
from notecheck.languagetool import client
from notecheck.languagetool.asking import Asking, blocks, is_for_now
from notecheck.languagetool.client import NotAnsweredError, Patience, ask, sendable

pytestmark = pytest.mark.model

OURS = ("grammar", "spelling")  # where our own check `confusable` marks the same words, they give way to it
PROXIES = [name for each in ("http_proxy", "https_proxy", "all_proxy", "no_proxy") for name in (each, each.upper())]


@pytest.fixture
def grammar(languagetool, monkeypatch, checker):
    """The checker, with LanguageTool."""
    monkeypatch.setenv("NOTECHECK_GRAMMAR", languagetool)
    return checker


@pytest.fixture
def marks(grammar):
    """Check a text; what the rules of this check marked, as (words, first suggestion)."""

    def check(text, rules=OURS, **fields):
        report = grammar(text, **fields)
        assert not [row for row in report.skipped if row.check == "grammar"]
        return [
            (text[f.start : f.end], f.suggestions[0] if f.suggestions else None)
            for f in report.findings
            if f.rule in rules
        ]

    return check


class Stub(http.server.BaseHTTPRequestHandler):
    """A server in LanguageTool's place; what it does with a check is the test's own."""

    def log_message(self, *_):
        pass

    def do_GET(self):
        self.answer(b'[{"code": "en", "longCode": "en-GB"}]' if "languages" in self.path else b"OK")

    def do_POST(self):
        length = int(self.headers["Content-Length"])
        self.server.bodies.append(self.rfile.read(length))
        self.server.act(self)

    def answer(self, body, status=200, **headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@pytest.fixture
def stub():
    """Start a stand-in for LanguageTool that does what it is told; gives it, with the bodies it was sent."""
    servers = []

    def start(act):
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Stub)
        server.daemon_threads, server.act, server.bodies = True, act, []
        server.address = f"http://127.0.0.1:{server.server_address[1]}"
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        return server

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


# What is marked.


@pytest.mark.parametrize(
    ("text", "words", "instead"),
    [
        ("Letter recieved from the housing association.", "recieved", "received"),
        ("Alot of the shouting happens in the mornings.", "Alot", "A lot"),
        ("He kept teh lights off.", "teh", "the"),
        ("Next visit Wendesday 11 June, after school.", "Wendesday", "Wednesday"),
        ("Family time moved from monday to Friday.", "monday", "Monday"),
        ("The interpreter was booked for tigrinya.", "tigrinya", "Tigrinya"),
        ("Before we left, i checked the smoke alarm.", "i", "I"),
        ("Maisie did not want to talk. she built a den.", "she", "She"),
        ("Mum met me at the the door.", "the the", "the"),
        ("There was\nno bulb in the\nthe hall.", "the\nthe", "the"),
        ("Mum says shes not been well.", "shes", "she's"),
        ("The children went to Mums house on Friday.", "Mums", "Mum's"),
        ("He has went to stay with his dad.", "went", "gone"),
        ("The childrens bedroom had new curtains.", "childrens", "children's"),
        ("Her favorite color is purple.", "favorite", "favourite"),
    ],
)
def test_a_slip_is_marked_at_its_words_and_the_suggestion_fits(marks, text, words, instead):
    assert (words, instead) in marks(text, (*OURS, "confusable"))


@pytest.mark.parametrize(
    ("text", "instead"),
    [
        ("The GP will liase with school.", ("liaise",)),
        ("Letter recieved from the housing association.", ("received",)),
        ("He was bulied at school.", ("bullied",)),
        ("It was realy loud.", ("really",)),
        ("Mum was tierd.", ("tired",)),
        ("She began writting.", ("writing",)),
        ("He was hopeing to go.", ("hoping", "hopping", "hoeing")),
    ],
)
def test_the_nearest_and_best_known_word_comes_first_and_alone_where_no_other_is_as_near(grammar, text, instead):
    assert [f.suggestions for f in grammar(text).findings if f.rule == "spelling"] == [instead]


def test_a_suggestion_put_in_place_of_the_words_mends_the_line(grammar):
    text = "Mum recieved teh letter on friday and shes pleased."
    for finding in reversed([f for f in grammar(text).findings if f.rule in OURS]):
        assert len(finding.suggestions) <= 3
        text = text[: finding.start] + finding.suggestions[0] + text[finding.end :]
    assert text == "Mum received the letter on Friday and she's pleased."


def test_the_childs_name_with_a_small_letter_is_marked_and_with_a_capital_is_not(marks):
    child = {"name": "Nasra Warsame", "known_as": ["Nas"]}
    assert marks("When I came, nas was asleep. Nasra Warsame is nine.", child=child) == [("nas", "Nas")]


def test_a_name_with_an_s_and_no_apostrophe(marks):
    text = "Carer has kept every one of Iwans paintings."
    assert marks(text, child={"name": "Iwan Prosser"}) == [("Iwans", "Iwan's")]


def test_names_of_households_and_of_people_before_a_relative(marks):
    assert marks("The Kowalski's have moved.") == [("Kowalski's", "Kowalskis")]
    assert marks("Is this the same address as Craigs brother, or has he moved out?") == [("Craigs", "Craig's")]
    assert marks("The Kowalski's house is damp. The twin's coat is wet.") == []


def test_a_note_with_curly_apostrophes_gets_curly_ones(marks):
    assert marks("Mum’s sister says shes well. It wasn’t a late night.") == [("shes", "she’s")]


def test_messages_are_ours_and_say_why_it_matters(grammar):
    text = "i recieved a email on friday from the the school, shes late. He has went out."
    for finding in grammar(text).findings:
        if finding.rule in OURS:
            assert "reader" in finding.message
            assert "!" not in finding.message
            assert "Possible" not in finding.message
            assert "'" not in finding.message


# What is left alone.


@pytest.mark.parametrize(
    "text",
    [
        "Seen: Okafor, Oduya and Nwachukwu. Mrs Achebe rang Ms Szabo. Hodan came with Zuzanna.",
        "Mam and Taid came. Nain, Babcia and Ammi did not. Mum said nan is well.",
        'You said "i dont wanna go ther, its borin". Then you laughed.',
        "Ellie told me ‘me and him is mates’.",
        "EHCP review with the SENCo, EWO, CAMHS and the LADO. SGO agreed. Strat at 14.30.",
        "Weight on the 9th centile. Stairgate fitted. Sleepsuit clean. Nappies and playdough out.",
        "HV 15:45. Mum tired. Fridge full. No concerns. T to ring HV tues.",
        "Write to k.oduya@northvale.gov.uk or see www.northvale.gov.uk/halfterm and note_v2.docx.",
        "The organisation will prioritise and recognise this. The programme is at the centre.",
        "Wizyta w domu. Dziecko śpi dobrze i ma swój pokój.",
        "Ref AB12CD, id 0x4fzz, [insert nmae], {chlid}.",
        "Half term was fine. She is well-behaved at the after-school club.",
    ],
)
def test_names_quotations_care_words_and_note_style_are_left_alone(marks, text):
    assert marks(text) == []


def test_other_peoples_emails_are_left_as_they_are(marks):
    text = (
        "Email received from school.\n\nFrom: Jo Marsh <jo@school.sch.uk>\nSent: 4 May 2026 10:02\nTo: Priya Nair\n"
        "Subject: Ellie\n\nHi Priya,\nEllie hasnt been in agian and her mum didnt ring.\n\nRegards\nJo\n"
    )
    assert marks(text) == []


SCHOOLS = (
    "From: Sarah Lowe <sarah.lowe@school.example.sch.uk>\nSent: 5 March 2026 09:12\nTo: Priya Nair <p@example.gov.uk>\n"
    "Subject: Callum\n\nHi Priya,\n\nCallum was late again on Monday. The school spoke to mum at the gate and she was "
    "agressive. His attendence is 81%.\n\nKind regards\nSarah Lowe\n01632 960123\n"
)


@pytest.mark.parametrize("before", ["", "Email:\n\n"])
def test_of_a_note_that_is_an_email_it_is_said_that_nothing_was_looked_at(grammar, before):
    report = grammar(before + SCHOOLS)
    why = {row.check: row.reason for row in report.skipped}
    assert why["grammar"] == (
        "nearly all words of this note are those of a pasted email, and an email's words are its sender's"
    )
    for part in ("grammar", "readability", "fact-and-opinion"):
        assert report.score.parts[part] is None


def test_what_a_writer_says_about_an_email_is_looked_at(grammar):
    report = grammar(
        "I rang Callum's mum about what the school says. She recieved a letter last week and will ring Mrs Lowe.\n\n"
        + SCHOOLS
    )
    assert "grammar" not in {row.check for row in report.skipped}
    assert [f.suggestions for f in report.findings if f.rule == "spelling"] == [("received",)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "The famly was agressive and it was recieved tommorow.",
            [("famly", "family"), ("agressive", "aggressive"), ("recieved", "received"), ("tommorow", "tomorrow")],
        ),
        (
            "I made a refferal to CAMHS. Both refferals were late.",
            [("refferal", "referral"), ("refferals", "referrals")],
        ),
    ],
    ids=["hurried", "refferal"],
)
def test_a_line_full_of_slips_is_not_taken_for_another_language(marks, text, found):
    assert marks(text) == found


@pytest.mark.parametrize(
    "line",
    [
        "eu vreau sa merg acasa la mama mea cat mai repede posibil",
        "je veux rentrer a la maison avec ma mere et mes freres demain",
        "nuk dua te kthehem ne shtepi sepse kam frike nga babai im",
    ],
    ids=["Romanian", "French", "Albanian"],
)
def test_a_line_in_another_language_is_left_alone_and_named(grammar, line):
    report = grammar(f"Mum recieved it on Monday.\n{line}\nWe read it together.")
    assert [f.suggestions for f in report.findings if f.rule == "spelling"] == [("received",)]
    assert [row.reason for row in report.skipped if row.check == "spelling"] == [
        "line 2 seems to be in another language, so grammar and spelling were not checked there"
    ]
    assert report.score.parts["grammar"] is not None


def test_a_word_of_the_authoritys_dictionary_is_left_alone(languagetool, monkeypatch, tmp_path):
    monkeypatch.setenv("NOTECHECK_GRAMMAR", languagetool)
    text = "He goes to the snoozlen on site. The worker writes recordss."
    (tmp_path / "dictionary.txt").write_text("# ours\nSnoozlen   # the sensory room\n", encoding="utf-8")
    own = notecheck.load(lexicons=str(tmp_path))
    assert "snoozlen" in load_lexicons(str(tmp_path)).dictionary
    assert [text[f.start : f.end] for f in own(text).findings if f.rule in OURS] == ["recordss"]


# Offsets.


@pytest.mark.parametrize(
    "before",
    [
        "👩‍👧 Seen at home. ",
        "🇬🇧🏴󠁧󠁢󠁷󠁬󠁳󠁿 𝒜 ",
        "\ufeff\n\n",
        "Line one.\r\nLine two.\r\n\r\n",
        "Siobh\u0061\u0301n and Zoe\u0308 came. ",
        "10\u00a0am, so\u00adfa, a\u200bb. ",
        "One.\u2028Two.\x85Three.\x0b\n",
    ],
)
def test_offsets_are_code_points_whatever_stands_before(grammar, before):
    text = before + "Mum recieved it 🙂 on friday."
    found = [text[f.start : f.end] for f in grammar(text).findings if f.rule in OURS]
    assert found == ["recieved", "friday"]


def test_a_decomposed_accent_is_no_misspelling(marks):
    assert marks("The cafe\u0301 was shut. Zoe\u0308 and Rene\u0301e waited.") == []


def test_sendable_text_keeps_the_place_of_every_character():
    text = "a\r\n👩‍👧e\u0301\u00adb\u00a0"
    sent, places = sendable(text)
    assert sent == "a\n☺☺éb "
    assert len(places) == len(sent) + 1
    assert [text[place] for place in places[:-1]] == ["a", "\n", "👩", "👧", "e", "b", "\u00a0"]


def test_blocks_cover_the_text_but_for_blank_lines():
    text = "\n \nOne\ntwo\n\n\t\nThree\r\n\r\nFour"
    assert [text[b.start : b.start + len(b.text)] for b in blocks(text)] == [b.text for b in blocks(text)]
    assert [b.text.split() for b in blocks(text)] == [["One", "two"], ["Three"], ["Four"]]
    long = "word " * 10_000
    assert "".join(block.text for block in blocks(long)) == long


# No proxy, no redirect, no trace.


def test_no_proxy_is_ever_asked(languagetool, monkeypatch, stub):
    proxy = stub(lambda handler: handler.answer(b"{}"))
    taken = []
    for verb in ("do_GET", "do_CONNECT"):
        monkeypatch.setattr(Stub, verb, lambda handler: taken.append(handler.path), raising=False)
    monkeypatch.setattr(client, "_tools", {})
    for name in PROXIES:
        monkeypatch.delenv(name, raising=False)
    for name in PROXIES[:6]:
        monkeypatch.setenv(name, proxy.address)
    assert [remark.rule for remark in ask(languagetool, "Mum recieved it.", Patience(60))] == ["MORFOLOGIK_RULE_EN_GB"]
    assert (taken, proxy.bodies) == ([], [])


def test_a_redirect_is_not_followed(stub):
    other = stub(lambda handler: handler.answer(b'{"matches": []}'))
    server = stub(lambda handler: handler.answer(b"", 307, Location=other.address + "/v2/check"))
    with pytest.raises(NotAnsweredError, match="fault 307"):
        ask(server.address, "Zebedee cried.", Patience(5))
    assert other.bodies == []


def test_nothing_of_the_text_is_kept_or_logged(languagetool, caplog):
    from language_tool_python import Match

    caplog.set_level(0)
    assert ask(languagetool, "Zebedee recieved it.", Patience(60))
    assert Match.PREVIOUS_MATCHES_TEXT is None
    assert "Zebedee" not in caplog.text
    assert "Zebedee" not in repr(vars(client))


# A server that fails.


def hang(handler):
    time.sleep(20)


def trickle(handler):
    handler.send_response(200)
    handler.end_headers()
    for _ in range(200):
        handler.wfile.write(b" ")
        handler.wfile.flush()
        time.sleep(0.1)


def die(handler):
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    handler.wfile.write(b'{"matches": [')
    handler.wfile.flush()
    handler.connection.shutdown(socket.SHUT_RDWR)


def flood(handler):
    handler.send_response(200)
    handler.end_headers()
    for _ in range(2_000):
        handler.wfile.write(b" " * 100_000)


def says(body, status=200):
    return lambda handler: handler.answer(body, status)


def match(offset=8, length=8, values=("received",), rule="MORFOLOGIK_RULE_EN_GB", category="TYPOS", **other):
    """An answer of LanguageTool with one match."""
    kind = {"id": rule, "issueType": "misspelling", "description": "", "category": {"id": category, "name": ""}}
    made = {"message": "", "context": {"text": "", "offset": 0, "length": 1}, "rule": kind, "sentence": ""}
    made |= {"offset": offset, "length": length, "replacements": [{"value": value} for value in values]}
    return says(json.dumps({"matches": [made | other]}).encode())


UNSOUND = {
    "beyond": match(5, 900),
    "before": match(-3, 2),
    "nothing": match(3, 0),
    "half": match(1.0, 2),
    "words": match("1", "2"),
    "true": match(True, True),
    "no number": match(float("nan"), 2),
    "number instead": match(values=[5]),
    "object instead": match(values=[{"a": 1}]),
    "none instead": match(values=[None]),
    "no list": match(replacements={"value": "x"}),
    "text": match(replacements="received"),
    "no rule": match(rule=None),
    "number of a rule": match(rule=7),
    "long rule": match(rule="R" * 100_000),
    "escaping rule": match(rule="X\n::error::y"),
    "list of categories": match(category=["TYPOS"]),
    "rule of no kind": says(b'{"matches": [{"rule": 5}]}'),
    "no category": says(
        b'{"matches": [{"rule": {"id": "X", "category": null}, "offset": 0, "length": 1, "replacements": []}]}'
    ),
    "many": says(json.dumps({"matches": [{}] * 50_000}).encode()),
    "object for a list": says(b'{"matches": {"a": 1}}'),
    "number for a list": says(b'{"matches": 0}'),
    "lone": says(b'"abc"'),
    "no utf-8": says(b"\xff\xfe\x00"),
}


@pytest.mark.parametrize(
    ("act", "reason"),
    [
        (hang, "did not answer within"),
        (trickle, "did not answer within"),
        (die, "stopped answering"),
        (flood, "too long"),
        (says(b"<html>Zebedee"), "not what LanguageTool answers"),
        (says(b"[]"), "not what LanguageTool answers"),
        (says(b'{"matches": [1]}'), "not what LanguageTool answers"),
        (says(b"[" * 100_000), "not what LanguageTool answers"),
        (says(b"Error: Zebedee", 500), "fault 500"),
        *((act, "not what LanguageTool answers") for act in UNSOUND.values()),
    ],
    ids=["hangs", "trickles", "dies", "floods", "page", "list", "odd", "deep", "fault", *UNSOUND],
)
def test_the_note_is_reported_all_the_same_and_says_why_grammar_is_not(checker, monkeypatch, stub, act, reason):
    monkeypatch.setattr("notecheck.languagetool.asking._SECONDS", 1.0)
    monkeypatch.setenv("NOTECHECK_GRAMMAR", stub(act).address)
    report = checker("Zebedee recieved a CIN plan.\n\nMum left.")
    (skipped,) = (row for row in report.skipped if row.check == "grammar")
    assert reason in skipped.reason
    assert "not checked, because" in skipped.reason
    assert "Zebedee" not in skipped.reason
    assert is_for_now(skipped.reason)
    assert any(finding.rule == "acronym" for finding in report.findings)


def test_what_is_switched_off_or_too_long_is_not_worth_asking_about_again(checker, monkeypatch, stub):
    """An audit would wait a minute and a half for each batch."""
    monkeypatch.setenv("NOTECHECK_GRAMMAR", "off")
    reasons = [row.reason for row in checker("Mum left.").skipped if row.check == "grammar"]
    monkeypatch.setenv("NOTECHECK_GRAMMAR", stub("hangs").address)
    monkeypatch.setattr("notecheck.languagetool.asking._LONGEST", 5)
    reasons += [row.reason for row in checker("Mum left.").skipped if row.check == "grammar"]
    assert len(reasons) == 2
    assert not any(map(is_for_now, reasons))


@pytest.mark.parametrize(
    "value",
    ["\ud800", "\x1b[2Jreceived", "received\n::error::x", "\u202edeviecer", "y" * 1_000_000],
    ids=["half a character", "escape", "line break", "turned round", "long"],
)
def test_a_replacement_that_cannot_stand_in_a_line_is_left_out(stub, value):
    server = stub(match(values=[value, "received"]))
    (remark,) = ask(server.address, "Zebedee recieved it.", Patience(5))
    assert remark.replacements == ("received",)


def test_of_very_many_replacements_the_first_are_kept(stub):
    server = stub(match(values=[f"received{number}" for number in range(5_000)]))
    (remark,) = ask(server.address, "Zebedee recieved it.", Patience(5))
    assert remark.replacements == tuple(f"received{number}" for number in range(20))


def test_a_remark_on_a_space_or_within_a_character_is_no_slip(checker, monkeypatch, stub):
    """A server that is wrong about places must not end the check."""
    text = "Zebedee  ran. q\u0308 left."
    for place in (7, 14):
        monkeypatch.setenv("NOTECHECK_GRAMMAR", stub(match(place, 1, [], "ENGLISH_WORD_REPEAT_RULE")).address)
        report = checker(text)
        assert not [row for row in report.skipped if row.check == "grammar"]
        assert not [finding for finding in report.findings if finding.rule in OURS]


def test_a_fault_of_ours_in_asking_is_said_and_no_word_of_the_note(checker, monkeypatch, stub):
    def fail(*_, **__):
        raise KeyError("Zebedee recieved it.")

    monkeypatch.setenv("NOTECHECK_GRAMMAR", stub(match()).address)
    monkeypatch.setattr("notecheck.languagetool.asking.ask", fail)
    report = checker("Zebedee recieved a CIN plan.")
    (skipped,) = (row for row in report.skipped if row.check == "grammar")
    assert skipped.reason == "not checked, because LanguageTool could not be asked"
    assert any(finding.rule == "acronym" for finding in report.findings)


def test_a_server_that_did_not_answer_is_left_in_peace_for_a_while(monkeypatch, stub):
    server = stub(hang)
    with pytest.raises(NotAnsweredError, match="within"):
        ask(server.address, "One.", Patience(0.5))
    with pytest.raises(NotAnsweredError, match="a moment ago"):
        ask(server.address, "Two.", Patience(0.5))
    assert len(server.bodies) == 1


def test_a_server_that_is_gone_is_said_once(checker, monkeypatch):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    monkeypatch.setenv("NOTECHECK_GRAMMAR", f"http://127.0.0.1:{port}")
    report = checker("Mum recieved it. She was at Mums house.")
    assert len([row for row in report.skipped if row.check == "grammar"]) == 1


def test_switched_off_it_says_so_and_asks_nobody(checker):
    report = checker("Mum recieved it.")
    (skipped,) = (row for row in report.skipped if row.check == "grammar")
    assert "switched off" in skipped.reason
    assert not [finding for finding in report.findings if finding.rule in OURS]


def test_a_note_beyond_all_measure_is_not_sent(stub, monkeypatch):
    server = stub(says(b'{"matches": []}'))
    monkeypatch.setenv("NOTECHECK_GRAMMAR", server.address)
    assert "at most" in Asking("Mum rang. " * 50_000, load_lexicons()).wait()
    assert server.bodies == []


# Edits.


def test_only_blocks_that_changed_are_asked_again_and_the_report_is_that_of_a_full_check(grammar, monkeypatch):
    asked = []
    real = client.ask
    monkeypatch.setattr(
        "notecheck.languagetool.asking.ask", lambda base, text, *a, **k: asked.append(text) or real(base, text, *a, **k)
    )
    text = "Mum recieved it.\n\nI saw you on friday.\n\nShes well."
    report = grammar(text)
    assert len(asked) == 3
    edited = text.replace("on friday", "on monday")
    again = grammar.update(report, edited)
    assert [block.strip() for block in asked[3:]] == ["I saw you on monday."]
    assert again.to_dict() == grammar(edited).to_dict()


def test_what_is_known_is_not_taken_over_from_a_check_that_failed(grammar, languagetool, monkeypatch):
    monkeypatch.setenv("NOTECHECK_GRAMMAR", "off")
    report = grammar("Mum recieved it.")
    monkeypatch.setenv("NOTECHECK_GRAMMAR", languagetool)
    assert [f.rule for f in grammar.update(report, "Mum recieved it.").findings if f.rule in OURS] == ["spelling"]


def test_many_notes_at_once_each_keep_their_own(grammar):
    texts = [f"Note {n}. Mum recieved it on {day}." for n in range(10) for day in ("friday", "Friday")]
    for text, report in zip(texts, grammar.pipe({"text": text} for text in texts), strict=True):
        assert [text[f.start : f.end] for f in report.findings if f.rule in OURS] == (
            ["recieved", "friday"] if "friday" in text else ["recieved"]
        )


def test_a_finding_of_another_rule_at_the_same_words_is_enough(grammar):
    report = grammar("HV booked for mtg on Tuesday at 3pm. SW to ring [insert nmae].")
    for finding in report.findings:
        if finding.rule in OURS:
            assert not [
                f for f in report.findings if f.rule not in OURS and f.start < finding.end and f.end > finding.start
            ]


# The dictionary.


def test_a_dictionary_with_a_fault_names_file_and_line(tmp_path):
    (tmp_path / "dictionary.txt").write_text("Northvale\nterms: [a, b]\n", encoding="utf-8")
    with pytest.raises(LexiconError, match=r"dictionary\.txt, line 2: 'terms:' is no word"):
        load_lexicons(str(tmp_path))


def test_a_dictionary_that_is_not_utf_8_says_where(tmp_path):
    (tmp_path / "dictionary.txt").write_bytes(b"Caf\xe9\n")
    with pytest.raises(LexiconError, match="not UTF-8 at byte 3"):
        load_lexicons(str(tmp_path))


def test_our_dictionary_has_care_words_and_lets_no_common_slip_through():
    words = load_lexicons().dictionary
    assert {"misper", "centile", "stairgate", "keyworker", "strat"} <= words
    assert not {"recieved", "alot", "aswell", "dont", "thier"} & words


def test_a_note_in_small_letters_has_one_habit_and_not_many_slips(grammar):
    text = "Saw you at home. she was in. the cot was made. he slept well. they had tea. it was warm. we left at four."
    found = [f for f in grammar(text).findings if "begins with a small letter" in f.message]
    assert [text[f.start : f.end] for f in found] == ["she"]
    assert "4 more places" in found[0].message
    mended = text.replace("she", "She").replace("they", "They")
    left = [f for f in grammar(mended).findings if "begins with a small letter" in f.message]
    assert [mended[f.start : f.end] for f in left] == ["he", "it", "we"]  # few enough to show each
