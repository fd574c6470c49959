"""Copies collapse, one event stands together, different events stay apart."""

from dataclasses import replace
from datetime import timedelta
from itertools import islice
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st
from pytest import MonkeyPatch

from bot.playground.newsroom.articles import read_articles
from summaries import stories as craft
from summaries.copies import find_copies
from summaries.model import Document, Story
from summaries.sentences import read_document
from summaries.stories import group_stories
from tests.builders import NOON, article, prose
from tests.evaluation.score_scale import events

CLOSURE = prose("""The minor injuries unit at Ferrow Cottage Hospital will close at night from the first
week of December, the board of Eastmoor Health Trust decided on Thursday. Managers said that only
three patients a night had used it since the spring, and that its nurses were needed in the
emergency department at Eastmoor General, eleven miles away. Campaigners who had gathered 9,400
signatures called the decision a betrayal of the people of Ferrow. The board's chair, Osric Venn,
said that the unit would open from eight in the morning until ten at night on every day of the year
and that a bus would run to Eastmoor General until one in the morning. The decision will be looked
at again after twelve months. The local council has asked the minister to call it in.""")
CLOSURE_TOLD_ANEW = prose("""Night-time treatment for minor injuries is to end in Ferrow. Eastmoor Health
Trust's board voted by nine to two to shut the unit at the cottage hospital overnight. Osric Venn,
who chairs the board, told a noisy public meeting that nurses could do more good at Eastmoor General.
A petition against the closure had been signed 9,400 times. Ferrow's mayor said that he would write
to the minister. The unit stays open in the daytime.""")
DENTISTS = prose("""Nearly half of the dental practices in the county take no new adults as patients of the
health service, a survey by the Almshire Patients' Forum has found. Volunteers rang all 212 practices
in October. In Pellbridge, where two practices closed last winter, not one had a place. The forum's
director, Ines Karrow, said that people were pulling out their own teeth. The dental committee said
that the contract paid its members less for a filling than it cost them.""")
OTHER_CLOSURE = prose("""The maternity unit at Saltersby Infirmary will close for six weeks from January
while its roof is repaired, Saltersby and Coast Hospitals has announced. About 140 babies are expected
in that time; their mothers will be asked to go to Wenham. The trust's head of midwifery, Tamsin
Orrell, said that each of them would have the same midwife throughout.""")


def read(text: str, number: int, title: str | None = None, **fields: object) -> Document:
    return read_document(article(text, title, number, **fields))


def articles_of(stories: tuple[Story, ...]) -> list[tuple[int, ...]]:
    return [story.articles for story in stories]


def replace_number(document: Document, more: int) -> Document:
    return replace(document, article=replace(document.article, id=document.article.id + more))


def cut(text: str, share: float) -> str:
    """The text without its last sentences, as a desk cuts wire copy from the end."""
    sentences = text.split(". ")
    return ". ".join(sentences[: round(len(sentences) * (1 - share))])


def test_no_documents_make_no_stories() -> None:
    assert group_stories([]) == ()


def test_an_empty_document_is_a_story_of_its_own() -> None:
    stories = group_stories([read("", 1), read("", 2), read("The.", 3)])
    assert articles_of(stories) == [(1,), (2,), (3,)]


def test_the_same_words_at_another_outlet_are_a_copy() -> None:
    story = group_stories([read(CLOSURE, 4), read(CLOSURE, 7, outlet="Other")])[0]
    assert (story.id, story.articles, story.copies) == (4, (4, 7), {7: 4})


def test_cut_copies_are_found_and_the_fullest_is_the_original() -> None:
    documents = [read(cut(CLOSURE, 0.15), 1), read(cut(CLOSURE, 0.3), 2), read(CLOSURE, 3)]
    assert find_copies(documents) == {1: 3, 2: 3}
    assert find_copies([read(cut(CLOSURE, 0.6), 1), read(CLOSURE, 2)]) == {1: 2}


def test_next_month_s_bulletin_is_no_copy_of_this_month_s() -> None:
    form = """The waiting list in Norland stood at {} pathways at the end of the month. Of those, {}
    had been open for more than a year and {} for more than two years. The standard is that nobody
    waits for more than a year for treatment led by a consultant. The next release will be published
    at half past nine on the second Thursday of the month. These figures are for Norland only."""
    first = read(form.format("61,230", "4,310", "95"), 1)
    second = read(form.format("60,870", "4,190", "83"), 2)
    assert find_copies([first, second]) == {}
    assert find_copies([first, read(form.format("61,230", "4,310", "95"), 3)]) == {3: 1}


def test_a_teaser_is_never_the_original() -> None:
    documents = [read(CLOSURE, 1, teaser=True), read(CLOSURE, 2)]
    assert find_copies(documents) == {1: 2}


def test_a_round_up_with_a_brief_in_it_is_no_copy_of_it() -> None:
    words = Random(7).choices([f"word{n}" for n in range(900)], k=900)
    round_up = f"{' '.join(words)}. {cut(DENTISTS, 0.5)}"
    assert find_copies([read(cut(DENTISTS, 0.5), 1), read(round_up, 2)]) == {}


