"""Questions and cards that people wrote into their notes: each form, and what is left alone."""

from collections.abc import Callable
from textwrap import dedent

import pytest

from knowledge.model import Authored, AuthoredKind, FactKind
from knowledge.reading.document import Document, read_document
from knowledge.reading.option_forms import A_LIST, MOST


def read(text: str, file: str = "note.md") -> Document:
    return read_document(dedent(text).lstrip("\n"), file)


def only(text: str, file: str = "note.md") -> Authored:
    (question,) = read(text, file).authored
    return question


def said(document: Document) -> list[str]:
    return [fact.text for fact in document.facts if fact.kind is not FactKind.ANSWER]


TICKED = """
    ### Which tide is the highest?
    - [ ] Neap tide
      > It is the lowest.
    - [x] Spring tide
      > Sun and moon pull together.
    - [ ] Ebb
    > Explanation: It comes twice a month.
    > Hint: Think of the moon.
    > Source: sea/tides.md › Kinds
    > Tags: coast, fact
    > Level: 2
    """


def test_a_ticked_list_below_a_heading_is_a_question_with_all_that_belongs_to_it() -> None:
    question = only(TICKED)
    assert question.kind is AuthoredKind.CHOICE
    assert question.stem == "Which tide is the highest?"
    assert question.options == ("Neap tide", "Spring tide", "Ebb")
    assert question.answers == (1,)
    assert question.why == ("It is the lowest.", "Sun and moon pull together.", "")
    assert question.explanation == "It comes twice a month."
    assert question.hint == "Think of the moon."
    assert question.cites == ("sea/tides.md › Kinds",)
    assert (question.tags, question.level) == (("coast", "fact"), 2)
    assert (question.line, question.last_line) == (1, 11)


def test_what_is_not_ticked_never_becomes_a_fact() -> None:
    document = read(TICKED)
    assert [fact.text for fact in document.facts] == ["Spring tide", "It comes twice a month."]
    assert {fact.kind for fact in document.facts} == {FactKind.ANSWER}
    assert document.facts[0].parents == ("Which tide is the highest?",)


def test_only_what_comes_with_the_companion_is_its_bank() -> None:
    (ours,) = read_document(dedent(TICKED), "sea/tides.questions.md", bundled=True).authored
    assert ours.bank
    assert not only(TICKED, "sea/tides.questions.md").bank


def test_several_may_be_right() -> None:
    question = only("# Q (Choose two.)\n\n- [x] a\n- [ ] b\n- [X] c\n")
    assert question.answers == (0, 2)
    assert question.right == "a; c"


def test_options_keep_their_code_and_their_further_lines() -> None:
    question = only("""
        #### Q7. What prints a line?

        ```py
        x = 1
        ```

        - [ ] this one
              goes on

        - [x] code:

        ```py
        print(x)
        ```

        - [ ] neither
        """)
    assert question.stem == "Q7. What prints a line?\n    x = 1", "set off from the words"
    assert question.options == ("this one\ngoes on", "code:\nprint(x)", "neither")


@pytest.mark.parametrize("mark", ["```", "~~~"])
@pytest.mark.parametrize("bullet", ["-", "*", "+", "2."])
@pytest.mark.parametrize("fenced", [0, 1, 2])
def test_an_option_may_be_code_from_its_first_line_on(mark: str, bullet: str, fenced: int) -> None:
    """Wherever it stands, and the next question is another one."""
    options = ["one", "two", "three"]
    options[fenced] = f"{mark}python\n  print({fenced})\n  {mark}"
    lines = "\n".join(
        f"{bullet} [{'x' if n == 1 else ' '}] {option}" for n, option in enumerate(options)
    )
    asked = f"### What prints a line?\n\n{lines}\n\n### And what else?\n\n{lines}\n"
    note = read_document(asked, "note.md")
    assert not said(note) and not note.broken
    for question in note.authored:
        assert len(question.options) == 3
        assert question.options[fenced].strip() == f"print({fenced})"
        assert question.answers == (1,)
    assert len(note.authored) == 2


