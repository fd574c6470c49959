"""Our own cases for a sentence splitter, written for what British health politics prints. `¦` stands
where a sentence ends and another begins; the text is the case without it. Run as a module, it names
the cases that our splitter gets wrong.

    python -m tests.evaluation.sentence_cases
"""

import sys
from collections.abc import Callable, Sequence

MARK = "¦"

TITLES = (
    "Dr. Asha Penrose runs the clinic.¦ It opened in May.",
    "Mr. Tolland met Mrs. Okafor and Ms. Bryce.¦ Nothing was agreed.",
    "The Rt. Hon. Marian Tolland spoke first.¦ Others followed.",
    "Prof. Len Hargreave, of the Institute, disagreed.¦ So did Prof. Dame Ruth Vale.",
    "Patients went to St. Thomas' instead.¦ St. Mary's was full.",
    "Staff at St. Thomas' Hospital voted.¦ The ballot closes on Friday.",
    "Cllr. Ivy Marsh chaired the board.¦ She resigned.",
    "Rev. Piers Coombe and Lt. Col. Ada Finch gave evidence.¦ Gen. Ross did not.",
    "J. K. Smith wrote the report.¦ It runs to 80 pages.",
    "The author is P.D. Harlow.¦ He lives in Leeds.",
    "A letter by A. B. C. Mordaunt was read out.¦ Nobody answered.",
    "Lord Davies of Gower asked a question.¦ The minister did not reply.",
    "Messrs. Pike and Lowe own the building.¦ The trust rents it.",
    "Jean-P. Arnaud advises the board.¦ It listens.",
    "Sgt. Moore closed the road.¦ Ambulances went by Mill St. until noon.",
    "Adm. Hale chairs the charity.¦ The Ven. Tom Rudd is its patron.",
)
NUMBERS = (
    "The waiting list stands at 7.6 million.¦ That is a record.",
    "It cost £1.2bn.¦ The Treasury paid.",
    "Pay rose by 5.5% in 2024.¦ Inflation was 2.3%.",
    "No. 10 declined to comment.¦ No. 11 did not answer.",
    "She walked from No. 10 Downing Street to the Treasury.¦ It rained.",
    "Was it wrong?¦ The answer is no.¦ 10 trusts agreed.",
    "The figure was 1,203.4 per 100,000.¦ In 2019 it was 980.1.",
    "It fell to 45p.¦ Charges stay.",
    "Spending reached £182.6 billion in 2023.¦ 2024 will be higher.",
    "See fig. 3 and p. 12 of the report.¦ Both are wrong.",
    "Nos. 4 and 5 were closed.¦ No. 6 was not.",
    "The ratio was 3.5:1.¦ It is now 4:1.",
    "Vol. 2, ch. 7 has the details.¦ Few have read it.",
    "The strike ended on 3 Nov. 2025.¦ Talks began on 10 Nov. at noon.",
    "He waited approx. 14 hours.¦ His mother waited longer.",
    "It was founded c. 1948.¦ Nobody knows the day.",
    "Version 2.0.1 failed.¦ Version 2.1 did not.",
    "About 1 in 5 waited.¦ 1 in 10 left.",
    "Capacity is 92.¦ 14 beds are closed.",
)
SHORT_FORMS = (
    "The hotline opens at 8 a.m. on Monday.¦ It closes at 6 p.m.",
    "The meeting began at 9 a.m.¦ Ministers arrived late.",
    "Doors open at 7 p.m. Monday to Friday.¦ Entry is free.",
    "The debate ends at 10 p.m. GMT.¦ A vote follows.",
    "Results come at 9.30 a.m.¦ The minister speaks at noon.",
    "It was public vs. private.¦ Private won.",
    "In R. v. Harlow the court agreed.¦ The trust appealed.",
    "Some services, e.g. dentistry, are charged.¦ Others are free.",
    "Some drugs, e.g. Norvexa, are scarce.¦ Others are not.",
    "The regulator, i.e. the commission, was told.¦ It acted.",
    "Nurses, porters, etc. were invited.¦ Few came.",
    "They brought beds, lamps, etc.¦ The ward was ready.",
    "Carewell Ltd. runs the home.¦ Carewell Ltd. Chairman Dan Moss resigned.",
    "The contract went to Carewell Ltd.¦ The price is secret.",
    "Medic Supplies Inc. and Harlow & Co. both bid.¦ Neither won.",
    "The U.K. Government objected.¦ The E.U. did not.",
    "Doctors left the U.K.¦ They went to Australia.",
    "The U.S. Air Force lent a hospital ship.¦ It sailed.",
    "She has a Ph.D. in nursing.¦ He has an M.Sc. from Leeds.",
    "The N.H.S. was founded in 1948.¦ It is 78 years old.",
    "Hargreave et al. (2024) found no effect.¦ Vale et al. found one.",
    "The dept. of surgery moved.¦ The dept. is new.",
    "He lives in Downing St.¦ The street is closed.",
    "Ministers chose Plan B.¦ The winter was hard.",
    "She lacked vitamin D.¦ The doctor prescribed it.",
    "The patient had hepatitis C.¦ Treatment took weeks.",
    "So do I.¦ The others do not.",
    "Cf. the earlier report.¦ It says more.",
    "The clinic on Harlow Rd. is closed.¦ The one on Mill Ave. is open.",
    "Approvals by NICE, the MHRA, etc. take months.¦ Trials take years.",
)
QUOTATIONS = (
    '"We need action.¦ We need it now," said Asha Penrose.¦ The room agreed.',
    "“We need action.¦ We need it now,” said Asha Penrose.¦ The room agreed.",
    "‘We need action,’ said Asha Penrose.¦ ‘We need it now.’¦ The room agreed.",
    '"Why now?" Mr Tolland asked.¦ Nobody knew.',
    "“Who pays?” asked the chair.¦ “We do,” said the trust.",
    '"Enough!" she said.¦ The meeting ended.',
    'Mr Tolland said: "The list is too long.¦ It must fall."¦ It rose.',
    'He called it "a disgrace".¦ She called it "a start".',
    "He called it “a disgrace.”¦ She called it “a start.”",
    'They hope for a return to good health."¦Consultants disagree.',
    "They hope for a return to good health.”¦Consultants disagree.",
    'She said no more.¦"We will wait," he said.',
    "She said: “It’s the worst I’ve seen.¦ Patients aren’t safe.”¦ The trust apologised.",
    'The motto is "Care first."¦ It hangs in the hall.',
    "He asked: ‘Is it safe?’¦ It was not.",
    "The plan is ‘fit for the future’, she said.¦ He laughed.",
    "The plan is ‘fit for the future’ , she said.¦ He laughed.",
    "“He told me, ‘Go home.’¦ I went,” she said.",
    "(The minister was away.)¦ Her deputy spoke.",
    "The trust (which is in Kent.) apologised.",
    "The bill passed (by 300 votes to 200).¦ It is law.",
    "The bill passed.¦ [It is law.]",
    "He was sure (he said so twice!) of the figure.¦ It was wrong.",
    "The “tension” [between boards] is real.¦ It will pass.",
    "She said “no.”¦ “Never?” he asked.¦ “Never.”",
    "“The principle is clear. ”¦ He sat down.",
    "«We wait,» said the envoy.¦ «We can wait.»",
    '"Staff are tired," she said.¦ "They need rest.¦ They need pay."',
)
PAUSES = (
    "There will be give and take…¦ The union will judge.",
    "There will be give and take...¦ The union will judge.",
    "We wait ... and wait.¦ Then we go home.",
    "“We … we did our best,” he said.¦ It was not enough.",
    "The report says staff “were tired […] and afraid”.¦ It names nobody.",
    "He said the plan was good [...] and cheap.¦ It was neither.",
    "Really?!¦ Yes.¦ Really!!",
    "Wait… what?¦ The form is gone.",
    "They were promised a ward. ...¦ Nothing was built.",
)
LINKS = (
    "Details are at www.harlowtrust.example.¦ The form is online.",
    "Write to help@harlow.example.¦ We reply within a day.",
    "See https://harlow.example/a.b?c=1.2 for more.¦ It is free.",
    "The page nhs.uk/waiting.html was changed.¦ GOV.UK was not.",
    "It runs on Node.js and costs little.¦ Staff like it.",
    "Their account is @harlow.trust.¦ It has few readers.",
)
GLUED = (
    "The list fell.¦The minister was pleased.",
    "The list fell.[1]¦ The minister was pleased.",
    "Waits grew (by a tenth).¦Staff left.",
    "Ward 4.B is closed.¦ Ward 5.A is open.",
    "The list fell.¦  The minister was pleased.",
    "The list fell.¦\u00a0The minister was pleased.",
    "The\u00a0list fell to 7.6\u00a0million.¦\u00a0The minister was pleased.\u00a0",
    "The minutes say so (see p. 3).¦\u00a0\u00a0Nobody read them.",
    "It works (see p. 3).¦ Nobody knows why.",
)
LISTS = (
    "The plan:¦\n1. Cut waits.¦\n2. Hire staff.¦\n3. Mend roofs.",
    "1. Cut waits for all.¦ 2. Hire more staff.¦ 3. Mend the roofs.",
    "• Waits are down¦\n• Costs are up¦\n• Staff are leaving",
    "Three points.¦ • Waits are down.¦ • Costs are up.",
    "- Waits are down¦\n- Costs are up",
    "* Waits are down¦\n* Costs are up",
    "a. Waits are down.¦\nb. Costs are up.",
    "The minister made 3 promises: 1. Cut waits.¦ 2. Hire staff.",
)
LINES = (
    "Waits rise again¦\n\nThe list grew in May.¦ It fell in June.",
    "Waits rise again¦\nThe list grew in May.¦\nIt fell in June.",
    "Waits rise again¦\r\n\r\nThe list grew in May.¦ It fell in June.¦\r\n",
    "Waits rise again¦\r\rThe list grew in May.",
    "The list grew in May.¦\u2029It fell in June.",
    "Trust¦\nPatients¦\nHarlow¦\n1,203¦\nMillbrook¦\n980",
    "What happens next?¦\n\nThe board meets on Friday.",
    "The list grew in May\nand fell in June, the trust's own board said.¦ It is now steady.",
    (
        "The waiting list at the trust grew in May, and the board of\n"
        "Harlow said that Dr. Penrose would publish a plan before the\n"
        "end of June.¦ It has asked the regulator for more time, but\n"
        "the answer was no."
    ),
    "“We were promised a ward.¦ It never came.¦\n\n“We were promised staff.¦ They never came,” she said.",
    "ENDS¦\n\nNotes to editors¦\n\nThe trust has 900 beds.",
    "   The list grew.¦   \n\n\n   It fell.  ",
)
POLITICS = (
    "The Rt Hon. Member for Harlow rose.¦ Mr. Speaker allowed it.",
    "Baroness Finch of St. Bees asked why.¦ Lord Vale KC answered.",
    "Sir P. Tolland MP was moved to No. 10.¦ His deputy stayed.",
    "The bill had its 2nd reading at 4.15 p.m. on Tuesday.¦ It passed by 312 votes to 201.",
    "Cl. 4 was dropped.¦ Cl. 5 stayed.",
    "Under s. 14 of the Act, boards must consult.¦ Under para. 3 they need not.",
    "Cm. 1234 was laid on Monday.¦ It runs to 60 pp. and costs £20.",
    "Dr. A. Penrose (Lab.) and Mr. T. Pike (Con.) spoke.¦ Ms. Bryce (Lib. Dem.) did not.",
    "Penrose (Lab, Harlow) agreed.¦ Pike (Con, Millbrook) did not.",
    "The minister met Unison, the RCN, the BMA et al. in May.¦ Nothing came of it.",
    "The Govt. said no.¦ The Dept. said maybe.",
    "See Hansard, vol. 741, col. 302.¦ The answer is there.",
    "HC 1023 says so (Q. 41).¦ Ministers deny it.",
    "Q. 12 was not answered.¦ Q. 13 was.",
    "Mrs. Justice Okafor ruled in Penrose v. Harlow NHS Trust.¦ The trust will appeal.",
    "St. Bride's Hospice will close on 3 Dec. after 40 years.¦ Its 12 beds move to St. Anne's.",
    "The Hon. Mr. Justice Vale sat in No. 3 court.¦ The case lasts.",
    "Reform UK's Len Pike said: “It's a joke.”¦ Plaid's Huw Rees agreed.",
    "Is the N.H.S. safe?¦ Ask Dr. Penrose.",
    "The J.C.V.I. meets on Mon. and Thurs. in Leeds.¦ It reports in Jan. or Feb. next year.",
)
MONEY = (
    "Costs rose from £1.2bn. to £1.4bn. in a year.¦ Nobody noticed.",
    "It is worth £3.5m.¦ That buys two scanners.",
    "Pay rises by £1,204.50 a year.¦ That is 3.6 per cent.",
    "The deficit is approx. £86m.¦ It was £31m.",
    "It fell by 0.3 p.p. in May.¦ It rose by 0.5 in June.",
    "About 7.6m. people wait.¦ It was 4.4m. in 2019.",
    "The target is 92 per cent.¦ Performance is 61.",
    "A hip costs £9,400.¦ A knee costs £10,100.",
    "The dose is 2.5 mg. a day.¦ The old one was 5 mg.",
    "Beds cost £395 a day.¦ £395!",
    "The trust owes £4.1m.; its neighbour owes £12m.¦ Both are paid.",
    "Waits grew to 14.2 weeks.¦ In 2015 they were 8.9.",
    "The index stood at 101.3.¦ The year before: 99.8.",
)
SPEECH = (
    "“It never came.¦ We waited.”¦\n\n“We still wait.”",
    "“Why?” she asked. ¦“Because,” he said.",
    "She said: “Enough!”¦ He said: “Why?”",
    "“Stop!” cried the chair.¦ Nobody stopped.",
    "‘We’ve had enough.¦ We’re going,’ said Ms. Bryce.¦ They went.",
    "“The minister said ‘No.’¦ I was there,” said Pike.",
    "“I asked Dr. Penrose,” he said.¦ “She didn't know.”",
    "“Is it safe?”¦ “No.”¦ “Then close it.”",
    "He said the plan was “dead.”¦ It was not.",
    "He said the plan was “dead”. ¦She laughed.",
    '"Never."¦ That was all he said.',
    "“We will act”, said the trust.¦ It did not.",
    "“… and then it closed,” she said.¦ “Just like that.”",
    "She told the BBC: “I'm tired … we all are.¦ We need help.”",
    "“No comment,” said No. 10.¦ “None at all.”",
    "Asked if he would resign, he said: “No.”¦ Asked again, he left.",
    "“Ward 4 is closed” (a nurse).¦ “Ward 5 too” (a porter).",
    "“What next?” is the question.¦ Nobody answers.",
)
WEB = (
    "Read more: www.harlow.example/report.pdf.¦ It is long.",
    "Email press@harlow.nhs.example.¦ Phone 01632 960 123.",
    "Figures are on GOV.UK.¦ NHS.uk has more.",
    "The file is called waits.v2.csv.¦ Open it.",
    "He wrote on X.com that it was over.¦ It was not.",
    "Data: NHS England.¦ Chart: the Courier.",
    "The app needs iOS 17.2 or Android 14.¦ Others wait.",
    "E.coli was found in Ward 3.¦ It was shut.",
    "C. difficile cases rose.¦ S. aureus cases fell.",
    "The drug (Norvexa 2.5mg/ml) is scarce.¦ Pharmacists know.",
)
TABLES = (
    "Region¦\nNorth¦\n1.2¦\nSouth¦\n3.4",
    "Key points¦\n\n• Waits fell by 0.2%.¦\n• Costs rose by 3.1%.¦\n\nThe board meets in May.",
    "1) Cut waits.¦\n2) Hire staff.",
    "(a) boards must consult;¦\n(b) ministers must answer.",
    "By Ann Orme¦\n\nThe list grew in May.¦ It fell in June.",
    "LONDON, Nov. 3 (Wire) – The list grew.¦ It fell in June.",
    "Waiting list: 7.6m¦\nOver a year: 0.3m¦\nOver two years: 95",
)
CASES = (
    *(TITLES + NUMBERS + SHORT_FORMS + QUOTATIONS + PAUSES + LINKS + GLUED + LISTS + LINES),
    *(POLITICS + MONEY + SPEECH + WEB + TABLES),
)

