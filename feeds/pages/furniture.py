"""What on a page is not the article: captions, adverts, related links, bylines and their like. Pure.

Two witnesses: the names that the page's makers gave to its parts (tags, classes, ids, roles), and
the words themselves ("Read more:", "Sign up to our newsletter"). Names are never believed of a
part that holds a good share of the page's text: a body may well be called "has-newsletter".
"""

import re

from lxml.html import HtmlElement

MAX_NAME_CHARACTERS = 400  # of a part's class and id; frameworks write long ones
MAX_SHARE = 0.4  # of the page's words that a part named as furniture may hold
MAX_ASIDE_SHARE = 0.75  # that a fact box may hold: some carry a whole speech or table

_TAGS = {
    "figcaption": "caption",
    "nav": "navigation",
    "footer": "navigation",
    "button": "navigation",
    "aside": "related",
    "form": "newsletter",
    "dialog": "cookies",
    "time": "byline",
    "address": "byline",
    "svg": "navigation",
}
_ROLES = {
    "navigation": "navigation",
    "banner": "navigation",
    "contentinfo": "navigation",
    "search": "navigation",
    "complementary": "related",
    "dialog": "cookies",
    "alertdialog": "cookies",
    "button": "navigation",
    "tablist": "navigation",
}
_NAMES = tuple(
    (kind, re.compile(rf"(?:^|[\s_-])(?:{words})(?:$|[\s_-])", re.IGNORECASE))
    for kind, words in (
        ("cookies", r"cookies?|cookie-?(banner|notice|consent)|consent|gdpr|onetrust|cmp"),
        (
            "newsletter",
            r"newsletters?|sign-?up|subscribe|subscription|email-?(form|alert)s?|mailing",
        ),
        (
            "advert",
            r"ad|ads|advert|adverts|advertisement|advertising|adslot|ad-?(slot|unit|container|wrapper)|"
            r"sponsor(ed)?|promo|promotion|promobox|dfp|gpt|mpu|leaderboard|taboola|outbrain|"
            r"affiliate|commercial|shopping",
        ),
        (
            "related",
            r"related|recommend(ed|ations?)?|read-?(more|next|also)|more-?(on|from|stories|like)|"
            r"most-?(read|popular|viewed)|popular|trending|see-?also|you-?may|onward|rich-?link|"
            r"in-?article-?link|carousel|further-?reading|also-?read|story-?package|pull-?quotes?",
        ),
        ("aside", r"(fact|info)-?box|box-?out"),
        (
            "caption",
            r"captions?|image-?(caption|credit|copyright|source)|photo-?credit|credits?|"
            r"media-?(caption|credit)|wp-caption-text|figcaption|gallery",
        ),
        (
            "byline",
            r"bylines?|author|authors|author-?(name|bio|info|box)|dateline|timestamp|"
            r"pub(lish)?(ed)?-?(date|time)|post-?(date|meta)|entry-?meta|article-?(meta|info|date)|"
            r"contributors?|reading-?time|date",
        ),
        ("embed", r"twitter-tweet|instagram-media|tiktok-embed|fb-post|embed(ded)?"),
        ("share", r"share|sharing|social|follow|follow-?us|addthis|whatsapp"),
        ("comments", r"comments?|disqus|livefyre|respond"),
        ("paywall", r"paywall|regwall|piano|subscriber-?only|barrier|gate(way)?|c-article-access"),
        (
            "navigation",
            r"nav|navbar|navigation|menu|breadcrumbs?|footer|masthead|sidebar|topics?|tags?|"
            r"tag-?(list|cloud)|pagination|pager|skip-?link|sr-only|visually-?hidden|screen-?reader(-text)?|"
            r"toolbar|tooltip|modal|popup",
        ),
    )
)
_HIDDEN = re.compile(r"display:\s*none|visibility:\s*hidden", re.IGNORECASE)

