"""Staff's Markdown as safe HTML."""

from __future__ import annotations

import nh3
from markdown_it import MarkdownIt
from markupsafe import Markup

_markdown = MarkdownIt("commonmark", {"html": False, "linkify": False}).enable("table")
_TAGS = set("p br strong em ul ol li a h3 h4 blockquote table thead tbody tr th td".split())


def markdown(text: str | None) -> Markup:
    """Markdown to HTML: headings start at h3 so that they fit below a page's own; links only http(s) and mailto."""
    if not text:
        return Markup("")
    tokens = _markdown.parse(text)
    for token in tokens:
        if token.type.startswith("heading_"):
            token.tag = f"h{min(int(token.tag[1]) + 2, 4)}"
    html = _markdown.renderer.render(tokens, _markdown.options, {})
    clean = nh3.clean(
        html,
        tags=_TAGS,
        attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener nofollow",
    )
    return Markup(clean)  # noqa: S704 - nh3 has just cleaned it
