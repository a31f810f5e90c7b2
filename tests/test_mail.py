"""Emails as files, from Outlook and from others: read as if somebody had pasted them, and nothing in them opened."""

import random
from datetime import UTC, datetime
from email.message import EmailMessage

import outlook
import pytest

pytest.importorskip("lxml")
pytest.importorskip("olefile")

from test_html_in import counting_server

from notecheck.errors import NoteError
from notecheck.read import read_file
from notecheck.read.outlook import extract
from notecheck.text import emails

BODY = (
    "Hi Gavin,\n\nAmy was late twice this week. She told me “I hate mornings”, and I wonder whether you know why that"
    " is so.\n\nKind regards\nTina Hall\nAttendance Officer | 01632 960114\n"
)
HEADER = (
    "From: Tina Hall <t.hall@oak.example>\nSent: 11 May 2026 14:07\nTo: Gavin Pope <g.pope@town.example>\n"
    "Subject: RE: Amy – café 😀"
)


def message(**headers):
    made = EmailMessage()
    given = {
        "From": "Tina Hall <t.hall@oak.example>",
        "To": "Gavin Pope <g.pope@town.example>",
        "Date": "Mon, 11 May 2026 14:07:03 +0100",
        "Subject": "RE: Amy – café 😀",
    }
    for name, value in (given | headers).items():
        made[name] = value
    return made


def plain(body=BODY, **headers):
    made = message(**headers)
    made.set_content(body)
    return made


def read(made):
    data = made if isinstance(made, bytes) else made.as_bytes()
    return read_file("school.eml", data)


def text(made):
    return read(made).rows[0].fields["text"]


def refused(data, name="school.eml"):
    with pytest.raises(NoteError) as error:
        read_file(name, data)
    assert "Gavin" not in str(error.value)
    return str(error.value)


def raw(body, *headers):
    return "\r\n".join(["From: a@oak.example", "Subject: Amy", *headers, "", ""]).encode() + body


# .eml


def test_an_email_stands_as_a_person_would_paste_it():
    record = read(plain()).rows[0]
    assert record.fields["text"] == f"{HEADER}\n\n{BODY.strip()}"
    assert record.fields["event_date"] == "2026-05-11T14:07:03"
    assert record.fields["id"] == "school"
    assert record.fields["places"][0]["place"] == "header of the email"
    assert record.fields["places"][-1]["place"].startswith("paragraph ")


def test_its_header_body_and_signature_are_known_like_those_of_a_pasted_one():
    found = text(plain())
    assert [(block.kind, found[block.start : block.end].split("\n")[0]) for block in emails.find(found)] == [
        ("header", "From: Tina Hall <t.hall@oak.example>"),
        ("body", "Hi Gavin,"),
        ("signature", "Kind regards"),
    ]


def test_plain_text_is_read_where_the_page_says_the_same():
    made = plain()
    made.add_alternative(f"<p>{BODY.replace(chr(10), '<br>')}</p><img src=cid:logo>", subtype="html")
    assert text(made) == f"{HEADER}\n\n{BODY.strip()}"


def test_the_page_is_read_where_it_says_more_or_stands_alone():
    page = "<p>Hi Gavin</p><table><tr><td>Date</td><td>4 May</td></tr><tr><td>Late</td><td>Twice</td></tr></table>"
    both = plain("This email needs a program that shows pages.")
    both.add_alternative(page, subtype="html")
    alone = message()
    alone.set_content(page, subtype="html")
    for made in (both, alone):
        assert text(made) == f"{HEADER}\n\nHi Gavin\n\nDate: 4 May\nLate: Twice"


WORDS = " ".join(f"On day {number} she came to school late, and said why." for number in range(1, 40))
SAID = "She does not want to go home with him."


def test_a_sentence_that_the_page_alone_holds_is_read():
    made = plain(f"{WORDS}\nShe does go. Home with him is not what I want to see.\n")
    both = f"<p>{WORDS}</p><p>She does go. Home with him is not what I want to see.</p>"
    made.add_alternative(f"{both}<p>{SAID}</p><ol><li>Ring Nan</li></ol>", subtype="html")
    assert SAID in text(made)
    assert read(made).notices == ()


