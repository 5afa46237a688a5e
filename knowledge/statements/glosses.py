"""Definitions: the part of a fact that says what a name stands for."""

import re
from functools import lru_cache

from knowledge.statements.measures import without_history

_SEPARATOR = re.compile(r"^\s*(?::|–|—|-{1,2}>?|→|=>?|⇒)\s*")
_BRACKETS = re.compile(r"^\s*\(([^()]*)\)")
_EXAMPLES = re.compile(
    r"\s*\((?:e\.?g\.?|for example|i\.?e\.?|ex\.?|such as)[^()]*\)"
    r"|[,;.]?\s*\b(?:e\.g\.|Example:|Examples:|For example).*$",
    re.IGNORECASE,
)
_ASIDE = re.compile(r"(?<=[a-z0-9])\.\s*\([^()]*\)\.?$")  # "… with one value. (by default)"
_ARTICLE = re.compile(r"^(?:the|an?)\s+", re.IGNORECASE)
_AFTER_NAME = re.compile(  # brackets, an apposition: "X (Y), commonly known as Z, was"
    r"(?:\s*\([^()]*\))?(?:,\s[^,.;]{3,60},(?!\s(?:and|or)\b))?,?\s+(?=[a-z])"
)
_IS = re.compile(r"^(?:is|are|was|were|refers to|means|stands for)\s+", re.IGNORECASE)
_SPACES = re.compile(r"\s+")
_REFERS = re.compile(r"^refers to (?=\w)", re.IGNORECASE)
_STOP_IN_QUOTES = re.compile(r'\.(["”])$')
_SENTENCE_END = re.compile(r"(?<=[a-z0-9)%”\"])\.\s+(?=[A-Z])|;\s+")


@lru_cache(maxsize=65536)
def rest_of(text: str, term: str) -> str:
    """What follows the term in "**Term** (x): rest"; "" where the text is built otherwise."""
    if not term or not text.lower().startswith(term.lower()):
        return ""
    rest = text[len(term) :]
    brackets = _BRACKETS.match(rest)
    if brackets:
        rest = rest[brackets.end() :]
    separator = _SEPARATOR.match(rest)
    return rest[separator.end() :].strip() if separator else ""


def first_statement(text: str) -> str:
    """The first sentence, or what stands before the first semicolon."""
    found = _SENTENCE_END.search(text)
    return text[: found.start()] if found else text


def tidy(text: str) -> str:
    """A gloss as it may be quoted: one statement, without examples, history and final stop."""
    plain = first_statement(_ASIDE.sub("", _EXAMPLES.sub("", without_history(text)).strip()))
    plain = _SPACES.sub(" ", plain).strip(" .;:,–—-")
    plain = _REFERS.sub("", plain)
    plain = plain.replace("**", "").replace("`", "")
    return _STOP_IN_QUOTES.sub(r"\1", plain)  # the stop is the question's


def predicate_of(sentence: str, names: tuple[str, ...]) -> str:
    """What a sentence says of its subject, if that is one of *names*: "X runs Y" → "runs Y"."""
    text = _ARTICLE.sub("", sentence)
    low = text.lower()
    for name in sorted(names, key=len, reverse=True):
        if name and low.startswith(name.lower()):
            found = _AFTER_NAME.match(text[len(name) :])
            if found:
                return text[len(name) + found.end() :].strip()
    return ""


def definition_in(sentence: str, names: tuple[str, ...]) -> str:
    """The gloss in "X is a …" or "X runs …"; "" where the sentence is about something else."""
    said = predicate_of(sentence, names)
    if not said:
        return ""
    return tidy(_IS.sub("", said))
