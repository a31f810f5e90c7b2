"""Words meant otherwise: what is marked, what is offered for it, and what good or clipped English is left alone."""

from itertools import pairwise

import pytest

from notecheck.checks.confusable import SPEC
from notecheck.component import NoSettings
from notecheck.data import load_lexicons
from notecheck.findings import SEVERITIES
from notecheck.report import settle
from notecheck.slips.word_pairs import read_rows

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def prepared(bare):
    return SPEC.prepare(bare, load_lexicons())


@pytest.fixture
def find(doc_of, prepared):
    def run(text, **fields):
        return [(text[f.start : f.end], f) for f in SPEC.find(doc_of(text, **fields), prepared, NoSettings())]

    return run


@pytest.fixture
def mended(find):
    """The text with the first suggestion of every finding put in its place."""

    def run(text, **fields):
        for _, finding in reversed(find(text, **fields)):
            text = text[: finding.start] + finding.suggestions[0] + text[finding.end :]
        return text

    return run


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("The twins have there own beds now.", "The twins have their own beds now."),
        ("I think their coming home on Sunday.", "I think they're coming home on Sunday."),
        ("Their is a stairgate at the top.", "There is a stairgate at the top."),
        ("Mum asked if your able to visit.", "Mum asked if you're able to visit."),
        ("Thank you for you're letter.", "Thank you for your letter."),
        ("Mum thinks its too soon.", "Mum thinks it's too soon."),
        ("Who's coat is this, and whose taking her home?", "Whose coat is this, and who's taking her home?"),
        ("Nan was to upset to talk.", "Nan was too upset to talk."),
        ("He wants too see his dad.", "He wants to see his dad."),
        ("She has to sisters in Leeds.", "She has two sisters in Leeds."),
        ("The boys where asleep and we where told to wait.", "The boys were asleep and we were told to wait."),
        ("I do not know were she lives.", "I do not know where she lives."),
        ("It was hard to here him.", "It was hard to hear him."),
        ("Let me no when she gets home.", "Let me know when she gets home."),
        ("There were know concerns.", "There were no concerns."),
        ("Grandad past away in May.", "Grandad passed away in May."),
        ("He ran passed me.", "He ran past me."),
        ("We do not know weather she will stay.", "We do not know whether she will stay."),
        ("He fell of the wall.", "He fell off the wall."),
        ("He is afraid off the dark.", "He is afraid of the dark."),
        ("She is quiet happy there.", "She is quite happy there."),
        ("Dad may loose his flat.", "Dad may lose his flat."),
        ("They must of left early.", "They must have left early."),
        ("She was not aloud out.", "She was not allowed out."),
        ("He was board and kicked the door.", "He was bored and kicked the door."),
        ("School past on concerns about the bruise.", "School passed on concerns about the bruise."),
        ("The lino is torn and his feet were bear.", "The lino is torn and his feet were bare."),
        ("How will the move effect his sleep?", "How will the move affect his sleep?"),
        ("The plan has been formerly agreed.", "The plan has been formally agreed."),
    ],
)
def test_words_that_sound_alike(mended, text, meant):
    assert mended(text) == meant


