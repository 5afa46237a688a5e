"""What labels questions and answers, in every language that is read; how a card begins."""

import re
from collections.abc import Sequence

QUESTION = "question|frage|pregunta|pergunta|domanda|vraag"
LETTER = "[A-Ya-y]"  # what names an option: as many as a question may have
ANSWER = "answer|antwort|réponse|respuesta|resposta|risposta|antwoord"
SEVERAL_ANSWERS = "answers|antworten|réponses|respuestas|respostas|risposte|antwoorden"
SIGNS = r"[\u2190-\u2bff\ufe0f\U0001f000-\U0001faff]"  # arrows, ticks, pictures: "✅ Answer: B"
_BEFORE = rf"^[\s>]*(?:[-*+]\s+)?(?:{SIGNS}+\s*)?"
_RIGHT = "(?:correct|right|richtige|korrekte|bonne|juiste)"
ASKS = re.compile(
    rf"{_BEFORE}(?:\*\*|__)?(?:Q|{QUESTION}|问|問)\s?\\?#?\s?\d{{0,4}}"
    r"\s?(?:[:：]|\\?[.)](?=\s))(?:\*\*|__)?\s*(.*)$",
    re.IGNORECASE,
)
ANSWERS = re.compile(
    rf"{_BEFORE}(?:\*\*|__)?(?:A|Ans|答案?|(?:(?P<right>{_RIGHT})\s)?(?:{ANSWER}))\s?\d{{0,4}}"
    r"\s?[:：](?:\*\*|__)?\s*(?P<said>.*)$",
    re.IGNORECASE,
)
TICK = re.compile(r"^[\s>]*(?:[-*+]|\d{1,3}[.)])\s+\[([ xX]?)\](?:\s+(.*)|\s*)$")
_ASKING_CALLOUT = re.compile(
    r"^\s*(?:>\s*)+\[!(?:question|faq|help)\b[\w |-]*\][+-]?\s*\S", re.IGNORECASE
)


def begins_card(line: str) -> bool:
    """Whether a line opens a question of its own, so that what stands above it is over.

    >>> begins_card("Q: Which port?"), begins_card("> [!faq]- Why?"), begins_card("> Quotas: 3")
    (True, True, False)
    """
    return bool(ASKS.match(line) or _ASKING_CALLOUT.match(line))


def is_answered(lines: Sequence[str]) -> bool:
    """Whether a paragraph ends a card: it is "A: …", with words, or "Q: …" and that below it.

    >>> is_answered(["Q: Which port?", "A: 22"]), is_answered(["Q: Which port?", "A:"])
    (True, False)
    """
    place = next((n for n, line in enumerate(lines) if ANSWERS.match(line)), -1)
    if place < 0 or (place and not any(map(ASKS.match, lines[:place]))):
        return False
    found = ANSWERS.match(lines[place])
    return bool(found and found["said"].strip()) or any(map(str.strip, lines[place + 1 :]))
