"""`/v1` of a real server: reports as the command line gives them, refusals in words, a description that holds."""

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path

import pytest
from benchmarks.resampled import notes as resampled
from jsonschema import Draft202012Validator
from serving import serving

from notecheck.explain import explanation, rules
from notecheck.guidance import Rulebook, guidance_names
from notecheck.render import render
from notecheck.serve.v1.describing import EXAMPLE, describe
from notecheck.serve.v1.protocol import PROTOCOL
from notecheck.serve.v1.routes import OPERATIONS
from notecheck.serve.v1.told import tell

pytestmark = pytest.mark.model

ROOT = Path(__file__).parents[1]
KEYS = ("id", "text", "doc_type", "guidance", "child", "other_children", "author", "event_date", "recorded_date")
JSON = {"Content-Type": "application/json"}
LINES = {"Content-Type": "application/jsonl"}
SECRET = "Zebedeeq"
CONTRACT = EXAMPLE | {
    "text": "CALLUM\r\nI visited Callum 👪 on 4 March 2026. He said “I like it at Nan’s.” The CIN mtg is soon.\r\n",
    "guidance": "leicestershire",
    "other_children": ["Sally"],
    "team": {"name": "North\u2028East", "codes": [1, 2.5, None]},
    "findings": "a key that is ours",
}


@pytest.fixture(scope="module")
def server():
    with serving("--max-text", "20000", jobs=2) as server:
        yield server


@pytest.fixture(scope="module")
def description(server):
    return server.get("/v1/openapi.json").json


def post(server, note, path="/v1/report", headers=JSON):
    return server.ask("POST", path, note if isinstance(note, bytes) else json.dumps(note).encode(), headers)


def written(checker, note, form="json"):
    return "".join(render(form, [("", report) for report in checker.pipe([note])])).encode()


def shape(description, name):
    components = {"components": description["components"]}
    return Draft202012Validator({"$ref": f"#/components/schemas/{name}"} | components)


def corpus(count):
    for path in sorted((ROOT / "models" / "corpus").glob("*/*.json"))[::4][:count]:
        row = json.loads(path.read_text(encoding="utf-8"))
        yield {key: row[key] for key in KEYS if key in row}


def test_a_report_is_what_the_command_line_writes_to_the_byte(server, tmp_path):
    file = tmp_path / "note.json"
    file.write_text(json.dumps(CONTRACT), encoding="utf-8")
    command = [sys.executable, "-m", "notecheck", "check", str(file), "--format", "json"]
    told = subprocess.run(command, capture_output=True, check=False, env=os.environ | {"PYTHONUTF8": "1"})
    answer = post(server, CONTRACT)
    assert (answer.status, answer.headers["content-type"]) == (200, "application/json")
    assert answer.body == told.stdout
    assert answer.json["team"] == CONTRACT["team"]
    assert answer.json["carried"] == {"findings": "a key that is ours"}


@pytest.mark.parametrize("name", guidance_names())
def test_a_note_is_held_against_the_guidance_that_it_names(server, checker, name):
    note = {"text": CONTRACT["text"], "guidance": name, "doc_type": Rulebook.load(name).doc_types[-1]}
    assert post(server, note).body == written(checker, note)


