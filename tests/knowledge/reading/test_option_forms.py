"""Options without tick boxes: what marks the right one, in the forms that people use."""

import pytest

from knowledge.model import AuthoredKind, FactKind
from knowledge.reading.document import Document, read_document

STEM = "**3. Which planet is the largest?**"


def options_of(text: str) -> tuple[tuple[str, ...], tuple[int, ...]]:
    (question,) = read_document(text, "note.md").authored
    assert question.kind is AuthoredKind.CHOICE
    return question.options, question.answers


def said(document: Document) -> list[str]:
    return [fact.text for fact in document.facts if fact.kind is not FactKind.ANSWER]


@pytest.mark.parametrize(
    "right",
    ["Jupiter ✅", "✅ Jupiter", "Jupiter ✓", "✔️ Jupiter", "Jupiter (correct)", "**Jupiter**",
     "Jupiter (richtig)", "Jupiter ← correct answer"],
)  # fmt: skip
@pytest.mark.parametrize(
    "form", ["- {}\n- {}\n- {}", "A. {}\nB. {}\nC. {}", "- a) {}\n- b) {}\n- c) {}"]
)
def test_the_option_that_is_marked_is_right(right: str, form: str) -> None:
    text = f"{STEM}\n\n{form.format('Mars', right, 'Venus')}\n"
    assert options_of(text) == (("Mars", "Jupiter", "Venus"), (1,))
    assert said(read_document(text, "note.md")) == []


def test_options_marked_as_wrong_lose_their_sign() -> None:
    text = "Which port is for HTTPS?\n\n- ❌ 80\n- ✅ 443\n- ❌ 22\n"
    assert options_of(text) == (("80", "443", "22"), (1,))


def test_several_are_right_where_the_question_asks_for_several() -> None:
    text = "1. Which two are planets?\n\n- Mars ✅\n- Moon\n- Venus ✅\n"
    assert options_of(text)[1] == (0, 2)


@pytest.mark.parametrize(
    "text",
    [
        "## Why Rust?\n\n- ✅ Safe\n- ✅ Fast\n- ❌ Slow to compile\n",
        "## What is it for?\n\n- **Storage**\n- backup\n- archives\n",
        "Kinds of storage:\n\n- **Block**\n- object\n- file\n",
        "Done:\n\n- bread ✅\n- milk\n- eggs\n",
        "## 2. Kinds\n\nA. **Block**\nB. object\nC. file\n",
    ],
)
def test_lists_with_something_marked_that_are_no_questions_stay_notes(text: str) -> None:
    read = read_document(text, "note.md")
    assert not [q for q in read.authored if q.kind is AuthoredKind.CHOICE]
    assert len(said(read)) >= 3


@pytest.mark.parametrize("answer", ["Answer: 2", "**Correct answer:** 2) UDP", "Réponse : 2"])
def test_numbered_options_are_named_by_their_number(answer: str) -> None:
    text = f"Q5: Which protocol is connectionless?\n1) TCP\n2) UDP\n3) SCTP\n{answer}\n"
    assert options_of(text) == (("TCP", "UDP", "SCTP"), (1,))


def test_steps_below_which_no_option_is_named_stay_steps() -> None:
    read = read_document("How is it done?\n\n1. Stop it.\n2. Start it.\n\nAnswer: yes\n", "a.md")
    assert {"1. Stop it.", "Stop it."} & set(said(read))


@pytest.mark.parametrize(
    "text",
    [
        "Which size is the default?\n\n- 5 GB.\n- 20 GB. ✅\n- 50 GB.\n",
        "Which size is the default?\n1) 5 GB.\n2) 20 GB.\n3) 50 GB.\nAnswer: 2\n",
    ],
)
def test_a_figure_that_ends_like_a_letter_hides_no_options(text: str) -> None:
    assert options_of(text) == (("5 GB.", "20 GB.", "50 GB."), (1,))


@pytest.mark.parametrize(
    "text",
    [
        "1. What is the capital of Australia?\nA. Sydney  B. Perth  C. Canberra\nAnswer: C\n",
        "1. What is the capital of Australia? A) Sydney B) Perth C) Canberra\nAnswer: C\n",
        "What is the capital of Australia?\n\n(a) Sydney (b) Perth (c) Canberra\n\nAns: (c)\n",
    ],
)
def test_options_on_one_line_are_told_apart(text: str) -> None:
    assert options_of(text) == (("Sydney", "Perth", "Canberra"), (2,))
    (question,) = read_document(text, "note.md").authored
    assert question.stem.endswith("What is the capital of Australia?")


def test_letters_in_a_sentence_are_no_options() -> None:
    read = read_document("Vitamin A. and B. are two. What else?\n\nAnswer: nothing\n", "note.md")
    assert [(one.stem, one.options) for one in read.authored] == [
        ("Vitamin A. and B. are two. What else?", ())
    ]


@pytest.mark.parametrize(
    ("label", "place"),
    [("Bonne réponse : B", 1), ("Réponse correcte : C", 2), ("Korrekte Antwort: a", 0),
     ("Respuesta correcta: B", 1), ("Risposta esatta: C", 2), ("Juiste antwoord: B", 1)],
)  # fmt: skip
def test_answers_are_labelled_in_other_languages(label: str, place: int) -> None:
    text = f"3. Quelle est la taille d’une adresse ?\n\n- A. 16\n- B. 32\n- C. 64\n\n{label}\n"
    assert options_of(text)[1] == (place,)


@pytest.mark.parametrize(
    ("asks", "answers"),
    [("Question 2 : Que signifie VPN ?", "Réponse : un réseau privé"),
     ("Vraag: Wat is een VPN?", "Antwoord: un réseau privé"),
     ("Pergunta: O que é VPN?", "Resposta: un réseau privé")],
)  # fmt: skip
def test_cards_are_labelled_in_other_languages(asks: str, answers: str) -> None:
    (card,) = read_document(f"# Réseau\n\n{asks}\n{answers}\n", "note.md").authored
    assert card.answer == "un réseau privé"
