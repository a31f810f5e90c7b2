import pytest

from notecheck.people.whose import names, quotations, quoted


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ('You said "I hate it" and left.', ['"I hate it"']),
        ("You said “I hate it” and left.", ["“I hate it”"]),
        ("You said 'I hate it' and left.", ["'I hate it'"]),
        ("You said ‘it’s Mum’s’ and left.", ["‘it’s Mum’s’"]),
        ("She said “he told me ‘go away’ and I did”. He ran.", ["“he told me ‘go away’ and I did”"]),
        ("“He said “no” twice.” Then he left.", ["“He said “no” twice.”"]),
        ('You said "I hate it\nMum came in.', ['"I hate it']),
        ("You told me: “I hate it\nMum came in.", ["“I hate it"]),
        ("Mum's car and the boys' room, 'til late.", []),
        ("She is 5'2\" tall.", []),
        ("He likes rock 'n' roll and the '90s.", []),
        ('""" odd """ text', ['""" odd """']),
        ("You wrote 'the boys' room' on the door.", ["'the boys' room'"]),
        ("", []),
    ],
)
def test_quotations_are_found_in_every_style(text, spans):
    assert [text[a:b] for a, b in quotations(text)] == spans


def test_quotations_take_linear_time_on_hostile_text():
    for hostile in ("'“", "'a ", '"a ', "‘a “b ", "“", "' "):
        assert len(quotations(hostile * 40_000)) <= 80_000


@pytest.mark.model
def test_quoted_tokens_are_those_between_the_marks(doc_of):
    doc = doc_of('You said "I hate contact" to Mum.')
    assert [token.text for token, inside in zip(doc, quoted(doc), strict=True) if inside] == [
        '"', "I", "hate", "contact", '"',
    ]  # fmt: skip


@pytest.mark.model
def test_names_come_from_the_fields_of_the_note(doc_of):
    doc = doc_of("x", child={"name": "Ellie-Mae Dawson", "known_as": ["Els"]}, author={"name": "Priya Nair"})
    assert names(doc) == {"ellie-mae", "dawson", "els", "priya", "nair"}
