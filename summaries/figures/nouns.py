"""What is counted: the noun phrase beside a number, and its singular. Word lists, no tagger."""

from collections.abc import Sequence

from summaries.figures.tokens import Token
from summaries.figures.words import MANY, NUMBER_WORDS, PARTS
from summaries.wordlists import word_set

# Words that end a noun phrase: they begin something else.
STOPS = word_set(
    "most last next behind above below beside near outside inside beyond towards toward upon amid plus thanks"
    " cheaper higher lower longer shorter older younger bigger larger smaller faster better worse greater"
    " a an the this that these those my your his her its our their of in on at by for from to with without"
    " within into onto over under after before during since until till through across against between"
    " among about around as than then and or but nor so yet if when while where which who whom whose what"
    " how why because though although unless despite per via is are was were be been being am has have had"
    " having do does did will would can could shall should may might must not no i you he she it we they"
    " me him them us there here also just only even now still already ever never however too very"
    " said says say told tells added adds claimed claims according earlier later ago today yesterday"
    " tomorrow respectively each every both all any some such same another altogether together worldwide"
    " nationally overall away apart long wide deep tall high old short up down off out back instead"
    " again once mostly nearly almost roughly approximately well much many more less fewer"
)
# Verbs that follow a subject without an auxiliary; the commonest of the news.
VERBS = word_set(
    "rose fell grew took came went made got gave left lost won met ran saw kept held paid spent died began"
    " became put set hit cost need needs want wants face faces remain remains include includes"
    " work works live lives show shows come comes go goes get gets make makes take takes give gives say"
    " think feel know see seem seems start starts stay stays mean means happen happens attend voted walked"
    " joined signed called asked seeing waiting working living making taking using including following"
    " starting facing needing receiving leaving having reporting missed warn warns cut belong help helps"
    " depend covers cover offers offer provide provides use uses report reports receive receives fail"
    " fails suffer suffers become becomes apply applies return returned earn earns ends"
    " forecast forecasts seen given taken done made known found born buys pays spends sends keeps drawn shown spread sought brought threw drew flew worth due available ready able"
)
IRREGULAR = {
    "people": "people",
    "children": "child",
    "men": "man",
    "women": "woman",
    "feet": "foot",
    "lives": "life",
    "wives": "wife",
    "halves": "half",
    "shelves": "shelf",
    "crises": "crisis",
    "diagnoses": "diagnosis",
    "analyses": "analysis",
    "prognoses": "prognosis",
    "criteria": "criterion",
    "teeth": "tooth",
    "mice": "mouse",
    "midwives": "midwife",
    "series": "series",
    "species": "species",
    "staff": "staff",
    "ambulancemen": "ambulanceman",
    "fishermen": "fisherman",
    "policemen": "policeman",
    "movies": "movie",
    "cookies": "cookie",
    "buses": "bus",
    "viruses": "virus",
    "viri": "virus",
    "caesareans": "caesarean",
    "gases": "gas",
    "bonuses": "bonus",
    "campuses": "campus",
    "calories": "calorie",
    "ties": "tie",
    "pies": "pie",
    "percentages": "percentage",
}
HEADS = frozenset(IRREGULAR)
NOT_PLURAL = ("ss", "us", "is", "'s")
MAX_WORDS = 6


def noun_phrase(tokens: Sequence[Token], at: int, *, one: bool = False) -> tuple[int, int]:
    """The tokens `[first:last)` of the noun phrase that begins at a token; empty when none does.

    It ends behind the first plural ("junior hospital doctors"), or, for one thing, before the
    first word that cannot belong to it.
    """
    if _is_participle(tokens, at):
        return at, at
    step, last = at, at
    step += _leads_to_plural(tokens, at)
    while step < len(tokens) and step - at < MAX_WORDS + 2:
        token = tokens[step]
        if token.text in "-‐‑/" and token.glued and step > at and _glued_word(tokens, step + 1):
            step += 1
            continue
        if token.kind == "num" and step > at and token.glued:
            step += 1  # "Covid-19 tests"
            continue
        if token.kind != "word" or not _belongs(token, step > at):
            if token.low in ("and", "&") and step > at and not one and _joins(tokens, step, at):
                step += 1
                continue
            break
        if (
            step > at
            and token.capital
            and not (token.text.isupper() and len(token.text) > 1)
            and not tokens[step - 1].capital
            and _starts_clause(tokens, step)
        ):
            break
        step += 1
        last = step
        if _is_plural_noun(token) and not _compound(tokens, step):
            break
    return at, _trim(tokens, at, last)


