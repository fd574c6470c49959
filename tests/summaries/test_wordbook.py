"""The archive knows its words: how many passages have them, what a slip was meant to be, what short
forms stand for."""

from dataclasses import replace

from feeds.database import Database
from summaries.crafts import read_article
from summaries.library.store import Library
from summaries.library.wordbook import choose_words, consult, find_short_forms, short_forms
from summaries.model import Ground
from summaries.sentences import read_document
from tests.builders import article, prose

WARD = prose("""Porters at Norland Infirmary are to be retrained, the regional board said.

The porters say that nobody asked them.""")
UNION = prose(
    """The Norland Staff Council (NSC) has written to the board. “We were not asked,” it said."""
)


def ground(database: Database, *asked: str, team_id: str | None = None) -> Ground:
    mine = short_forms.c.team_id.is_(None)
    with database.reading() as connection:
        return consult(
            connection, asked, mine if team_id is None else short_forms.c.team_id == team_id
        )


def test_an_empty_archive_knows_no_word(database: Database) -> None:
    assert ground(database, "porters") == Ground()


def test_a_word_is_counted_once_for_each_passage_that_has_it(database: Database) -> None:
    Library(database).store(read_article(article(WARD)), read_article(article(UNION, number=2)))
    found = ground(database, "porters", "asked", "zebra")
    assert found.passages == 3
    assert found.counts == {"porter": 2, "ask": 2}


def test_a_new_version_s_words_take_the_place_of_the_old_ones(database: Database) -> None:
    library, old = Library(database), article(WARD)
    library.store(read_article(old))
    edited = replace(old.version, id=2, number=2, text="Cooks at Norland Infirmary will go.")
    for _ in range(2):
        library.store(read_article(replace(old, version=edited)))
    found = ground(database, "porters", "cooks")
    assert (found.passages, found.counts) == (1, {"cook": 1})


def test_a_slip_is_read_as_the_word_nearest_to_it(database: Database) -> None:
    Library(database).store(read_article(article(WARD)))
    assert ground(database, "infirmray", "porers").read_as == {
        "infirmray": "infirmary",
        "porers": "porters",
    }


def test_short_words_names_far_off_and_words_of_the_field_are_no_slips(database: Database) -> None:
    Library(database).store(read_article(article(WARD)))
    assert ground(database, "bord", "nurses", "Norfolk", "12345").read_as == {}


def test_short_forms_are_learned_where_an_article_explains_them(database: Database) -> None:
    assert find_short_forms(read_document(article(UNION))) == (("nsc", "norland staff council"),)
    Library(database).store(read_article(article(UNION)))
    pair = (("nsc", "norland staff council"),)
    assert ground(database, "nsc").alike == pair
    assert ground(database, "norland", "staff", "council").alike == pair


def test_brackets_that_explain_nothing_are_passed_over() -> None:
    for text in (
        "A bed (ABC) is free.",
        "(NSC)",
        "The Welsh Health Board (Cardiff) met.",
        "(" * 500,
    ):
        assert find_short_forms(read_document(article(text))) == ()


def test_a_workspace_s_short_forms_are_its_own(database: Database) -> None:
    Library(database).store(read_article(article(UNION, team_id="T1")))
    assert ground(database, "nsc").alike == ()
    assert ground(database, "nsc", team_id="T1").alike


def test_common_words_are_only_looked_up_together() -> None:
    known = Ground(1000, {"health": 900, "porter": 4, "list": 500})
    assert choose_words(["health", "porters", "list", "zebra"], known, budget=100) == (
        ["porters"],
        ["health", "list"],
    )
    assert choose_words(["health"], Ground(), budget=100) == ([], [])
