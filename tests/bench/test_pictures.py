"""The pictures of the documentation show what the adapters send, word for word."""

import html
import re
import shutil
import struct
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings

from adapters.discord import forms as discord_forms
from adapters.discord.render import render as render_for_discord
from adapters.slack.forms import Origin, form_view, home_view
from adapters.slack.render import render as render_for_slack
from bench.pictures.__main__ import PICTURES, main
from bench.pictures.camera import NAMES, photograph
from bench.pictures.discord import message_html, modal_html
from bench.pictures.page import DESK, PHONE, Said, page
from bench.pictures.reader import Reader
from bench.pictures.scenes import SCENES
from bench.pictures.slack import blocks_html, view_html
from bench.pictures.tour import CHAPTERS
from bot.messages import (
    Action,
    Button,
    Buttons,
    ChannelLine,
    ChannelLines,
    CommandTip,
    CommandTips,
    Field,
    Form,
    Moment,
    Picture,
    Reply,
    Table,
)
from bot.pictures.rendering import can_draw
from bot.text import without_controls
from tests.adapters.replies import replies
from tests.adapters.replies import said as words_of

NOTES = Path(__file__).parents[1] / "bot" / "conversations" / "notes"
FORM = Form(
    title="Daily <quiz>",
    fields=(
        Field("time", "Time", "time", "09:00"),
        Field("zone", "Zone", "zone", "Europe/Berlin", hint="Where you are"),
        Field("days", "Days", "choices", "mon", (("mon", "Monday"), ("tue", "Tuesday"))),
        Field("why", "Why", "long", optional=True),
        Field("one", "One of", "choice", "b", (("a", "Alpha"), ("b", "Beta"))),
    ),
    action=Action("schedule-save"),
    submit="Save it",
)
# The words by which each message is known that a day brings.
SHOWN = {
    "arriving": (
        "Hello, I'm the Study Companion", "an answer from the notes, for you alone",
        "et up the daily question", "Look something up", "Daily question", "#study",
        "comes here from now on", "Saved: ", "What you can ask me",
    ),
    "asking": (
        "Only visible to you", "Showing “lambda timeout” (you typed “lamda timout”).",
        "Shared by Ben", "Nothing in the notes about", "What comes closest:",
    ),
    "comparing": ("SQS and SNS compared",),
    "question": ("Daily question · Monday", "2 answered", "Right:", "+10"),
    "wordy": ("Daily question · Monday", "closed", "of 3 answers right"),
    "coded": (
        "What does this print?", "if number == 1:", "What ends the whole loop is break.",
        "For 1 the rest of the body, print with it, is left out.",
        "0, because continue ends the loop as soon as the number is 1", "Not quite: you picked",
    ),
    "german": ("Frage des Tages · Montag", "endet", "Richtig:", "Was du mich fragen kannst"),
    "home": ("Ben", "Ada", "weekdays at 09:00"),
    "phone": ("Daily question · Monday", "Only visible to you"),
    "wrong": ("Not quite: you picked", "This question comes back soon"),
    "evening": ("closed", "75%", "3 of 4 answers right.", "March in this", "3 share first"),
    "week": ("The week in short", " right.", "Your March"),
    "practice": ("Question 1 of 2", "Not quite", "Next question", "Right:"),
    "oneself": (
        "Two days after a wrong answer", "Review", "How well did you know it?", "Your March",
    ),
    "hindered": (
        "can change the daily question here", "is not a time", "Did you mean",
        "It runs weekdays at 09:00 (Europe/Berlin).",
        "Nobody has answered a question this month yet.",
        "The next question comes", "Nothing to review yet", "Something went wrong on my side (ref ",
        "Try again", "Show the result",
        "Your answer is saved.",
    ),
    "disagreeing": ("Your notes disagree on maximum retention", "See both places"),
}  # fmt: skip
# Each message that was sketched before any was made: the chapter that shows it, and its words.
SKETCHED = {
    "a look-up": ("asking", "Lambda › Limits", "Share in channel", "Quiz me on Lambda"),
    "a guess": ("asking", "Showing “lambda timeout” (you typed “lamda timout”)."),
    "nothing found": ("asking", "Nothing in the notes about", "What comes closest:"),
    "notes disagree": ("disagreeing", "Your notes disagree on", "See both places"),
    "shared": ("asking", "Shared by Ben"),
    "the daily question": ("question", "Daily question · Monday", "2 answered · closes"),
    "right": ("question", "Right:", "+10 points · 1-day streak."),
    "wrong": ("wrong", "Not quite: you picked", "The right answer:", "Look up", "comes back soon"),
    "the reveal": ("evening", "· closed", "✓", "75%", "The right answer:", "4 answered"),
    "the board": ("evening", "March in this channel", "1 more right answer to 1st place",
                  "Your streak: 1 day", "This week", "All time"),
    "an empty board": ("hindered", "Nobody has answered a question this month yet.",
                       "The next question comes"),
    "no permission": ("hindered", "can change the daily question here. It runs weekdays at 09:00"),
    "a mistake in a command": ("hindered", "is not a time", "Try:"),
    "trouble": ("hindered", "Something went wrong on my side (ref ", "Your answer is saved."),
    "help": ("arriving", "What you can ask me", "More"),
}  # fmt: skip
quickly = settings(max_examples=40, derandomize=True)


