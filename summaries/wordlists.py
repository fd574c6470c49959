"""Word lists that stay readable: a set or an alternation out of one string."""


def word_set(words: str) -> frozenset[str]:
    """The words of a string, parted by white space."""
    return frozenset(words.split())


def any_of(words: str) -> str:
    """A pattern that matches any of the words; "_" stands for the space within a phrase."""
    listed = sorted((w.replace("_", r"\s") for w in words.split()), key=len, reverse=True)
    return "(?:" + "|".join(listed) + ")"
