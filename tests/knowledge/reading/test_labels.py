"""Questions and answers are labelled alike in every language, whatever form they are written in."""

from pathlib import Path

import pytest

from knowledge.reading.document import read_document
from knowledge.reading.escaping import escaped_lines
from knowledge.reading.notes import read_notes
from knowledge.reading.stems import is_numbered, spoken

LABELS = [
    ("Question", "Answer", "Answers"),
    ("Frage", "Antwort", "Antworten"),
    ("Question", "Réponse", "Réponses"),
    ("Pregunta", "Respuesta", "Respuestas"),
    ("Pergunta", "Resposta", "Respostas"),
    ("Domanda", "Risposta", "Risposte"),
    ("Vraag", "Antwoord", "Antwoorden"),
]
every_language = pytest.mark.parametrize(("question", "answer", "answers"), LABELS)


@every_language
def test_a_card_and_its_question_without_the_label(
    question: str, answer: str, answers: str
) -> None:
    text = f"{question} 1: What is foam?\n{answer}: Air in water.\n"
    (card,) = read_document(text, "a.md").authored
    assert (card.stem, card.answer) == ("What is foam?", "Air in water.")
    assert is_numbered(f"{question} 1: Foam")
    assert spoken(f"{question} 1: What is foam?") == "What is foam?"


@every_language
def test_answers_below_options_and_in_a_key(question: str, answer: str, answers: str) -> None:
    options = "A. Sand\nB. Air in water\n"
    one = read_document(f"{question} 1: What is foam?\n{options}{answer}: B\n", "a.md")
    asked = "".join(f"{question} {n}: What is foam?\n{options}\n" for n in (1, 2))
    two = read_document(f"{asked}## {answers}\n\n1. B\n2. A\n", "a.md")
    assert [each.answers for each in (*one.authored, *two.authored)] == [(1,), (1,), (0,)]


@every_language
def test_an_answer_that_is_folded_away_is_no_question(
    question: str, answer: str, answers: str
) -> None:
    fold = "<details><summary>{}</summary>\nAir in water.\n</details>\n\n"
    text = "".join(map(fold.format, ("What is foam?", "What is spray?", answer, answers)))
    stems = [each.stem for each in read_document(text, "a.md").authored]
    assert stems == ["What is foam?", "What is spray?"]


@every_language
def test_text_that_was_escaped_asks_nothing(question: str, answer: str, answers: str) -> None:
    text = escaped_lines(f"{question} 1: What is foam?\n{answer}: Air in water.")
    assert not read_document(text, "a.md").authored


@every_language
def test_columns_of_a_table_of_cards(
    question: str, answer: str, answers: str, tmp_path: Path
) -> None:
    (tmp_path / "a.csv").write_text(f"{question},{answer}\nWhat is foam?,Air\n", encoding="utf-8")
    (card,) = read_notes([tmp_path]).documents[0].authored
    assert (card.stem, card.answer) == ("What is foam?", "Air")