def read(drawn: str) -> str:
    """What somebody reads on a page, without blanks."""
    return re.sub(r"\s", "", html.unescape(re.sub(r"<[^>]*>", "", drawn)))


def bare(text: str) -> str:
    return re.sub(r"\s", "", without_controls(text))


@quickly
@given(replies)
def test_no_word_that_slack_gets_is_missing(reply: Reply) -> None:
    shown = read("".join(blocks_html(message.blocks) for message in render_for_slack(reply)))
    for part in reply.parts:
        if isinstance(part, Buttons):  # what is wanted seldom stands behind three dots
            part = Buttons(tuple(button for button in part.buttons if not button.seldom))
        for words in words_of(part):
            assert bare(words) in shown


@quickly
@given(replies)
def test_every_message_to_discord_can_be_drawn_and_no_tag_comes_from_its_words(
    reply: Reply,
) -> None:
    for message in render_for_discord(reply):
        rows = [{"type": 1, "components": row} for row in message.rows]
        drawn = message_html({"embeds": message.embeds, "components": rows})
        assert set(re.findall(r"</?(\w+)", drawn)) <= {"div", "span", "b"}


def test_markup_of_discord_is_drawn_and_what_was_escaped_is_shown_as_it_is() -> None:
    text = "**bold \\*star\\***\n- one\n-# small\n\\- no bullet, a \\_b\\_"
    drawn = message_html({"embeds": [{"description": text, "color": 255}]})
    assert "<b>bold *star*</b>" in drawn
    assert '<div class="bullet">one</div>' in drawn
    assert '<div class="line subtext">small</div>' in drawn
    assert '<div class="line">- no bullet, a _b_</div>' in drawn
    assert "#0000ff" in drawn


def test_moments_are_written_by_the_readers_clock_or_as_they_were_sent() -> None:
    reader = Reader(datetime(2026, 3, 2, 8, 0, tzinfo=UTC), ZoneInfo("Europe/Berlin"))
    at = int(datetime(2026, 3, 3, 7, 0, tzinfo=UTC).timestamp())
    reply = Reply(
        (
            Moment("closes", datetime(2026, 3, 3, 7, 0, tzinfo=UTC), "on Tuesday"),
            Moment("then", datetime(2026, 1, 1, 7, 0, tzinfo=UTC), "in January", small=False),
            Moment("First:", datetime(2026, 3, 2, 8, 0, tzinfo=UTC), "today", stays=True),
        )
    )
    (slack,), (discord,) = render_for_slack(reply), render_for_discord(reply)
    assert "closestomorrowat08:00" in read(blocks_html(slack.blocks, reader))
    assert "thenJan01,2026at08:00" in read(blocks_html(slack.blocks, reader))
    assert "closesonTuesday" in read(blocks_html(slack.blocks))
    assert "closesin23hours" in read(message_html({"embeds": discord.embeds}, reader))
    assert "First:2March202609:00" in read(message_html({"embeds": discord.embeds}, reader))
    assert "60daysago" in read(message_html({"embeds": discord.embeds}, reader))
    assert f"&lt;t:{at}:R&gt;" in message_html({"embeds": discord.embeds})


def test_channels_have_names_where_the_reader_knows_them_and_commands_no_ids() -> None:
    reader = Reader(datetime(2026, 3, 2, tzinfo=UTC), UTC, {"C123": "aws", "77": "exam"})
    (slack,) = render_for_slack(Reply((ChannelLines((ChannelLine("C123", "at nine"),)),)))
    assert "#awsatnine" in read(blocks_html(slack.blocks, reader))
    assert "#C123atnine" in read(blocks_html(slack.blocks))
    tips = CommandTips((CommandTip("/quiz topic:s3", "questions"),))
    reply = Reply((ChannelLines((ChannelLine("77", "at nine"),)), tips))
    (discord,) = render_for_discord(reply, commands={"quiz": 5})
    assert "#examatnine/quiztopic:s3–questions" in read(
        message_html({"embeds": discord.embeds}, reader)
    )
    assert "#77atnine" in read(message_html({"embeds": discord.embeds}))


def test_charts_are_drawn_where_their_files_are_at_hand_else_what_is_said_of_them() -> None:
    reply = Reply((Picture("week", b"PNG", "3 of <4>", kept="F1"),))
    (slack,), (discord,) = render_for_slack(reply), render_for_discord(reply)
    assert "3of<4>" in read(blocks_html(slack.blocks))
    files = {"F1": b"PNG", "attachment://week-0.png": b"PNG"}
    reader = Reader(datetime(2026, 3, 2, tzinfo=UTC), UTC, files=files)
    image = '<img class="picture" alt="3 of &lt;4&gt;" src="data:image/png;base64,UE5H">'
    assert blocks_html(slack.blocks, reader) == image
    assert 'src="data:image/png;base64,UE5H"' in message_html({"embeds": discord.embeds}, reader)