_WORDS = tuple(
    (kind, re.compile(pattern, re.IGNORECASE))
    for kind, pattern in (
        ("advert", r"^(this article (contains|may contain) affiliate links\b.*|.{0,80}\bmay (earn|receive) (a |an )?(affiliate )?commission\b.*|advertisement|advert|sponsored( content)?|article continues (after|below).*|"
                   r"(story|content) continues (after|below).*|scroll (down )?for more.*|promoted( content)?)$"),
        ("caption", r"^(image|photo|picture|pic|credit|media|video|figure|graphic|chart) ?"
                    r"(source|credit|caption|by|courtesy)?\s?[:,] ?.{0,200}$|"
                    r"^.{0,120}(getty images|pa (wire|media|images|archive)|alamy|shutterstock|reuters|"
                    r"istock(photo)?|rex features|afp|epa|\(image: .{0,60}\)|\(picture: .{0,60}\))\)?\.?$|"
                    r"^(image )?(caption|credits?)$|^©.{0,120}$"),
        ("related", r"^(read|see|find out|learn|watch|listen|discover|explore) ?(more|also|next|now)\b.{0,160}$|"
                    r"^(more|related|recommended|also read|you (may|might) (also )?(like|be interested)|"
                    r"don.t miss|most (read|popular)|trending|in other news|elsewhere|top stories|"
                    r"up next|watch|listen|in pictures|live|most read in .{0,40}|related (articles?|stories|topics|content|links?|internet links?)|"
                    r"more (on this story|stories|from|like this|about).{0,60}|further reading)\s*:?$|"
                    r"^(more|related|read|see|watch|listen|analysis|explained|opinion|exclusive) ?[:>»→|].{1,160}$|"
                    r"^(for more|check out (more|our)|click here|to read more|find all).{0,200}$"),
        ("newsletter", r"^(sign up|subscribe|get (our|the|all)|join (our|the|us|thousands)|enter your email|"
                       r"by (signing|entering|subscribing|submitting|clicking)|you can unsubscribe|"
                       r"want more\b|download (our|the) app|"
                       r"get in touch|got a (story|tip|news)|do you have a (story|tip)|contact (our|us)|"
                       r"to sign up).{0,300}$|^.{0,160}(our (free )?(daily |weekly |email )?newsletters?)\b.{0,80}$"),
        ("share", r"^(share( (this|on|via|article|page).{0,60})?|follow (us|@|.{0,40} on "
                  r"(twitter|x|facebook|instagram|tiktok)).{0,160}|copy link|print|save|bookmark|tweet|"
                  r"facebook|twitter|whatsapp|linkedin|email( this)?|comments?( \(\d+\))?|\d+ (comments?|shares?)|"
                  r"add .{0,30} as a preferred source.{0,60}|like us on .{0,80}|join the conversation.{0,80})$"),
        ("byline", r"^(by|words|written by|reporting by|additional reporting|edited by|story by)"
                   r":? [^.!?]{2,90}$|^((first )?(published|posted|updated|last updated|created|modified|date))"
                   r"( at| on)?:?\s.{0,60}\d.{0,60}$|"
                   r"^(mon|tues?|wed(nes)?|thu(rs)?|fri|sat(ur)?|sun)(day)?,? \d{1,2} [a-z]{3,9} \d{4}.{0,30}$|"
                   r"^\d{1,2}(st|nd|rd|th)? [a-z]{3,9} \d{4}(,? \d{1,2}[:.]\d\d.{0,12})?$|"
                   r"^\d{1,2} (min(ute)?s?|hours?|days?) (read|ago).{0,20}$|^(from the section|filed under|topics?|tags?|"
                   r"contact the author).{0,80}$"),
        ("cookies", r"^.{0,120}\b(we (and our partners )?use cookies|accept (all )?cookies|cookie (policy|settings)|"
                    r"privacy (policy|notice) and terms|allow .{0,40} content\?).{0,200}$"),
        ("paywall", r"^(already a (subscriber|member)\b|log ?in (or|to)|subscribe (to|now)|register (to|for free)|"
                    r"this (article|content|story) is (for|only|exclusive|available|reserved)|"
                    r"(to )?(continue|keep) reading|start your (free )?trial|unlock this|"
                    r"you have reached your|access the most recent|enjoying our latest).{0,200}$"),
        ("comments", r"^(view|show|post|leave|add|read|load)( all)? (a |more )?comments?.{0,40}$|"
                     r"^(comments are closed|the comments below have not been moderated).{0,80}$"),
    )
)  # fmt: skip

# At the foot of an article these words invite; in the middle of one they may be its subject.
_INVITATION = re.compile(
    r"\b(newsletters?|whatsapp (community|channel|group)s?|privacy (notice|policy)|subscrib\w+|"
    r"sign up|click here|follow (us|.{0,40} on (twitter|x|facebook|instagram))|download our app|"
    r"get in touch (with us|by|at|via)|e-?mail us|contact us|our app|no ads|(find|read|see) (more|all)\b.{0,40}"
    r"(here|at|on)|can be found here|resources and assistance)\b",
    re.IGNORECASE,
)


def invites(text: str) -> bool:
    """Say whether the last lines of an article invite to read, join or follow something else."""
    return len(text) <= 500 and bool(_INVITATION.search(text))


def kind_of_part(part: HtmlElement) -> str | None:
    """Name the kind of furniture that a part of the page calls itself; None for the article."""
    tag = part.tag if isinstance(part.tag, str) else ""
    if tag in ("html", "body", "main", "article", "h1"):
        return None
    if _HIDDEN.search(part.get("style") or "") or part.get("hidden") is not None:
        return "hidden"
    named = _TAGS.get(tag) or _ROLES.get((part.get("role") or "").lower())
    names = f"{part.get('class') or ''} {part.get('id') or ''} {part.get('data-component') or ''}"
    return named or (_kind_of_names(names[:MAX_NAME_CHARACTERS]) if names.strip() else None)


def kind_of_words(text: str) -> str | None:
    """Name the kind of furniture that a line of text is by its words alone; None for the article."""
    if len(text) > 420:
        return None
    return next((kind for kind, pattern in _WORDS if pattern.search(text)), None)


def _kind_of_names(names: str) -> str | None:
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", "-", names)
    return next((kind for kind, pattern in _NAMES if pattern.search(spaced)), None)