def test_a_sentence_that_the_plain_text_alone_holds_is_said():
    made = plain(f"{SAID}\nSee <https://oak.example/a/b/c?d=e>.\n")
    made.add_alternative(f"<p>{WORDS}</p>", subtype="html")
    assert read(made).notices == (
        "its plain text says something that its page does not; the page was read, so words may be missing",
    )


def test_links_logos_and_bullets_of_the_plain_text_do_not_make_it_another():
    told = "  *   Ring Nan<https://safe.example/?url=a.b.c&data=1%7C2%7C3>\n  *   Ring the GP\n\n[Oak School]\n"
    made = plain(f"{WORDS}\n\n{told}")
    page = f"<p>{WORDS}</p><ol><li><a href='x'>Ring Nan</a><li>Ring the GP</ol><img src='cid:1'>"
    made.add_alternative(page, subtype="html")
    assert text(made).endswith("Ring the GP\n\n[Oak School]")
    assert read(made).notices == ("1 picture left out, with any words in them",)


def parted(*parts, kind="mixed"):
    """An email of parts, each its type and what it holds."""
    body = "".join(f"--b\nContent-Type: {held}\n\n{said}\n" for held, said in parts)
    return raw(f"{body}--b--\n".encode(), f"Content-Type: multipart/{kind}; boundary=b")


def test_parts_that_follow_one_another_are_all_read_in_order():
    made = parted(
        ("text/plain", "Amy was late."),
        ("text/html", "<p>She said “I hate mornings”.</p>"),
        ("text/plain; format=flowed", "We meet \non Friday."),
    )
    record = read(made).rows[0].fields
    assert record["text"].endswith("Amy was late.\n\nShe said “I hate mornings”.\n\nWe meet on Friday.")
    assert [each["place"] for each in record["places"][-3:]] == ["paragraph 1", "paragraph 2", "paragraph 3"]
    assert text(parted(("text/html", "<p>One.</p>"), ("text/html", "<p>Two.</p>"), kind="related")).endswith(
        "One.\n\nTwo."
    )


def test_parts_that_say_the_same_are_read_once_though_they_are_not_called_alternatives():
    assert text(parted(("text/plain", WORDS), ("text/html", f"<p>{WORDS}</p>"))).count("On day 7 ") == 1


@pytest.mark.parametrize("encoding", ["quoted-printable", "base64", "8bit"])
@pytest.mark.parametrize("charset", ["utf-8", "cp1252"])
def test_every_character_comes_through_whatever_the_mail_did_to_it(encoding, charset):
    made = message()
    made.set_content(BODY, charset=charset, cte=encoding)
    assert BODY.strip() in text(made)


@pytest.mark.parametrize(
    ("body", "charset", "notices"),
    [
        ("She’s fine, café.".encode(), "iso-8859-1", 0),
        ("She’s fine, café.".encode(), "nonsense", 0),
        ("She’s fine, café.".encode(), "us-ascii", 0),
        ("She’s fine, café.".encode("cp1252"), "us-ascii", 1),
        ("She’s fine, café.".encode("cp1252"), "windows-1252", 0),
        ("She’s fine, café.".encode("cp1252"), "utf-8", 1),
    ],
)
def test_a_wrong_or_missing_encoding_is_seen_through(body, charset, notices):
    found = read(raw(body, f"Content-Type: text/plain; charset={charset}"))
    assert found.rows[0].fields["text"].endswith("She’s fine, café.")
    assert len(found.notices) == notices


