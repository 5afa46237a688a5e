"""Text comes out of the reading as its author meant it."""

import pytest

from bench.reading_loss import measure
from knowledge.model import FactKind
from knowledge.reading.document import read_document
from knowledge.reading.repair import mend_encoding


def texts(note: str) -> list[str]:
    return [fact.text for fact in read_document(note, "note.md").facts]


@pytest.mark.parametrize(
    "text", ["L’été", "D’Été où ça", "l’Àustria, raó", "„Größe“ – Straße", "perché «città»"]
)
def test_sound_letters_of_many_languages_are_left_alone(text: str) -> None:
    assert mend_encoding(text) == text


@pytest.mark.parametrize(
    "sentence",
    ["Das ist z. B. Wasser.", "Use fruit, e.g. Apples.", "It is free, i. e. Gratis.",
     "The U.S. Navy sails.", "Siehe u. a. Kapitel 3."],
)  # fmt: skip
def test_abbreviations_end_no_sentence(sentence: str) -> None:
    assert texts(f"{sentence} Next.\n") == [sentence, "Next."]


def test_formulas_are_kept_whole_and_prices_are_none() -> None:
    assert texts("The sum $\\sum_{i=1}^n a_{i} * b_{i}$ costs $5 or $6.\n") == [
        "The sum $\\sum_{i=1}^n a_{i} * b_{i}$ costs $5 or $6."
    ]
    (fact,) = read_document("$$\na_1 = b * c\n$$\n", "note.md").facts
    assert (fact.kind, fact.text) == (FactKind.CODE, "a_1 = b * c")


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (
            r"Sum \\(a_{i}*b_{i}*c\\) and \\[x_1*y*z\\] add up.",
            r"Sum \(a_{i}*b_{i}*c\) and \[x_1*y*z\] add up.",
        ),
        (r"It is \\(\\frac{a*b}{c\_1*d}\\) of it.", r"It is \(\frac{a*b}{c_1*d}\) of it."),
        (r"Rows are \[a*b \\[2pt] c*d\] here.", r"Rows are \[a*b \\[2pt] c*d\] here."),
    ],
)
def test_formulas_with_each_backslash_twice_keep_their_stars(written: str, read: str) -> None:
    assert texts(f"{written}\n") == [read]


FORMULA = ("\\begin{aligned}", "a_1 &= b * c \\\\", "  &< d_{2}", "\\end{aligned}")


@pytest.mark.parametrize(
    "text",
    [
        "$$\n{}\n{}\n{}\n{}\n$$\n",
        "- So it is:\n\n  $$\n  {}\n  {}\n  {}\n  {}\n  $$\n",
        "> $$\n> {}\n> {}\n> {}\n> {}\n> $$\n",
        "$$ {}\n{}\n{}\n{} $$\n",
        "$${}\n{}\n{}\n{}\n$$.\n",
        "Text before.\n\n$$\n{}\n{}\n{}\n{}$$\n\nText after.\n",
    ],
)
def test_formulas_of_several_lines_are_kept_whole(text: str) -> None:
    facts = read_document(text.format(*FORMULA), "note.md").facts
    (code,) = (fact for fact in facts if fact.kind is FactKind.CODE)
    assert code.text.split() == " ".join(FORMULA).split()


def test_a_formula_of_two_lines_is_one_of_one() -> None:
    assert texts("$$a_1 * b\n= c_2 * d$$\n") == ["$$a_1 * b = c_2 * d$$"]


@pytest.mark.parametrize(
    ("text", "formula"),
    [
        ("$$a_1\n> b_2$$\n", "$$a_1 > b_2$$"),
        ("$$a_1 >\nb_2$$\n", "$$a_1 > b_2$$"),
        ("> $$a_1\n> > b_2$$\n", "$$a_1 > b_2$$"),
        ("$$a_1\n> b_2 >\nc_3$$\n", "a_1 > b_2 > c_3"),
        ("> $$a_1\n> > b_2 >\n> c_3$$\n", "a_1 > b_2 > c_3"),
    ],
)
def test_a_formula_keeps_its_signs_whatever_quote_it_stands_in(text: str, formula: str) -> None:
    (fact,) = read_document(text, "note.md").facts
    assert " ".join(fact.text.split()) == formula


