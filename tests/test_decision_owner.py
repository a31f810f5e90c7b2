"""Decisions and actions that nobody owns: every way to put them, and the many lines that name their owner."""

import pytest

from notecheck.component import findings_of
from notecheck.note import Note

pytestmark = pytest.mark.model

TASKS = (
    "Referral to be made to CAMHS",
    "Housing to be chased.",
    "Strategy meeting to be convened within 48 hours",
    "School to be informed of the outcome",
    "Refer to Early Help",
    "Chase up GP letter",
    "Arrange professionals meeting",
    "Send off for birth certificate",
    "Liaise with school re attendance",
    "Update chronology by Friday",
    "Complete C&F assessment",
    "Obtain consent",
    "Follow up with housing",
    "Monitor attendance",
    "Consider FGC",
    "Book medical",
    "Visit to be arranged",
    "Contact Dad re the school meeting",
    "Explore respite options",
    "Seek legal advice",
    "To discuss in supervision",
    "To refer to young carers",
    "To be discussed at next core group",
    "TAF to be held in June",
    "Someone to speak with Nan",
    "Sessions to start after half term",
    "Case to close",
    "Letter to go out",
    "Minutes to follow",
    "Counselling to continue",
    "Interpreter needed for next visit",
    "Further assessment required",
    "Risk assessment needed",
    "Parenting assessment?",
    "Referral to MARAC?",
    "Ongoing direct work",
    "Dentist – needs booking",
    "School uniform – to be bought",
    "Ring school",
    "Ring GP",
    "Get a date for the review",
    "get in touch with nan about sunday",
    "check benefits",
    "find out about swimming lessons",
    "mum's meds review wants arranging",
    "get SALT ref in",
    "risk ax needed",
    "MARAC ref?",
    "step up to CP if no change",
    "dad's number to be got",
    "school to be rung",
    "sort bus pass",
    "crack on with life story",
    "dig out old file",
    "nudge housing again",
    "push for EHCP",
    "pull together chronology",
    "touch base with HV",
    "firm up dates",
    "loop in early help",
    "take to panel",
    "firm plan for half term needed",
    "new placement to be looked for",
    "beds want moving",
    "Decide whether to go back to court",
    "Establish who is in the home",
    "Ensure medication is given",
    "Maintain weekly visits",
    "Promote contact with nan",
    "Encourage attendance",
    "Offer parenting support",
    "Provide food parcel",
    "Reduce visits to fortnightly",
    "Further discussion around contact",
    "Possible move to nan's",
    "Continued monitoring of weight",
    "Safety plan to be put together and gone through with Dad",
    "Birth certificate still to come",
    "Sessions to finish at Easter",
    "Visits to go down to monthly",
    "Case to go to legal gateway",
    "Payments to stop",
    "Nothing to be said to Dad yet",
    "Someone needs to collect his stuff",
    "Somebody has to tell him",
    "Agree dates for summer",
    "To be seen weekly",
    "To consider respite",
    "To follow up with GP",
    "Await outcome of assessment",
    "Housing application to be resubmitted",
    "Keyworker to be allocated",
    "Keep an open mind re Dad",
)