@pytest.mark.parametrize(
    ("body", "status", "said"),
    [
        (b"", 400, "the body: not one whole JSON value"),
        (b'{"text": "Zebedeeq"', 400, "the body: not one whole JSON value"),
        (b'{"text": "Zebedeeq"} {}', 400, "the body: not one whole JSON value"),
        (b'{"text": "Zebedeeq \xff"}', 400, "the body: no UTF-8 at byte 19"),
        ('{"text": "Zebedeeq"}'.encode("utf-16"), 400, "the body: no UTF-8 at byte 0"),
        (b'{"text": "Zebedeeq", "text": "You"}', 400, "the key 'text' stands twice in one object"),
        (b'{"text": "Zebedeeq", "x": [{"a": 1, "a": 1}]}', 400, "the key 'a' stands twice in one object"),
        (b'{"text": "Zebedeeq", "x": NaN}', 400, "a number in it cannot be read"),
        (b'{"text": "Zebedeeq", "x": -Infinity}', 400, "a number in it cannot be read"),
        (b'{"text": "Zebedeeq", "x": 1e999}', 400, "a number in it cannot be read"),
        (b'{"text": "Zebedeeq", "x": ' + b"9" * 5000 + b"}", 400, "a number in it cannot be read"),
        (b'{"text": "Zebedeeq", "x": ' + b"[" * 9000 + b"]" * 9000 + b"}", 400, "too deeply"),
        (b'{"text": "Zebedeeq", "x": ' + b"[" * 60 + b"]" * 60 + b"}", 422, "more than 50 lists or objects"),
        (b"[]", 422, "a note must be an object with the key 'text'"),
        (b"null", 422, "a note must be an object with the key 'text'"),
        (b'{"id": "Zebedeeq"}', 422, "text: missing; a note needs its text"),
        (b'{"text": null}', 422, "text: must be text, not null"),
        (b'{"text": 5}', 422, "text: must be text, not a number"),
        (b'{"text": "Zebedeeq \\ud800"}', 422, "text: half a character (a lone surrogate) at 9"),
        (b'{"text": "Zebedeeq", "doc_type": "poem"}', 422, "doc_type: 'poem' is not known; allowed: home-visit, "),
        (b'{"text": "Zebedeeq", "guidance": "mars"}', 422, "guidance: 'mars' is not known; allowed: general, "),
        (b'{"text": "Zebedeeq", "child": {"age": 99}}', 422, "child.age: 99 is not allowed; an age in years"),
        (b'{"text": "Zebedeeq", "event_date": "soon"}', 422, "event_date: 'soon' is no date; write it as"),
        (b'{"text": "Zebedeeq", "' + b"k" * 1001 + b'": 1}', 422, "a key of 1,001 characters"),
        (json.dumps({"text": "Zebedeeq " * 3000}).encode(), 413, "27,000 characters; at most 20,000 are allowed"),
        (b'{"text": "' + b"Zebedeeq " * 100_000 + b'"}', 413, "bytes; a text may have at most 20,000 characters"),
    ],
    ids=lambda value: value[:60].decode("latin-1") if isinstance(value, bytes) else None,
)
def test_what_is_no_note_is_refused_in_words_without_its_text(server, description, body, status, said):
    answer = post(server, body)
    assert (answer.status, answer.headers["content-type"]) == (status, "application/problem+json")
    assert said in answer.json["detail"]
    assert SECRET not in answer.text
    shape(description, "Problem").validate(answer.json)
    assert str(status) in description["paths"]["/v1/report"]["post"]["responses"]


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        ("application/json; charset=UTF-8", 200),
        ('Application/JSON;charset="utf-8"', 200),
        ("application/json; charset=latin-1", 415),
        ("text/plain", 415),
        ("application/jsonl", 415),
        ("", 415),
    ],
)
def test_a_body_is_json_and_says_so(server, kind, status):
    answer = post(server, {"text": "You came."}, headers={"Content-Type": kind})
    assert answer.status == status
    if status == 415:
        assert answer.json["detail"] == "Content-Type: must be application/json, in UTF-8"


def test_several_notes_come_back_in_order_with_what_is_wrong_in_its_place(server, checker):
    notes = [CONTRACT, {"text": "You came.", "id": 7}, *corpus(5)]
    sent = [json.dumps(note) for note in notes]
    sent[2:2] = ["", '{"text": 5, "id": 12}', "Zebedeeq", '["Zebedeeq"]', '{"text": "Zebedeeq", "text": ""}', "  "]
    answer = post(server, "\r\n".join(sent).encode(), "/v1/reports", LINES)
    assert (answer.status, answer.headers["content-type"]) == (200, "application/jsonl")
    rows = answer.body.splitlines(keepends=True)
    expected = written(checker, CONTRACT, "jsonl"), *(written(checker, note, "jsonl") for note in notes[1:])
    assert rows[:2] == list(expected[:2])
    assert rows[6:] == list(expected[2:])
    wrong = [json.loads(row) for row in rows[2:6]]
    assert wrong[0] == {
        "version": 1, "id": "12", "place": "line 4", "error": {"reason": "text: must be text, not a number"}
    }  # fmt: skip
    assert [row["place"] for row in wrong] == ["line 4", "line 5", "line 6", "line 7"]
    assert SECRET.encode() not in answer.body


def test_several_notes_are_bounded(server, description):
    answer = post(server, b'{"text": ""}\n' * 201, "/v1/reports", LINES)
    assert (answer.status, answer.json["detail"][:34]) == (413, "201 notes; at most 200 are allowed")
    assert post(server, b"", "/v1/reports", LINES).body == b""
    assert post(server, b'{"text": ""}', "/v1/reports", JSON).status == 415
    answer = post(server, b"\xff", "/v1/reports", LINES)
    assert (answer.status, answer.json["detail"]) == (400, "the body: no UTF-8 at byte 0")


