"""Any reply becomes messages that Discord takes, with every word in them and nothing alive."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from adapters.discord import forms, wire
from adapters.discord.buttons import picture_file, printed_action
from adapters.discord.layout import fitting, reads_better_laid_out
from adapters.discord.render import (
    DiscordMessage,
    render,
    without_pictures,
)
from adapters.discord.text import escape, pieces, size, typed
from bot.language import speaking
from bot.messages import (
    Action,
    Bar,
    Bars,
    Button,
    Buttons,
    Called,
    Code,
    CommandTip,
    CommandTips,
    Facts,
    Field,
    Form,
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
from bot.replies.personal import settings_form
from bot.store.records import Profile, Team
from bot.text import letter, shorten, utf16, without_controls
from tests.adapters.replies import long_words, replies
from tests.adapters.replies import said as words_of
from tests.platforms.discord.checks import LAID_OUT, check_message, check_modal, within
from tests.platforms.discord.world import live, shown, without_code

quickly = settings(max_examples=60, derandomize=True)

NASTY = (
    "@everyone", "@here", "<@123>", "<@&123>", "<#123>", "<t:1>", "<:x:1>", "</aws:1>", "**", "__",
    "~~", "||", "`", "```", "# ", "-# ", "> ", ">>> ", "- ", "1. ", "[a](https://evil.test)",
    "https://evil.test", ":tada:", "\\", "\\*", "\n", " ", "word", "ß", "🇩🇪", "\x00", "\u202e", "@",
)  # fmt: skip
nasty = st.lists(st.sampled_from(NASTY), max_size=30).map("".join)
nasty_replies = st.lists(
    st.one_of(
        st.builds(Heading, nasty),
        st.builds(Prose, nasty, st.booleans()),
        st.builds(Code, nasty),
        st.builds(Facts, st.lists(nasty, max_size=4).map(tuple)),
        st.builds(Side, nasty, st.lists(st.tuples(nasty, nasty), max_size=3).map(tuple)),
        st.builds(Options, st.lists(nasty, max_size=4).map(tuple)),
        st.builds(Sources, st.lists(nasty, max_size=4).map(tuple), nasty),
        st.builds(Hint, nasty),
        st.builds(Table, st.tuples(nasty, nasty), st.lists(st.tuples(nasty, nasty)).map(tuple)),
    ),
    max_size=8,
).map(lambda parts: Reply(tuple(parts)))


def question(
    options: tuple[str, ...], stem: str = "Which?", title: str = "Daily", code: str = ""
) -> Reply:
    """A question whose buttons are letters, as everybody gets it."""
    pickers = [Button(letter(at), Action("answer", ("1", str(at)))) for at in range(len(options))]
    rows = [Buttons(tuple(pickers[at : at + 5]), answers=True) for at in range(0, len(options), 5)]
    report = Buttons((Button("Something's wrong", Action("report", ("1",))),))
    asked = (Prose(stem, strong=True), *((Code(code),) if code else ()))
    return Reply(
        (Heading(title), *asked, Options(options), *rows, report, Hint("Nobody has answered yet")),
        private=False,
    )


questions = st.builds(
    question,
    st.lists(nasty | long_words, min_size=1, max_size=12).map(tuple),
    nasty,
    nasty,
    nasty | long_words,
)


def payload(message: DiscordMessage) -> dict[str, object]:
    if message.layout:
        return {"components": list(message.layout), "flags": LAID_OUT}
    rows = [{"type": 1, "components": list(row)} for row in message.rows]
    return {"embeds": list(message.embeds), "components": rows}


def markdown(message: DiscordMessage) -> Iterator[str]:
    """The texts in which Discord reads markup."""
    for embed in message.embeds:
        yield embed.get("title", "")
        yield embed.get("description", "")
        for field in embed.get("fields", ()):
            yield field["name"]
            yield field["value"]
    for one in within(list(message.layout)):
        yield one.get("content", "")


def attached(message: DiscordMessage) -> list[tuple[str, bytes]]:
    """The files of its pictures."""
    return [(picture_file(one, at), one.png) for at, one in enumerate(message.pictures)]


def seen(message: DiscordMessage) -> str:
    footers = [embed.get("footer", {}).get("text", "") for embed in message.embeds]
    leads = [embed.get("author", {}).get("name", "") for embed in message.embeds]
    labels = [button["label"] for row in message.rows for button in row]
    labels += [one["label"] for one in within(list(message.layout)) if one["type"] == 2]
    return "".join([*leads, *map(shown, markdown(message)), *footers, *labels])


def bare(text: str) -> str:
    return re.sub(r"[\s•*-]", "", without_controls(text))


@quickly
@example(question(("",) * 12, "@everyone", ""), True)  # no title to carry the link
@given(st.one_of(replies, nasty_replies, questions), st.booleans())
def test_any_reply_becomes_messages_within_the_limits(reply: Reply, laid_out: bool) -> None:
    for message in render(reply, "https://discord.com/channels/1/2?study=abc", laid_out=laid_out):
        check_message(payload(message), attached(message))
        check_message(payload(without_pictures(message)))


@quickly
@example(question(("0<<" * 800,), "", ""))  # an option that fills a message but for the link
@given(st.one_of(replies, questions))
async def test_what_the_library_makes_of_a_layout_is_that_layout(reply: Reply) -> None:
    for message in render(reply, "https://discord.com/channels/1/2?study=abc", laid_out=True):
        sent = wire.sending(message)
        assert set(sent) <= {"view", "allowed_mentions", "files"}
        made = sent["view"].to_components()
        assert without_ids(made) == without_ids(list(message.layout))
        check_message({"components": made, "flags": LAID_OUT}, attached(message))


def without_ids(node: object) -> object:
    """Components without what the library adds where nothing is said."""
    if isinstance(node, list):
        return [without_ids(one) for one in node]
    if isinstance(node, dict):
        added = {"id", "spoiler", "disabled"}
        kept = {name: without_ids(one) for name, one in node.items() if name not in added}
        return {name: one for name, one in kept.items() if one is not None}
    return node


@quickly
@given(st.one_of(replies, nasty_replies))
async def test_what_the_library_makes_of_it_stays_within_the_limits(reply: Reply) -> None:
    for message in render(reply):
        sent = wire.sending(message)
        made = [embed.to_dict() for embed in sent["embeds"]]
        rows = sent["view"].to_components() if "view" in sent else []
        described = [file.to_dict(at) for at, file in enumerate(sent.get("files", ()))]
        everything = {"embeds": made, "components": rows, "attachments": described}
        check_message(everything, attached(message))
        check_message(payload(without_pictures(message)))
        assert [one | {"flags": 0} for one in message.embeds] == made


@quickly
@given(st.one_of(replies, nasty_replies, questions), st.booleans())
def test_no_word_of_a_reply_is_lost(reply: Reply, laid_out: bool) -> None:
    everything = bare("".join(map(seen, render(reply, laid_out=laid_out))))
    for part in reply.parts:
        for words in words_of(part):
            assert bare(words) in everything


@quickly
@given(st.one_of(replies, nasty_replies, questions), st.booleans())
def test_no_mention_link_or_markup_comes_alive(reply: Reply, laid_out: bool) -> None:
    for message in render(reply, "https://discord.com/channels/1/2?study=abc", laid_out=laid_out):
        for text in markdown(message):
            text = re.sub(r"^### ", "", text, flags=re.MULTILINE) if laid_out else text
            assert live(text) == []
            begun = re.search(r"^\s*(#|>|[0-9]+[.)] )", without_code(text), re.MULTILINE)
            assert not begun


@quickly
@given(nasty)
def test_escaped_text_is_shown_as_it_was(text: str) -> None:
    seen = re.sub(r"\\([^0-9A-Za-z\s])", r"\1", escape(text))
    assert seen == text


@quickly
@given(long_words)
def test_pieces_put_together_are_the_text_again(text: str) -> None:
    cut = list(pieces(without_controls(text), 100))
    assert "".join(cut) == without_controls(text)
    assert all(size(piece) <= 100 for piece in cut)
    assert utf16(shorten(text, 75)) <= 75


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


def test_a_card_is_one_embed_with_its_answer_first_and_its_sources_last() -> None:
    (message,) = render(CARD, "https://discord.com/channels/1/2")
    (embed,) = message.embeds
    assert embed["title"] == "Lambda › Limits"
    assert embed["description"].startswith("**Timeout: at most 900 s**\n- Memory")
    assert embed["footer"]["text"] == "2 notes agree · lambda.md:12 · dva.md:340"
    assert embed["url"] == "https://discord.com/channels/1/2"
    ((button,),) = message.rows
    assert (button["custom_id"], button["style"]) == ("share|lambda limits", 1)


def test_what_comes_before_the_title_stands_above_it_as_it_is() -> None:
    guess = Hint("Read “lamda *x*” as “lambda x”.")
    (message,) = render(Reply((guess, *CARD.parts)), "https://discord.com/channels/1/2")
    (embed,) = message.embeds
    assert embed["author"] == {"name": "Read “lamda *x*” as “lambda x”."}
    assert (embed["title"], embed["url"]) == ("Lambda › Limits", "https://discord.com/channels/1/2")
    (message,) = render(Reply((Prose("long " * 60), *CARD.parts)))
    assert [embed.get("title") for embed in message.embeds] == [None, "Lambda › Limits"]


def test_sides_are_fields_and_options_carry_letters() -> None:
    sides = Side("Order", (("SQS", "best effort"), ("SNS", "none")))
    (message,) = render(Reply((sides,)))
    (field,) = message.embeds[0]["fields"]
    assert (field["name"], field["value"]) == ("Order", "**SQS**: best effort\n**SNS**: none")
    (message,) = render(Reply((Options(("x", "y")),)))
    assert message.embeds[0]["description"] == "**A**  x\n**B**  y"


def test_code_keeps_its_lines_and_their_indentation() -> None:
    code = "for n in range(2):\n\tif n:\n        print(n)"
    (message,) = render(Reply((Prose(code, strong=True), Options((code,)))))
    blank = "\u00a0"  # an embed drops plain ones at the beginning of a line
    assert message.embeds[0]["description"].split("\n") == [
        "**for n in range(2):**", f"{blank * 4}**if n:**", f"{blank * 8}**print(n)**", "",
        "**A**  for n in range(2):", f"{blank * 4}if n:", f"{blank * 8}print(n)",
    ]  # fmt: skip


def test_code_stands_in_blocks_that_nothing_in_it_ends() -> None:
    code = "if a:\n\tprint('@everyone **', 1) # ````` \\*"
    for laid_out in (False, True):
        (message,) = render(Reply((Prose("What?", strong=True), Code(code))), laid_out=laid_out)
        (text,) = filter(None, markdown(message))
        assert text.startswith("**What?**\n```\nif a:\n    print('@everyone **', 1) # ``")
        assert text.count("```") == 2, "a mark of no width stands between those in the code"
        assert without_code(text) == "**What?**\n"
        assert shown(text) == f"What?\n{code.expandtabs(4)}"


@pytest.mark.parametrize("laid_out", [False, True])
def test_long_code_goes_on_in_further_blocks_line_by_line(laid_out: bool) -> None:
    lines = [f"    line_{number} = {number} * '```'" for number in range(400)]
    messages = render(Reply((Code("\n".join(lines)),)), laid_out=laid_out)
    assert len(messages) > 1
    for message in messages:
        check_message(payload(message))
    told = "\n".join(text for message in messages for text in markdown(message) if text)
    assert "".join(without_code(told).split()) == ""
    assert shown(told).split("\n") == lines


def test_a_laid_out_question_counts_its_code_and_shortens_it_to_stay_one_message() -> None:
    code = "\n".join(f"line_{number}" for number in range(200))
    assert reads_better_laid_out(question(LONG, code=code).parts)
    longer = question(LONG, code=code * 4).parts
    assert not reads_better_laid_out(longer)
    assert len(render(Reply(tuple(fitting(longer, {}))), LINK_TO_IT, laid_out=True)) == 1


def test_ones_own_row_and_the_right_answer_are_set_off() -> None:
    board = Table(("", "who", "points"), (("1", "A.", "180"), ("9", "you", "70")), marked=1)
    split = Bars((Bar("12 hours", 0.6, "60 %", "✓"), Bar("14 days", 0.2, "20 %")))
    (message,) = render(Reply((board, split)))
    assert message.embeds[0]["description"].replace("\u2002", "_").replace("\u00a0", " ") == (
        "`   points`__who\n`1     180`__A.\n`9      70`__**▸ you**\n\n"
        "**✓ 12 hours**\n██████░░░░ 60 %\n14 days\n██░░░░░░░░ 20 %"
    )


def test_figures_of_a_board_stand_below_one_another_whatever_the_names() -> None:
    rows = (
        ("1", "Wilhelmina", "1,180", "118 of 120"),
        ("…", "", "", ""),
        ("12", "Li", "7", "1 of 2"),
    )
    (message,) = render(Reply((Table(("#", "Name", "Points", "Right"), rows, marked=2),)))
    lines = message.embeds[0]["description"].split("\n")
    columns = [line[: line.rindex("`")] for line in lines]
    assert len({len(column) for column in columns}) == 1, "in code all letters are of one width"
    assert max(map(len, columns)) < 30, "room for a name beside them on a phone"
    assert all(" " not in column for column in columns), "blanks that Discord does not drop"
    assert [line[line.rindex("`") + 1 :].strip() for line in lines] == [
        "Name", "Wilhelmina", "", "**▸ Li**",
    ]  # fmt: skip


def test_figures_that_say_more_than_figures_are_escaped_as_text_is() -> None:
    rows = (("1", "1`@everyone"), ("2", "2 **"))
    (message,) = render(Reply((Table(("#", "odd"), rows),)))
    assert message.embeds[0]["description"].split("\n")[1:] == [
        "`1`\u2002\u20021\\`\\@everyone", "`2`\u2002\u20022 \\*\\*",
    ]  # fmt: skip


def test_buttons_with_the_same_label_stand_below_what_they_are_for() -> None:
    parts = [
        part
        for name in ("one", "two")
        for part in (Prose(name), Buttons((Button("Keep it", Action("keep", (name,))),)))
    ]
    first, second = render(Reply(tuple(parts)))
    assert (first.embeds[0]["description"], second.embeds[0]["description"]) == ("one", "two")
    assert second.rows[0][0]["custom_id"] == "keep|two"


def test_two_buttons_that_mean_the_same_can_both_be_clicked() -> None:
    row = Buttons((Button("Yes", Action("a")), Button("Sure", Action("a"))))
    (message,) = render(Reply((Prose("?"), row)))
    check_message(payload(message), attached(message))
    assert [printed_action(button["custom_id"]) for button in message.rows[0]] == ["a", "a"]


def test_a_reply_without_words_is_no_message_and_a_summary_alone_is_one() -> None:
    assert render(Reply((Prose(" "), Hint("")))) == ()
    (message,) = render(Reply(summary="Saved."))
    assert message.embeds[0]["description"] == "Saved."


def test_many_buttons_go_on_in_further_messages() -> None:
    row = Buttons(tuple(Button(f"b{n}", Action("b", (str(n),))) for n in range(40)))
    messages = render(Reply((Prose("Choose."), row)))
    assert [sum(map(len, message.rows)) for message in messages] == [25, 15]
    for message in messages:
        check_message(payload(message), attached(message))


fields = st.builds(
    Field,
    name=st.text("abcdefgh", min_size=1, max_size=8),
    label=long_words,
    kind=st.sampled_from(["text", "long", "choice", "choices", "time", "zone"]),
    value=st.sampled_from(["", "v1", "v1,v2", "09:00"]),
    choices=st.integers(0, 40).map(lambda n: tuple((f"v{i}", f"Label {i}") for i in range(n))),
    optional=st.booleans(),
    hint=long_words,
)


@quickly
@given(
    st.builds(
        Form,
        title=long_words,
        fields=st.lists(fields, min_size=1, max_size=5, unique_by=lambda f: f.name).map(tuple),
        action=st.just(Action("reported", ("q1", "r1"))),
    )
)
async def test_any_form_becomes_a_modal_within_the_limits(form: Form) -> None:
    check_modal(forms.modal(form).to_dict())


@pytest.mark.parametrize(
    "label", ["Short", "A label of forty-five characters as it stands", "🪣" * 40]
)
async def test_what_may_be_left_empty_says_so_however_long_its_label_is(label: str) -> None:
    form = Form("Settings", (Field("a", label, optional=True),), Action("save"))
    (shown_label,) = (item["label"] for item in forms.modal(form).to_dict()["components"])
    assert shown_label.endswith(" (optional)")
    check_modal(forms.modal(form).to_dict())


async def test_no_label_of_the_settings_is_cut_in_german() -> None:
    with speaking("de"):
        items = forms.modal(settings_form(Profile(Team("t"), "u"))).to_dict()["components"]
    assert not [item["label"] for item in items if "…" in str(item.get("label"))]


async def test_the_channel_that_a_form_is_about_stands_in_its_title() -> None:
    form = Form("Daily question", (Field("a", "A"),), Action("schedule-save"))
    assert forms.modal(form, "aws-study").title == "Daily question · #aws-study"
    check_modal(forms.modal(form, "x" * 100).to_dict())


async def test_nothing_of_a_view_or_modal_is_kept_in_memory() -> None:
    view = wire.view(render(CARD)[0])
    assert view is not None and view.is_finished()
    form = Form("Why?", (Field("a", "A"),), Action("reported"))
    assert forms.modal(form).is_finished()


@pytest.mark.parametrize(
    ("sent", "meant"),
    [
        ("<@1> lambda limits", "lambda limits"),
        ("<@!1> ask <:aws:123> s3", "ask aws s3"),
        ("what is </aws:12>, <#5>?", "what is aws, ?"),
        ("plain\ttext <3", "plain text <3"),
    ],
)
def test_typed_text_is_read_without_discords_notation(sent: str, meant: str) -> None:
    assert typed(sent, "1") == meant


def test_a_moment_is_one_that_discord_shows_by_everybodys_clock() -> None:
    at = datetime(2026, 3, 3, 7, tzinfo=UTC)
    (message,) = render(Reply((Moment("7 answered · closes", at, "tomorrow 08:00 (UTC)"),)))
    assert message.embeds[0]["description"] == "-# 7 answered · closes <t:1772521200:R>"


def test_a_moment_in_a_message_that_stays_is_a_date() -> None:
    at = datetime(2026, 3, 3, 7, tzinfo=UTC)
    first = Moment("First question:", at, "tomorrow at 08:00 (UTC)", small=False, stays=True)
    (message,) = render(Reply((first,)))
    assert message.embeds[0]["description"] == "First question: <t:1772521200:f>"


def test_a_command_can_be_clicked_where_its_id_is_known() -> None:
    tips = CommandTips((CommandTip("/quiz topic:S3", "questions"), CommandTip("/me", "figures")))
    (message,) = render(Reply((tips,)), commands={"quiz": 1234567890123456789, "quiz s": 1})
    assert message.embeds[0]["description"] == (
        "- </quiz:1234567890123456789>  topic\\:S3 – questions\n- /me – figures"
    ).replace("\\:", ":").replace(">  ", "> ")


def test_who_asked_for_it_is_named_and_nobody_else_can_be() -> None:
    reply = Reply((Called(("123", "@everyone", "<@&9>")), Prose("It is here, @everyone <@7>.")))
    (message,) = render(reply)
    sent = wire.sending(message)
    assert sent["content"] == "<@123>"
    allowed = sent["allowed_mentions"].to_dict()
    assert (allowed["parse"], allowed["users"]) == ([], [123])


# ---------------------------------------------------------------- laid out

LINK_TO_IT = "https://discord.com/channels/1/2?study=abc"
LONG = tuple(f"The {nth} option, which no button of a phone could hold" for nth in ("one", "two"))


def test_an_option_that_is_too_long_for_a_button_stands_beside_its_own() -> None:
    asked = question(LONG)
    assert reads_better_laid_out(asked.parts)
    (message,) = render(asked, LINK_TO_IT, laid_out=True)
    (container,) = message.layout
    title, *sections, report, small = container["components"]
    assert title["content"] == f"### [Daily]({LINK_TO_IT})\n**Which?**"
    assert [one["type"] for one in sections] == [9, 9]
    for number, section in enumerate(sections):
        (text,) = section["components"]
        assert text["content"] == f"**{letter(number)}**  {LONG[number]}"
        assert section["accessory"]["custom_id"] == f"answer|1|{number}"
    assert [one["label"] for one in report["components"]] == ["Something's wrong"]
    assert small["content"] == "-# Nobody has answered yet"


def test_what_fits_on_buttons_or_into_no_single_message_has_embeds() -> None:
    said = Buttons((Button("12 hours", Action("answer", ("1", "0"))),), answers=True)
    assert not reads_better_laid_out((Heading("Daily"), Prose("How long?"), said))
    assert not reads_better_laid_out(question(("x" * 1_300,) * 3).parts)
    assert not reads_better_laid_out(question(LONG * 7).parts)
    answered = Reply((Heading("Daily"), Options(LONG, ("✓", ""))))
    assert not reads_better_laid_out(answered.parts)


@quickly
@given(questions)
def test_what_is_laid_out_at_first_is_one_message(reply: Reply) -> None:
    if reads_better_laid_out(reply.parts):
        assert len(render(reply, LINK_TO_IT, laid_out=True)) == 1