def test_escaped_dollars_are_dollars() -> None:
    assert texts("It costs \\$\\$ a month, not \\$5_000 and *not* \\$6_000.\n") == [
        "It costs $$ a month, not $5_000 and not $6_000."
    ]
    assert texts("- cheap: $$\n- dear: $$$\n- $$ to $$$ *per* night\n") == [
        "cheap: $$",
        "dear: $$$",
        "$$ to $$$ per night",
    ]


def test_a_footnote_is_read_with_its_sentence() -> None:
    assert texts("It floats.[^1] More.\n\n[^1]: On salt water.\n") == [
        "It floats (On salt water).",
        "More.",
    ]


def test_code_keeps_its_lines_and_hangs_under_the_sentence_before() -> None:
    note = "This is how one lists all pods.\n\n```sh\nkubectl get pods\n  -A\n```\n"
    _, code = read_document(note, "a.md").facts
    assert code.text == "kubectl get pods\n  -A"
    assert code.parents == ("This is how one lists all pods.",)


def test_a_question_heads_the_answer_below_it() -> None:
    (fact,) = read_document("Which range do users have?\n\t1000 to 60000\n", "a.md").facts
    assert (fact.text, fact.path) == ("1000 to 60000", ("Which range do users have?",))


def test_tables_of_tags_are_tables() -> None:
    header = "<table>\n<tr><th>Name</th><th>Port</th></tr>\n"
    note = f"{header}<tr>\n<td>SSH</td>\n<td>22</td>\n</tr>\n</table>\n"
    (fact,) = read_document(note, "a.md").facts
    assert fact.cells == (("Name", "SSH"), ("Port", "22"))
    assert (fact.line, fact.last_line) == (3, 5)


def test_pictures_keep_what_describes_them() -> None:
    assert texts(
        '- ![](a.png "A reef") ![The bay|300](b.png) ![[c.png|200]] <img alt="Foam">\n'
    ) == ["A reef The bay Foam"]


def test_a_tag_of_a_picture_alone_on_its_line_keeps_what_describes_it() -> None:
    told = read_document('# Ports\n\n<img src="a.png" alt="SSH is on [port] 22">\n', "n.md").facts
    assert [fact.text for fact in told] == ["SSH is on port 22"]
    assert not read_document('# Ports\n\n<img src="a.png" alt="logo">\n', "n.md").facts


def test_numbers_of_steps_are_kept_and_those_of_lists_are_not() -> None:
    assert texts("## Steps to sail\n\n1. hoist it\n2. go on\n") == ["1. hoist it", "2. go on"]
    assert (
        texts("## Boats\n\n1. dinghies are small\n2. yachts are large\n")[0] == "dinghies are small"
    )


def test_bullets_of_any_depth_are_read() -> None:
    note = "".join("  " * depth + f"- level {depth}\n" for depth in range(90))
    assert len(texts(note)) == 90


def test_comments_queries_and_templates_are_no_text() -> None:
    note = "%% hidden %%\n\nseen <% x %> ^b1\n\n%%\nlong\n%%\n\n```dataview\nLIST\n```\n"
    assert texts(note) == ["seen"]


def test_front_matter_names_the_note() -> None:
    heading = read_document("---\naliases: [NT]\ntitle: The Note\n---\n- a\n", "x.md").headings[0]
    assert (heading.text, heading.aliases) == ("The Note", ("NT",))
    heading = read_document("---\naliases:\n  - NT\n---\n# Note\n\n- a\n", "x.md").headings[0]
    assert (heading.text, heading.aliases) == ("Note", ("NT",))


NOTE = """\
---
title: Boats
---
# Boats

- [Sails](#sails)
- [Kinds](#kinds)

## Sails

A sail catches wind.[^1] It is made of cloth, e.g. Dacron.

[^1]: Mostly from the side.

> [!note]- Masts
> carry the sails

## Kinds

| Kind | Masts |
|---|---|
| Ketch | two |

### Which boat has one mast?

- [ ] Ketch
  > It has two.
- [x] Sloop

1. hoist
   - gently
     - by hand

```sh
boat --sail
```

TODO
"""


def test_no_word_of_a_note_is_lost() -> None:
    loss = measure(NOTE, read_document(NOTE, "boats.md"))
    assert loss.lost == []
    assert loss.words > 40


def test_the_second_reading_sees_what_the_first_one_loses() -> None:
    assert [word for _, word in measure(NOTE, read_document("# Boats\n", "boats.md")).lost][:3] == [
        "sails", "kinds", "sails",
    ]  # fmt: skip
