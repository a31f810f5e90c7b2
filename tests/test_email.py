"""Pasted emails: which lines are header, signature and disclaimer, and which are the sender's own words."""

import pytest

from notecheck.text import emails

NOTE = (
    "School emailed.\n\nFrom: Jane Smith\nSent: 4 May 2026 10:12\nTo: Priya Nair\nSubject: RE: Sam\n\n"
    "Hi Priya,\n\nSam was late on Monday.\n\nHe was sick on Tuesday.\n\nKind regards\nJane Smith\n"
    "Head of Year 9\n01632 960111\n\nThis email is confidential. If you are not the intended recipient please "
    "delete it.\n\nI rang Jane on 5 May."
)


def parts(text):
    return [(block.kind, text[block.start : block.end]) for block in emails.find(text)]


def kinds(text):
    return [kind for kind, _ in parts(text)]


def test_an_email_is_cut_into_its_parts():
    assert parts(NOTE) == [
        ("header", "From: Jane Smith\nSent: 4 May 2026 10:12\nTo: Priya Nair\nSubject: RE: Sam"),
        ("body", "Hi Priya,\n\nSam was late on Monday.\n\nHe was sick on Tuesday."),
        ("signature", "Kind regards\nJane Smith\nHead of Year 9\n01632 960111"),
        ("disclaimer", "This email is confidential. If you are not the intended recipient please delete it."),
    ]


@pytest.mark.parametrize(
    "text",
    [
        NOTE.replace("\n", "\r\n"),
        NOTE.replace("\n", "\r"),
        "\n\n\U0001f600\n" + NOTE,
        NOTE.replace("Head of Year 9", "Head of Year 9 \U0001f469\u200d\U0001f3eb"),
    ],
)
def test_offsets_hold_with_any_line_break_and_emoji(text):
    assert kinds(text) == ["header", "body", "signature", "disclaimer"]
    assert all(value == value.strip() for _, value in parts(text))


@pytest.mark.parametrize(
    ("text", "header"),
    [
        (
            "From: Jane Smith Sent: 04 May 2026 10:12 To: Priya Nair Subject: RE: Sam Hi Priya, Sam is fine.",
            "From: Jane Smith Sent: 04 May 2026 10:12 To: Priya Nair Subject: RE: Sam",
        ),
        (
            "On Mon, 4 May 2026 at 10:12, Jane Smith <jane@oak.example>\nwrote:\n> Hi\n> Sam was late.",
            "On Mon, 4 May 2026 at 10:12, Jane Smith <jane@oak.example>\nwrote:",
        ),
        (
            "-----Original Message-----\nFrom: Kelly Hill\nSent: 4 May 2026 22:10\nTo: P Nair\n\nSam is sick.",
            "-----Original Message-----\nFrom: Kelly Hill\nSent: 4 May 2026 22:10\nTo: P Nair",
        ),
        (
            "From: Jo\nSent: 4 May 2026 09:00\nTo: P Nair; K Ahmed;\n T Lowe\nSubject: Sam\n\nPlease see attached.",
            "From: Jo\nSent: 4 May 2026 09:00\nTo: P Nair; K Ahmed;\n T Lowe\nSubject: Sam",
        ),
        ("FROM: SISTER QUINN\nSENT: 4 MAY 2026 09:00\nTO: DUTY\n\nOn ward 4.", None),
        ("Sent below.\nFrom: jo@oak.example\nSam is off today.", "From: jo@oak.example"),
    ],
)
def test_headers_of_the_usual_mail_programs_are_found(text, header):
    found = dict(parts(text))
    assert found["header"] == (header or text.split("\n\n")[0])
    assert found["body"]