def _leads_to_plural(tokens: Sequence[Token], at: int) -> bool:
    """Whether a word that could begin a clause belongs to a noun: "10m working days"."""
    if at + 1 >= len(tokens) or tokens[at].low not in ("working", "waiting", "missing", "living"):
        return False
    return _is_plural_noun(tokens[at + 1]) and tokens[at + 1].low not in VERBS


def _is_participle(tokens: Sequence[Token], at: int) -> bool:
    """Whether a clause begins here: "around 73 raising the prospect"."""
    if at + 1 >= len(tokens) or not tokens[at].low.endswith("ing"):
        return False
    return tokens[at + 1].low in ("the", "a", "an", "its", "their", "his", "her", "it", "them")


def _starts_clause(tokens: Sequence[Token], at: int) -> bool:
    """Whether a name behind a noun is the subject of what follows: "plan Labour would start"."""
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    return following is None or following.low in STOPS or following.low in VERBS


def _glued_word(tokens: Sequence[Token], at: int) -> bool:
    return at < len(tokens) and tokens[at].glued and tokens[at].kind in ("word", "num")


def _belongs(token: Token, inside: bool) -> bool:
    low = token.low
    if (
        (low in STOPS and token.text != "US")
        or low in NUMBER_WORDS
        or (low in PARTS and low != "quarter")
    ):
        return False
    if inside and low.endswith("ed") and len(low) > 4:
        return False
    if (
        low.endswith("ly")
        and len(low) > 4
        and low
        not in (
            "family",
            "elderly",
            "weekly",
            "monthly",
            "daily",
            "early",
            "supply",
            "assembly",
            "july",
            "italy",
        )
    ):
        return False
    return low not in VERBS or (not inside and is_plural(low))


def _joins(tokens: Sequence[Token], at: int, first: int) -> bool:
    """Whether "and" stands inside a phrase that ends in a plural ("urgent and routine operations")."""
    if any(is_plural(t.low) for t in tokens[first:at]):
        return False
    following = tokens[at + 1 : at + 4]
    for token in following:
        if token.kind != "word" or not _belongs(token, False):
            return False
        if is_plural(token.low):
            return True
    return False


def _compound(tokens: Sequence[Token], at: int) -> bool:
    """Whether a plural is the first part of a longer name: "sales staff", "A&E services teams"."""
    if at >= len(tokens) or tokens[at].kind != "word":
        return False
    return tokens[at].low in ("staff", "teams", "members", "workers", "people")


def _trim(tokens: Sequence[Token], first: int, last: int) -> int:
    while last > first and tokens[last - 1].low in ("s", "new", "other", "same"):
        last -= 1
    return last


def _is_plural_noun(token: Token) -> bool:
    """Whether a token is a plural: NHS is none."""
    return is_plural(token.low) and not token.text.isupper()


def is_plural(low: str) -> bool:
    """Whether a word looks like a plural noun."""
    if low in HEADS:
        return True
    return len(low) > 2 and low.endswith("s") and not low.endswith(NOT_PLURAL) and low not in MANY


def singular(phrase: str) -> str:
    """The phrase with its last word in the singular."""
    head, space, last = phrase.rpartition(" ")
    return head + space + singular_word(last)


def singular_word(word: str) -> str:
    """One word in the singular, its case kept where it carries a name ("GPs" → "GP")."""
    low = word.lower()
    if low in IRREGULAR:
        return IRREGULAR[low]
    if not is_plural(low) or (word.isupper() and len(word) > 1):
        return word
    if low.endswith("ies") and len(low) > 4:
        return word[:-3] + "y"
    if low.endswith(("ches", "shes", "sses", "xes", "zes", "oes")):
        return word[:-2]
    return word[:-1]


def unit_of(tokens: Sequence[Token], first: int, last: int) -> str:
    """The unit that a noun phrase names: its content words in lower case, the last one singular."""
    words = [
        t for t in tokens[first:last] if t.low not in ("and", "&", "s") and t.text not in "-‐‑"
    ]
    phrase = " ".join(t.text if t.text.isupper() or _mixed(t.text) else t.low for t in words)
    return singular(phrase)


def _mixed(word: str) -> bool:
    """Whether a word is an abbreviation such as GPs, MPs or EVs."""
    return len(word) > 2 and word[:-1].isupper() and word[-1] == "s"
