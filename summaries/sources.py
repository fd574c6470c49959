"""A document to the small print beside its lines."""

from summaries.model import Document, Source


def source_of(document: Document) -> Source:
    """Return where a document's lines come from."""
    article = document.article
    return Source(
        article=article.id,
        label=document.label,
        outlet=article.outlet,
        url=article.url,
        published=article.published,
        teaser=article.teaser,
    )