def test_a_semicolon_at_the_end_of_an_option_is_part_of_it() -> None:
    question = only("### Which line is sound?\n\n- [x] `x = 1;`\n- [ ] `x = 1`\n- [ ] `;`\n")
    assert question.options == ("x = 1;", "x = 1", ";")


def test_a_link_back_to_the_top_belongs_to_no_option() -> None:
    question = only("""
        ### Which is true?

        - [ ] One.
        - [x] Two.
        **[Back to top](#contents)**
        """)
    assert question.options == ("One.", "Two.")
    assert question.cites == ()


def test_a_paragraph_may_ask_and_what_follows_the_options_stays_in_the_notes() -> None:
    document = read("""
        # Coast

        1. Which is deeper?

        - [x] sea
        - [ ] pond

        Explanation: by far.

        The coast is long.
        """)
    (question,) = document.authored
    assert question.stem == "1. Which is deeper?"
    assert question.explanation == "by far."
    assert said(document) == ["The coast is long."]
    assert question.path == ("Coast",)


@pytest.mark.parametrize(
    "answer", ["Answer: B, D", "**Answer: B, D**", "Correct answers: B and D", "Answer: BD"]
)
def test_lettered_options_with_an_answer_line_are_a_question(answer: str) -> None:
    question = only(f"Which two?\n\nA. one\nB. two\nC. three\nD. four\n\n{answer}\n")
    assert question.options == ("one", "two", "three", "four")
    assert question.answers == (1, 3)


def test_the_answer_to_lettered_options_may_be_folded_away() -> None:
    question = only("""
        1. Which one?
           - A. one
           - B. two

           <details><summary>Answer</summary>
           Correct answer: B
           </details>
        """)
    assert question.answers == (1,)


@pytest.mark.parametrize(
    "told",
    [
        "<details>\n<summary>Answer</summary>\n\n**B**\n\nIt comes twice.\n\n</details>",
        "The correct answer is B.",
        "Correct answer is **B**, since it is.",
        "**Ans.** B",
        "#### Answer\n\nB",
        "#### Answer\n\n**B** Spring tide",
        "答案：B",
        "Richtig: b)",
        "Answer: Spring tide",
        "**Answer:** spring tide.",
    ],
)
def test_the_answer_to_lettered_options_may_be_told_in_many_ways(told: str) -> None:
    question = only(
        f"## Tides\n\nWhich is the highest?\n\nA. Neap tide\nB. Spring tide\nC. Ebb\n\n{told}\n"
    )
    assert (question.options, question.answers) == (("Neap tide", "Spring tide", "Ebb"), (1,))


@pytest.mark.parametrize(
    "below",
    [
        "> - [ ] Neap tide\n> - [x] Spring tide",
        "> A) Neap tide\n> B) Spring tide\n>\n> > [!success]- Answer\n> > B) Spring tide",
        "> A) Neap tide\n> B) Spring tide\n\n> [!success]- Answer\n> B) Spring tide",
    ],
)
def test_a_folded_callout_may_ask_and_another_answer(below: str) -> None:
    question = only(f"> [!question]- Which tide is the highest?\n{below}\n")
    assert question.stem == "Which tide is the highest?"
    assert (question.options, question.answers) == (("Neap tide", "Spring tide"), (1,))


@pytest.mark.parametrize(
    "said",
    ["The correct answer is a matter of taste.", "The right choice is A tide that comes twice."],
)
def test_a_sentence_on_answers_names_no_letter(said: str) -> None:
    text = f"## Tides\n\nWhat may be said:\n\nA. Neap tide\nB. Spring tide\n\n{said}\n"
    assert not read(text).authored and not read(text).broken


