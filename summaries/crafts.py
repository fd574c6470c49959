"""The crafts together: one article version to all that is lifted from it. Pure."""

from feeds.model import Article
from summaries.dates import find_dates
from summaries.figures import find_figures
from summaries.model import Reading
from summaries.quotes import find_quotes
from summaries.sentences import read_document
from summaries.topics import is_about_nhs, nation_of


def read_article(article: Article) -> Reading:
    """Lift from an article's version all that the crafts find in it."""
    document = read_document(article)
    return Reading(
        document=document,
        figures=find_figures(document),
        quotes=find_quotes(document),
        dates=find_dates(document),
        nation=nation_of(document),
        about_nhs=is_about_nhs(document),
    )