def test_each_of_several_notes_counts_as_a_check_of_its_client():
    with serving("--rate", "3", light=True) as server:
        answer = post(server, b'{"text": "a"}\n' * 5, "/v1/reports", LINES)
        rows = [json.loads(row) for row in answer.body.splitlines()]
        assert ["error" in row for row in rows] == [False, False, False, True, True]
        assert rows[4]["error"]["reason"].startswith("more checks a minute than are allowed; send this note again in ")


def test_fifty_clients_at_once_get_each_their_own(server, checker):
    notes = list(resampled(75, words=40, seed=8))
    for number, note in enumerate(notes):
        note["text"] += f"\nQuorbly{number}ish came at {number % 12 + 1}pm. The CIN mtg is next week."
    expected = [report.to_dict() for report in checker.pipe(notes)]

    def ask(client):
        with_it = server.connection()
        found = []
        for note in notes[client::50]:
            with_it.request("POST", "/v1/report", json.dumps(note), JSON)
            answer = with_it.getresponse()
            found.append((answer.status, json.loads(answer.read())))
        with_it.close()
        return found

    with ThreadPoolExecutor(50) as pool:
        answers = list(pool.map(ask, range(50)))
    for client, found in enumerate(answers):
        assert found == [(200, json.loads(json.dumps(report))) for report in expected[client::50]]


def test_guidances_and_rules_are_those_that_notes_are_held_against(server, checker):
    listed = server.get("/v1/guidances").json
    assert list(listed) == list(guidance_names())
    swindon = server.get("/v1/guidances/swindon").json
    assert swindon == listed["swindon"]
    own = Rulebook.load("swindon").guidance
    assert [standard["id"] for standard in swindon["standards"]] == [standard.id for standard in own.standards]
    first = next(standard for standard in swindon["standards"] if standard["served_by"])
    assert first.keys() >= {"section", "says", "served_by", "not_checked"}
    everything = server.get("/v1/rules?guidance=swindon").json
    assert list(everything) == list(rules())
    acronym = server.get("/v1/rules/acronym?guidance=swindon").json
    assert acronym == everything["acronym"]
    told = explanation("acronym", Rulebook.load("swindon"))
    assert [each["standard"]["id"] for each in acronym["standards"]] == [each.standard.id for each in told.standards]
    assert server.get("/v1/rules").json == server.get("/v1/rules?guidance=general").json
    versions = checker("You came.").to_dict()["versions"]
    about = server.get("/v1/about").json
    assert {name: about[name] for name in ("notecheck", "model", "lexicons")} == {
        name: versions[name] for name in ("notecheck", "model", "lexicons")
    }
    file = "lexicons/jargon.yaml"
    assert about["sha256"][file] == sha256((ROOT / file).read_bytes()).hexdigest()
    assert not any(str(ROOT) in name for name in about["sha256"])


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/v1/guidances/mars", "guidance 'mars' is not known; allowed: general, "),
        ("/v1/rules/mars", "rule 'mars' is not known; allowed: "),
        ("/v1/rules?guidance=mars", "guidance 'mars' is not known; allowed: general, "),
        ("/v1/mars", "there is nothing at this address"),
    ],
)
def test_what_there_is_not_is_told_with_what_there_is(server, path, said):
    answer = server.get(path)
    assert (answer.status, answer.headers["content-type"]) == (404, "application/problem+json")
    assert answer.json["detail"].startswith(said)


def test_the_examples_of_the_description_are_real(server, description, checker):
    operation = description["paths"]["/v1/report"]["post"]
    note = operation["requestBody"]["content"]["application/json"]["example"]
    report = operation["responses"]["200"]["content"]["application/json"]["example"]
    assert note == EXAMPLE
    assert post(server, note).json == report
    assert {finding["rule"] for finding in report["findings"]} >= {"acronym", "judgemental"}
    asked = {
        "400": post(server, b"{"),
        "404": server.get("/v1/mars"),
        "415": post(server, {"text": "You came."}, headers={"Content-Type": "text/plain"}),
        "422": post(server, {"text": 5}),
    }
    shown = [
        (status, content["example"])
        for path in description["paths"].values()
        for operation in path.values()
        for status, response in operation["responses"].items()
        for kind, content in response["content"].items()
        if "example" in content and kind == "application/problem+json"
    ]
    assert {status for status, _ in shown} == asked.keys()
    assert all(example == asked[status].json for status, example in shown)