def test_lists_of_things_to_do_are_no_questions() -> None:
    note = "## Tasks\n\n- [x] done\n- [ ] open\n\n## Shopping\n\n- [ ] milk\n- [ ] bread\n"
    document = read(note)
    assert not document.authored
    assert not document.broken
    assert said(document) == ["done", "open", "milk", "bread"]


@pytest.mark.parametrize("box", ["[x]", "[ ]"])
def test_a_list_with_all_or_none_ticked_is_no_question_below_one_either(box: str) -> None:
    document = read(f"## What is left to do?\n\n- {box} row the boat\n- {box} mend the net\n")
    assert document.authored == ()


@pytest.mark.parametrize(
    ("note", "reason"),
    [
        ("### Which one?\n\n- [ ] a\n- [ ] b\n", "none of the options is ticked"),
        ("### Which one?\nA. a\nB. b\nAnswer: F\n", "the answer “F” names no option"),
    ],
)
def test_broken_questions_are_named_and_their_options_are_no_facts(note: str, reason: str) -> None:
    document = read(note)
    (broken,) = document.broken
    assert (broken.line, broken.reason) == (1, reason)
    assert document.facts == ()


def ticked(count: int, stem: str = "### Which one is it?") -> str:
    """So many options, the last of which is right."""
    boxes = [f"- [{'x' if n == count else ' '}] option {n}" for n in range(1, count + 1)]
    return "\n".join([stem, *boxes, ""])


def lettered(count: int) -> str:
    letters = [chr(ord("A") + n) for n in range(count)]
    options = [f"{letter}. option {n}" for n, letter in enumerate(letters, 1)]
    return "\n".join(["Which one is it?", "", *options, "", f"Answer: {letters[-1]}", ""])


def numbered(count: int) -> str:
    options = [f"{n}) option {n}" for n in range(1, count + 1)]
    return "\n".join(["Which one is it?", "", *options, "", f"Answer: {count}", ""])


def inline(count: int) -> str:
    options = (f"{chr(ord('A') + n)}. option {n + 1}" for n in range(count))
    return "\n".join(["Which one is it?", "  ".join(options), f"Answer: {chr(64 + count)}", ""])


@pytest.mark.parametrize("form", [ticked, lettered, numbered, inline])
@pytest.mark.parametrize("count", [2, A_LIST, A_LIST + 1, MOST])
def test_a_question_has_as_many_options_as_any_platform_can_show(
    form: Callable[[int], str], count: int
) -> None:
    question = only(form(count))
    assert question.options == tuple(f"option {n}" for n in range(1, count + 1))
    assert question.right == f"option {count}"


@pytest.mark.parametrize("form", [ticked, lettered, numbered, inline])
def test_more_options_than_that_are_named_with_their_place(form: Callable[[int], str]) -> None:
    document = read(f"# Sea\n\n{form(MOST + 1)}")
    (broken,) = document.broken
    assert (broken.line, broken.reason) == (3, f"{MOST + 1} options, {MOST} at most")
    assert (document.authored, document.facts) == ((), ())


def test_a_long_list_with_ticks_that_asks_nothing_is_a_list() -> None:
    document = read(ticked(A_LIST + 1, "### Packed already"))
    assert (document.authored, document.broken) == ((), ())
    assert len(said(document)) == A_LIST + 1


@pytest.mark.parametrize("count", [A_LIST + 1, MOST, MOST + 5])
def test_a_long_list_with_several_ticks_is_a_checklist_whatever_its_heading(count: int) -> None:
    checklist = ticked(count, "### What is done?").replace("[ ]", "[x]", 4)
    document = read(checklist)
    assert (document.authored, document.broken) == ((), ())
    assert len(document.facts) == count


def test_what_has_an_id_is_a_question_however_many_are_right() -> None:
    question = only(ticked(MOST).replace("[ ]", "[x]", 4) + "<!-- id: whole -->\n")
    assert (question.id, len(question.answers)) == ("whole", 5)