@pytest.mark.parametrize("text", ["a", "She gave her a", "We saw each", "He had another", "one of the", "I"])
def test_a_note_that_breaks_off(find, text):
    assert find(text) == []


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("He needs to practice his reading.", "He needs to practise his reading."),
        ("The practise nurse rang.", "The practice nurse rang."),
        ("I would advice you to ring them.", "I would advise you to ring them."),
        ("They took legal advise.", "They took legal advice."),
        ("The row has effected his sleep.", "The row has affected his sleep."),
        ("The move had a big affect on her.", "The move had a big effect on her."),
        ("He is taller then me.", "He is taller than me."),
        ("He ate, and than he slept.", "He ate, and then he slept."),
        ("Dad will not except help.", "Dad will not accept help."),
        ("Everyone came accept Dad.", "Everyone came except Dad."),
        ("The row lead to a call to the police.", "The row led to a call to the police."),
        ("He could not breath.", "He could not breathe."),
        ("The principle social worker agreed.", "The principal social worker agreed."),
        ("Please be discrete.", "Please be discreet."),
        ("They found elicit drugs.", "They found illicit drugs."),
        ("His team manger rang me.", "His team manager rang me."),
        ("The GP PRACTISE has no record of it.", "The GP PRACTICE has no record of it."),
    ],
)
def test_pairs(mended, text, meant):
    assert mended(text) == meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Mum have asked for a lift.", "Mum has asked for a lift."),
        ("The girls was in the bath.", "The girls were in the bath."),
        ("We was told to wait outside.", "We were told to wait outside."),
        ("There is two beds in the room.", "There are two beds in the room."),
        ("Nan don't like the plan.", "Nan doesn't like the plan."),
        ("One of the boys were on the roof.", "One of the boys was on the roof."),
        ("The bruises on her left arm is older.", "The bruises on her left arm are older."),
        ("Ms Bell and her son lives in Hove.", "Ms Bell and her son live in Hove."),
        ("Has the results come back?", "Have the results come back?"),
        ("Everyone in the house know about it.", "Everyone in the house knows about it."),
        ("Lena have been poorly.", "Lena has been poorly."),
        ("Neither of the boys want to move.", "Neither of the boys wants to move."),
        (
            "The work is finished, and each child have a safe adult.",
            "The work is finished, and each child has a safe adult.",
        ),
        ("Attendance and punctuality has been poor.", "Attendance and punctuality have been poor."),
        ("There were no food in the fridge.", "There was no food in the fridge."),
        ("He goes to Nan because Mum need the rest.", "He goes to Nan because Mum needs the rest."),
    ],
)
def test_agreement(mended, text, meant):
    assert mended(text, child={"name": "Lena Bell"}) == meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("She has went to college.", "She has gone to college."),
        ("Somebody had took the buggy.", "Somebody had taken the buggy."),
        ("Dad did not went to the meeting.", "Dad did not go to the meeting."),
        ("I seen him at the bus stop.", "I saw him at the bus stop."),
        ("He will went back on Sunday.", "He will go back on Sunday."),
        ("The letter was wrote in English.", "The letter was written in English."),
        ("Have you spoke to the school?", "Have you spoken to the school?"),
        ("Dad opened the door and tells me to leave.", "Dad opened the door and told me to leave."),
        ("Yesterday Mum rings the duty line.", "Yesterday Mum rang the duty line."),
        ("Bella has moved to her aunt's in 2021.", "Bella moved to her aunt's in 2021."),
    ],
)
def test_forms_of_verbs(mended, text, meant):
    assert mended(text) == meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Leon is going school by bus.", "Leon is going to school by bus."),
        ("He wants see his brother.", "He wants to see his brother."),
        ("The GP needs be told.", "The GP needs to be told."),
        ("Some the boys were late.", "Some of the boys were late."),
        ("She been staying with Nan.", "She has been staying with Nan."),
        ("You will nine on Saturday.", "You will be nine on Saturday."),
        ("The carers have very patient with her.", "The carers have been very patient with her."),
        ("Why you think he ran off?", "Why do you think he ran off?"),
        ("There was strong smell of smoke.", "There was a strong smell of smoke."),
        ("Nan said he struggling at school.", "Nan said he is struggling at school."),
    ],
)
def test_words_left_out(mended, text, meant):
    assert mended(text) == meant


def test_a_verb_that_nobody_can_guess_is_only_missed(find):
    ((seen, finding),) = find("She would her passport to the next meeting.")
    assert (seen, finding.suggestions) == ("would her", ())
    assert "a verb is missed" in finding.message


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Mum was tearful, she said she missed Nan.", "Mum was tearful. She said she missed Nan."),
        ("The house was warm, there was food in.", "The house was warm. There was food in."),
        (
            "Mr Petrov has not returned my calls I have written to him.",
            "Mr Petrov has not returned my calls. I have written to him.",
        ),
        (
            "The session began at 4pm Dad was early and had a book.",
            "The session began at 4pm. Dad was early and had a book.",
        ),
        (
            "No concerns were noted, both boys are doing well at school.",
            "No concerns were noted. Both boys are doing well at school.",
        ),
    ],
)
def test_sentences_that_run_on(find, mended, text, meant):
    assert mended(text) == meant
    assert [finding.severity for _, finding in find(text)] == ["suggestion"]


