"""The words by which British news names speakers: verbs of saying, offices, bodies and parties."""

import re

from summaries.wordlists import any_of, word_set

SAYING = any_of(
    "said says say saying added adds adding told tells claimed claims claim argued argues argue insisted insists insist"
    " warned warns warn admitted admits stressed stresses urged urges suggested suggests replied tweeted"
    " wrote writes explained explains maintained maintains denied denies promised promises"
    " noted notes concluded commented responded"
    " estimated estimates pointed_out acknowledged acknowledges conceded complained"
    " declared stated states asserted asserts alleged alleges recalled"
)
# These tell of speech only where words of it are quoted.
WEAK = any_of(
    "described describes hailed condemned criticised criticises attacked welcomed called_for calls_for"
    " announced revealed confirmed accused accuses believes believed repeated called calls"
    " put_it puts_it"
)
SAYS_QUOTED = re.compile(rf"\b(?:{SAYING}|{WEAK})\b")
SAYS = re.compile(rf"\b{SAYING}\b")
ACCORDING = re.compile(r"\b(?:[Aa]ccording\sto|in\sthe\swords\sof)\s")
# Behind one of these a verb of saying is no finite verb of its own.
NOT_SAYING_BEFORE = re.compile(
    r"(?:\bto|\bbe|\bbeen|\bbeing|\bis|\bare|\bwas|\bwere|\bwill|\bwould|\bcould|\bmay|\bmight|\bshould"
    r"|\bcan|\bnot|\bhas\sbeen|\bthe|\ba|\ban|n[’']t|\bit\shas)\s*$"
)

HEADS = any_of(
    "secretary minister executive spokesperson spokesman spokeswoman leader chair chairman chairwoman"
    " chairperson president director officer professor consultant nurse doctor surgeon GP MP MS MSP MLA"
    " lead head commissioner chancellor peer baroness adviser advisor analyst economist author founder"
    " co-chair co-founder manager general_secretary mayor councillor fellow researcher physician midwife"
    " paramedic ombudsman regulator registrar editor partner trustee governor candidate campaigner"
    " convener convenor organiser auditor statistician psychiatrist psychologist pharmacist dentist"
    " lecturer vice-chair vice-president chief whip coroner inspector envoy ambassador representative"
)
HEAD = re.compile(rf"\b{HEADS}s?\b", re.IGNORECASE)
# Words of an office that may stand before its head or behind it.
ROLE_WORDS = word_set(
    "health social care shadow deputy former then acting interim uk welsh scottish english"
    " british northern irish conservative labour tory liberal democrat plaid cymru green"
    " reform snp dup prime first home foreign chief medical nursing operating executive policy"
    " general public mental primary national junior senior lead clinical royal college nhs"
    " england wales scotland ireland secretary minister parliamentary under-secretary state of"
    " for and at & department board trust hospital university foundation association council"
    " committee union party cabinet treasury local regional assistant associate vice joint"
    " political parliamentary science research communications finance workforce strategy"
    " emergency ambulance service services children's women's older people's group institute"
    " centre confederation providers federation society bma rcn ons cqc nice ukhsa tuc unison"
    " unite gmb dhsc icb think-tank charity campaign hospital's trust's government opposition"
    " business education defence justice work pensions transport environment culture europe"
    " brexit disability dementia cancer stroke heart maternity dental pharmacy ageing patient"
    " patients safety london manchester birmingham leeds liverpool cardiff edinburgh glasgow"
    " belfast bristol oxford cambridge newly re-elected elected new outgoing incoming veteran"
    " senedd westminster commons lords"
)
STOP_NAMES = word_set(
    "The A An In On At For But And As If When While After Before This That These Those It He"
    " She They We You I His Her Its Their Our My Your There Here Today Yesterday Last Next Now"
    " Then Meanwhile However Speaking Responding Asked According Both Some Many Most More Two"
    " Three Four Five Six Seven Eight Nine Ten One No Not Yes So Or Nor Yet What Who Why How"
    " Where Which Under Over Since Until From To With Without By Of Also Although Because"
    " Despite During Earlier Later Monday Tuesday Wednesday Thursday Friday Saturday Sunday"
    " January February March April May June July August September October November December"
    " Patients Doctors Nurses Consultants Staff Government Ministers Minister Secretary NHS UK"
    " England Wales Scotland Ireland Northern Britain British English Welsh Scottish Irish"
    " London Cardiff Westminster Whitehall Downing Street Number Holyrood Stormont Senedd"
    " Parliament Commons Lords House Labour Labour's Conservative Conservatives Tory Tories"
    " Liberal Democrat Democrats Plaid Cymru Green Greens Reform SNP DUP Sinn Party Health"
    " Social Care Department Treasury Cabinet Office Royal College Society Association Union"
    " Unions Council Committee Board Boards Trust Trusts Hospital Hospitals University"
    " Foundation Institute Centre Center Confederation Providers Federation Service Services"
    " Agency Authority Commission Commons Group Team Sky News BBC ITV Times Guardian Telegraph"
    " Independent Mail Mirror Sun Press Today Radio Prime First Chief Executive Chancellor"
    " Shadow Home Foreign General Public National Medical Nursing Surgeons Physicians"
    " Radiographers Practitioners President Chair Director Professor Leader Spokesperson"
    " Deputy Former Acting Interim Emergency Urgent Recovery Plan Act Bill Review Inquiry"
    " Report Survey Strategy Winter Autumn Spring Summer Christmas Easter Brexit Covid COVID"
    " English Europe European World Queen's King's Great North South East West Central City"
    " Bay County Town Green Road Lane House Junior Agenda Change Picture Getty Adobe PA Image"
    " Read Photo Video Credit Plaid Cymru St Saint New Old Big Bank Court Police Force Army"
    " BMA RCN ONS CQC NICE GP GPs MP MPs MS MSs MSP MSPs A&E ICB ICBs Budget Spending"
    " Statement Conference  Singapore Fund Research Campaign Age Mind Macmillan Marie"
    " Curie Nuffield Resolution"
)
TITLES = any_of("Mr Mrs Ms Miss Dr Prof Professor Sir Dame Lord Lady Baroness Cllr Rev Mx")
HONOURS = any_of("MP MS MSP MLA MEP AM CBE OBE MBE QC KC")