def test_every_note_and_every_report_has_the_shape_that_is_described(server, description):
    note, report = shape(description, "Note"), shape(description, "Report")
    notes = [*corpus(60), CONTRACT | {"places": [{"start": 0, "end": 60, "place": "page 1"}]}, {"text": ""}]
    notes[0] |= {"ignored": [{"text": "CIN", "reason": "a name here"}], "not_applicable": {"seen-alone": "a baby"}}
    for each in notes:
        note.validate(each)
    answer = post(server, "\n".join(map(json.dumps, notes)).encode(), "/v1/reports", LINES)
    rows = [json.loads(row) for row in answer.body.splitlines()]
    assert len(rows) == len(notes)
    for row in rows:
        report.validate(row)
    assert any("place" in finding for row in rows for finding in row["findings"])
    for name, path in {"Guidance": "guidances/sussex", "Explanation": "rules/voice", "About": "about"}.items():
        shape(description, name).validate(server.get(f"/v1/{path}").json)
    error = post(server, b"{}", "/v1/reports", LINES).json
    shape(description, "ErrorRecord").validate(error)


def test_what_is_ours_is_closed_and_told_in_words_for_all(description):
    schemas = description["components"]["schemas"]
    coming_in = {"Note", "Child", "Author", "Ignore", "Place"}
    open_ones = {name for name, made in schemas.items() if made.get("additionalProperties") is not False}
    assert open_ones == {*coming_in, "Report"}  # keys of the caller's own
    assert all(made["description"] for made in schemas.values())
    assert " None" not in json.dumps(schemas)


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ({"child": {"name": "a" * 1001}}, {"child": {"name": "a" * 1000}}),
        ({"child": {"age": 25.5}}, {"child": {"age": 25}}),
        ({"id": 1.5}, {"id": 12.0}),
        ({"guidance": "general", "doc_type": "quality-alert-2"}, {"guidance": None, "doc_type": None}),
        ({"doc_type": "allocation-note"}, {"doc_type": "allocation-note", "guidance": "swindon"}),
        ({"ignored": [{"reason": "a name"}]}, {"ignored": [{"reason": "a name", "rule": "voice"}]}),
        ({"ignored": [{"text": "CIN", "reason": " "}]}, {"ignored": [{"text": "CIN", "reason": "a name"}]}),
        ({"not_applicable": {"date": ""}}, {"not_applicable": {"date": "none"}}),
        ({"places": [{"start": -1, "end": 1, "place": "p"}]}, {"places": [{"start": 0.0, "end": 1, "place": "p"}]}),
        ({"other_children": "Sally"}, {"other_children": ["Sally", ""]}),
        ({"author": []}, {"author": None}),
    ],
)
def test_the_description_and_the_server_refuse_the_same(server, description, wrong, right):
    note = shape(description, "Note")
    assert not note.is_valid({"text": "You came."} | wrong)
    assert post(server, {"text": "You came."} | wrong).status == 422
    note.validate({"text": "You came."} | right)
    assert post(server, {"text": "You came."} | right).status == 200


def test_a_server_with_a_token_says_so_in_its_description(checker):
    told = tell(checker, None)
    made = describe(OPERATIONS, told, most=500, token=True, report=None)
    assert made["components"]["securitySchemes"]["token"]["scheme"] == "bearer"
    assert all("401" in each["responses"] for path in made["paths"].values() for each in path.values())
    assert made["components"]["schemas"]["Note"]["properties"]["text"]["maxLength"] == 500
    assert "401" not in describe(OPERATIONS, told, most=500, token=False, report=None)["paths"]["/v1/about"]["get"]


@pytest.mark.slow
def test_schemathesis_finds_nothing(server, tmp_path):
    """All its checks, on what the description of `/v1` and `/v2` allows and much it does not, each time the same."""
    pytest.importorskip("schemathesis")
    here = ROOT / "tests" / "openapi"
    found = subprocess.run(
        [
            *(sys.executable, "-m", "schemathesis.cli", "--config-file", str(here / "schemathesis.toml"), "run"),
            *("--max-examples", "8", "--no-color", f"{server.address}/v1/openapi.json"),
        ],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(here)},
        capture_output=True,
        text=True,
        check=False,
        timeout=280,
    )
    assert found.returncode == 0, found.stdout[-6000:]
    count = len(OPERATIONS) + len(PROTOCOL) - 1  # the description itself is not asked for again
    assert f"{count} selected / {count} total" in found.stdout
