"""mrkdwn and Markdown as HTML: Slack's styles and tokens, and never anything that acts."""

import pytest
from bs4 import BeautifulSoup
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.playground.workspace.page.mrkdwn import Names, render_markdown, render_mrkdwn, render_plain

NAMES = Names({"U0ADA": "Ada Morgan"}, {"C0GENERAL": "general"})
A = '<a href="{}" target="_blank" rel="noopener noreferrer">{}</a>'


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("", ""),
        ("plain", "plain"),
        ("*bold* and _it_ and ~old~ and `x*y*`", None),
        ("2 * 3 * 4 and snake_case_name", "2 * 3 * 4 and snake_case_name"),
        ("*bold _both_*", "<strong>bold <em>both</em></strong>"),
        ("one\ntwo", "one<br>two"),
        ("&gt; said\n> more\nafter", "<blockquote>said<br>more</blockquote>after"),
        ("```a < b```", "<pre>a &lt; b</pre>"),
        ("<https://a.org/x|Story>", A.format("https://a.org/x", "Story")),
        ("<https://a.org/?a=1&amp;b=2>", A.format(*["https://a.org/?a=1&amp;b=2"] * 2)),
        ("see https://a.org/x.", f"see {A.format(*['https://a.org/x'] * 2)}."),
        ("<mailto:a@b.org|Write>", A.format("mailto:a@b.org", "Write")),
        ("<@U0ADA>", '<span class="mention">@Ada Morgan</span>'),
        ("<#C0GENERAL|old-name>", '<span class="mention">#general</span>'),
        ("<!here>", '<span class="mention">@here</span>'),
        ("<!date^1795418940^{date} at {time}|then>", "23 November 2026 at 07:29"),
        ("<!date^x^{date}|then>", "then"),
        (":tada: :no_such_thing:", "🎉 :no_such_thing:"),
        ("a &amp; b &lt;b&gt;", "a &amp; b &lt;b&gt;"),
        ("<javascript:alert(1)|click>", "&lt;javascript:alert(1)|click&gt;"),
        ("<data:text/html,x>", "&lt;data:text/html,x&gt;"),
        ('<https://a.org/"onclick="x|y>', A.format("https://a.org/&#34;onclick=&#34;x", "y")),
    ],
)
def test_mrkdwn_is_shown_as_slack_shows_it(text: str, html: str | None) -> None:
    if html is None:
        html = "<strong>bold</strong> and <em>it</em> and <s>old</s> and <code>x*y*</code>"
    assert str(render_mrkdwn(text, NAMES)) == html


def test_plain_text_has_no_styles() -> None:
    assert str(render_plain("*a* <b> :tada:")) == "*a* &lt;b&gt; 🎉"
    assert str(render_plain(":tada:", with_emoji=False)) == ":tada:"


def test_markdown_has_headings_lists_and_links() -> None:
    html = str(render_markdown("## Waits\n\n- **one**\n- [two](https://a.org)\n\n> said\n\n1. x"))
    link = A.format("https://a.org", "two")
    assert html == (
        f"<h4>Waits</h4><ul><li><strong>one</strong></li><li>{link}</li></ul>"
        "<blockquote>said</blockquote><ol><li>x</li></ol>"
    )
    assert "<a" not in str(render_markdown("[x](javascript:alert) <a href=x>"))


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="<>&|*_~`\"':/!@#^\n abjsU0:.[]()x", max_size=60))
def test_no_text_makes_an_element_of_its_own(text: str) -> None:
    for html in (render_mrkdwn(text, NAMES), render_markdown(text), render_plain(text)):
        for tag in BeautifulSoup(str(html), "lxml").find_all(True):
            assert tag.name in ALLOWED
            assert set(tag.attrs) <= {"href", "target", "rel", "class"}
            assert str(tag.get("href", "https:")).startswith(("http:", "https:", "mailto:"))


ALLOWED = {"html", "body", "a", "b", "strong", "em", "s", "code", "pre", "br", "p", "span"} | {
    "blockquote",
    "h4",
    "ul",
    "ol",
    "li",
}
