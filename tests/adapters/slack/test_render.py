"""Any reply becomes messages that Slack takes, with every word in them and nothing alive."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings

from adapters.slack.render import render, view_blocks
from adapters.slack.text import announced, escape, pieces, shorten, size, typed, unescape
from bot.messages import (
    Action,
    Bar,
    Bars,
    Button,
    Buttons,
    Code,
    Facts,
    Heading,
    Hint,
    Moment,
    Options,
    Prose,
    Reply,
    Side,
    Sources,
    Table,
)
from bot.text import without_controls
from tests.adapters.replies import NASTY, long_words, replies, said
from tests.platforms.slack.blocks import check_message, check_view, length

quickly = settings(max_examples=80, derandomize=True)


def texts(node: object) -> Iterator[str]:
    if isinstance(node, list | tuple):
        for item in node:
            yield from texts(item)
    elif isinstance(node, dict):
        for key, value in node.items():
            if key == "text" and isinstance(value, str):
                yield value
            else:
                yield from texts(value)


def bare(text: str) -> str:
    return re.sub(r"\s", "", without_controls(text))


@quickly
@given(replies)
def test_any_reply_becomes_messages_within_the_limits(reply: Reply) -> None:
    for message in render(reply):
        check_message(list(message.blocks))
        assert 1 <= length(message.text) <= 4_000


@quickly
@given(replies)
def test_no_word_of_a_reply_is_lost(reply: Reply) -> None:
    shown = bare("".join(text for message in render(reply) for text in texts(message.blocks)))
    for part in reply.parts:
        for words in said(part):
            assert bare(words) in shown


@quickly
@given(replies)
def test_no_mention_link_or_markup_comes_alive(reply: Reply) -> None:
    for message in render(reply):
        assert not re.search(r"[<>]", message.text)
        assert re.search(r"&(?!amp;|lt;|gt;)", message.text) is None
        drawn = json.dumps(message.blocks, ensure_ascii=False)
        drawn = re.sub(r'"mrkdwn", "text": "<!date\^\d+\^[^<>|&]+\|[^<>|&]+>"', "", drawn)
        kinds = set(re.findall(r'"type": "(\w+)"', drawn))
        assert not kinds & {"mrkdwn", "link", "broadcast", "usergroup", "emoji"}


@quickly
@given(replies)
def test_any_reply_fits_into_a_view(reply: Reply) -> None:
    check_view({"type": "home", "blocks": view_blocks(reply)})


@quickly
@given(long_words)
def test_pieces_put_together_are_the_text_again(text: str) -> None:
    cut = list(pieces(without_controls(text), 100))
    assert "".join(cut) == without_controls(text)
    assert all(size(piece) <= 100 for piece in cut)


@quickly
@given(long_words)
def test_escaping_is_undone_exactly_and_shortening_stays_within(text: str) -> None:
    assert unescape(escape(text)) == text
    assert size(shorten(text, 75)) <= 75
    assert size(announced(text, 100)) <= 100


CARD = Reply(
    parts=(
        Heading("Lambda › Limits"),
        Prose("Timeout: at most 900 s", strong=True),
        Facts(("Memory 128 MB – 10,240 MB", "Package 50 MB zipped")),
        Sources(("lambda.md:12", "dva.md:340"), "2 notes agree"),
        Buttons((Button("Share in channel", Action("share", ("lambda limits",)), "main"),)),
    ),
    summary="Lambda: at most 900 s",
)


def test_a_card_is_one_message_with_its_answer_first() -> None:
    (message,) = render(CARD)
    assert [block["type"] for block in message.blocks] == [
        "header", "rich_text", "rich_text", "context", "actions",
    ]  # fmt: skip
    assert message.text.startswith("Lambda: at most 900 s\nLambda › Limits\n")
    (button,) = message.blocks[-1]["elements"]
    assert (button["value"], button["style"]) == ("share|lambda limits", "primary")


@pytest.mark.parametrize("nasty", NASTY)
def test_text_that_looks_like_markup_is_shown_as_typed(nasty: str) -> None:
    (message,) = render(Reply((Prose(f"a {nasty} b"),)))
    assert next(texts(message.blocks)) == f"a {without_controls(nasty)} b"


def test_a_table_is_drawn_as_a_table_with_ones_own_row_set_off() -> None:
    board = Table(("", "who", "points"), (("1", "A.", "180"), ("9", "you", "70")), marked=1)
    (message,) = render(Reply((board,)))
    rows = message.blocks[0]["rows"]
    assert [cell["text"] for cell in rows[0]] == ["–", "who", "points"]
    assert rows[2][1]["elements"][0]["elements"][0]["style"] == {"bold": True}
    assert message.text == "who · points\n1 · A. · 180\n9 · you · 70"


def test_two_tables_become_two_messages_and_lines_in_a_view() -> None:
    board = Table(("who", "points"), (("A.", "180"),))
    assert len(render(Reply((board, board)))) == 2
    assert {block["type"] for block in view_blocks(Reply((board, board)))} == {"rich_text"}


def test_a_board_in_a_view_has_its_figures_in_columns_and_names_behind_them() -> None:
    people = (("1", "Ben", "1,180", "18 of 20"), ("12", "you", "7", "1 of 9"))
    (block,) = view_blocks(Reply((Table(("#", "Name", "Points", "Right"), people, marked=1),)))
    (box,) = block["elements"]
    assert box["type"] == "rich_text_preformatted"
    assert box["elements"][0]["text"].split("\n") == [
        " #  Points     Right    Name",
        " 1   1,180  18 of 20    Ben",
        "12       7    1 of 9  ▸ you",
    ]


def test_what_is_too_wide_for_columns_or_has_no_figures_stays_in_lines() -> None:
    for rows in ((("1", "w" * 80),), (("a", "b"),)):
        (block,) = view_blocks(Reply((Table(("#", "Name"), rows),)))
        assert block["elements"][0]["type"] == "rich_text_section"


def test_bars_are_read_out_without_their_drawing() -> None:
    split = Bars((Bar("12 hours", 0.6, "60 %", "✓"), Bar("14 days", 0.2, "20 %")))
    (message,) = render(Reply((split,)))
    assert message.text == "✓ 12 hours: 60 %\n14 days: 20 %"
    assert "██████░░░░  60 %" in "".join(texts(message.blocks))


def test_code_keeps_its_lines_and_their_indentation() -> None:
    code = "for n in range(2):\n    print(n)"
    (message,) = render(Reply((Prose(code, strong=True), Options((code,)))))
    drawn = [one["text"] for block in message.blocks for one in block["elements"][0]["elements"]]
    assert drawn == [code, "A  ", code]


def test_code_stands_in_boxes_with_its_blanks_however_long_it_is() -> None:
    code = "if a:\n\tprint('<!channel>', \"```\")"
    (message,) = render(Reply((Prose("What is printed?", strong=True), Code(code))))
    check_message(list(message.blocks))
    _, box = message.blocks
    (drawn,) = box["elements"]
    assert drawn["type"] == "rich_text_preformatted"
    assert drawn["elements"] == [{"type": "text", "text": code.expandtabs(4)}]
    lines = [f"    line_{number} = {number}" for number in range(400)]
    messages = render(Reply((Code("\n".join(lines)),)))
    boxes = [one["elements"][0] for message in messages for one in message.blocks]
    assert len(boxes) > 1
    assert {box["type"] for box in boxes} == {"rich_text_preformatted"}
    assert "\n".join(box["elements"][0]["text"] for box in boxes).split("\n") == lines


def test_options_carry_letters_and_sides_their_names() -> None:
    (message,) = render(Reply((Options(("x", "y")), Side("Order", (("SQS", "best effort"),)))))
    assert message.text == "A  x\nB  y\nOrder\n• SQS: best effort"


def test_a_reply_without_words_is_no_message_and_a_summary_alone_is_one() -> None:
    assert render(Reply((Prose(" "), Hint("")))) == ()
    (message,) = render(Reply(summary="Saved."))
    assert message.text == "Saved."


def test_a_long_text_goes_on_in_further_messages_and_the_fallback_says_so() -> None:
    messages = render(Reply((Prose("All of it. " * 2_000),)))
    assert len(messages) > 1
    assert messages[0].text.endswith("… (continues in the message)")


@pytest.mark.parametrize(
    ("sent", "meant"),
    [
        ("<@UBOT> lambda limits", "lambda limits"),
        ("ask <@UBOT>, sqs &lt; sns &amp; s3", "ask , sqs < sns & s3"),
        ("see <https://a.test/x|the page> <#C1|aws>", "see the page #aws"),
        ("<!here> <!subteam^S1> &amp;lt;", "@here @subteam &lt;"),
        ("plain\ttext <3", "plain text <3"),
    ],
)
def test_typed_text_is_read_without_slacks_notation(sent: str, meant: str) -> None:
    assert typed(sent, "UBOT") == meant


def test_what_is_wanted_seldom_stands_in_a_menu_at_the_end_of_the_row_above() -> None:
    wrong = Button("Something's wrong", Action("report", ("7",)), seldom=True)
    answers = Buttons((Button("A", Action("answer", ("7", "0"))),), answers=True)
    (message,) = render(Reply((Prose("Which?"), answers, Buttons((wrong,)))))
    check_message(list(message.blocks))
    (row,) = [block for block in message.blocks if block["type"] == "actions"]
    assert [element["type"] for element in row["elements"]] == ["button", "overflow"]
    assert row["elements"][1]["options"][0]["value"] == "report|7"
    assert "Something's wrong" in message.text


def test_a_moment_is_a_date_that_slack_shows_in_everybodys_zone() -> None:
    at = datetime(2026, 3, 3, 7, tzinfo=UTC)
    small = Moment("7 answered · closes", at, "tomorrow 08:00 (Europe/Berlin)")
    large = Moment("The first one comes", at, "tomorrow 08:00 (Europe/Berlin)", small=False)
    (message,) = render(Reply((small, large)))
    check_message(list(message.blocks))
    told, date = message.blocks[0]["elements"]
    assert told["text"] == "7 answered · closes"
    token = "<!date^1772521200^{date_short_pretty} at {time}|tomorrow 08:00 (Europe/Berlin)>"
    assert date == {"type": "mrkdwn", "text": token}
    (section,) = message.blocks[1]["elements"]
    assert section["elements"][1]["timestamp"] == 1772521200
    assert message.text.count("tomorrow 08:00 (Europe/Berlin)") == 2


def test_figures_stand_at_the_right_of_their_column() -> None:
    board = Table(("#", "Name", "Points", "Right"), (("1", "Ben", "180", "18 of 20"),), marked=0)
    (message,) = render(Reply((board,)))
    check_message(list(message.blocks))
    (table,) = message.blocks
    assert [one["align"] for one in table["column_settings"]] == ["right", "left", "right", "right"]