def test_one_event_told_anew_is_one_story_without_copies() -> None:
    stories = group_stories([read(CLOSURE, 1), read(CLOSURE_TOLD_ANEW, 2), read(DENTISTS, 3)])
    assert articles_of(stories) == [(1, 2), (3,)]
    assert stories[0].copies == {}


def test_two_closures_are_two_stories() -> None:
    stories = group_stories([read(CLOSURE, 1), read(OTHER_CLOSURE, 2)])
    assert articles_of(stories) == [(1,), (2,)]


def test_a_month_later_it_is_another_story() -> None:
    later = NOON + timedelta(days=30)
    stories = group_stories([read(CLOSURE, 1), read(CLOSURE_TOLD_ANEW, 2, published=later)])
    assert articles_of(stories) == [(1,), (2,)]


@settings(max_examples=25, deadline=None)
@given(st.permutations(range(5)))
def test_the_order_of_the_input_changes_nothing(order: list[int]) -> None:
    texts = [CLOSURE, CLOSURE_TOLD_ANEW, DENTISTS, OTHER_CLOSURE, cut(CLOSURE, 0.3)]
    documents = [read(text, n + 1) for n, text in enumerate(texts)]
    assert group_stories([documents[n] for n in order]) == group_stories(documents)


def test_every_document_is_in_exactly_one_story() -> None:
    random = Random(11)
    pieces = [s for text in (CLOSURE, DENTISTS, OTHER_CLOSURE) for s in text.split(". ")]
    documents = [read(". ".join(random.sample(pieces, 6)), n) for n in range(40)]
    stories = group_stories(documents)
    assert sorted(a for story in stories for a in story.articles) == list(range(40))
    assert all(story.id == min(story.articles) for story in stories)


def test_the_newsroom_s_strike_vote_is_one_story_and_keeps_apart_from_the_rest() -> None:
    articles = read_articles(NOON)
    documents = [
        read("\n\n".join(a.lines), n, a.title, published=a.published, teaser=not a.free)
        for n, a in enumerate(articles)
    ]
    vote = {n for n, a in enumerate(articles) if a.slug in STRIKE_VOTE}
    story = next(s for s in group_stories(documents) if vote & set(s.articles))
    assert vote <= set(story.articles)
    assert {articles[n].slug for n in story.copies} <= STRIKE_VOTE


STRIKE_VOTE = {
    "doctors-back-four-day-walkout",
    "hospital-doctors-to-strike-in-january",
    "hospital-doctors-back-january-strikes",
}


def test_like_words_about_another_nation_are_another_story() -> None:
    """Two nations publish the same kind of news on one day; health is devolved."""
    welsh = prose("""Nurses in Wales have been offered a pay rise of 3.75% by the Welsh government. The
    health minister called the offer fair and final. The Nurses' League in Wales will put it to its
    members next week and said that they had lost a tenth of their pay in ten years.""")
    told_anew = prose("""A vote on pay begins in {0} next week. The Nurses' League will ask its members
    whether 3.75% is enough. Its leader, Imke Sorrel, said that the offer did not make good what ten
    years had taken. The {1} government says that it has no more money this year.""")
    apart = [read(welsh, 1), read(told_anew.format("Scotland", "Scottish"), 2)]
    assert articles_of(group_stories(apart)) == [(1,), (2,)]
    together = [read(welsh, 1), read(told_anew.format("Wales", "Welsh"), 2)]
    assert articles_of(group_stories(together)) == [(1, 2)]


def test_an_article_is_compared_with_the_news_of_its_days_only(monkeypatch: MonkeyPatch) -> None:
    """The archive may hold years of one subject: nothing of it but the last days is looked at."""
    compared: list[int] = []
    cosine = craft._cosine

    def counted(vector: craft.Vector, cluster: craft._Cluster) -> float:
        compared.append(cluster.number)
        return cosine(vector, cluster)

    monkeypatch.setattr(craft, "_cosine", counted)
    days = [NOON + timedelta(days=10 * n) for n in range(3)]
    told = [read(CLOSURE_TOLD_ANEW, n, published=day) for n, day in enumerate(days)]
    others = [replace_number(document, 100) for _, document in islice(events(), 100)]
    stories = group_stories([*told, read(CLOSURE, 3, published=days[-1]), *others])
    assert [a for a in articles_of(stories) if a[0] < 100] == [(0,), (1,), (2, 3)]
    of_the_closure = [number for number in compared if stories[number].id < 100]
    assert of_the_closure == [len(stories) - 1]


def test_ever_more_articles_of_invented_events_are_grouped_rightly() -> None:
    made = list(islice(events(), 400))
    found = group_stories([document for _, document in made])
    together = {frozenset(story.articles) for story in found}
    wanted = {frozenset(d.article.id for e, d in made if e == event) for event, _ in made}
    assert len(together & wanted) >= 0.95 * len(wanted)