Splitter = Callable[[str], Sequence[str]]


def text_of(case: str) -> str:
    """Return the text of a case, as a splitter gets it."""
    return case.replace(MARK, "")


def sentences_of(case: str) -> list[str]:
    """Return the sentences that a splitter should find, trimmed of white space and bullet marks."""
    return [
        " ".join(part.strip().removeprefix("•").split()).lstrip("-* ")
        for part in case.split(MARK)
        if part.strip()
    ]


def wrong_cases(split: Splitter, cases: Sequence[str] = CASES) -> list[tuple[str, list[str]]]:
    """Return each case that a splitter gets wrong, with what it found. White space does not count."""
    found = [
        (case, [" ".join(s.split()).lstrip("•-* ") for s in split(text_of(case))]) for case in cases
    ]
    return [(case, sentences) for case, sentences in found if sentences != sentences_of(case)]


def our_splitter(text: str) -> list[str]:
    """Split with the project's own splitter."""
    from summaries.sentences import split_sentences

    return [text[start:end] for start, end in split_sentences(text)]


def main() -> None:
    wrong = wrong_cases(our_splitter)
    for case, found in wrong:
        sys.stdout.write(f"wanted {sentences_of(case)}\n found {found}\n")
    sys.stdout.write(f"{len(CASES) - len(wrong)} of {len(CASES)} cases are right\n")


if __name__ == "__main__":
    main()
