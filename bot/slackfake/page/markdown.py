"""The ``markdown`` block: standard Markdown with tables, and no HTML of its own."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import OptionsDict
from markupsafe import Markup

from bot.slackfake.page.inline import code_block, is_safe


def markdown(text: str) -> Markup:
    """The text as HTML; whatever is HTML in it is shown, not obeyed."""
    made: str = _reader().render(text)
    return Markup(made)  # noqa: S704 # the reader escapes, and takes no HTML


class _Renderer(RendererHTML):
    """Without inline styles, which the page refuses; with a button at code, and pictures as links."""

    def fence(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: Any) -> str:
        return str(code_block(tokens[idx].content.rstrip("\n")))

    def code_block(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: Any) -> str:
        return str(code_block(tokens[idx].content.rstrip("\n")))

    def image(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: Any) -> str:
        source, alt = str(tokens[idx].attrs.get("src", "")), tokens[idx].content
        shown = Markup('<a href="{}" target="_blank" rel="noopener noreferrer">{}</a>').format(
            source, alt or source
        )
        return str(shown)


@cache
def _reader() -> MarkdownIt:
    reader = MarkdownIt("commonmark", {"html": False}, renderer_cls=_Renderer).enable(
        ["table", "strikethrough"]
    )
    reader.validateLink = is_safe  # type: ignore[method-assign] # the library's own way to say which
    reader.add_render_rule("link_open", _link_open)
    for cell in ("th_open", "td_open"):
        reader.add_render_rule(cell, _cell_open)
    for name, tag in (("table_open", '<div class="wide"><table>'), ("table_close", "</table></div>")):
        reader.add_render_rule(name, _always(tag))
    return reader


def _link_open(self: RendererHTML, tokens: Sequence[Token], idx: int, options: OptionsDict, env: Any) -> str:
    tokens[idx].attrs |= {"target": "_blank", "rel": "noopener noreferrer"}
    return self.renderToken(tokens, idx, options, env)


def _cell_open(self: RendererHTML, tokens: Sequence[Token], idx: int, options: OptionsDict, env: Any) -> str:
    style = str(tokens[idx].attrs.pop("style", ""))
    if style:
        tokens[idx].attrs["class"] = style.replace("text-align:", "at-")
    return self.renderToken(tokens, idx, options, env)


def _always(html: str) -> Any:
    def draw(self: RendererHTML, tokens: Sequence[Token], idx: int, options: OptionsDict, env: Any) -> str:
        return html

    return draw
