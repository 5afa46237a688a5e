"""Whatever people send, they get a reply, and every button in it can be clicked."""

import asyncio
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot import commands
from bot.messages import ACTION_LENGTH, Action, Buttons, Person, Place, Reply, Request
from knowledge.library import Library
from tests.bot.conversations.world import World

LINES = st.one_of(
    st.text(max_size=200),
    st.builds(
        " ".join,
        st.lists(
            st.sampled_from(
                [*commands.command_words(), "s3", "sqs", "lambda", "vs", "limits", "09:00", "9pm",
                 "Europe/Berlin", "weekdays", "mon-fri", "now", "off", "pause until", "5", "99999",
                 "2027-01-01", "later", "topics", "week", "workspace", "?", ",", "more", "~", "|"]
            ),
            max_size=8,
        ),
    ),
)  # fmt: skip
ARGUMENTS = st.lists(
    st.one_of(st.text(max_size=30), st.integers(-2, 9).map(str), st.just("sqs limits")), max_size=4
)


class Talk:
    """One companion and one loop for many requests."""

    def __init__(self, library: Library, folder: Path) -> None:
        self.world = World(library, folder)
        self.runner = asyncio.Runner()

    def __call__(self, text: str = "", action: Action | None = None, **fields: str) -> Reply:
        world = self.world
        who = Person("terminal", "W1", "ben", "Ben", may_administer=True)
        request = Request(who, world.place, world.now, text, action, fields)
        return self.runner.run(world.companion.handle(request))


@pytest.fixture(scope="module")
def talk(library: Library, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Talk]:
    talk = Talk(library, tmp_path_factory.mktemp("any"))
    yield talk
    talk.runner.run(talk.world.close())
    talk.runner.close()


def check(reply: Reply) -> None:
    assert reply.parts or reply.form or reply.errors
    assert "Something went wrong" not in reply.summary
    assert reply.summary or reply.form
    for part in reply.parts:
        if isinstance(part, Buttons):
            assert 1 <= len(part.buttons) <= 5
            for button in part.buttons:
                assert 1 <= len(button.label) <= 75
                assert len(str(button.action)) <= ACTION_LENGTH
                assert Action.parse(str(button.action)) == button.action


@settings(max_examples=150, suppress_health_check=list(HealthCheck))
@given(LINES)
def test_any_text_gets_a_reply_whose_buttons_fit(talk: Talk, text: str) -> None:
    check(talk(text))


@settings(max_examples=150, suppress_health_check=list(HealthCheck))
@given(st.data(), ARGUMENTS)
def test_any_click_gets_a_reply_whose_buttons_fit(
    talk: Talk, data: st.DataObject, arguments: list[str]
) -> None:
    names = [*sorted(talk.world.companion.actions), "nobody knows"]
    name = data.draw(st.sampled_from(names))
    check(talk(action=Action.parse("|".join([name, *arguments]))))


@pytest.mark.parametrize("text", ["lambda limits", "help", "topics", "quiz s3", "leaderboard"])
def test_every_button_leads_somewhere(talk: Talk, text: str) -> None:
    for part in talk(text).parts:
        for button in part.buttons if isinstance(part, Buttons) else ():
            check(talk(action=button.action))


def test_a_very_long_query_is_kept_behind_its_buttons(talk: Talk) -> None:
    query = "sqs message retention " + "with a dead-letter queue and a very long tail " * 4
    card = talk(query)
    buttons = [b for part in card.parts if isinstance(part, Buttons) for b in part.buttons]
    share = next(button for button in buttons if button.action.name == "share-page")
    assert share.action.fits
    talk.world.now += timedelta(minutes=2)  # others in this module have shared as well
    assert "14 days" in str(talk(action=share.action).parts)


def test_asked_aloud_in_a_thread_the_answer_is_for_all_and_personal_things_are_not(
    talk: Talk,
) -> None:
    world = talk.world
    place = Place("slack", "W1", "study", thread="17")
    who = Person("slack", "W1", "ben", "Ben")

    def aloud(text: str) -> Reply:
        request = Request(who, place, world.now, text)
        return talk.runner.run(world.companion.handle(request))

    for text in ("sqs limits", "sqs vs sns", "topics", "conflicts", "help"):
        assert not aloud(text).private
    for text in ("me", "quiz s3", "review", "export me", "forget me", "leaderboard", "opt out"):
        assert aloud(text).private
    assert "share" not in str(aloud("sqs limits").parts)


