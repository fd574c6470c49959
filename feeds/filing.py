"""File a draft in the archive: decide whether it is new, a version, a copy or the same, and store it."""

import re
from dataclasses import asdict, replace
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, Insert, and_, delete, func, insert, select, update

from feeds.guard import canonical_url
from feeds.model import Added, Article, Draft, LeftOut
from feeds.tables import ARTICLE_FIELDS, aliases, article_of, articles, current, versions, visible
from feeds.text import fold_space


def file_draft(connection: Connection, draft: Draft, now: datetime) -> Added:
    """File it. The caller holds the only writing transaction of the archive."""
    draft = _storable(draft)
    added = _filed(connection, draft, now)
    if draft.alias:
        of_it = aliases.c.alias == draft.alias
        connection.execute(delete(aliases).where(of_it))
        connection.execute(insert(aliases).values(alias=draft.alias, article=added.article))
    return added


def _filed(connection: Connection, draft: Draft, now: datetime) -> Added:
    known = _known(connection, draft)
    if known is None:
        return _add_article(connection, draft, now)
    _fill_in(connection, known, draft)
    if not _is_changed(known, draft):
        return Added(article=known.id, version=known.version.id, status="same")
    original = _original(connection, draft, before=known.id)
    version = _add_version(connection, known.id, draft, now, original)
    return Added(article=known.id, version=version, status="version")


def identity_of(key: str) -> str:
    """The key under which a link is filed; keys that are no links stay as they are."""
    return canonical_url(key) if key.lower().startswith(("http:", "https:")) else key


def fingerprint_of(draft: Draft) -> str:
    """What two copies share. A teaser's few words say little, so its title belongs to them."""
    words = f"{draft.title or ''}\n{draft.text}" if draft.teaser or not draft.text else draft.text
    return sha256(fold_space(words).lower().encode()).hexdigest()


def _storable(draft: Draft) -> Draft:
    """Put a mark in the place of what no database holds (NUL, lone surrogates), one for one."""
    if draft.published is not None and draft.published.tzinfo is None:
        raise ValueError(f"{draft.key}: its date {draft.published} has no time zone")
    return replace(
        draft,
        key=_plain(identity_of(draft.key)),
        text=_plain(draft.text),
        title=_plain(draft.title) if draft.title else None,
        url=_plain(draft.url) if draft.url else None,
        alias=_plain(draft.alias) if draft.alias else None,
        outlet=_plain(draft.outlet) if draft.outlet else None,
        authors=tuple(_plain(author) for author in draft.authors),
        teaser=draft.teaser or not draft.text.strip(),
        left_out=tuple(LeftOut(_plain(piece.kind), _plain(piece.text)) for piece in draft.left_out),
    )


def _plain(text: str) -> str:
    return re.sub("[\x00\ud800-\udfff]", "\ufffd", text)


def _known(connection: Connection, draft: Draft) -> Article | None:
    """The article that this draft is a state of: the workspace's own, or the public one unless the
    draft of a workspace says something else than it."""
    found = current(draft.team_id).where(articles.c.key == draft.key)
    own_first = found.order_by(articles.c.team_id.is_(None))
    known = [article_of(row) for row in connection.execute(own_first)]
    return next((a for a in known if a.team_id == draft.team_id or not _is_changed(a, draft)), None)


def _is_changed(known: Article, draft: Draft) -> bool:
    if draft.teaser and not known.teaser:
        return False
    if fold_space(draft.text) != fold_space(known.version.text):
        return True
    return draft.title is not None and fold_space(draft.title) != fold_space(
        known.version.title or ""
    )


def _add_article(connection: Connection, draft: Draft, now: datetime) -> Added:
    original = _original(connection, draft)
    values = {name: getattr(draft, name) for name in ARTICLE_FIELDS} | {
        "arrived": now,
        "dated": draft.published or now,
        "copy_of": original,
    }
    number = _inserted(connection, insert(articles).values(values))
    version = _add_version(connection, number, draft, now, original)
    if draft.team_id is None:
        _own_up_to_copies(connection, number, draft)
    return Added(article=number, version=version, status="new" if original is None else "copy")


def _add_version(
    connection: Connection, number: int, draft: Draft, now: datetime, copy_of: int | None
) -> int:
    count = select(func.count()).where(versions.c.article == number).scalar_subquery()
    values = {
        "article": number,
        "number": count + 1,
        "title": draft.title,
        "text": draft.text,
        "seen_at": now,
        "left_out": [asdict(piece) for piece in draft.left_out],
        "fingerprint": fingerprint_of(draft),
    }
    version = _inserted(connection, insert(versions).values(values))
    newest = {"version": version, "teaser": draft.teaser, "copy_of": copy_of}
    connection.execute(update(articles).where(articles.c.id == number).values(newest))
    return version


def _inserted(connection: Connection, statement: Insert) -> int:
    primary_key = connection.execute(statement).inserted_primary_key
    assert primary_key is not None
    return int(primary_key[0])


def _original(connection: Connection, draft: Draft, before: int | None = None) -> int | None:
    """The first article that ever had this text, among those that the draft's owner may see."""
    same = versions.c.fingerprint == fingerprint_of(draft)
    found = (
        select(func.min(articles.c.id))
        .join(versions, versions.c.article == articles.c.id)
        .where(same, visible(articles, draft.team_id), articles.c.copy_of.is_(None))
    )
    if before is not None:
        found = found.where(articles.c.id < before)
    first: int | None = connection.execute(found).scalar_one()
    return first


def _own_up_to_copies(connection: Connection, number: int, draft: Draft) -> None:
    """Make what workspaces had of this text before it became public copies of the public article."""
    same = select(versions.c.article).where(versions.c.fingerprint == fingerprint_of(draft))
    private = and_(articles.c.team_id.is_not(None), articles.c.copy_of.is_(None))
    owned = update(articles).where(articles.c.id.in_(same), private)
    connection.execute(owned.values(copy_of=number))


def _fill_in(connection: Connection, known: Article, draft: Draft) -> None:
    """Add what was not known of an article: link, outlet, authors, date. Nothing is overwritten but a
    link that has changed."""
    if known.team_id != draft.team_id:
        return
    fields = ("url", "outlet", "authors", "published")
    found: dict[str, Any] = {
        name: getattr(draft, name)
        for name in fields
        if getattr(draft, name) and not getattr(known, name)
    }
    if draft.url and known.url and canonical_url(draft.url) != canonical_url(known.url):
        found["url"] = draft.url
    if "published" in found:
        found["dated"] = found["published"]
    if found:
        connection.execute(update(articles).where(articles.c.id == known.id).values(found))