@pytest.mark.parametrize(
    "text",
    [
        # good English, and good British English
        "School have rung, the team are meeting and his family are pleased.",
        "Mum and Dad have agreed. Neither Mum nor Dad have been in touch.",
        "He was sat on the wall and she was stood by the door.",
        "If I were Mum I would wait. It was as if he were not there.",
        "I saw Mum have a rest. We let Dad hold the baby. They asked that she be told.",
        "There's two of them. There is food and drink. There was a bed and two chairs.",
        "Ten minutes is enough. The news was good. Maths is hard.",
        "What he did upset her. All he had went on rent. Had they seen it? Has she been seen?",
        "Will went home, Grace has a cold, and Faith and Mark were late.",
        "It was too late to go. Their two dogs and their cat went too.",
        "The practice nurse will practise it. She gave advice and advised him well.",
        "The effect was small, though it affected his sleep. He led the walk. Ms Cole is the lead.",
        "More than that, he was quieter then. Other than that, no.",
        "The plan we made is good. The day I came, he was ill. When he fell, she laughed.",
        "He was well, Mum said. He likes it, doesn't he? I think, Nan told me, it helps.",
        "Mum works, Dad is at home and Nan helps.",
        "You asked me to. She did it because Mum told her to.",
        "He missed three days of school. He would not let go of the gate.",
        "Dad moved to Hull and lives with Nan. Mum said that she is well.",
        "They're here with their mum, and there is a girl who's kind.",
        "She was very very tired. What he had had was a cold.",
        # note style
        "Spoke to Mum. Mum home, Dad at work. Child seen, well presented.",
        "Seen at school. Taken to A&E. Mum to ring GP. Nan to collect at 3.",
        "Dad: no concerns. Plan:\n- Mum to attend group\n- school to send report",
        "OUTCOME OF THE VISIT THERE OWN VIEWS\nAll fine.",
        # somebody else's words
        "He said “I seen it and there going without me”. She wrote 'your not my mum'.",
        'Theo told me: "I done it, we was there."',
        "Attendance is up, she is talking in short sentences and there are no concerns from nursery.",
        "Have the photos Mum took come back?",
        "Health and safety is important.",
        "I saw the twins with Mum, who look well.",
        "She was formerly a nurse, and drove past on her way home.",
        "Everyone in the house must accept Mum is right.",
        "I know that that is hard.",
    ],
)
def test_left_alone(find, text):
    assert find(text) == []


@pytest.mark.parametrize(
    "thing", ["announced visit", "agreed plan", "injured hand", "anonymised letter", "assigned worker", "aunt in Leeds"]
)
def test_an_before_a_vowel_is_as_it_should_be(find, thing):
    for start in ("I had an", "There was an", "Mum told me about an", "She received an"):
        assert find(f"{start} {thing}.") == [], (start, thing)


@pytest.mark.parametrize(
    "text",
    [
        "Callum is more settled than he was last week.",
        "When I arrived the curtains were closed.",
        "Contact was a shambles, Mum told me.",
        "Letter handed to both parents by me. PLO letter sent to the family by post.",
    ],
)
def test_good_english_that_lacks_no_word(find, text):
    assert find(text) == []


def test_a_pasted_email_is_left_alone(find):
    text = (
        "I rang Mum.\n\nFrom: Ann Cole <ann@school.example>\nSent: 4 May 2026 10:02\nTo: Ruth Dale\n"
        "Subject: Leo\n\nHi Ruth, Leo have been poorly and I seen him in tears.\n\nAnn"
    )
    assert find(text) == []


def test_offsets_and_case_are_kept(find):
    text = "😀 Café.\r\nTHERE own room. There own room, and Their is a bed."
    assert [(seen, f.suggestions) for seen, f in find(text)] == [
        ("THERE", ("THEIR",)),
        ("There", ("Their",)),
        ("Their", ("There",)),
    ]