def test_in_a_thread_a_follow_up_stays_with_the_topic(talk: Talk) -> None:
    world = talk.world
    who = Person("slack", "W1", "ben", "Ben")

    def asked(text: str, thread: str) -> str:
        place = Place("slack", "W1", "study", thread=thread)
        reply = talk.runner.run(world.companion.handle(Request(who, place, world.now, text)))
        return reply.summary

    asked("sqs limits", "18")
    assert "SQS" in asked("and retention?", "18")
    assert asked("sqs retention", "19") == asked("and retention?", "19")
    asked("lambda timeout", "20")
    assert "10,240 MB" in asked("and memory?", "20")
    assert "Lambda" in asked("what about pricing?", "20")
    asked("and in s3?", "20")  # another topic, which the thread is about from here on
    assert "S3" in asked("and versioning?", "20")


def test_a_broken_part_gives_a_number_and_never_its_error(
    talk: Talk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> None:
        raise ValueError("secret detail")

    monkeypatch.setattr(talk.world.companion.core.library, "ask", broken)
    reply = talk("sqs limits")
    assert "Something went wrong on my side (ref " in reply.summary
    assert "saved" not in reply.summary
    assert "secret" not in str(reply)
    assert reply.summary.split("ref ")[1][:4] in caplog.text


def test_after_trouble_the_reply_says_saved_only_if_the_answer_is(
    talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    question = talk("quiz sqs 1")
    letters = next(part for part in question.parts if isinstance(part, Buttons))

    def broken(*_: object) -> None:
        raise ValueError

    monkeypatch.setattr("bot.replies.verdicts.practiced", broken)
    reply = talk(action=letters.buttons[0].action)
    assert "Your answer is saved." in reply.summary
    again = talk(action=Action("answer", (letters.buttons[0].action.arguments[0], "77")))
    assert "saved" not in again.summary


def test_suggestions_while_typing(talk: Talk) -> None:
    world = talk.world
    who = world.person("Ben")

    def complete(kind: str, typed: str) -> tuple[str, ...]:
        return talk.runner.run(world.companion.complete(who, world.place, kind, typed))

    assert "Lambda" in complete("query", "lam")
    assert "S3" in complete("topic", "s")
    assert "Europe/Berlin" in complete("zone", "berl")
    assert complete("query", "\x00" * 500) == complete("query", "")


@pytest.mark.parametrize("line", commands.command_words())
def test_what_is_typed_is_answered_privately(talk: Talk, line: str) -> None:
    for text in (line, f"{line} s3", f"{line} sqs sns"):
        assert talk(text).private


LONG = "A chapter whose name was given without a thought of buttons"


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Talk]:
    """Notes with names that no button was made for."""
    folder = tmp_path_factory.mktemp("odd")
    names = (LONG, f"{LONG} | and more | of it", "~tilde", "pipe|pipe", "<b>bold</b> & *stars*")
    for number, name in enumerate(names):
        lines = [f"# {name}", "", "## Limits | and ~more", ""]
        lines += [f"- Limit number {n} of it: at most {number + n} GB" for n in range(1, 40)]
        lines += [f"- **Term {number}**: {'means something ' * 10}", ""]
        (folder / f"odd-{number}.md").write_text("\n".join(lines))
    library = Library.open([str(folder)], tmp_path_factory.mktemp("index"))
    talk = Talk(library, tmp_path_factory.mktemp("store"))
    yield talk
    talk.runner.run(talk.world.close())
    talk.runner.close()
    library.close()


def test_odd_names_in_the_notes_break_no_button(odd: Talk) -> None:
    names = [topic.name for topic in odd.world.library.topics()]
    assert any("|" in name for name in names)
    for text in ("topics", "help", "help more", "quiz", "conflicts", "gaps", *names):
        reply = odd(text)
        check(reply)
        for part in reply.parts:
            for button in part.buttons if isinstance(part, Buttons) else ():
                check(odd(action=button.action))


def test_a_long_card_is_paged_and_nothing_is_lost(odd: Talk) -> None:
    name = odd.world.library.topics()[0].name
    answer = odd.world.library.ask(f"{name} limits").answers[0]
    reply, said = odd(f"{name} limits"), ""
    for _ in range(20):
        said += str(reply.parts)
        buttons = [b for part in reply.parts if isinstance(part, Buttons) for b in part.buttons]
        more = next(
            (button for button in buttons if button.label in ("More", "More of this section")), None
        )
        if more is None:
            break
        reply = odd(action=more.action)
        assert reply.replaces
    assert more is None
    assert all(repr(fact)[1:-1] in said for fact in (answer.best, *answer.facts))