def test_lines_that_the_mail_program_broke_are_joined_again():
    broken = (
        b"Amy was late twice this week. She told me that she hates mornings, and I\nwonder whether you know why that is"
        b" so. We could meet on 4 May to talk\nabout it.\n- first\n- second\n\nTina Hall\nAttendance\n"
    )
    assert text(raw(broken)).split("\n\n", 1)[1] == (
        "Amy was late twice this week. She told me that she hates mornings, and I wonder whether you know why that is"
        " so. We could meet on 4 May to talk about it.\n- first\n- second\n\nTina Hall\nAttendance"
    )
    flowed = raw(b"This line goes on \nto the next.\n\nTina\n", "Content-Type: text/plain; format=flowed")
    assert text(flowed).endswith("This line goes on to the next.\n\nTina")


def test_attachments_are_named_and_not_opened():
    made = plain()
    made.add_attachment(b"%PDF-1.7 Words inside", maintype="application", subtype="pdf", filename="plan für Amy.pdf")
    made.add_attachment("Other words", filename="notes.txt")
    found = read(made)
    assert found.rows[0].fields["text"] == f"{HEADER}\n\n{BODY.strip()}"
    assert found.notices == ("2 attachments not opened: plan für Amy.pdf, notes.txt",)


def test_an_email_forwarded_inside_is_read_below_and_an_attached_one_is_an_attachment():
    inner = plain("Amy likes the new class.\n", Subject="Amy")
    outer = plain("See below.\n")
    outer.add_attachment(inner)
    assert "likes the new class" not in text(outer)
    assert read(outer).notices == ("1 attachment not opened: an email",)
    shown = plain("See below.\n")
    shown.add_attachment(inner, disposition="inline")
    found = text(shown)
    assert found.endswith("Subject: Amy\n\nAmy likes the new class.")
    assert [block.kind for block in emails.find(found)].count("header") == 2
    alone = message()
    alone.make_mixed()
    alone.add_attachment(inner)
    assert text(alone).endswith("Amy likes the new class.")


def forwarded(*inside):
    made = plain("See below.\n")
    for each in inside:
        made.add_attachment(each, disposition="inline")
    return made


def test_emails_inside_emails_inside_are_read_and_what_is_beyond_the_bound_is_said():
    deepest = plain("She said so herself.\n", Subject="First")
    found = read(forwarded(forwarded(deepest)))
    assert found.rows[0].fields["text"].endswith("Subject: First\n\nShe said so herself.")
    assert found.notices == ("the 2 emails that are forwarded inside were read below it",)
    many = read(forwarded(*(plain(f"Email {number}.\n") for number in range(1, 23))))
    assert "Email 20." in many.rows[0].fields["text"]
    assert "Email 21." not in many.rows[0].fields["text"]
    assert many.notices[1:] == ("it has more than 20 emails inside; the others were not read, so save them apart",)


def test_what_an_email_inside_leaves_out_is_said():
    page = message()
    page.set_content("<p>Seen.</p><img src='cid:1'>", subtype="html")
    assert "1 picture left out, with any words in them" in read(forwarded(page)).notices
    only = message()
    only.make_mixed()
    only.add_attachment(plain("Amy likes the new class.\n"))
    only.add_attachment(b"x", maintype="application", subtype="pdf", filename="plan.pdf")
    assert "1 attachment not opened: plan.pdf" in read(only).notices


def test_a_report_of_delivery_is_named():
    report = parted(
        ("text/plain", "Your email did not arrive."),
        ("message/delivery-status", "Reporting-MTA: dns; oak.example\n\nFinal-Recipient: rfc822; jo@oak.example\n"),
        kind="report",
    )
    assert read(report).notices == ("1 attachment not opened: a report of delivery",)


def test_no_picture_of_an_email_is_fetched():
    with counting_server() as (address, asked):
        page = f"<p>{BODY}</p><img src='{address}/pixel.png'><link rel=stylesheet href='{address}/css'>"
        made = message()
        made.set_content(page, subtype="html")
        made["List-Unsubscribe"] = f"<{address}/out>"
        part = EmailMessage()
        part["Content-Type"] = f'message/external-body; access-type=URL; URL="{address}/body"'
        part.set_payload("")
        made.make_mixed()
        made.attach(part)
        assert "Amy was late" in text(made)
        data = outlook.message({0x1A: "IPM.Note", 0x37: "Amy"}, binary={0x1013: page.encode()})
        assert "Amy was late" in read_file("school.msg", data).rows[0].fields["text"]
        assert asked == []