@pytest.mark.parametrize(
    "text",
    [
        "Date: 4 May 2026\nFrom: 10am To: 11am\nPresent: Mum",
        "HOME VISIT\nDate: 4 May 2026\nFrom: 10am\nTo: 11am\nSubject: Sam Hill\nPresent: Mum",
        "To: File\nFrom: Lorraine Duffy, service manager\nDate: 2 April 2026\nRe: Caleb Stone\n\nI read the file.",
        "About: Yusra\nFrom: Helen Strachan, midwife\nWritten by: Peter Llewellyn",
        "Dear Sam,\n\nI came on 4 May 2026.\n\nKind regards,\n\nPriya Nair\nSocial Worker\n01632 960111",
        "I explained that what you tell me is confidential unless you are at risk.",
        'On 4 May 2026, Callum wrote:\n"I hate it here."',
        "Mum forwarded me an email from Dad on 4 May 2026. He wrote: 'I want to see them'.",
        "",
    ],
)
def test_a_form_a_letter_and_a_summary_are_no_email(text):
    assert parts(text) == []


def test_each_email_of_a_chain_has_its_own_parts():
    chain = (
        "From: Jane Smith\nSent: 4 May 2026 10:12\nTo: Priya Nair\nSubject: RE: Sam\n\nThat's fine.\n\nJane\n\n"
        "From: Priya Nair\nSent: 3 May 2026 16:00\nTo: Jane Smith\nSubject: Sam\n\nCan I see Sam?\n\nThanks\n"
        "Priya Nair\nSocial Worker\n\nI saw Sam on 6 May."
    )
    assert kinds(chain) == ["header", "body", "signature"] * 2
    assert "I saw Sam" not in "".join(value for _, value in parts(chain))


def test_the_writer_who_carries_on_right_below_is_not_taken_for_the_email():
    text = (
        "From: Gill Tovey\nTo: Steph Rawle\nCc: Homes desk\nSubject: AB\nHi Steph\nShe can move on Thursday.\n"
        "Thanks\nGill Tovey\nCommissioning Officer\nI rang Gill this morning."
    )
    assert parts(text)[-1] == ("signature", "Thanks\nGill Tovey\nCommissioning Officer")


def test_without_a_signature_only_the_first_paragraph_is_the_senders():
    text = "From: Kelly\nSent: 4 May 2026 22:10\nTo: Priya\n\nHi Priya\nSam is sick.\n\nI rang Mum at nine."
    assert parts(text)[-1] == ("body", "Hi Priya\nSam is sick.")


def test_an_email_without_header_is_known_by_its_disclaimer():
    text = "Below.\nHi Priya,\nSam was late.\nKind regards\nJane\nPlease consider the environment before printing."
    assert kinds(text) == ["body", "signature", "disclaimer"]


def test_a_banner_above_the_email_is_a_disclaimer():
    text = (
        "From: Jo Reed\nSent: 4 May 2026 09:00\nSubject: Sam\nCAUTION: This email originated from outside the council."
        "\n\nHi,\nSam is ok.\nJo"
    )
    assert kinds(text) == ["header", "disclaimer", "body", "signature"]


def test_many_emails_take_time_in_proportion():
    assert len(emails.find((NOTE + "\n\n") * 300)) == 1200


@pytest.mark.model
def test_tokens_know_where_they_stand(doc_of):
    doc = doc_of(NOTE)
    frame, pasted = emails.frame(doc), emails.pasted(doc)
    at = {token.text: token.i for token in doc}
    assert (frame[at["sick"]], pasted[at["sick"]]) == (False, True)
    assert (frame[at["Subject"]], pasted[at["Subject"]]) == (True, True)
    assert not pasted[at["rang"]]


@pytest.mark.model
def test_the_check_marks_header_signature_and_disclaimer(marked):
    found = [words for rule, words in marked(NOTE) if rule == "email"]
    assert [words.split("\n")[0][:14] for words in found] == ["From: Jane Smi", "Kind regards", "This email is "]


@pytest.mark.model
def test_the_message_says_what_to_write_instead(checker):
    found = [finding for finding in checker(NOTE).findings if finding.rule == "email"]
    assert "who wrote, in what role, to whom and when" in found[0].message