# Parties under one name each; only ever used where this article prints one of the words.
PARTIES = (
    ("Labour", r"Labour(?:\sParty)?"),
    ("Conservative", r"Conservatives?(?:\sParty)?|Tory|Tories"),
    ("Liberal Democrat", r"Liberal\sDemocrats?|Lib\sDems?"),
    ("Plaid Cymru", r"Plaid\sCymru|Plaid"),
    ("SNP", r"SNP|Scottish\sNational\sParty"),
    ("Green", r"Green\sParty|Greens"),
    ("Reform UK", r"Reform\sUK"),
    ("DUP", r"DUP|Democratic\sUnionist\sParty"),
    ("Sinn Féin", r"Sinn\sF[ée]in"),
    ("SDLP", r"SDLP"),
    ("Alliance", r"Alliance\sParty"),
    ("UUP", r"UUP|Ulster\sUnionist\sParty"),
)
PARTY = re.compile("|".join(rf"(?P<p{i}>\b(?:{p})\b)" for i, (_, p) in enumerate(PARTIES)))
# Bodies that speak under their own name.
_CAP = r"[A-Z][\w&’'-]*"
BODY = re.compile(
    r"\b(?:"
    rf"Royal\sCollege\sof\s{_CAP}(?:(?:\sand\s|\s){_CAP}){{0,3}}"
    rf"|British\s{_CAP}(?:\s{_CAP})?\s(?:Association|Society|Council)"
    rf"|(?:Society|Association|Institute|Faculty|Academy)\s(?:of|for)\s(?:the\s)?{_CAP}(?:(?:\sand\s|\sof\s|\s){_CAP}){{0,4}}"
    rf"|(?:Department|Office|Ministry|Institute)\s(?:of|for)\s(?:the\s)?{_CAP}(?:(?:\sand\s|\s){_CAP}){{0,4}}"
    rf"|{_CAP}\s(?:(?:{_CAP}|and|of)\s){{0,5}}(?:Association|Foundation|Trust|Federation|Confederation|Council|Union|Institute|Alliance|Commission|Authority|Agency|University|Society|Committee|Fund|Health\sBoard|Network)\b"
    r"|NHS\s(?:England|Wales|Scotland|Providers|Confederation|Employers|Digital|Improvement|Resolution|Blood\sand\sTransplant)"
    r"|Institute\sfor\s(?:Government|Fiscal\sStudies)|Public\sHealth\s(?:Wales|Scotland|England)"
    r"|(?:Welsh|Scottish|UK|British)\s(?:and\s(?:Welsh|Scottish|UK|British)\s)?[Gg]overnments?|Downing\sStreet|No\s?10|Healthwatch(?:\sEngland)?"
    r"|(?:Welsh|Scottish|UK)\s(?:Labour|Conservatives|Tories|Greens|Liberal\sDemocrats|Lib\sDems)"
    r"|Unison|UNISON|Unite|GMB|BMA|RCN|RCM|RCEM|RCGP|RCP|ONS|CQC|NICE|UKHSA|MHRA|NAO|IFS|OBR|DHSC|TUC|HCSA|HSSIB|GMC|NMC|PHS|PHW|Macmillan|Mencap|Mind"
    r"|King[’']s\sFund|Health\sFoundation|Nuffield\sTrust|Age\sUK|Cancer\sResearch\sUK|Patients\sAssociation"
    r")\b"
)
OFFICIAL = re.compile(
    r"\b(?:Office\sfor\sNational\sStatistics|ONS|NHS\sEngland|NHS\sDigital|StatsWales|Public\sHealth\s\w+|official|National\sAudit\sOffice|NAO)\b"
)
# Bodies by a common name, and people without one: printed as they are, never resolved.
COMMON = re.compile(
    r"\b[Tt]he\s(?P<who>(?:[a-z][\w-]*\s){0,2}?(?:[Gg]overnment|union|charity|regulator|watchdog|committee|party"
    r"|trust|health\sboard|board|department|college|federation|council|society|association|think[\s-]tank|authority|agency|ombudsman))\b"
)
CROWDS = re.compile(
    r"\b(?:[Mm]inisters|[Cc]ritics|[Oo]pponents|[Uu]nions|[Cc]ampaigners|[Oo]fficials|[Ee]xperts|[Rr]esearchers"
    r"|[Hh]ealth\s(?:leaders|chiefs)|[Gg]overnment\s[Mm]inisters|[Dd]octors|[Nn]urses|[Cc]harities|[Aa]nalysts|[Ee]conomists)\b"
)
# People whom an article quotes without their name, as it prints them: used only with quoted words.
UNNAMED = re.compile(
    r"\b(?:[Oo]ne|[Aa]n?|[Aa]nother)\s(?P<who>(?:[\w&’'-]+\s){0,4}?(?:director|executive|chair|nurse|doctor|consultant"
    r"|surgeon|GP|midwife|paramedic|manager|official|source|insider|adviser|aide|MP|MSP|MS|MLA|peer|patient|carer|mother"
    r"|father|campaigner|finance\slead|worker|leader|member)"
    r"(?:\s(?:close\sto|at|in|from|on|with\sknowledge\sof)\s(?:[\w&’'-]+\s?){1,5}?(?=\s(?:said|says|told|put|added|warned|claimed|described|called)\b|,))?)"
    r"(?=[\s,])"
)
# A name behind one of these is that of a body: "patients' group Open Wide".
BODY_BEFORE = re.compile(
    r"\b(?:group|charity|union|think[\s-]tank|organisation|campaign|company|firm|regulator|watchdog|body|network)\s$"
)
BODY_BEHIND = re.compile(r"\s(?:charity|union|think[\s-]tank|campaign|group)\b")
# Words that no office contains: the walk to the left of a name ends there.
ROLE_STOPS = word_set(
    "the a an by with from in on to as that than is was are were be been has have had while when after before"
    " but or who which whose his her their its it he she they also led joined made asked called said says told"
    " added including like between against under over about into because if where although though since until"
    " this these those not told met meets meet will would can could may might do does did so both then-"
    " between mr mrs ms miss dr prof professor sir dame lord lady"
)
PRONOUN = re.compile(r"\b(?:He|She|he|she|They|they|It|it|The\spair|the\spair)\b")