def test_what_is_wanted_seldom_stands_behind_dots_and_figures_to_the_right() -> None:
    seldom = Button("Report", Action("report"), seldom=True)
    table = Table(("Who", "Points"), (("Ben", "10"), ("Cem", "7")))
    (slack,) = render_for_slack(Reply((table, Buttons((Button("More", Action("more")), seldom)))))
    drawn = blocks_html(slack.blocks)
    assert "⋯" in drawn
    assert "Report" not in read(drawn)
    assert '<td class="right">10</td>' in drawn
    assert '<td class="left">Ben</td>' in drawn


def test_forms_show_labels_hints_and_what_stands_in_them() -> None:
    slack = read(view_html(form_view(FORM, Origin("C1"))))
    discord = read(modal_html(discord_forms.modal(FORM).to_dict()))
    for words in ("Daily<quiz>", "Time", "09:00", "Europe/Berlin", "Whereyouare", "Monday", "Beta"):
        assert words in slack, words
        assert words in discord, words
    assert "☑Monday" in slack
    assert "☐Tuesday" in slack
    assert slack.endswith("CancelSaveit")


def test_a_home_screen_has_neither_title_nor_feet() -> None:
    assert 'class="title"' not in view_html(home_view(Reply()))


@pytest.mark.parametrize("draw", [blocks_html, lambda blocks: message_html({"components": blocks})])
def test_what_it_cannot_draw_is_an_error_and_not_left_out(draw: object) -> None:
    assert callable(draw)
    with pytest.raises(ValueError, match="no drawing"):
        draw([{"type": "video", "components": [{"type": 99}]}])


def test_a_page_is_as_wide_as_one_says() -> None:
    assert f"width: {PHONE}px" in page("slack", [Said("Ben", "09:00", "<b>x</b>")], PHONE)
    assert f"width: {DESK}px" in page("discord", [])


@pytest.mark.slow
def test_pages_are_made_without_a_browser_from_a_day_on_both_platforms(tmp_path: Path) -> None:
    assert main(["--notes", str(NOTES), "--sources", str(tmp_path)]) == 0
    made = {file.name: file.read_text(encoding="utf-8") for file in tmp_path.iterdir()}
    assert set(made) == {scene.file.replace(".png", ".html") for scene in SCENES.values()}
    for look in ("slack", "discord"):
        assert made[f"{look}-week.html"].count("data:image/png") == (2 if can_draw() else 0)
        for name, words in SHOWN.items():
            shown = read(made[f"{look}-{name}.html"])
            assert [one for one in words if one.replace(" ", "") not in shown] == [], name
        for message, (name, *parts) in SKETCHED.items():
            shown = read(made[f"{look}-{name}.html"])
            assert [one for one in parts if one.replace(" ", "") not in shown] == [], message
    assert "query:daily" not in made["discord-hindered.html"]
    assert "/awslamdatimout" in read(made["slack-answer.html"])
    assert "lambda timeout" in read_svg(made["terminal.svg"])
    assert "http" not in made["terminal.svg"].replace("http://www.w3.org/2000/svg", "")


def read_svg(drawn: str) -> str:
    return html.unescape(re.sub(r"<[^>]*>", "", drawn)).replace("\xa0", " ")


def test_an_unknown_picture_names_the_known_ones(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["nonsense"])
    assert "slack-question" in capsys.readouterr().err


@pytest.mark.skipif(
    not any(map(shutil.which, NAMES)), reason="no Chromium here: apt-get install chromium"
)
def test_a_picture_is_as_wide_as_its_page_and_as_high_as_what_stands_on_it(tmp_path: Path) -> None:
    sizes = []
    for count in (1, 5):
        picture = tmp_path / f"{count}.png"
        photograph(page("slack", [Said("Ben", "09:00", "x")] * count, PHONE), picture, PHONE)
        sizes.append(struct.unpack(">II", picture.read_bytes()[16:24]))
    (width, low), (same, high) = sizes
    assert abs(width - PHONE * 1.5) <= 1
    assert width == same
    assert low * 2 < high


def test_the_tour_tells_every_chapter_in_pictures() -> None:
    told = (PICTURES.parent / "tour.md").read_text(encoding="utf-8")
    shown = [f"{look}-{name}.png" for look in ("slack", "discord") for name in CHAPTERS]
    assert [name for name in shown if f"pictures/{name}" not in told] == []


def test_the_pictures_there_are_belong_to_scenes_and_are_small() -> None:
    files = {file.name: file.stat().st_size for file in PICTURES.iterdir()}
    assert {scene.file for scene in SCENES.values()} == set(files)
    assert max(files.values()) < 280_000
    pages = [PICTURES.parents[1] / "README.md", *PICTURES.parent.glob("*.md")]
    shown = "".join(page.read_text(encoding="utf-8") for page in pages)
    assert [name for name in files if f"pictures/{name}" not in shown] == []