@pytest.mark.parametrize(
    "data",
    [
        raw(b"AAAA", "Content-Type: application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m"),
        raw(
            b"--b\nContent-Type: application/pgp-encrypted\n\n1\n--b--\n",
            "Content-Type: multipart/encrypted; boundary=b",
        ),
        raw(b"Gavin\n-----BEGIN PGP MESSAGE-----\nhQEMA\n"),
        outlook.message({0x1A: "IPM.Note.SMIME", 0x37: "Amy", 0x1000: "Gavin"}),
        outlook.message({0x1A: "IPM.Note", 0x37: "Amy", 0x1000: "Gavin"}, attached=["message.rpmsg"]),
    ],
)
def test_an_encrypted_email_is_refused_in_words(data):
    name = "school.msg" if data.startswith(b"\xd0\xcf") else "school.eml"
    assert "the email is encrypted; open it in your mail program" in refused(data, name)


def test_an_email_of_ninety_thousand_blank_lines_is_read():
    assert text(raw(b"Amy came.\n" + b"\n" * 90_000 + b"Amy left.\n")).endswith("Amy came.\n\nAmy left.")


def test_an_email_that_is_signed_is_read():
    parts = (
        f"--b\nContent-Type: text/plain; charset=utf-8\n\n{BODY}\n--b\n"
        "Content-Type: application/pkcs7-signature; name=smime.p7s\nContent-Disposition: attachment\n\nx\n--b--\n"
    )
    assert "Amy was late twice" in text(raw(parts.encode(), "Content-Type: multipart/signed; boundary=b"))
    wrapped = raw(b"AAAA", "Content-Type: application/pkcs7-mime; smime-type=signed-data; name=smime.p7m")
    assert "signed in a way that wraps its text" in refused(wrapped)


def nested(deep):
    data = b"From: a@oak.example\nMIME-Version: 1.0\n"
    for number in range(deep):
        data += b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (number, number)
    return data + b"Content-Type: text/plain\n\nhi\n"


@pytest.mark.parametrize(
    "data",
    [
        raw(b"--b\nContent-Type: text/plain\n\nhi\n" * 10_000 + b"--b--", "Content-Type: multipart/mixed; boundary=b"),
        nested(1_000),
        b"From: a@oak.example\n" + b"Content-Type: message/rfc822\n\n" * 50_000 + b"hi",
    ],
    ids=["parts", "deep", "emails"],
)
def test_an_email_of_too_many_parts_is_refused(data):
    assert "parts, or they are nested too deeply" in refused(data)


@pytest.mark.parametrize(
    "header",
    [
        b"To: " + b"Jo Reed <jo@oak.example>, " * 50_000,
        b"To: " + b"<" * 3_000,
        b"To: " + b"(" * 5_000,
        b"Date: " + b"9" * 5_000,
        b"Subject: =?utf-8?B?" + b"QUFB" * 20_000 + b"?=",
        b"X: y\n" * 200_000,
    ],
    ids=["receivers", "brackets", "comments", "date", "subject", "lines"],
)
def test_odd_headers_do_no_harm(header):
    found = text(b"From: a@oak.example\n" + header + b"\n\nAll is well.\n")
    assert found.endswith("All is well.")
    assert len(found) < 4_000


def test_what_is_no_email_or_says_nothing_is_refused():
    assert "it is no email" in refused(b"I came to see you at home, Callum.\nWe talked about school.\n")
    assert "no words below its header" in refused(raw(b"\n"))
    only_a_file = message()
    only_a_file.make_mixed()
    only_a_file.add_attachment(b"x", maintype="application", subtype="pdf", filename="a.pdf")
    assert "no words below its header" in refused(only_a_file.as_bytes())


# .msg