DECISIONS = (
    "It was agreed that contact would be supervised.",
    "It was agreed to step down to child in need.",
    "It was decided that the case should close.",
    "It has been decided that you will move.",
    "It was resolved to seek legal advice.",
    "It was felt best to wait until after Easter.",
    "It was considered appropriate to share this with the police.",
    "It was recommended that a parenting assessment is completed.",
    "It was proposed that the visits move to Saturdays.",
    "It was suggested that Dad could do a course.",
    "It was thought sensible to hold off.",
    "Agreed to hold a further meeting in six weeks.",
    "Agreed that the plan will continue.",
    "Decided not to progress to conference.",
    "A decision was made to close the case.",
    "The decision was made to remove the children.",
    "Decision made to step down.",
    "Decision taken to convene a strategy meeting.",
    "A further visit was agreed.",
    "Supervised contact has been agreed.",
    "A change of placement was proposed.",
    "A trip to the seaside was mooted.",
    "A bigger flat has been promised.",
    "A referral to CAMHS will be made.",
    "A referral will be completed by the end of the week.",
    "You will be offered a mentor.",
    "Your room will be painted.",
    "A written agreement will be put in place.",
    "Checks will be undertaken.",
    "The plan will be reviewed in three months.",
    "Your wishes will be taken into account at the review.",
    "The risk assessment must be updated before the trip.",
    "A medical should be arranged.",
    "Life story work should begin.",
    "The locks need changing.",
    "The form needs signing.",
    "The bed needs to be replaced.",
    "The boiler still needs fixing.",
    "Passport wants renewing.",
    "Direct work is to be started.",
    "A bed is to be ordered.",
    "Transport is being arranged.",
    "A mentor is being sought.",
    "The transfer is being looked at.",
    "Someone needs to talk to the landlord.",
    "Somebody should ring the GP.",
    "Someone will be in touch about the bike.",
    "Someone to take you swimming.",
    "Plan: referral to be made, checks to be done.",
    "Outcome: case to be closed.",
    "Action: chase the school for the report.",
    "Dad to be contacted. Nursery to be told.",
    "Needs referring to the dietitian.",
    "Needs a referral to SALT.",
    "Mum's benefits will need looking at.",
    "The bruise is to be checked by tomorrow.",
    "Consent forms to be signed.",
    "Contact arrangements to be reviewed at the next meeting.",
    "Missing: phone to be cancelled",
    "Safety plan to be drawn up and shared.",
    "Family group conference to be considered.",
    "Keep under review.",
    "Continue with current plan.",
    "Close case.",
    "NFA. File to be closed.",
    "The plan is to reduce visits to monthly.",
    "The plan is for supervision to be lifted.",
    "Bed to be sourced via charity.",
    "Home conditions to be monitored.",
    "Mum to be supported with routines.",
    "Dad to be invited to the next meeting.",
    "Ezra to be seen at school this week.",
    "Uncle to be police checked.",
    "Missing interview to be completed within 72 hours.",
    "PEP to be brought forward.",
    "Risk assessment to be done ASAP.",
    "Birthday present to be bought.",
    "A date for the review has still to be set.",
    "The school place has yet to be sorted.",
    "Let school know about the move.",
    "Feed back to Dad.",
    "Pick up prescription",
    "Support to be put in place around bedtime.",
    "There needs to be a conversation with Dad.",
    "More work is needed on routines.",
    "Thought best not to tell Dad yet.",
    "Considered necessary to hold a strategy discussion.",
    "Consideration should be given to a change of school.",
    "Attention to be given to dental health.",
    "Steps will be taken to find his birth certificate.",
    "Efforts will be made to find Dad.",
    "Arrangements to be made for Christmas.",
    "Visits to be increased to weekly.",
    "Contact will be increased over the summer.",
    "The matter will be taken to panel.",
    "A letter is to be sent to the court.",
    "You are to be moved to a new school.",
    "The review has been brought forward and a bigger room is being found.",
    "It has been recommended that you have a mentor.",
    "It is planned that you will move in June.",
    "It was decided not to tell you yet.",
    "It was considered best that you stay put.",
    "It was thought better to wait.",
    "It was agreed in principle.",
    "The meeting agreed to continue the plan. It was further agreed that visits would be weekly.",
    "Agreement was reached to end supervision.",
    "A decision has been taken to end the placement.",
    "The decision to move you was made last week.",
    "It's been decided you can have a phone.",
    "Its been agreed that contact stops.",
    "Its agreed that the plan ends.",
    "Nan's visits have been stopped and will be looked at again.",
    "A place will need to be found.",
    "Your passport will have to be renewed.",
    "Contact would need to be reviewed.",
    "Further work is required around safety.",
    "Extra hours approved until June.",
    "There was agreement that the plan should end.",
    "Support will be given to Mum.",
    "Mum will be supported with the forms.",
    "Dad must be told.",
    "Your school should be told.",
    "More visits should take place.",
    "A mentor ought to be found.",
)