BROKEN = "# Sea\n\n### Which one is broken?\n- [ ] one\n- [ ] other\n"
SOUND = BROKEN.replace("broken?\n- [ ] one", "sound?\n- [x] one")
ASKED_AGAIN = {
    "labelled": "Q: what is foam\nA: Air in water.\n",
    "quoted": "> Q: what is foam\n> A: Air in water.\n",
    "after a remark": "> Explanation: so it is.\nQ: what is foam\nA: Air in water.\n",
    "callout": "> [!faq] What is foam made of?\n> Air in water.\n",
    "lettered": "1. What is foam?\nA. Sand\nB. Air in water.\nAnswer: B\n",
    "numbered": "2. What is foam?\n1) Sand\n2) Air in water.\nAnswer: 2\n",
    "ticked": "What is foam?\n- [ ] Sand\n- [x] Air in water.\n",
    "heading": "## What is foam?\n- [ ] Sand\n- [x] Air in water.\n",
    "folded": "<details><summary>What is foam?</summary>\nAir in water.\n</details>\n",
    "short": "#flashcards foam::Air in water.\n",
    "turned": "foam #flashcards\n?\nAir in water.\n",
}


@pytest.mark.parametrize("above", [BROKEN, SOUND, BROKEN.replace("### ", "")])
@pytest.mark.parametrize("form", ASKED_AGAIN)
def test_whatever_asks_ends_the_question_above_it(above: str, form: str) -> None:
    document = read(f"{above}\n{ASKED_AGAIN[form]}")
    assert document.authored[-1].right == "Air in water."
    assert "Air in water." in [fact.text for fact in document.facts]
    broken = [(one.line, one.reason) for one in document.broken]
    assert broken == ([(3, "none of the options is ticked")] if above != SOUND else [])
    assert len(document.authored) + len(document.broken) == 2


@pytest.mark.parametrize("kind", ["Block", "**Block**"])
def test_a_list_with_something_bold_cuts_no_explanation(kind: str) -> None:
    question = only(f"### Which is one?\n- [x] a\n- [ ] b\n\nThere are:\n\n- {kind}\n- c\n- d\n")
    assert question.explanation == "There are:\n- Block\n- c\n- d"


@pytest.mark.parametrize("form", ["labelled", "quoted", "callout"])
def test_no_blank_line_is_needed_above_a_card(form: str) -> None:
    for above in (BROKEN, SOUND, "1. Which one?\nA. one\nB. other\n"):
        (*_, card) = read(above + ASKED_AGAIN[form]).authored
        assert card.answer == "Air in water."


def test_a_broken_question_takes_nothing_but_its_own_lines() -> None:
    document = read(
        f"""{BROKEN}> Hint: none.

Foam is air in water.

- Sand is ground stone.

| Tide | Height |
| --- | --- |
| Spring | 4 m |
"""
    )
    assert len(said(document)) == 3
    assert [line.line for line in document.skipped if line.reason == "broken question"] == [
        3, 4, 5, 6,
    ]  # fmt: skip


def test_a_numbered_section_keeps_its_heading_over_its_text() -> None:
    document = read("# Boats\n\n## 3. Rigging\n- [ ] mast\n- [ ] sail\n\nIt takes two days.\n")
    (fact,) = document.facts
    assert (fact.text, len(fact.path)) == ("It takes two days.", 2)


@pytest.mark.parametrize(
    ("tag", "card"),
    [
        ("", "Q: What is foam?\nA: Air in water."),
        ("", "Q: What is foam?\nA:\nAir in water."),
        ("", "Q: What is foam?\n\nA: Air in water."),
        ("#flashcards\n\n", "What is foam?::Air in water."),
    ],
)
@pytest.mark.parametrize("below", ["Left to do\n- [ ] a\n- [ ] b\n", "- [ ] a\n- [ ] b\n"])
def test_a_card_is_no_question_of_the_list_below_it(tag: str, card: str, below: str) -> None:
    document = read(f"{tag}{card}\n\n{below}")
    (question,) = document.authored
    assert (question.answer, document.broken) == ("Air in water.", ())
    assert said(document)[-2:] == ["a", "b"]


