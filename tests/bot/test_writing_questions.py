"""Questions that somebody writes or changes in a form: what is read of it, and what is kept."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.export.markdown import questions_as_markdown
from bot.quiz.writing import (
    LONGEST_STEM,
    WrittenForm,
    draft_of,
    fits_a_form,
    form_of,
    read_form,
)
from bot.store.records import question_from_text, question_to_text
from knowledge.library import Library
from knowledge.model import Question, Source


def read(form: WrittenForm) -> Question:
    question = read_form(form, "w-1").question
    assert question is not None
    return question


def test_options_may_stand_on_one_line() -> None:
    choice = read(WrittenForm("How long?", "4 days; * 14 days; 30 days"))
    assert (choice.options, choice.right) == (("4 days", "14 days", "30 days"), "14 days")
    typed = read(WrittenForm("Which two?", "* A stator; a rotor"))
    assert (typed.options, typed.accept) == ((), ("A stator; a rotor",)), "an answer as it stands"
    refused = read_form(WrittenForm("How long?", "4 days; 14 days"), "w-1")
    assert "Put a * before them" in refused.errors["options"]


def test_a_message_with_a_list_becomes_a_draft() -> None:
    draft = draft_of("Which one keeps the order?\n- [ ] Standard\n- [x] FIFO")
    assert draft == WrittenForm("Which one keeps the order?", "Standard\n* FIFO")
    assert draft_of("Which one?\nA. Standard\nB. FIFO").options == "Standard\nFIFO"
    assert draft_of("SQS keeps messages for 14 days").options == ""


@pytest.mark.parametrize("signs", [("1.", "2."), ("1)", "2)"), ("*", "*"), ("•", "•"), ("-", "-")])
def test_any_list_of_a_message_becomes_the_options(signs: tuple[str, str]) -> None:
    draft = draft_of(f"Which one keeps the order?\n{signs[0]} Standard\n{signs[1]} FIFO")
    assert draft == WrittenForm("Which one keeps the order?", "Standard\nFIFO")


def test_a_message_that_says_its_answer_is_read_as_notes_are() -> None:
    asked = (
        "Which one keeps the order?\nA) Standard\nB) FIFO\n\nAnswer: B\nExplanation: By its group."
    )
    draft = WrittenForm("Which one keeps the order?", "Standard\n* FIFO", "By its group.")
    assert draft_of(asked) == draft
    assert draft_of("Q: What is a queue?\nA: A line") == WrittenForm("What is a queue?", "* A line")
    assert "Ask Ada." in draft_of(f"{asked}\n\n# Later\n\nAsk Ada.").stem, "nothing is lost"
    assert draft_of("In 2. place came 4. and 5. of 12").options == ""
    assert draft_of("Do it:\n2. first\n1. second").stem == "Do it:\n2. first\n1. second"


@pytest.mark.parametrize(
    ("options", "field"),
    [
        ("", "options"),
        ("one\ntwo", "options"),
        ("* one\none", "options"),
        ("*\t", "options"),
        ("\n".join(["* a", *map(str, range(12))]), "options"),
        ("* " + "x" * 201 + "\ny", "options"),
        ("* " + "A long card. " * 200, "options"),
    ],
)
def test_options_that_cannot_be_asked_are_refused(options: str, field: str) -> None:
    assert field in read_form(WrittenForm("Why?", options), "w-1").errors
    assert "stem" in read_form(WrittenForm("", "* a\nb"), "w-1").errors
    assert "why" in read_form(WrittenForm("Why?", "* a\nb", "w" * 2_001), "w-1").errors


def test_an_answer_too_long_to_be_typed_makes_a_card() -> None:
    card = read(WrittenForm("Why a queue?", "* The sender goes on while the receiver is away."))
    assert (card.answered_by, card.back) == (
        "card",
        "The sender goes on while the receiver is away.",
    )
    lines = "* First the one, which takes a while longer.\n* Then the other, which takes a second."
    assert read(WrittenForm("In which order?", lines)).back.count("\n") == 1
    assert read(WrittenForm("Which?", "* The thing\n* Some far longer way of saying the same thing")
                ).answered_by == "typed"  # fmt: skip


CODED = Question(
    id="b1", version="304bfa2820b7", kind="choice", topic="Loops", subject="Loops",
    stem="What does this print?\n    for n in range(2):\n        print(n)\nChoose one.",
    options=("for n in (1, 2):\n    print(n)", "0 and 1", "x" * 300), answer=1,
    explanation="range(2) yields 0 and 1.", why_not=("It begins at one.", "", "No letter."),
    sources=(Source("loops.md", 3),), section=("Loops",), hint="Zero.", origin="bank",
    answers=(1,), tags=("python",), level=2, checked="2026-11",
)  # fmt: skip


def edited(before: Question, **fields: str) -> Question:
    """The question after a form in which some fields were changed."""
    form = replace(form_of(before), **fields)
    found = read_form(form, before.id, before).question
    assert found is not None
    return found


def test_an_edit_keeps_what_the_form_does_not_ask_for() -> None:
    before = CODED
    assert edited(before) == replace(before, origin="authored"), "code keeps its lines"
    moved = edited(before, options=form_of(before).options.replace("* 0 and 1", "* 0, then 1"))
    assert moved.why_not == before.why_not, "a reason stays with its option"
    assert moved.options[0] == before.options[0]
    fewer = edited(before, options="\n".join(form_of(before).options.split("\n")[1:]))
    assert fewer.why_not == before.why_not[1:]


def test_an_edit_of_what_rules_made_keeps_all_the_notes_it_rests_on() -> None:
    notes = (Source("sqs.md", 3), Source("s3.md", 7))
    made = replace(CODED, origin="generated", sources=notes)
    reworded = edited(made, stem="Which of them?")
    other = edited(reworded, options=form_of(made).options + "\nNone of them")
    assert [one.rests_on for one in (made, reworded, other)] == [notes] * 3
    assert [one.written_at for one in (made, reworded, other)] == [None] * 3, "nobody wrote it"
    cited = replace(CODED, origin="authored", sources=(*notes, Source("quiz.md", 1)))
    reworded = edited(cited, stem="Which of them?")
    assert (reworded.rests_on, reworded.written_at) == (notes, Source("quiz.md", 1))
    alone = replace(cited, sources=cited.sources[-1:])
    assert (alone.rests_on, alone.written_at) == (alone.sources, Source("quiz.md", 1))
    assert question_from_text(question_to_text(other)).rests_on == notes


def test_a_form_shows_code_between_fences_and_keeps_what_is_typed_so() -> None:
    form = form_of(CODED)
    assert form.stem == (
        "What does this print?\n```\nfor n in range(2):\n    print(n)\n```\nChoose one."
    )
    other = edited(CODED, stem=form.stem.replace("print(n)", "print(n + 1)"))
    assert other.stem == CODED.stem.replace("print(n)", "print(n + 1)")
    why = "Like this:\n```py\nrange(2)\n```"
    assert edited(CODED, why=why).explanation == "Like this:\n    range(2)"
    typed = read(WrittenForm("What is it?\n    x = 1\n    x + 1", "* 2\n3"))
    assert read(form_of(typed)) == typed
    assert "```\nx = 1\nx + 1\n```" in form_of(typed).stem


def test_a_message_with_code_becomes_a_draft_with_it() -> None:
    fences = "What is it?\n```yaml\n- a: 1\n  * b\n```\n    - [x] a list\n    - [ ] a name"
    draft = draft_of(fences)
    assert draft.stem == "What is it?\n```\n- a: 1\n  * b\n```"
    assert draft.options == "* a list\na name"
    beside = draft_of("What is it?\n```- a: 1\n  * b```\n- [x] a list\n- [ ] a name")
    assert beside == draft, "as Slack writes it"
    assert draft_of("What is it?\n    x = 1").stem == "What is it?\n```\nx = 1\n```"


def test_the_blanks_that_set_code_off_count_for_no_length() -> None:
    code = "\n".join(["x" * 9] * 50)
    stem = f"What is it?\n```\n{code}\n```"
    assert len(stem) < LONGEST_STEM
    assert read(WrittenForm(stem, "* 2\n3")).stem.count("\n    x") == 50
    assert "stem" in read_form(WrittenForm("```\n```", "* 2\n3"), "w-1").errors


def test_a_card_of_the_notes_stays_one() -> None:
    back = "The sender goes on while the receiver is away.\nThe receiver then catches up with it."
    card = replace(CODED, options=(), answers=(), why_not=(), back=back, kind="card")
    assert edited(card, stem="Why queues?").back == back
    assert edited(card, stem="Why queues?").answered_by == "card"


def choice_of(*options: str, right: int = 0) -> Question:
    return replace(CODED, options=options, answer=right, answers=(right,), why_not=())


CARD = replace(CODED, options=(), answers=(), answer=0, why_not=(), kind="card")
UNUSUAL = [
    choice_of("*.example.com", "example.com", "**", right=1),
    choice_of("SELECT *", "* * * * ?", "x"),
    choice_of("*args", "\\*args", "\\\\*args", "* args"),
    choice_of("a b", "a  b", "a\n  b"),
    choice_of("True", "true", right=1),
    replace(choice_of("a", "b"), answers=(0, 1), kind="several"),
    replace(CARD, back="22\n\n  23\n}\n}"),
    replace(CARD, back="443"),
    replace(CARD, back="The one.", kind="typed", accept=("The long form that is a statement.",)),
    replace(CARD, back="x", kind="typed", accept=tuple(f"form {n}" for n in range(12))),
    replace(CARD, back="x", kind="typed", accept=("a; *b", "A; *b", "y" * 300)),
]


@pytest.mark.parametrize("before", UNUSUAL)
def test_a_form_that_nobody_changed_changes_nothing(before: Question) -> None:
    assert edited(before) == replace(before, origin="authored")
    reworded = edited(before, stem="What else?", topic="Else")
    assert reworded == replace(
        before, origin="authored", stem="What else?", topic="Else", subject="Else"
    )


def test_options_with_a_star_of_their_own_may_be_changed_and_made_right() -> None:
    before = choice_of("*.example.com", "* * * * ?", "example.com", "a b", "a  b", right=1)
    lines = form_of(before).options
    assert lines.split("\n")[:2] == ["\\*.example.com", "* * * * * ?"]
    more = edited(before, options=f"{lines}\nanother")
    assert (more.options, more.answers) == ((*before.options, "another"), (1,))
    both = edited(before, options=f"* {lines}")
    assert (both.options, both.answers) == (before.options, (0, 1))


def test_what_was_a_card_or_typed_is_still_when_its_answer_changes() -> None:
    card = edited(replace(CARD, back="22\n  23"), options="* 22\n* 23\n* 24")
    assert (card.answered_by, card.back) == ("card", "22\n  23\n24")
    typed = replace(CARD, back="x", kind="typed", accept=("The long form that is a statement.",))
    longer = edited(typed, options="* The longer form that is a statement.")
    assert longer.accept == ("The longer form that is a statement.",)


def test_a_drafted_option_with_a_star_of_its_own_is_not_ticked() -> None:
    draft = draft_of("Which name fits all?\n- [ ] *.com\n- [x] *")
    assert read(draft).options == ("*.com", "*")
    assert read(draft).answers == (1,)


def test_what_was_longer_before_may_stay_so() -> None:
    stem, why = "s" * 900, "w" * 2_500
    long = replace(CODED, stem=stem, explanation=why, options=tuple(map(str, range(12))))
    assert edited(long, topic="T").stem == stem
    longer = replace(form_of(long), stem=stem + "s", why=why + "w")
    assert set(read_form(longer, "w-1", long).errors) == {"stem", "why"}


def test_what_a_form_would_cut_is_not_put_into_one() -> None:
    assert fits_a_form(form_of(CODED))
    assert not fits_a_form(form_of(replace(CODED, explanation="w" * 3_000)))
    draft = draft_of("A long message. " * 400)
    assert fits_a_form(draft)
    assert draft.stem.endswith("…")


WRITTEN = [
    WrittenForm(
        "Which are HTML?", "* <b>\n<!-- x -->\n# heading\n- list\n[x] done\n`code`\n1. one\na_b_c",
        "Because <i> & *so*.", "Web",
    ),
    WrittenForm("A company has two lines.\nWhich one is it?", "* A\nB\nC", "One.\nTwo.", "Web"),
    WrittenForm("Why a queue?", "* The sender goes on meanwhile.\n* The other catches up later."),
    WrittenForm("Which service?", "* AWS Lambda\n* Lambda", "It runs code.", "Compute # one"),
    WrittenForm("Which shell words?", "* ls; pwd"),
    WrittenForm("Is it?", "* True\nFalse"),
    WrittenForm("Nobody asks here", "* yes it is\nno"),
    WrittenForm("## What?", "* yes\nno", "> quote"),
    WrittenForm("Answer: B?", "* A. x\nB. y", "Answer: A"),
    WrittenForm("Which two?", "* C\n* C#\nC++\nD", "C goes first."),
    WrittenForm("What is `x|y`?", "* `a|b`\n| c |", "$x^2$ and {{c1::gap}} ==mark== Q: x A: y"),
    WrittenForm("What is *this*?\n```\n# x\nif a:\n    - [x] b;\n```\nThink.", "* A\nB",
                "So:\n```\n*a*\n  b;\n```"),
    WrittenForm("What is printed?\n```\nfor n in a:\n    print(n)\n```", "* 12\n* twelve"),
    WrittenForm("Why so?\n```\n> a\n```", "* Since it is so and will stay so for a long while."),
    WrittenForm("Which path?", "* C:\\temp\\new\n/tmp\\x\n[link](http://x)", "![img](x.png)"),
]  # fmt: skip


def test_what_was_written_is_exported_and_read_back_word_for_word(tmp_path: Path) -> None:
    asked = [read_form(form, f"w-{at:02}").question for at, form in enumerate(WRITTEN)]
    coded = edited(replace(CODED, options=CODED.options[:2], why_not=CODED.why_not[:2]))
    questions = [coded, *(question for question in asked if question is not None)]
    assert len(questions) == len(WRITTEN) + 1
    text = questions_as_markdown(questions, "#flashcards")
    (tmp_path / "own.md").write_text(text, encoding="utf-8")
    library = Library.open([str(tmp_path)], tmp_path / "index")
    read_back = {question.id: question for question in library.written()}
    library.close()
    for question in questions:
        again = read_back[question.id]
        # Where it stands is new, and so is what nobody shows: an explanation is one line there.
        assert (again.stem, again.explanation.split("\n    ")[1:]) == (
            question.stem, question.explanation.split("\n    ")[1:],
        )  # fmt: skip
        assert replace(again, sources=(), section=(), difficulty=0.35, checked="",
                       explanation=" ".join(again.explanation.split())) == replace(
            question, sources=(), section=(), difficulty=0.35, checked="",
            explanation=" ".join(question.explanation.split()),
        )  # fmt: skip


ANYTHING = st.text(st.sampled_from("ab *;\n-[]x.AB`<>#:\t é"), max_size=40)


@given(ANYTHING, ANYTHING, ANYTHING)
def test_whatever_stands_in_a_form_is_refused_or_goes_through_it_unchanged(
    stem: str, options: str, why: str
) -> None:
    read_once = read_form(WrittenForm(stem, options, why), "w-1")
    if read_once.question is None:
        assert read_once.errors
        return
    again = read_form(form_of(read_once.question), "w-1", read_once.question)
    assert again.question == read_once.question


OPTION = st.text(st.sampled_from("ab *;\n-\\"), min_size=1, max_size=6).filter(
    lambda text: text.strip() != ""
)
CHOICES = st.lists(OPTION, min_size=2, max_size=5).flatmap(
    lambda options: st.builds(
        lambda rights: replace(
            choice_of(*options), answer=min(rights), answers=tuple(sorted(rights)),
            kind="choice" if len(rights) == 1 else "several",
        ),
        st.sets(st.integers(0, len(options) - 1), min_size=1),
    )
)  # fmt: skip
TYPED = st.builds(
    lambda forms: replace(CARD, back=forms[0], accept=tuple(forms), kind="typed"),
    st.lists(OPTION, min_size=1, max_size=4),
)
CARDS = st.builds(lambda back: replace(CARD, back=back), OPTION)


@given(CHOICES | TYPED | CARDS)
def test_a_form_that_nobody_changed_changes_nothing_whatever_the_question(before: Question) -> None:
    assert edited(before) == replace(before, origin="authored")


@given(CHOICES)
def test_a_further_option_leaves_the_others_as_they_were(before: Question) -> None:
    form = form_of(before)
    longer = replace(form, options=f"{form.options}\nanother")
    read_again = read_form(longer, before.id, before)
    if read_again.question is None:
        assert len(set(before.options)) < len(before.options)
        return
    assert read_again.question.options == (*before.options, "another")
    assert read_again.question.answers == before.answers