def test_curly_apostrophes_are_read_like_straight_ones(find):
    assert [seen for seen, _ in find("Dad don’t know. He hasn’t went. It’s on it’s side.")] == ["do", "went", "it’s"]


def test_messages_say_what_was_meant_and_how_to_tell(find):
    ((_, finding),) = find("He needs to practice his reading.")
    assert "“practise”" in finding.message
    assert "‘practice’ is the noun" in finding.message
    for text in (
        "Mum have rung.",
        "I seen him.",
        "Mum was late, she said the bus was late.",
        "He is going school.",
        "the the",
    ):
        for _, finding in find(f"Mum came. {text} Dad was at work and the the boys slept."):
            assert not any(word in finding.message.lower() for word in ("error", "wrong", "mistake", "incorrect"))
            assert finding.severity in SEVERITIES


def test_one_remark_where_the_server_marks_the_same_words(find):
    from notecheck.findings import Finding

    text = "He could of been hurt."
    ((_, ours),) = find(text)
    theirs = Finding("grammar", 3, 11, "…")
    assert settle((theirs, ours)) == (ours,)


def test_each_word_is_marked_once(find):
    text = "Mum were to tired too go and there going school, she said she seen there dad and him was board."
    spans = [(f.start, f.end) for _, f in find(text)]
    assert spans == sorted(spans)
    assert all(before[1] <= after[0] for before, after in pairwise(spans))


@pytest.mark.parametrize("text", ["of", "there", ",", "was", "\n", "their their their", "a" * 5000, "Mum have " * 3])
def test_short_and_odd_texts_are_read(find, text):
    find(text)


def test_a_sentence_without_end_is_read_in_time_that_grows_with_it(find):
    find("Mum was here, she had two bags and he were to tired too go " * 1500)


@pytest.mark.parametrize(
    ("row", "says"),
    [("could of", "one bracket"), ("[of]", "the word that was meant"), ("NOWN [of>have]", "NOWN")],
)
def test_a_row_that_cannot_be_read_is_refused_by_name(row, says):
    lists = {name: frozenset() for name in ("slip-people", "slip-counted", "slip-worn")}
    with pytest.raises(ValueError, match=says):
        read_rows({"confusable-x": ("how: so", row)}, frozenset(), lists)


def test_every_list_of_rows_says_how_to_tell():
    for name, rows in load_lexicons().words.items():
        if name.startswith("confusable-"):
            assert rows[0].startswith("how: "), name
            assert len(rows) > 1, name


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Was the twins at nursery when you rang?", "Were the twins at nursery when you rang?"),
        ("Why is her shoes always wet?", "Why are her shoes always wet?"),
        ("Have your dad been to see you?", "Has your dad been to see you?"),
        ("Amina and her cousin was in the yard.", "Amina and her cousin were in the yard."),
        ("She was given a leaflets about the group.", "She was given a leaflet about the group."),
        ("What upset him most were the shouting.", "What upset him most was the shouting."),
        ("The tablet make him sleepy in class.", "The tablet makes him sleepy in class."),
        ("The worker who runs the groups do not think so.", "The worker who runs the groups does not think so."),
        ("I found that Connor sit by himself at lunch.", "I found that Connor sits by himself at lunch."),
        ("There were a lot of noise from the flat above.", "There was a lot of noise from the flat above."),
        ("Her sons, who lives in Cardiff, came.", "Her sons, who live in Cardiff, came."),
        ("Neither of the plans are fine with him.", "Neither of the plans is fine with him."),
        ("He had stop crying by the time I left.", "He had stopped crying by the time I left."),
        ("Has anyone explain the plan to her?", "Has anyone explained the plan to her?"),
        ("Leah was discharge from hospital on Friday.", "Leah was discharged from hospital on Friday."),
        ("The form was sign by both parents.", "The form was signed by both parents."),
        ("The baby was give a bath.", "The baby was given a bath."),
        ("I rang the bell and Mum opens the door.", "I rang the bell and Mum opened the door."),
        (
            "When I asked about school, he laughs and looked away.",
            "When I asked about school, he laughed and looked away.",
        ),
        ("Last night Josh tells me that he is well.", "Last night Josh told me that he is well."),
        (
            "Please leave the form at the desk, ask for Dawn if it is shut.",
            "Please leave the form at the desk. Ask for Dawn if it is shut.",
        ),
        (
            "The foster carer is away until Monday, another visit has been booked.",
            "The foster carer is away until Monday. Another visit has been booked.",
        ),
        (
            "We tried four numbers in the afternoon, none of them were in use.",
            "We tried four numbers in the afternoon. None of them were in use.",
        ),
        ("The kitchen was cold there was no gas on the meter.", "The kitchen was cold. There was no gas on the meter."),
        (
            "Thank you for coming to see me, I enjoyed hearing about your school.",
            "Thank you for coming to see me. I enjoyed hearing about your school.",
        ),
        (
            "No toys in the front room, the children were playing with a shoe box.",
            "No toys in the front room. The children were playing with a shoe box.",
        ),
        ("- Mum to ring the GP, she has the number already.", "- Mum to ring the GP. She has the number already."),
    ],
)  # fmt: skip
def test_word_order_tells_where_the_slip_leads_the_parse_astray(mended, text, meant):
    assert mended(text) == meant