@pytest.mark.parametrize(
    ("note", "stem", "answer"),
    [
        ("Q: What is foam?\nA: Air in water.\n", "What is foam?", "Air in water."),
        ("**Q:** Which port?\n**A:** 22\n", "Which port?", "22"),
        ("**Q1: On two\nlines?**\n\nA1: One\ntwo\n", "On two\nlines?", "One\ntwo"),
        (
            "<details><summary>What is it?</summary>\n\nIt is **foam**.\n</details>\n",
            "What is it?",
            "It is foam.",
        ),
    ],
)
def test_a_question_with_its_answer_is_a_card(note: str, stem: str, answer: str) -> None:
    document = read(note)
    (card,) = document.authored
    assert (card.kind, card.stem, card.answer) == (AuthoredKind.CARD, stem, answer)
    assert said(document) == []


def test_what_is_short_may_be_typed_and_other_spellings_count() -> None:
    question = only("### How long?\nA: 15 minutes\nAccept: 900 seconds; 900 s\n> Level: 1\n")
    assert question.accept == ("15 minutes", "900 seconds", "900 s")
    assert only("Q: Why?\nA: Because the sea is wide and the boat is small.\n").accept == ()


def test_a_heading_that_asks_is_a_card_and_stays_in_the_notes() -> None:
    document = read("## What is a reef?\n\nA ridge in the sea.\n")
    (card,) = document.authored
    assert card.answer == "A ridge in the sea."
    assert said(document) == ["A ridge in the sea."]


def test_a_folded_chapter_is_no_card() -> None:
    document = read("<details>\n<summary>Topics</summary>\n\n- two\n\n</details>\n")
    assert document.authored == ()
    assert said(document) == ["two"]


TAGGED = "---\ntags: [flashcards, coast]\n---\n"


@pytest.mark.parametrize(
    ("note", "cards"),
    [
        ("Port of SSH::22\n", [("Port of SSH", "22")]),
        ("a:::b\n", [("a", "b"), ("b", "a")]),
        ("What?\n?\nThis.\nThat.\n", [("What?", "This.\nThat.")]),
        ("a\n??\nb\n", [("a", "b"), ("b", "a")]),
        ("The ==sea== is {{c1::salt::taste}}.\n",
         [("The ____ is salt.", "sea"), ("The sea is ____.", "salt")]),
        ("> [!faq] Which file?::`/etc/hosts`\n", [("Which file?", "/etc/hosts")]),
        ("Use `a::b` here\n", []),
    ],
)  # fmt: skip
def test_short_forms_are_cards_in_tagged_files(note: str, cards: list[tuple[str, str]]) -> None:
    found = read(TAGGED + note).authored
    assert [(card.stem, card.answer) for card in found] == cards
    assert all(card.tags == ("coast",) for card in found)


def test_short_forms_mean_nothing_elsewhere() -> None:
    document = read("key:: value\n\nA ==highlight==.\n")
    assert document.authored == ()
    assert said(document) == ["key: value", "A highlight."]


def test_the_tag_may_stand_at_a_section_and_be_another() -> None:
    note = "# A\n\nx::y\n\n## B #cards\n\nx::y\n\n# C\n\nz::w\n"
    (card,) = read_document(note, "note.md", "#cards").authored
    assert (card.line, card.path) == (7, ("A", "B"))


def test_a_question_keeps_its_id_wherever_it_moves_or_goes_by_its_authors_name() -> None:
    assert only(TICKED).id == only(f"{dedent(TICKED)}", "other.md").id
    assert only(f"{dedent(TICKED).rstrip()}\n<!-- id: tides -->\n").id == "tides"
