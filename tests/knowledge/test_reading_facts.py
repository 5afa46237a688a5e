"""What becomes of each kind of Markdown: one small note for each."""

from textwrap import dedent

import pytest

from knowledge.model import Fact, FactKind
from knowledge.reading.document import Document, read_document


def read(text: str) -> Document:
    return read_document(dedent(text).lstrip("\n"), "note.md")


def facts(text: str) -> tuple[Fact, ...]:
    return read(text).facts


def texts(text: str) -> list[str]:
    return [fact.text for fact in facts(text)]


def reasons(text: str) -> dict[int, str]:
    return {line.line: line.reason for line in read(text).skipped if line.reason != "blank"}


def test_a_bullet_keeps_its_headings_and_its_line() -> None:
    (fact,) = facts("""
        # Queues
        ## Limits

        - Messages are kept for **4 days** by `default`.
        """)
    assert fact.text == "Messages are kept for 4 days by default."
    assert fact.path == ("Queues", "Limits")
    assert (fact.line, fact.last_line, fact.kind) == (4, 4, FactKind.BULLET)


def test_a_child_bullet_keeps_its_parents() -> None:
    found = facts("""
        - **Scaling**:
          - Scheduled scaling: acts at set times
            - Known load only
        """)
    assert [fact.parents for fact in found] == [("Scaling",), ("Scaling", "Scheduled scaling")]
    assert found[0].term == "Scheduled scaling"


def test_a_bullet_that_only_heads_others_is_no_fact_but_is_not_lost() -> None:
    note = "- Types:\n  - one\n  - two\n"
    assert texts(note) == ["one", "two"]
    assert reasons(note) == {1: "acts as heading"}


def test_a_label_with_nothing_below_it_is_a_fact() -> None:
    assert texts("- Types:\n") == ["Types:"]
    assert texts("**Important point**\n\n# Next\n\nText.\n") == ["Important point", "Text."]


def test_a_bullet_ending_in_a_colon_heads_the_bullets_after_it() -> None:
    (fact,) = facts("- Types:\n- standard\n")
    assert (fact.text, fact.parents) == ("standard", ("Types",))


def test_a_heading_written_as_a_bullet_is_a_heading() -> None:
    found = facts("# One\n\n- a\n\n- # Two\n\n## Part\n\n- b\n")
    assert [fact.path for fact in found] == [("One",), ("Two", "Part")]


@pytest.mark.parametrize("label", ["**Security**", "**Security:**", "Security:", "__Security__"])
def test_a_bold_line_or_one_ending_in_a_colon_acts_as_a_heading(label: str) -> None:
    (fact,) = facts(f"# Queue\n\n{label}\n\n- Encrypted at rest.\n")
    assert fact.path == ("Queue", "Security")


def test_a_colon_line_heads_only_the_list_right_below_it() -> None:
    found = facts("# Config\n\nUse cases:\n\n- audits\n\nIt is billed by item.\n")
    assert [fact.path for fact in found] == [("Config", "Use cases"), ("Config",)]


def test_a_bold_line_ends_at_its_equal() -> None:
    found = facts("**One**\n\n- a\n\n**Two:** defined right here\n\n- b\n")
    assert [fact.path for fact in found] == [("One",), (), ()]


def test_a_sentence_ending_in_a_colon_is_a_fact_and_the_parent_of_its_list() -> None:
    found = facts(
        "The price of a backup is made up of these parts:\n\n- storage\n- restore\n\nEnd."
    )
    assert found[0].text.endswith("parts:")
    assert found[1].parents == ("The price of a backup is made up of these parts",)
    assert found[3].parents == ()


def test_a_paragraph_gives_a_fact_for_each_sentence_with_its_own_lines() -> None:
    found = facts("""
        A queue holds messages, e.g. orders, until a consumer
        takes them. It keeps them for 4.5 days. No more.
        """)
    assert [(fact.text, fact.line, fact.last_line) for fact in found] == [
        ("A queue holds messages, e.g. orders, until a consumer takes them.", 1, 2),
        ("It keeps them for 4.5 days.", 2, 2),
        ("No more.", 2, 2),
    ]


def test_statements_under_each_other_stay_apart() -> None:
    assert texts("Groups hold users\nUsers join groups\nPolicies add up\n") == [
        "Groups hold users",
        "Users join groups",
        "Policies add up",
    ]
    assert texts("**Storage**: disks\n**Compute**: machines\n") == [
        "Storage: disks",
        "Compute: machines",
    ]


def test_a_definition_list_joins_term_and_text() -> None:
    (fact,) = facts("Visibility timeout\n: how long a message is hidden\n")
    assert (fact.term, fact.text) == (
        "Visibility timeout",
        "Visibility timeout: how long a message is hidden",
    )