OWNED_TASKS = (
    "I will visit you on 4 May 2026.",
    "Mum to ring the GP by Friday.",
    "School to monitor.",
    "Housing to reply.",
    "Priya to make the referral.",
    "Referral to CAMHS - Priya, by 4 May",
    "Chase housing (Priya)",
    "Chase GP letter – PN",
    "Dad: ring the school",
    "Mum: book the dentist",
    "Dad: mend the gate",
    "School nurse to weigh him on Friday",
    "MASH to send the log",
    "HV to visit on 4 May",
    "Ann (health visitor) to weigh him",
    "Me: ring Dad",
    "I'm ringing housing Monday",
    "Ringing housing Monday, me",
    "Bus pass – Priya",
    "Bus pass (Mum)",
    "Chronology: PN by 4 May",
    "PN: chronology",
    "PN - update chronology",
    "Mum and PN to go through the forms",
    "Nan: school run Mon to Weds",
    "Social worker will ring the GP",
    "Team manager to sign off",
    "Next visit Weds 4pm",
    "Review 4 June 2026, 2pm, school",
    "No further action from us",
    "CIN meeting 4 May",
    "Dentist booked 4 May, Mum taking him",
    "All done",
    "None",
    "Referral sent 3 May by PN",
)

OWNED_OR_NONE = (
    "Referral to be made by Priya Nair, social worker, by 4 May 2026.",
    "The form will be completed by Mum.",
    "A letter will be sent by the school.",
    "We all agreed that you will stay with Nan.",
    "Mum agreed to ring the school.",
    "Dad and I agreed that he will come on Saturdays.",
    "I decided to close the case because you are safe.",
    "My manager, Tim Aldous, and I decided to help straight away.",
    "Everyone present agreed the plan carries on.",
    "Present: Mum, Dad, Mr Hayes (head of year) and me. We all agreed that the plan continues.",
    "It was agreed by Mum, Dad and me that you will stay.",
    "It was agreed between Mum and me that she will ring.",
    "Will refer to Early Help.",
    "Will ring Mum tomorrow.",
    "Will chase housing on Monday.",
    "Next visit 4 May 2026 at 4pm.",
    "Next review: 15 April 2026.",
    "Next core group 4 June 2026, 2pm.",
    "You told me you want to be left alone.",
    "You asked to be called Cal.",
    "You like to be read to at night.",
    "Mum wants to be a nurse.",
    "Dad needs to be more patient.",
    "You need feeding up, Nan said.",
    "He said the pump needs mending.",
    "Mum said the boiler needs to be fixed.",
    "Mum told me that you will be picked up by Nan.",
    "You were being silly.",
    "You are being bullied, you said.",
    "You have to be up at six.",
    "You will be ten in May.",
    "You will be proud of this one day.",
    "You should be proud.",
    "Mum will be home by six.",
    "Your school report will be good, you think.",
    "You were to be in bed by nine.",
    "I was told to be quick.",
    "You were happy to be weighed.",
    "It was a good day and I decided to walk home.",
    "You decided to wear your red coat.",
    "You agreed to try it.",
    "You chose to be photographed with Rex.",
    "Mum has agreed to it.",
    "Mr Lowe has agreed to start on 3 February 2026.",
    "If you are cold, ring 999.",
    "Ring me if you need anything.",
    "Text me when you get home.",
    "Keep your chin up.",
    "Take care of yourself.",
    "Visit to home address on 4 May.",
    "Visit made, children seen.",
    "Contact with Dad at the centre, 2pm to 4pm.",
    "Call from school at 2pm.",
    "Check on you at lunch is done by Miss Lee.",
    "Review meeting held on 4 May 2026.",
    "Report from school attached.",
    "Support worker: Kim Lowe",
    "What needs to happen?",
    "How will we know?",
    "I propose to finish my assessment by 26 June 2026.",
    "I recommend that the court makes the order.",
    "I suggested that we go for a walk and you agreed.",
    "You suggested the park.",
    "The review was moved to June by the chair.",
    "Somebody laughed.",
    "Someone was in the kitchen.",
    "You told somebody at school.",
    "I will ask somebody from housing to ring you by Friday.",
    "You wanted someone to play with.",
    "Mum needs to ring the school by Friday.",
    "School need to send the form by Friday.",
    "Nan is to pick you up on Fridays.",
    "Dad is to ring on Sundays.",
    "The police are to send me the log by 4 May.",
    "Dr Shah will look at him at 5pm today.",
    "Mr Hayes, your head of year, will be told by me on Monday.",
    "You have been referred to the clinic.",
    "A referral was made on 4 May.",
    "I have made the referral.",
    "I rang housing and they will send a plumber on Monday.",
    "The plumber is coming on Monday.",
    "Sessions start on Monday with Kim, your support worker.",
    "You start swimming on Tuesday with Dad.",
    "Nan still has to sign the form and will do so on Friday.",
    "That was to be expected.",
    "You seemed to be enjoying it.",
    "He is thought to be in Leeds.",
    "She is said to be unwell.",
    "Mum to be more open with us.",
    "Dad to be home by six.",
    "Mum to be a better parent.",
    "Your mum and I will get it sorted on Friday.",
    "I will get the form signed.",
    "I'll see that it gets done by Friday.",
    "My manager has to sign it, and she will on Monday.",
    "Decision: Tim Aldous, team manager, agreed to step down.",
    "Agreed with Mum that she will ring on Friday.",
    "Agreed: Mum will ring, I will visit on 4 May.",
    "You were asked what you want to be when you grow up.",
    "The review was held on 3 May.",
    "You were weighed by Ann.",
    "You were told about it by Mum.",
    "Dad was arrested and taken to the station.",
    "Mum was supported by the health visitor.",
    "The referral was accepted by CAMHS on 2 May.",
    "You need glasses.",
    "You wanted to be the goalie.",
    "You want to be taken to the park.",
    "He is used to being fed at six.",
    "You love being read to.",
    "Mum is being supported by Ann.",
    "Dad is being assessed by Dr Lee.",
    "You have been given a new book.",
    "I was asked to be kind.",
    "It must be hard for you.",
    "It will be cold on Friday.",
    "You must be tired.",
    "You should have been in bed.",
    "Mum should be home by six.",
    "I should be back on 1 June.",
    "Your new room will be bigger than your old one.",
    "The party will be on Saturday at Nan's.",
    "Nan will be there.",
    "There will be cake.",
    "You will be allowed to choose the colour, Nan told me.",
    "Mum thinks the door needs mending.",
    "You think the dog needs walking.",
    "I think you need more sleep, because you yawned all morning.",
    "In my view Mum needs support with mornings, because she told me she is tired.",
    "Your hair needed cutting and Nan did it.",
    "The cot needed mending, so Dad mended it.",
    "You agreed.",
    "Both of you agreed to share.",
    "Mum, Dad and I decided that you will stay with Nan.",
    "We have agreed that Dad will ring on Sundays.",
    "My manager decided to close your case.",
    "The court decided that you will live with Nan.",
    "The judge ordered that you stay with Nan.",
    "Nan suggested a trip to the sea.",
    "A trip to the sea was suggested by Nan.",
    "I have suggested to Mum that she rings the GP.",
    "Housing have promised a new boiler.",
    "Mum was promised a new boiler by Mr Lowe of housing.",
    "Someone had left the door open.",
    "Somebody should have rung you, and I am sorry that I did not.",
    "Nobody has to be told.",
    "I'll see to it that the form is done.",
    "I will make sure that your wishes are heard.",
    "I will get it mended by Friday.",
    "We talked about what needs to be done at home.",
    "I asked what needs doing.",
    "You told me what should be changed.",
    "Dad asked to be told about your school.",
    "Dad asked for the visits to be moved.",
    "Mum would like the visits to be longer.",
    "Mum hopes to be seen soon.",
    "You were said to be asleep.",
    "Keep up the good work.",
    "Keep being you.",
    "Have a lovely summer.",
    "See you soon.",
    "Look after yourself.",
    "Be kind to Rex.",
    "Bring your drawing next time.",
    "Let me know if you need me.",
    "Please ring me.",
    "Thank you for the cake.",
)

