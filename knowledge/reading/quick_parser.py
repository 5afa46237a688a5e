"""The Markdown parser's two halves, made to waste nothing on lines that are full of marks.

The library tries every rule on every mark within a line and makes a token with a dozen fields of
each. Here a mark has its own rules and a token those fields that somebody looks at; what comes out
is alike.
"""

import re
from collections.abc import Mapping
from typing import Literal

from markdown_it import MarkdownIt
from markdown_it.parser_block import ParserBlock
from markdown_it.parser_inline import ParserInline, RuleFuncInlineType
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import (
    StateInline,
    autolink,
    backtick,
    emphasis,
    entity,
    escape,
    html_inline,
    image,
    link,
    link_pairs,
    newline,
)
from markdown_it.token import Token
from markdown_it.utils import EnvType

_MARK = re.compile(
    r"[\n\\`*_\[\]<&]|!(?=\[)"
)  # what a rule begins at, and the end of a link's text
_RULES: Mapping[str, tuple[RuleFuncInlineType, ...]] = {
    "\n": (newline,),
    "\\": (escape,),
    "`": (backtick,),
    "*": (emphasis.tokenize,),
    "_": (emphasis.tokenize,),
    "[": (link,),
    "!": (image,),
    "<": (autolink, html_inline),
    "&": (entity,),
}


class QuickInline(ParserInline):
    """Parses what the rules of CommonMark know, and leaves pieces of text apart."""

    def tokenize(self, state: StateInline) -> None:
        source, end = state.src, state.posMax
        if state.level >= state.md.options["maxNesting"]:
            state.append_pending(source[state.pos : end])
            state.pos = end
        while (begin := state.pos) < end:
            found = _MARK.search(source, begin, end)
            at = found.start() if found else end
            if at > begin:
                state.append_pending(source[begin:at])
                state.pos = at
            if found:
                for rule in _RULES.get(source[at], ()):
                    if rule(state, False):
                        break
                else:
                    state.append_pending(source[at])
                    state.pos += 1
        if state.pending:
            state.pushPending()

    def skipToken(self, state: StateInline) -> None:
        begin = state.pos
        known = state.cache.get(begin)
        if known is None:
            self._skip(state)
            state.cache[begin] = state.pos
        else:
            state.pos = known

    def _skip(self, state: StateInline) -> None:
        if state.level >= state.md.options["maxNesting"]:
            state.pos = state.posMax
            return
        found = _MARK.search(state.src, state.pos, state.posMax)
        at = found.start() if found else state.posMax
        if at > state.pos:
            state.pos = at
            return
        state.level += 1
        for rule in _RULES.get(state.src[at], ()):
            if rule(state, True):
                break
        else:
            state.pos += 1
        state.level -= 1

    def parse(self, src: str, md: MarkdownIt, env: EnvType, tokens: list[Token]) -> list[Token]:
        state = _QuickInlineState(src, md, env, tokens)
        self.tokenize(state)
        if "*" in src or "_" in src:
            link_pairs(state)
            emphasis.postProcess(state)
        return state.tokens


class QuickBlock(ParserBlock):
    """The blocks of a text, by the rules that are enabled."""

    def parse(
        self, src: str, md: MarkdownIt, env: EnvType, outTokens: list[Token]
    ) -> list[Token] | None:
        if not src:
            return None
        state = _QuickBlockState(src, md, env, outTokens)
        self.tokenize(state, state.line, state.lineMax)
        return state.tokens


class _QuickToken(Token):
    """A token with those fields alone that rules and readers look at."""

    __slots__ = ()

    def __init__(self, type: str, tag: str, nesting: Literal[-1, 0, 1]) -> None:
        self.type = type
        self.tag = tag
        self.nesting = nesting
        self.content = self.markup = self.info = ""
        self.map = None
        self.level = 0


class _QuickBlockState(StateBlock):
    """The state of a whole text, which makes such tokens."""

    def push(self, ttype: str, tag: str, nesting: Literal[-1, 0, 1]) -> Token:
        token = _QuickToken(ttype, tag, nesting)
        if nesting < 0:
            self.level -= 1
        token.level = self.level
        if nesting > 0:
            self.level += 1
        self.tokens.append(token)
        return token


class _QuickInlineState(StateInline):
    """The state of one text, which makes such tokens."""

    def pushPending(self) -> Token:
        token = _QuickToken("text", "", 0)
        token.content = self.pending
        self.tokens.append(token)
        self.pending = ""
        return token

    def push(self, ttype: str, tag: str, nesting: Literal[-1, 0, 1]) -> Token:
        if self._pending_buffer or self._pending:
            self.pushPending()
        token = _QuickToken(ttype, tag, nesting)
        meta = None
        if nesting < 0:
            self.level -= 1
            self.delimiters = self._prev_delimiters.pop()
        elif nesting > 0:
            self.level += 1
            self._prev_delimiters.append(self.delimiters)
            self.delimiters = []
            meta = {"delimiters": self.delimiters}
        self.tokens.append(token)
        self.tokens_meta.append(meta)
        return token
