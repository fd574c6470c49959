"""The words by which British news prints quantities: numbers, scales, parts, hedges, directions."""

from summaries.wordlists import word_set

SMALL = dict(
    zip(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ],
        range(20),
        strict=True,
    )
)
TENS = dict(
    zip(
        ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"],
        range(20, 100, 10),
        strict=True,
    )
)
SCALES = {
    "hundred": 1e2,
    "thousand": 1e3,
    "million": 1e6,
    "mln": 1e6,
    "mn": 1e6,
    "billion": 1e9,
    "bn": 1e9,
    "bln": 1e9,
    "trillion": 1e12,
    "trn": 1e12,
    "tn": 1e12,
}
# Only when glued to the digits: "7.6m", "40k". A glued "b" or "t" needs a currency before it.
GLUED_SCALES = {"k": 1e3, "m": 1e6, "b": 1e9, "t": 1e12}
MANY = {
    "dozens": (24.0, None, None),
    "scores": (40.0, None, None),
    "hundreds": (None, 1e2, 1e3),
    "thousands": (None, 1e3, 1e4),
    "millions": (None, 1e6, 1e7),
    "billions": (None, 1e9, 1e10),
}
PARTS = {
    "half": 1 / 2,
    "halves": 1 / 2,
    "third": 1 / 3,
    "quarter": 1 / 4,
    "fourth": 1 / 4,
    "fifth": 1 / 5,
    "sixth": 1 / 6,
    "seventh": 1 / 7,
    "eighth": 1 / 8,
    "ninth": 1 / 9,
    "tenth": 1 / 10,
    "twentieth": 1 / 20,
    "hundredth": 1 / 100,
}
PARTS |= {f"{word}s": value for word, value in PARTS.items() if word not in ("half", "halves")}
SIGNS_OF_PARTS = {
    "½": 1 / 2,
    "¼": 1 / 4,
    "¾": 3 / 4,
    "⅓": 1 / 3,
    "⅔": 2 / 3,
    "⅕": 1 / 5,
    "⅖": 2 / 5,
    "⅗": 3 / 5,
    "⅘": 4 / 5,
    "⅛": 1 / 8,
}
NUMBER_WORDS = frozenset(SMALL) | frozenset(TENS) | frozenset(SCALES) | frozenset(MANY)

# Factors that are verbs: the value and the direction they assert.
FACTORS = {
    "doubled": (2.0, "up"),
    "doubling": (2.0, "up"),
    "tripled": (3.0, "up"),
    "tripling": (3.0, "up"),
    "trebled": (3.0, "up"),
    "trebling": (3.0, "up"),
    "quadrupled": (4.0, "up"),
    "quadrupling": (4.0, "up"),
    "halved": (0.5, "down"),
    "halving": (0.5, "down"),
}
FOLDS = {
    "twofold": 2.0,
    "threefold": 3.0,
    "fourfold": 4.0,
    "fivefold": 5.0,
    "sixfold": 6.0,
    "sevenfold": 7.0,
    "eightfold": 8.0,
    "tenfold": 10.0,
}

# Hedges before the number, longest first by number of words when they are tried.
HEDGES = {
    ">": (
        "more than",
        "over",
        "at least",
        "above",
        "in excess of",
        "upwards of",
        "north of",
        "tops",
        "no fewer than",
        "no less than",
        "not less than",
        "greater than",
        "higher than",
        "longer than",
        "older than",
        "a minimum of",
        "minimum of",
        "exceeding",
        "exceed",
        "exceeded",
        "exceeds",
        "surpassed",
        "topped",
        "topping",
    ),
    "<": (
        "less than",
        "just shy of",
        "shy of",
        "a shade under",
        "fewer than",
        "under",
        "below",
        "up to",
        "at most",
        "no more than",
        "not more than",
        "as many as",
        "as much as",
        "as few as",
        "lower than",
        "shorter than",
        "a maximum of",
        "maximum of",
        "sub",
    ),
    "~": (
        "about",
        "close on",
        "getting on for",
        "c .",
        "around",
        "roughly",
        "approximately",
        "approx",
        "nearly",
        "almost",
        "some",
        "circa",
        "an estimated",
        "estimated",
        "estimated at",
        "close to",
        "near",
        "nearer",
        "more or less",
        "somewhere around",
        "in the region of",
        "averaged",
        "averaging",
        "c",
        "~",
    ),
}
AFTER_HEDGES = {
    "or more": ">",
    "or so": "~",
    "or less": "<",
    "or fewer": "<",
    "or over": ">",
    "or under": "<",
    "or thereabouts": "~",
    "plus": ">",
    "- plus": ">",
    "+": ">",
}

UP = word_set(
    "rose rise rises risen rising increase increases increased increasing grew grow grows grown growing"
    " climbed climb climbs climbing jumped jump jumps jumping soared soar soars soaring surged surge"
    " surges surging gained gain gains gaining up higher boosted boost expanded raised raise"
    " raising swelled rocketed leapt leaped leap advanced upped hike hiked rebound rebounded rallied"
    " edged-up improvement improved uplift spike spiked"
)
DOWN = word_set(
    "fell fall falls fallen falling drop drops dropped dropping decline declines declined declining"
    " decrease decreases decreased decreasing down lower lost loses losing shed sheds slid slide slides"
    " sliding slipped slip slips tumbled tumble plunged plunge plunges plummeted plummet reduced reduce"
    " reduces reducing reduction shrank shrunk shrink shrinking sank sunk dipped dip dips eased cut cuts"
    " cutting slumped slump slashed slash dived crashed retreated"
)
DIRECTIONS = dict.fromkeys(UP, "up") | dict.fromkeys(DOWN, "down")