STORY = "I came to see you at home on 4 May 2026 because it was time for your visit. Mum made tea.\n"
LIST = STORY + "\nActions\n- {}\n- I will come back on 1 June 2026.\nPriya Nair, social worker"
PROSE = STORY + "You told me that school was fun. {}\nI will come back on 1 June 2026.\nPriya Nair, social worker"
FIELDS = {"child": {"name": "Callum Wright", "known_as": ["Cal"]}, "author": {"name": "Priya Nair"}}


@pytest.fixture
def owners(checker):
    """What the check marks in a text, and the owned actions that it sees."""

    def check(text, **fields):
        doc = checker.nlp.make_doc(text)
        doc._.notecheck_note = Note.from_dict({**FIELDS, **fields, "text": text})
        doc = checker.nlp(doc)
        strengths = doc.user_data.get("notecheck_strengths", ())
        good = [text[s["start"] : s["end"]] for s in strengths if s["kind"] == "owned-action"]
        return [text[f.start : f.end] for f in findings_of(doc) if f.rule == "decision-owner"], good

    return check


@pytest.mark.parametrize("line", TASKS)
def test_decision_owner_marks_tasks_in_a_list(owners, line):
    assert owners(LIST.format(line))[0]


@pytest.mark.parametrize("line", DECISIONS)
def test_decision_owner_marks_decisions_and_actions_in_prose(owners, line):
    assert owners(PROSE.format(line))[0]


