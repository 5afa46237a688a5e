"""A driver without a platform: replies as the companion gives them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import datetime

from bot.messages import (
    Action,
    Button,
    Buttons,
    Called,
    CommandTip,
    Form,
    MessageRef,
    Person,
    Place,
    Reply,
    Request,
)
from tests.bot.conversations.world import InWorld, World


@dataclass(slots=True)
class Shown:
    """A message that somebody sees; without a viewer, everybody in the channel."""

    reply: Reply
    viewer: str = ""
    key: str = ""
    thread: str = ""
    reads: set[str] = field(default_factory=set)


def words_of(reply: Reply) -> str:
    """Everything a reply says, in the order it says it; labels of buttons left out."""
    said = [_words(part) for part in reply.parts if not isinstance(part, Buttons)]
    return "\n".join([*said, *reply.errors.values()])


def called_in(replies: Iterable[Reply], user: str) -> int:
    """How many of them name somebody."""
    named = [part for reply in replies for part in reply.parts if isinstance(part, Called)]
    return sum(user in part.users for part in named)


def _words(value: object) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, CommandTip):
        return str(value)
    if isinstance(value, tuple):
        return "\n".join(map(_words, value))
    if is_dataclass(value):
        return "\n".join(_words(getattr(value, item.name)) for item in fields(value))
    return ""


class BareMessenger:
    """Keeps what is posted where everybody sees it."""

    def __init__(self, shown: list[Shown]) -> None:
        self._shown = shown
        self.locked = ""

    async def post(self, place: Place, reply: Reply, key: str) -> MessageRef:
        self._shown.append(Shown(reply, key=key, thread=place.thread))
        return MessageRef(place, key)

    async def update(self, ref: MessageRef, reply: Reply) -> None:
        for shown in self._shown:
            if shown.key == ref.id:
                shown.reply = reply

    async def find(self, place: Place, key: str, since: datetime) -> MessageRef | None:
        del since
        there = any(shown.key == key for shown in self._shown)
        return MessageRef(place, key) if there else None

    async def hindrance(self, place: Place, *, forum: bool = False) -> str:
        del place, forum
        return self.locked

    async def whisper(
        self, person: Person, reply: Reply, key: str, since: datetime | None = None
    ) -> MessageRef | None:
        del since
        self._shown.append(Shown(reply, viewer=person.name or person.user, key=key))
        return MessageRef(Place(person.platform, person.workspace, "", private=True), key)


class BareDriver(InWorld):
    """Talks to the companion directly."""

    name = "bare"

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self._shown: list[Shown] = []
        self._forms: dict[str, Form] = {}
        self._files: dict[str, dict[str, bytes]] = {}
        self._latest: dict[str, Shown] = {}
        self._messenger = BareMessenger(self._shown)
        world.messengers[world.place.platform] = self._messenger
        self._runner.run(world.begin())

    # ------------------------------------------------------------ doing

    def type(self, who: str, text: str, *, private: bool = False) -> None:
        place = self._world.place
        if private:
            place = Place(place.platform, place.workspace, f"dm-{who}", private=True)
        self._handle(who, Request(self._world.person(who), place, self.now, text=text))

    def click(self, who: str, label: str) -> None:
        shown, button = self._find(who, label)
        request = Request(self._world.person(who), self._world.place, self.now, "", button.action)
        self._handle(who, request, shown)

    def _find(self, who: str, label: str) -> tuple[Shown, Button]:
        for shown in reversed(self._shown):
            for button in _buttons(shown.reply) if _sees(who, shown) else ():
                if button.label == label:
                    return shown, button
        raise AssertionError(f"{who} sees no [{label}]")

    def fill(self, who: str, values: Mapping[str, str]) -> None:
        form = self._forms[who]
        filled = {f.name: values.get(f.label, f.value) for f in form.fields}
        unknown = set(values) - {f.label for f in form.fields}
        assert not unknown, f"no fields {unknown}"
        person, place = self._world.person(who), self._world.place
        self._handle(who, Request(person, place, self.now, "", form.action, filled))

    def forge(self, who: str, action: str, *, workspace: str = "") -> None:
        place, person = self._world.place, self._world.person(who, workspace)
        if workspace:
            place = Place(place.platform, workspace, place.channel)
        self._handle(who, Request(person, place, self.now, "", Action.parse(action)))

    def _handle(self, who: str, request: Request, clicked: Shown | None = None) -> None:
        before = len(self._shown)
        reply = self._runner.run(self._talk(request))
        if reply.form is not None:
            self._forms[who] = reply.form
        self._files.setdefault(who, {}).update({file.name: file.content for file in reply.files})
        if not reply.parts and not reply.errors:
            return
        if clicked and clicked.viewer and reply.replaces and clicked in self._shown:
            self._shown.remove(clicked)
            before -= 1
        shown = Shown(reply, viewer=who if reply.private else "")
        self._latest[who] = shown
        self._shown.insert(max(before, 0), shown)

    async def _talk(self, request: Request) -> Reply:
        reply = await self._world.companion.handle(request)
        await self._world.companion.live.flush()
        return reply

    # ------------------------------------------------------------ looking

    def read(self, who: str) -> str:
        latest = self._latest.get(who)
        return words_of(latest.reply) if latest else ""

    def buttons(self, who: str) -> tuple[str, ...]:
        latest = self._latest.get(who)
        return tuple(button.label for button in _buttons(latest.reply)) if latest else ()

    def form(self, who: str) -> str:
        form = self._forms.get(who)
        if form is None:
            return ""
        asked = [
            words
            for field in form.fields
            for words in (field.label, field.hint, *(label for _, label in field.choices))
        ]
        return "\n".join([form.title, *asked, form.submit])

    def channel(self) -> tuple[str, ...]:
        return tuple(words_of(shown.reply) for shown in self._shown if not shown.viewer)

    def told(self, who: str) -> tuple[str, ...]:
        person = self._world.person(who)
        mine = [shown for shown in self._shown if shown.viewer in (who, person.user)]
        return tuple(words_of(shown.reply) for shown in mine)

    def called(self, who: str) -> int:
        return called_in([shown.reply for shown in self._shown], self._world.person(who).user)

    def files(self, who: str) -> Mapping[str, bytes]:
        return self._files.get(who, {})

    # ------------------------------------------------------------ time

    def restart(self) -> None:
        self._runner.run(self._world.restart())

    def removed(self) -> None:
        self._runner.run(self._world.companion.bot_left(self._world.place))

    def locked_out(self) -> None:
        self._messenger.locked = "Nobody may post in this channel. Open it, then try again."

    def close(self) -> None:
        self._runner.run(self._world.close())
        self._runner.close()


def _buttons(reply: Reply) -> tuple[Button, ...]:
    return tuple(b for part in reply.parts if isinstance(part, Buttons) for b in part.buttons)


def _sees(who: str, shown: Shown) -> bool:
    """What is whispered may name a person by the user id alone."""
    return shown.viewer.casefold() in ("", who.casefold())