@pytest.mark.parametrize(
    ("line", "term"),
    [
        ("**Timeout**: 900 s", "Timeout"),
        ("**Timeout** – 900 s", "Timeout"),
        ("**ALB** (layer 7): routes by path", "ALB"),
        ("Timeout: 900 s", "Timeout"),
        ("Timeout = 900 s", "Timeout"),
        ("Timeout - how long it may run", "Timeout"),
        ("It is said: no", ""),
        ("at 10:30 it starts", ""),
        ("Scale-out adds machines", ""),
    ],
)
def test_the_term_that_a_line_defines(line: str, term: str) -> None:
    (fact,) = facts(f"- {line}\n")
    assert fact.term == term


def test_a_table_row_keeps_its_cells_under_their_headers() -> None:
    (fact,) = facts("| Class | Minimum | Use |\n|---|---|---|\n| IA | 30 days | rare | \n")
    assert fact.kind is FactKind.ROW
    assert fact.cells == (("Class", "IA"), ("Minimum", "30 days"), ("Use", "rare"))
    assert fact.text == "IA — Minimum: 30 days; Use: rare"
    assert (fact.term, fact.line) == ("IA", 3)


def test_a_table_of_two_columns_reads_as_definitions() -> None:
    assert texts("|Mode|Effect|\n|--|--|\n|Rolling|in batches|\n") == ["Rolling: in batches"]


def test_ragged_rows_lose_nothing() -> None:
    found = facts("| A | B |\n|---|---|\n| 1 | 2 | 3 |\n| 4 |\n")
    assert found[0].cells == (("A", "1"), ("B", "2"), ("", "3"))
    assert found[1].cells == (("A", "4"),)


def test_a_table_without_a_header_is_still_a_table() -> None:
    found = facts("| SSH | 22 |\n| HTTPS | 443 |\n")
    assert [fact.text for fact in found] == ["SSH: 22", "HTTPS: 443"]
    assert {fact.kind for fact in found} == {FactKind.ROW}


def test_a_header_with_another_number_of_columns_is_still_the_header() -> None:
    (fact,) = facts("| Name | Port |\n|---|---|---|\n| SSH | 22 | secure |\n")
    assert fact.cells == (("Name", "SSH"), ("Port", "22"), ("", "secure"))


def test_an_empty_first_cell_goes_on_with_the_row_above() -> None:
    found = facts("| Who | Does |\n|--|--|\n| AWS | hardware |\n| | regions |\n")
    assert [fact.text for fact in found] == ["AWS: hardware", "AWS: regions"]


def test_a_first_column_empty_throughout_is_headed_by_its_header() -> None:
    (fact,) = facts("| In the cloud | Customer |\n|--|--|\n| | data |\n")
    assert (fact.text, fact.parents) == ("data", ("In the cloud",))


def test_bars_inside_code_do_not_divide_cells() -> None:
    (fact,) = facts("| Command | Does |\n|--|--|\n| `a | b` \\| c | pipes |\n")
    assert fact.text == "a | b | c: pipes"


def test_code_is_one_fact_with_all_its_lines() -> None:
    (fact,) = facts("Run this:\n\n```sh\naws s3 ls\n\naws s3 cp a b\n```\n")
    assert (fact.kind, fact.text) == (FactKind.CODE, "aws s3 ls\naws s3 cp a b")
    assert (fact.line, fact.last_line) == (4, 6)


def test_a_quote_and_its_admonition() -> None:
    (fact,) = facts("> [!WARNING]\n> Never log a bucket into itself.\n")
    assert (fact.kind, fact.text) == (FactKind.QUOTE, "Never log a bucket into itself.")


def test_tags_around_a_chapter_are_markup_and_their_title_a_heading() -> None:
    found = facts("""
        <expand title="Queues">

        - one

        </expand>

        <details>
        <summary>Topics</summary>

        - two

        </details>

        - three
        """)
    assert [fact.path for fact in found] == [("Queues",), ("Topics",), ()]


def test_a_heading_right_below_its_tag_is_not_doubled() -> None:
    (fact,) = facts('<expand title="Queues">\n## Queues\n\n- one\n\n</expand>\n')
    assert fact.path == ("Queues",)


def test_what_only_looks_like_a_tag_stays() -> None:
    assert texts("- run sam <stack name> with <b>care</b> and `<id>`\n") == [
        "run sam <stack name> with care and <id>"
    ]


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        ("## 🚀 Queues", "Queues"),
        ("## 1.2. Queues", "Queues"),
        ("## 1️⃣0️⃣ Queues", "Queues"),
        ("## **Queues** ⚡", "Queues"),
        ("## Queues:", "Queues"),
        ("## üöÄ Queues", "Queues"),
        ("## 3 Queues", "Queues"),
        ("## 2024 in review", "2024 in review"),
    ],
)
def test_headings_are_read_without_their_decoration(heading: str, name: str) -> None:
    (fact,) = facts(f"{heading}\n\n- text\n")
    assert fact.path == (name,)


def test_links_read_as_their_text_and_images_as_their_description() -> None:
    assert texts("- see [the guide](https://example.com) ![a queue](q.png)\n") == [
        "see the guide a queue"
    ]
    note = "![image](q.png)\n\n[Other note](../other.md)\n"
    assert texts(note) == []
    assert reasons(note) == {1: "image", 3: "link"}


