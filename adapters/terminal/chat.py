"""`companion chat`: the same companion in a terminal, or in a pipe."""

import argparse
import asyncio
import sys
from collections.abc import Awaitable, Iterable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path

from adapters.terminal.forms import fill, read_line
from adapters.terminal.messenger import TerminalMessenger
from adapters.terminal.people import login, person
from adapters.terminal.render import clean
from adapters.terminal.saving import saved
from adapters.terminal.screen import ReadingNotes, Screen, commands_for, screen_for
from bot import actions
from bot.cli.usage import add_notes
from bot.commands import follows_topic, is_command
from bot.companion import Companion
from bot.language import _, later, speaking
from bot.messages import Action, Button, Buttons, Form, Options, Person, Place, Reply, Request
from bot.store.records import Round, team_of
from bot.text import letter

WORKSPACE = "local"
PLACE = Place("terminal", WORKSPACE, "terminal")
BYE = frozenset({"quit", "exit", "bye", ":q"})
EARLIER = 10  # buttons that can be typed in full after others were printed
READING = later(
    "I am still reading your notes. You can ask already; the answer comes when I am done."
)
NOT_THERE = later("NOTES names {place}, which is not there. `companion doctor` says more.")
ONE_MOMENT = later("One moment, I am still reading your notes.")
ATTEMPTS = 3  # at a form whose fields are refused
LETTERS = later("Answer with letters, such as A, C.")
WORDS = later(
    "Type your answer. A number is one too; /1 presses a button, ask … looks something up."
)
LOOKED_UP = later("This question is still open: [{choice}] takes your answer. A line is looked up.")
STILL_OPEN = later("The question above is still open: “{label}” goes back to it.")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Whom to play, and with which notes."""
    parser.add_argument(
        "--as",
        dest="name",
        default="",
        metavar="NAME",
        help="play as this person; /as NAME changes it within the chat",
    )
    add_notes(parser)


async def chat(
    companion: Companion,
    arguments: argparse.Namespace,
    reading: ReadingNotes,
    begun: Awaitable[None],
) -> int:
    """Talk over standard input and output; whoever types may begin before the notes are read."""
    history = companion.core.settings.data_dir / "chat-history"
    history.parent.mkdir(parents=True, exist_ok=True)
    screen = screen_for(sys.stdin, sys.stdout, history, reading)
    with companion.core.speaking(team_of(PLACE)):
        for missing in companion.core.settings.missing_notes:
            screen.say(clean(_(NOT_THERE, place=missing)))
    if not screen.interactive:
        await begun
    return await run_chat(companion, person(arguments.name or login(), PLACE), PLACE, screen)


async def run_chat(
    companion: Companion, who: Person, place: Place, screen: Screen, exports: Path | None = None
) -> int:
    """Talk until there are no more lines; the result is the exit status."""
    exports = exports or companion.core.settings.data_dir / "exports"
    conversation = Conversation(companion, who, place, screen, exports)
    companion.messengers["terminal"] = TerminalMessenger(conversation.show)
    try:
        await conversation.run()
    except BrokenPipeError:
        return 1  # whoever read our output has gone
    finally:
        companion.messengers.pop("terminal", None)
    return 0


class Conversation:
    """One chat: whose turn it is, and what the numbers on the screen mean."""

    def __init__(
        self, companion: Companion, who: Person, place: Place, screen: Screen, exports: Path
    ) -> None:
        self._companion = companion
        self._place = place
        self._screen = screen
        self._exports = exports
        self._person = who
        self._choices: tuple[Button, ...] = ()
        self._earlier: tuple[Button, ...] = ()  # no longer numbered, but still to be read
        self._question: tuple[Button, ...] = ()  # what the newest question is answered with
        self._letters: tuple[Button, ...] = ()  # its options
        self._form: Action | None = None  # opens the form that answers it, until it is answered
        self._options: tuple[str, ...] = ()
        self._last = False  # whether it came here, and nothing to choose from was printed since
        self._asked: set[str] = set()  # the questions that came while this chat was open

    def show(self, reply: Reply, *, new: bool = True) -> None:
        """Print a reply and remember its buttons.

        A question that was open before the chat (not *new*) waits for no words: whoever comes to
        look something up has not read it yet. Nor does one that something else was printed after.
        """
        if reply.parts:
            with speaking(reply.language):
                self._show(reply, new)

    def _show(self, reply: Reply, new: bool) -> None:
        asks = any(isinstance(part, Buttons) and part.answers for part in reply.parts)
        if asks:
            self._begin_question(reply, new)
        drawing = self._screen.show(reply, slashed=asks and self._waits)
        if drawing.choices:
            self._earlier = (*self._choices, *self._earlier)[:EARLIER]
            self._choices, self._last = drawing.choices, asks and new
        if asks and self._form:
            self._screen.say(self._how_to_answer())

    def _begin_question(self, reply: Reply, new: bool) -> None:
        """Take note of what the question in a reply is answered with."""
        parts = reply.parts
        self._question = tuple(
            b for part in parts if isinstance(part, Buttons) and part.answers for b in part.buttons
        )
        self._options = tuple(o for part in parts if isinstance(part, Options) for o in part.items)
        self._open_form()
        self._letters = () if self._form else self._question
        self._last = new
        if new:
            self._asked.update(self._question[0].action.arguments[:1])

    def _how_to_answer(self) -> str:
        """What the newest question is answered with, where a button is not all."""
        if self._options:
            return _(LETTERS)
        number = self._choices.index(self._question[0]) + 1
        return _(WORDS) if self._waits else _(LOOKED_UP, choice=number)

    async def run(self) -> None:
        greeting = asyncio.create_task(self._greet())
        if self._may_ask_now:
            await greeting
        else:
            with self._speaking():
                self._screen.say(_(READING))
        await self._talk()
        greeting.cancel()
        await asyncio.gather(greeting, return_exceptions=True)
        if self._screen.interactive:
            with self._speaking():
                self._screen.say(_("See you."))

    def _speaking(self) -> AbstractContextManager[None]:
        """Say what is ours in the language of the workspace, as the companion does."""
        return self._companion.core.speaking(team_of(self._place))

    async def _greet(self) -> None:
        with self._speaking():
            if self._screen.interactive:
                await self.send(action=actions.WELCOME())
            await self._show_open_question()

    @property
    def _may_ask_now(self) -> bool:
        return self._companion.core.library.is_read

    async def _talk(self) -> None:
        """Line by line, until there are no more."""
        going_on = True
        while going_on:
            with self._speaking():
                going_on = await self._next()

    async def _next(self) -> bool:
        """One line; whether there may be more."""
        try:
            line = await self._screen.ask(f"{self._person.name}> ", self._suggest)
        except KeyboardInterrupt:
            self._screen.say(_("Ctrl-D or quit leaves the chat."))
            return True
        if line is None or line.lower() in BYE:
            return False
        if line and not self._may_ask_now:
            self._screen.say(_(ONE_MOMENT))
        await self.take(line)
        return True

    async def _suggest(self, typed: str) -> Iterable[str]:
        """What the line may become: always what was typed, and how it goes on."""
        if not typed or not self._may_ask_now:
            return commands_for(typed)
        command, blank, topic = typed.partition(" ")
        if blank and follows_topic(command):
            names = await self._companion.complete(self._person, self._place, "topic", topic)
            found: list[str] = [f"{command} {name}" for name in names]
        else:
            found = [*await self._companion.complete(self._person, self._place, "query", typed)]
        begun = typed.casefold()
        return [*commands_for(typed), *(t for t in found if t.casefold().startswith(begun))]

    async def _zones(self, typed: str) -> Iterable[str]:
        return await self._companion.complete(self._person, self._place, "zone", typed)

    # ------------------------------------------------------------ one line

    async def take(self, line: str) -> None:
        """Do what a line says: a number, a letter, a label, a command, a question."""
        with self._speaking():
            await self._take(line)

    async def _take(self, line: str) -> None:
        word, _blank, rest = line.partition(" ")
        if word == "/as":
            await self._change_person(rest)
        elif (button := self._clicked(line)) is not None:
            await self.send(action=button.action)
        elif line.lower() in ("close", "daily close") and (round := self._open_round()):
            await self._end(round)
        elif await self._answers(line):
            return
        elif len(line) == 1 and line.isalnum():
            said = _("There is no {choice} to choose now. help shows what there is.", choice=line)
            self._screen.say(clean(said))
        elif line:
            await self.send(text=line)

    async def _change_person(self, name: str) -> None:
        if name.strip():
            self._person = person(name, self._place)
        self._screen.say(_("You are {name}.", name=clean(self._person.name)))
        self._form = None
        round = self._open_round()
        if round is not None and self._asks(round) and (self._letters or self._options):
            self._open_form()
        elif round is not None:
            await self._show_open_question(new=str(round.id) in self._asked)

    def _asks(self, round: Round) -> bool:
        """Whether the letters on the screen are this question's."""
        return bool(self._question) and self._question[0].action.arguments[:1] == (str(round.id),)

    def means_a_click(self, line: str) -> bool:
        """Whether a line stands for a button on the screen."""
        return self._clicked(line) is not None

    def _clicked(self, line: str) -> Button | None:
        """The button that a number, an option's letter or words, or a label means.

        While a question waits for words, only a number after a slash is a button's, and only its
        own buttons have labels.
        """
        digits = line.removeprefix("/")
        number = int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 4 else 0
        is_answer = self._waits and digits == line
        if 1 <= number <= len(self._choices) and not is_answer:
            return self._choices[number - 1]
        if len(line) == 1 and line.isalpha():
            return self._lettered(line)
        buttons = self._choices if self._waits else (*self._choices, *self._earlier)
        by_label = next((b for b in buttons if b.label.lower() == line.lower()), None)
        return by_label or next(
            (
                button
                for option, button in zip(self._worded, self._letters, strict=False)
                if line and option.casefold() == line.casefold()
            ),
            None,
        )

    @property
    def _worded(self) -> Sequence[str]:
        """The options in words: as they stand in the text, or behind the letters of buttons."""
        if self._options:
            return self._options
        return [b.label.removeprefix(f"{letter(n)}.").strip() for n, b in enumerate(self._letters)]

    def _lettered(self, typed: str) -> Button | None:
        """The option that has this letter."""
        named = (b for n, b in enumerate(self._letters) if letter(n) == typed.upper())
        return next(named, None)

    # ------------------------------------------------------------ a question without buttons

    @property
    def _waits(self) -> bool:
        """Whether any words that are no command answer the newest question."""
        return self._form is not None and not self._options and self._last

    def _open_form(self) -> None:
        """The newest question may be one that a form asks for; a line answers it as well."""
        action = self._question[0].action
        self._form = action if actions.traits_of("", action).opens_form else None

    async def _answers(self, line: str) -> bool:
        """Take a line that is no command as the answer to the open question, if it can be one."""
        if self._form is None or not (self._options or self._waits):
            return False
        if not line or is_command(line):
            return False
        form = (await self._request("", self._form, {})).form
        if form is None or len(form.fields) != 1:
            return False
        value = read_line(form.fields[0], line, glued=self._last)
        if value is None:
            return False
        reply = await self._request("", form.action, {form.fields[0].name: value})
        if not reply.errors:
            self._form = None
        self._show_all(reply)
        return True

    def _settles(self, action: Action | None) -> bool:
        """Whether a reply that replaces something to *action* replaces the open question."""
        if action is None or self._form is None:
            return True
        return action.arguments[:1] == self._form.arguments[:1]

    # ------------------------------------------------------------ to the companion and back

    async def send(self, *, text: str = "", action: Action | None = None) -> None:
        """Hand something to the companion and show what it says, form and files included."""
        waited = self._waits
        reply = await self._request(text, action, {})
        form, given = reply.form, dict[str, str]()
        for _attempt in range(ATTEMPTS if form else 0):
            assert form is not None  # that is what the range says
            filled = await self._fill(form, reply, given)
            if filled is None:
                return
            given = filled
            reply = await self._request("", form.action, given)
            if not reply.errors:
                break
        answered = form is not None and action == self._form and not reply.errors
        if answered or (reply.replaces and self._settles(action)):
            self._form = None
        self._show_all(reply)
        if waited and self._form is not None and not self._last:
            self._screen.say(_(STILL_OPEN, label=clean(self._question[0].label)))

    def _show_all(self, reply: Reply) -> None:
        """A reply with its complaints and files."""
        if reply.errors:
            self._screen.say(clean(" ".join(reply.errors.values())))
        self.show(reply)
        for file in reply.files:
            self._screen.say(_("Saved as {file}", file=saved(self._exports, file)))

    async def _fill(self, form: Form, reply: Reply, given: dict[str, str]) -> dict[str, str] | None:
        try:
            return await fill(self._screen, form, self._zones, reply.errors, given)
        except KeyboardInterrupt:
            self._screen.say(_("Nothing was changed."))
            return None

    async def _request(self, text: str, action: Action | None, fields: dict[str, str]) -> Reply:
        request = Request(
            self._person,
            self._place,
            self._companion.clock(),
            text=text,
            action=action,
            fields=fields,
            joined=frozenset(),  # nobody else sits here to share something with
        )
        return await self._companion.handle(request)

    # ------------------------------------------------------------ the daily question

    def _open_round(self) -> Round | None:
        round = self._companion.core.rounds.latest(team_of(self._place), self._place.channel)
        return round if round is not None and round.state in ("claimed", "posted") else None

    async def _show_open_question(self, *, new: bool = False) -> None:
        """Somebody who joins finds the question that is still open."""
        round = self._open_round()
        if round is None:
            return
        if self._companion.core.rounds.given(self._person, round.id) is None:
            now = await self._companion.posting.now(round.id)
            if now is not None:
                self.show(now[1], new=new)

    async def _end(self, round: Round) -> None:
        """`close`: the question ends now instead of when its time is over."""
        self._form = None
        posting, now = self._companion.posting, self._companion.clock()
        await posting.close(round, now)
        await posting.reveal(round, now)