@pytest.mark.parametrize(
    "text",
    [
        "Was the boys' school told about the move?",
        "Has the nursery staff been told?",
        "Who has the children this weekend?",
        "Do Mum and Dad know about the meeting?",
        "Fish and chips is her favourite tea.",
        "A needs new shoes and B needs a coat.",
        "She has a needs assessment booked, and a sports day after that.",
        "What he wants are a dog and a cat.",
        "The girl who says her sisters have gone is seven.",
        "Shelter say they can help. It was agreed that Housing offer a new flat.",
        "I suggested that Connor sleep in his own bed.",
        "There were a lot of people in the flat.",
        "The mother of the boys, who lives in Leeds, rang. Dad to the boys, who lives in Hull, has rung.",
        "All he did was shout and stop her leaving. What she does is ask for help.",
        "He had help from his nan. Dad had better stop. Mum had Dad stop the car.",
        "Mum moved out in May and Dad works nights.",
        "Yesterday, Mum reports, he was sick. Mum says yesterday was hard.",
        "Last week he didn't come to school, and last night he could not sleep.",
        "You were worried because last time he didn't turn up.",
        "I liked the one of the dog in the boat.",
        "Rumour has it Dad is paying for the flat. Rumour has it she was drunk at the time.",
        "One for Mama's week and one for Tata's week.",
        "He lives with Ann, who has multiple sclerosis, and her two little brothers.",
        "police attend, Mr Lunt arrested, NFA",
        "He ran in, he fell, he laughed.",
        "Dad said that if he had known about the meeting he would have come.",
        "You get PIP and, after your birthday, you can claim UC.",
        "Ellie, you told me about it and Jake, you told me why.",
        "Both times Abe fell, she took him her cup.",
        "- Call GP, chase referral, update file",
        "I saw the boys, both of whom were well. After school, a friend took him home.",
        "He was calm, wasn't he? Mum was home, is that right?",
        "Mum was tired, and when Dad refused to leave, she rang the police.",
        "You told me about school and in the coming weeks, I will ask your teacher.",
        "Dad has used drugs before, and because of this, I asked him to take a test.",
        "Kyle is doing well – by going to school each day, he has made friends.",
        "But seeing how tired Mum was, I left early.",
        "You are safe because you sleep well, you've made friends and you told me you want to stay.",
        "The last time I saw Kyle in the flat he was well. First time I met Kyle he was quiet.",
        "It was implied he had left.",
        "This is for looked after children as well as for adopted ones, and was given to adopted children.",
        "Mum was sold a broken phone by a neighbour. She can't risk losing her job.",
        "The plan was made for the family as a whole. The bedroom that Kyle shares with his brother was tidy.",
        "Mum will likely be home by three. Kyle won another award.",
    ],
)
def test_what_looks_like_a_slip_and_is_none(find, text):
    assert find(text) == []