def test_a_table_of_contents_is_left_out_however_long() -> None:
    contents = "".join(f"- [Part {n}](#part-{n})\n  - [More](#more-{n})\n" for n in range(300))
    parts = "".join(f"## Part {n}\n\n- fact {n}\n\n### More\n\n" for n in range(300))
    note = read_document(f"# Book\n\n{contents}\n{parts}", "note.md")
    assert len(note.facts) == 300
    assert sum(line.reason == "table of contents" for line in note.skipped) == 600


def test_links_to_places_that_do_not_exist_are_no_table_of_contents() -> None:
    assert texts("# Book\n\n- [One fact](#nowhere)\n- [Another](#gone)\n") == [
        "One fact",
        "Another",
    ]


def test_a_section_that_says_todo_is_left_out_but_not_the_headings_below_it() -> None:
    note = "## TODO 10\n\nAWS Batch\n\n### Below\n\n- x\n\n## Done\n\n- y\n"
    assert texts(note) == ["x", "y"]
    assert reasons(note)[3] == "TODO"


def test_front_matter_comments_and_imports_are_no_facts() -> None:
    note = "---\ntitle: x\n---\nimport A from 'b'\n\n<!-- hidden\nstill -->\n- seen <!-- not -->\n"
    assert texts(note) == ["seen"]
    assert set(reasons(note).values()) == {"front matter", "markup", "comment"}


def test_aliases_below_a_title_belong_to_the_heading() -> None:
    note = read("# Amazon SQS\n\nAliases: SQS, queue\n\nIt is a queue.\n")
    assert note.headings[0].aliases == ("SQS", "queue")
    assert [fact.text for fact in note.facts] == ["It is a queue."]


def test_hand_drawn_bullets_and_checkboxes_are_bullets() -> None:
    assert texts("• one\n• two\n\n- [x] three\n") == ["one", "two", "three"]


def test_an_empty_bullet_is_reported() -> None:
    assert reasons("- one\n- \n") == {2: "empty bullet"}


def test_a_rule_below_a_paragraph_makes_no_heading_of_it() -> None:
    (fact,) = facts("One long line that ends like a sentence.\n---\n")
    assert fact.path == ()


def test_indented_text_is_not_taken_for_code() -> None:
    found = facts("# A\n\n    - sloppy\n        - deeper\n")
    assert [fact.kind for fact in found] == [FactKind.BULLET] * len(found)
    assert found[-1].text == "deeper"


def test_equal_lines_get_different_ids_that_do_not_change() -> None:
    first, second = facts("# A\n\n- same\n- same\n")
    again = facts("# A\n\n- new\n- same\n- same\n")
    assert first.id != second.id
    assert [fact.id for fact in again[1:]] == [first.id, second.id]


def test_siblings_share_their_block() -> None:
    found = facts("- a\n- b\n\nText.\n\n- c\n")
    assert found[0].block == found[1].block != found[3].block


def test_a_bullet_as_long_as_a_text_is_read_sentence_by_sentence() -> None:
    said = [f"Sluice {n} is opened by hand on every day but one." for n in range(20)]
    assert texts(f"- {' '.join(said)}\n") == said
    short = " ".join(said[:10])
    assert texts(f"- {short}\n") == [short]


def test_a_bullet_that_would_head_what_follows_and_heads_nothing_is_a_fact() -> None:
    assert texts("- Types of storage:\n- Object\n  - S3\n")[0] == "Types of storage"
    found = facts("- Alpha:\n- Beta:\n- Gamma\n- Delta:\n- \n")
    assert [(fact.text, fact.parents, fact.line) for fact in found] == [
        ("Alpha", (), 1), ("Gamma", ("Beta",), 3), ("Delta", (), 4),
    ]  # fmt: skip
    assert {fact.kind for fact in found} == {FactKind.BULLET}
    assert reasons("- Alpha:\n- Beta:\n- Gamma\n") == {2: "acts as heading"}


TABLES_ON_A_LINE = [
    "<table><tr><th>Lock</th><th>Keys</th></tr><tr><td></td><td></td></tr></table>\n",
    "<table><tr><th>Lock</th><th>Keys</th></tr><tr><td>Padlock</td><td>5</td></tr>"
    "<tr><td></td><td></td></tr></table>\n",
]


@pytest.mark.parametrize("table", TABLES_ON_A_LINE)
def test_an_empty_row_on_the_line_of_a_fact_leaves_it_one(table: str) -> None:
    (fact,) = facts(table)
    assert (fact.line, fact.last_line) == (1, 1)
    assert reasons(table) == {}


def test_an_empty_row_is_told_as_such() -> None:
    bars = "| A | B |\n|---|---|\n| | |\n| 1 | 2 |\n"
    assert reasons(bars) == {1: "table header", 2: "markup", 3: "empty row"}
    tags = "<table><tr><th>A</th><th>B</th></tr><tr><td></td><td></td></tr>\n{}</table>\n"
    row = "<tr><td>1</td><td>2</td></tr>"
    assert reasons(tags.format(row)) == {1: "table header"}