@pytest.mark.parametrize("line", OWNED_TASKS)
def test_decision_owner_leaves_tasks_with_an_owner(owners, line):
    assert owners(LIST.format(line))[0] == []


@pytest.mark.parametrize("line", OWNED_OR_NONE)
def test_decision_owner_leaves_owned_decisions_and_other_sentences(owners, line):
    assert owners(PROSE.format(line))[0] == []


def test_decision_owner_reads_the_column_that_says_who(owners):
    text = (
        "Child in need plan\nWhat needs to happen | Who will do it | By when\n"
        "Housing form to be completed | Lisa and Priya | 20 May 2026\nDad's visits to be reviewed | TBC | June\n"
        "Swimming lessons to be arranged | | summer\nBed to be bought | Family support | 1 June 2026\n"
    )
    assert owners(text, doc_type="plan")[0] == ["to be reviewed", "to be arranged"]


def test_decision_owner_reads_who_leads_a_list(owners):
    text = STORY + "\nFor Mum:\n- Ring the GP\n- Book the dentist\n\nActions\n- Ring the GP\n- Dad to mend the gate\n"
    assert owners(text)[0] == ["Ring the GP"]


def test_decision_owner_reads_the_label_that_follows(owners):
    text = STORY + "\n2. Actions\n2.1 Boiler repair to be chased. Action: PN by 20 May\n2.2 GP to be told about sleep\n"
    assert owners(text)[0] == ["to be told"]


def test_decision_owner_marks_what_was_agreed_once(owners):
    text = "It was agreed that a referral will be made and that checks should be completed."
    assert owners(PROSE.format(text))[0] == ["It was agreed"]


def test_decision_owner_accepts_those_whom_the_sentence_before_names(owners):
    text = "Mr Farrow, Ms Quill and I met on 3 May 2026. It was agreed that you will stay with Nan."
    assert owners(PROSE.format(text))[0] == []


def test_decision_owner_leaves_quotations_emails_headings_and_gaps(owners):
    text = (
        "What will be done\nMum was in.\nPlan ends: [to be added]\n"
        "You said \u201cit was agreed, it needs doing\u201d.\n"
        "From: Ann Kerr <ann@nhs.example>\nSent: 4 May 2026 10:02\nTo: Priya Nair\nSubject: Callum\n\n"
        "Hi Priya,\nHis hearing test needs booking. It was agreed that somebody should ring.\nKind regards\nAnn"
    )
    assert owners(text)[0] == []


@pytest.mark.parametrize("doc_type", ["pen-picture", "chronology"])
def test_decision_owner_takes_no_orders_where_none_are_given(owners, doc_type):
    assert owners(LIST.format("Take the blue towel"), doc_type=doc_type)[0] == []


def test_decision_owner_praises_who_and_when(owners):
    _, good = owners(LIST.format("Mum to ring the dentist by 7 May 2026"))
    assert good == ["Mum to ring the dentist by 7 May 2026", "I will come back on 1 June 2026"]


def test_decision_owner_tells_decisions_from_actions(checker):
    report = checker(PROSE.format("It was agreed to step down. The locks need changing."))
    first, second = (f.message for f in report.findings if f.rule == "decision-owner")
    assert "who decided" in first
    assert "who will do it" in second