PROPERTIES = {
    0x001A: "IPM.Note",
    0x0037: "RE: Amy – café 😀",
    0x0C1A: "Tina Hall",
    0x5D01: "t.hall@oak.example",
    0x0E04: "Gavin Pope <g.pope@town.example>",
}
SENT = datetime(2026, 5, 11, 13, 7, tzinfo=UTC)  # 14:07 in London


def test_an_email_of_outlook_stands_as_a_person_would_paste_it():
    data = outlook.message(PROPERTIES | {0x1000: BODY.replace("\n", "\r\n")}, sent=SENT, attached=["plan.docx"])
    read = read_file("school.msg", data)
    assert read.rows[0].fields["text"] == f"{HEADER}\n\n{BODY.strip()}"
    assert read.rows[0].fields["event_date"] == "2026-05-11T14:07:00"
    assert read.notices == ("1 attachment not opened: plan.docx",)


def test_an_old_email_of_outlook_and_a_long_one_are_read():
    old = {number: value for number, value in PROPERTIES.items() if number != 0x37}
    assert BODY.strip() in read_file("a.msg", outlook.message(old | {0x1000: BODY}, old=True)).rows[0].fields["text"]
    long = BODY * 100
    found = read_file("a.msg", outlook.message(PROPERTIES | {0x1000: long})).rows[0].fields["text"]
    assert found.split() == [*HEADER.replace("Sent: 11 May 2026 14:07\n", "").split(), *long.split()]


def test_an_email_of_outlook_that_is_only_a_page_or_rich_text_is_read():
    page = "<html><body><p>Hi Gavin,</p><p>Amy was late – café.</p></body></html>".encode("cp1252")
    read = read_file("a.msg", outlook.message(PROPERTIES, binary={0x1013: page}))
    assert read.rows[0].fields["text"].endswith("Hi Gavin,\nAmy was late – café.")
    pack = pytest.importorskip("compressed_rtf").compress
    rich = rb"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Arial;}}Hi Gavin,\par Amy was \b late\b0  \'96 caf\'e9.\par}"
    read = read_file("a.msg", outlook.message(PROPERTIES, binary={0x1009: pack(rich)}))
    assert read.rows[0].fields["text"].endswith("Hi Gavin,\nAmy was late – café.")


@pytest.mark.parametrize("cut", [0.3, 0.6, 0.9])
def test_an_email_of_outlook_that_is_cut_off_is_refused(cut):
    data = outlook.message(PROPERTIES | {0x1000: BODY * 100}, sent=SENT)
    refused(data[: int(len(data) * cut)], "a.msg")
    with pytest.raises(NoteError, match="broken or not whole"):
        extract(data[: int(len(data) * cut)])


@pytest.mark.parametrize("chain", ["all to one", "round and round"])
def test_chains_that_go_round_come_to_an_end(chain):
    data = bytearray(outlook.message(PROPERTIES | {0x1000: BODY * 100}, sent=SENT))
    table = 512 + 512 * int.from_bytes(data[76:80], "little")
    count = (len(data) - 512) // 512
    for place in range(min(count, 128)):
        data[table + 4 * place : table + 4 * place + 4] = (0 if chain == "all to one" else (place + 1) % 7).to_bytes(
            4, "little"
        )
    try:
        read_file("a.msg", bytes(data))
    except NoteError as error:
        assert "a.msg: " in str(error)  # noqa: PT017 either answer is right, as long as there is one


def test_another_box_of_streams_is_no_email():
    for data in (outlook.compound({"Stuff": b"x" * 100}), b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)):
        refused(data, "a.msg")
        with pytest.raises(NoteError, match=r"no email of Outlook|broken or not whole"):
            extract(data)


def test_damaged_emails_of_outlook_give_an_answer_in_words():
    chance = random.Random(6)
    whole = outlook.message(PROPERTIES | {0x1000: BODY}, sent=SENT, attached=["plan.docx"])
    for _ in range(300):
        data = bytearray(whole)
        for _ in range(chance.randint(1, 20)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        try:
            extract(bytes(data))
        except NoteError as error:
            assert str(error)  # noqa: PT017
