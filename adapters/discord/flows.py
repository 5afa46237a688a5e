"""What happens with an interaction: find out who asks, ask the companion, show the answer."""

import asyncio
import logging
import time
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

import discord
from discord import app_commands

from adapters.discord import forms, limits, requests
from adapters.discord.buttons import printed_action
from adapters.discord.draw import LINK
from adapters.discord.endpoints import invitation
from adapters.discord.messenger import DiscordMessenger
from adapters.discord.people import DiscordHomes
from adapters.discord.permissions import NEEDED, NEEDED_IN_A_THREAD, lacked
from adapters.discord.sending import CONNECTION_LOST
from adapters.discord.surface import AnsweredElsewhere, DiscordSurface, Expired
from adapters.discord.text import typed, written
from adapters.discord.work import Lag, RequestsUnderWay, Shared, Ticket
from adapters.intake import Deduplicator, DoubleClicks, offered, told_when_slow
from bot.actions import is_line, traits_of
from bot.commands.traits import Traits
from bot.language import _, later, speaking
from bot.messages import (
    Action,
    Button,
    Buttons,
    Form,
    Handler,
    Person,
    Place,
    Prose,
    Reply,
    Request,
)
from bot.store import StoreAway
from bot.store.drafts import Drafts
from bot.text import without_controls
from bot.trouble import answered, reported

log = logging.getLogger(__name__)

NO_MEMBER = later(
    "I can't post here by myself: you use me as your own app, and I am no member of this server. "
    "Somebody who may manage it can add me."
)
NOTHING = Action("")
UNANSWERABLE = (Expired, AnsweredElsewhere)


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody did, before it is known who they are."""

    text: str = ""
    action: Action | None = None
    fields: Mapping[str, str] = field(default_factory=dict)

    @property
    def traits(self) -> Traits:
        return traits_of(self.text, self.action)

    @property
    def kind(self) -> str:
        """For the log: what it was, not what somebody wrote."""
        return f"action {self.action.name[:40]!r}" if self.action else "text"


@dataclass(frozen=True, slots=True)
class DiscordFlows:
    """The ways through, one method for each kind of thing that people do."""

    companion: Handler
    people: DiscordHomes
    messenger: DiscordMessenger
    work: RequestsUnderWay
    application: Callable[[], int]
    double_clicks: DoubleClicks
    drafts: Drafts
    clock: Callable[[], datetime]
    seen: Deduplicator = field(default_factory=Deduplicator)
    lag: Lag = field(default_factory=Lag)
    suggestions: Shared = field(default_factory=Shared)

    # ------------------------------------------------------------ what people do

    async def command(self, interaction: discord.Interaction, text: str) -> None:
        """A slash command, as a line of text."""
        await self._begin(interaction, Asked(text=typed(text)))

    async def of_message(
        self, interaction: discord.Interaction, message: discord.Message, action: Action
    ) -> None:
        """Something in a message's menu: look it up, or make it a question."""
        words = written(requests.content(message))
        await self._begin(interaction, Asked(action=action, fields={"text": words}))

    async def click(self, interaction: discord.Interaction) -> None:
        """A button: whatever its id says, there is an answer."""
        action = Action.parse(printed_action(str(_data(interaction).get("custom_id", ""))))
        await self._begin(interaction, Asked(action=action))

    async def submit(self, interaction: discord.Interaction) -> None:
        """A form that was filled in, perhaps before a restart."""
        data = _data(interaction)
        action = Action.parse(printed_action(str(data.get("custom_id", ""))))
        values = forms.submitted(data.get("components") or [])
        fields = {name: without_controls(value).strip() for name, value in values.items()}
        await self._begin(interaction, Asked(action=action, fields=fields))

    async def complete(
        self, interaction: discord.Interaction, kind: str, text: str
    ) -> list[app_commands.Choice[str]]:
        """Suggestions while typing; none rather than late ones."""
        try:
            async with asyncio.timeout(limits.COMPLETION_PATIENCE):
                who, where = await self._who(interaction)
                text = text[: limits.CHOICE].strip().lower()
                found = await self.suggestions.get(
                    (who.workspace, kind, text),
                    lambda: self.companion.complete(who, where, kind, text),
                )
        except Exception as error:
            log.warning("no suggestions: %s", type(error).__name__)
            return []
        fitting = dict.fromkeys(
            one for one in map(without_controls, found) if 0 < len(one) <= limits.CHOICE
        )
        return [app_commands.Choice(name=one, value=one) for one in fitting][: limits.CHOICES]

    async def tell(self, interaction: discord.Interaction, sentence: Callable[[], Reply]) -> None:
        """A sentence in their language, for what never reaches the companion."""
        completing = interaction.type is discord.InteractionType.autocomplete
        if completing or interaction.response.is_done():
            return
        surface = self._surface(interaction)
        try:
            with self._speaking(interaction):
                await surface.show(sentence())
        except (*UNANSWERABLE, discord.DiscordException, *CONNECTION_LOST) as error:
            log.warning("a sentence was not said: %s", type(error).__name__)

    # ------------------------------------------------------------ the way through

    async def _begin(self, interaction: discord.Interaction, asked: Asked) -> None:
        if not self.seen.first(interaction.id):
            return
        if self.work.closing:
            await self.tell(interaction, _restarting)
            return
        with self._speaking(interaction):  # all the way through
            self.work.start(self._through(interaction, asked), asked.kind)

    def _speaking(self, interaction: discord.Interaction) -> AbstractContextManager[None]:
        """Say what is no answer of the companion's in the language of whoever did something."""
        workspace = str(interaction.guild_id or "")
        who = requests.interaction_person(interaction, workspace)
        where = requests.interaction_place(interaction, workspace)
        return speaking(self.companion.language(who, where))

    def _surface(self, interaction: discord.Interaction) -> DiscordSurface:
        place = requests.interaction_place(interaction, "")
        first, commands = self.work.first_responses, self.messenger.commands
        return DiscordSurface(interaction, place, first, commands)

    async def _through(self, interaction: discord.Interaction, asked: Asked) -> None:
        turn = Ticket()
        if is_line(asked.action):
            turn = self.work.turn(interaction.channel_id or 0, interaction.user.id)
        try:
            await self._in_turn(interaction, asked, turn)
        finally:
            turn.over()

    async def _in_turn(self, interaction: discord.Interaction, asked: Asked, turn: Ticket) -> None:
        surface = self._surface(interaction)
        if await self._doubled(interaction, asked):
            await self._acknowledged(surface)
            return
        late = self.lag.of(interaction.created_at.timestamp(), time.time())
        acknowledged = asyncio.Event()
        answer = asyncio.ensure_future(self._answer(interaction, asked, acknowledged, turn))
        try:
            if asked.traits.opens_form:
                acknowledged.set()
                await self._form(interaction, surface, answer, asked, late)
                return
            if self.work.crowded or late > limits.LAGGING:
                with self.work.unacknowledged.waits():
                    await surface.wait(public=asked.traits.shares)
            acknowledged.set()
            await self._respond(interaction, surface, answer, asked, limits.FORM_PATIENCE - late)
        except AnsweredElsewhere:
            log.info("%s: another replica answers it", asked.kind)
            acknowledged.set()
        except Expired as expired:
            log.warning("%s: the answer came too late (%s)", asked.kind, expired)
            acknowledged.set()
            await self._otherwise(interaction, asked, await answer)
        except (discord.DiscordException, *CONNECTION_LOST):
            await self._apologise(surface, reported(f"{asked.kind}: the answer could not be shown"))
        finally:
            answer.cancel()

    async def _acknowledged(self, surface: DiscordSurface) -> None:
        """Nothing is said: what was asked for is on its way since the first click."""
        with suppress(*UNANSWERABLE):
            await surface.acknowledge()

    async def _apologise(self, surface: DiscordSurface, sentence: Reply) -> None:
        """Rather a sentence than a failure without one."""
        try:
            await surface.show(sentence)
        except (*UNANSWERABLE, discord.DiscordException, *CONNECTION_LOST) as error:
            log.warning("nor could that be said: %s", type(error).__name__)

    async def _respond(
        self,
        interaction: discord.Interaction,
        surface: DiscordSurface,
        answer: "asyncio.Future[Outcome]",
        asked: Asked,
        left: float,
    ) -> None:
        """Answer at once if that is possible; else say that it takes a moment, then answer.

        A form is the first response: what it waits for besides has to fit into what is *left*.
        """
        until = time.monotonic() + left
        if surface.fresh:
            public, patience = asked.traits.shares, left - limits.FORM_PATIENCE + limits.PATIENCE
            await told_when_slow(answer, max(patience, 0.0), lambda: surface.wait(public))
        outcome = await answer
        surface.place = outcome.where
        form = outcome.reply.form
        if form is None:
            await surface.show(outcome.reply)
        elif surface.fresh and interaction.type is not discord.InteractionType.modal_submit:
            form = await self._with_draft(outcome.who, form, until - time.monotonic())
            name = requests.channel_name(interaction, form.about.channel) if form.about else ""
            await surface.open(lambda: forms.modal(form, name))
        else:
            await surface.show(offered(form))

    async def _form(
        self,
        interaction: discord.Interaction,
        surface: DiscordSurface,
        answer: "asyncio.Future[Outcome]",
        asked: Asked,
        late: float,
    ) -> None:
        """What opens a form has to do so at once, so it is waited for as long as can be."""
        patience = max(limits.FORM_PATIENCE - late, limits.SHORTEST_PATIENCE)
        until = time.monotonic() + patience
        await asyncio.wait({answer}, timeout=patience)
        if answer.done():
            left = until - time.monotonic()
            await self._respond(interaction, surface, answer, asked, left)
            return
        again = Button(_("Try again"), asked.action or NOTHING, "main")
        said = Prose(_("That took too long just now."))
        await surface.show(Reply((said, Buttons((again,)))))
        answer.cancel()

    async def _doubled(self, interaction: discord.Interaction, asked: Asked) -> bool:
        """A second click within seconds on what everybody would see twice."""
        if interaction.message is None:
            return False
        return await self.double_clicks.is_second(
            asked.action, interaction.message.id, interaction.user.id, click=str(interaction.id)
        )

    async def _who(self, interaction: discord.Interaction) -> tuple[Person, Place]:
        workspace = await self.people.of_interaction(interaction)
        who = requests.interaction_person(interaction, workspace)
        return who, requests.interaction_place(interaction, workspace)

    async def _answer(
        self,
        interaction: discord.Interaction,
        asked: Asked,
        acknowledged: asyncio.Event,
        turn: Ticket,
    ) -> "Outcome":
        await acknowledged.wait()
        await turn.comes()
        async with self.work.room:
            await self.work.unacknowledged.goes_first()
            who, where = await self._who(interaction)
            if (unable := self._unable(interaction, asked)) is not None:
                return Outcome(who, where, unable)
            request = Request(
                who,
                where,
                interaction.created_at,
                asked.text,
                asked.action,
                asked.fields,
                joined=requests.joined(interaction),
                message=requests.message_of(interaction),
                pictures=True,
            )
            reply = await answered(self.companion, request)
        turn.over()
        if asked.action is not None and asked.fields:
            reply = await self._checked(who, asked, reply)
        if asked.traits.forgets:
            await self.people.forget(interaction.user.id)
        return Outcome(who, where, reply)

    async def _checked(self, who: Person, asked: Asked, reply: Reply) -> Reply:
        """What is wrong with a form is said, and what was typed is kept for the next try."""
        action = asked.action or NOTHING
        with suppress(StoreAway):
            if not reply.errors:
                await asyncio.to_thread(self.drafts.drop, who, str(action))
            else:
                kept = asked.fields, self.clock()
                await asyncio.to_thread(self.drafts.keep, who, str(action), *kept)
        return forms.refused(reply, action) if reply.errors else reply

    async def _with_draft(self, who: Person, form: Form, left: float) -> Form:
        """The form with what was typed last time; as it is where nobody can tell in time."""
        try:
            async with asyncio.timeout(min(limits.DRAFT_PATIENCE, max(left, 0.0))):
                typed = await asyncio.to_thread(self.drafts.of, who, str(form.action))
        except (StoreAway, TimeoutError):
            return form
        return forms.filled(form, typed)

    def _unable(self, interaction: discord.Interaction, asked: Asked) -> Reply | None:
        """Why the bot cannot do here what ends with a post of its own; None if it can."""
        if interaction.guild_id is None or not asked.traits.posts:
            return None
        if not interaction.is_guild_integration():
            add = Button(_("Add me to a server"), Action(LINK, (invitation(self.application()),)))
            return Reply((Prose(_(NO_MEMBER)), Buttons((add,))))
        granted = interaction.app_permissions
        threaded = isinstance(interaction.channel, discord.Thread)
        missing = lacked(NEEDED_IN_A_THREAD if threaded else NEEDED, granted)
        if not missing or granted.administrator:
            return None
        said = _(
            "I may not post in this channel. What my role lacks here: {names}.",
            names=", ".join(map(_, missing)),
        )
        return Reply((Prose(said),))

    async def _otherwise(
        self, interaction: discord.Interaction, asked: Asked, outcome: "Outcome"
    ) -> None:
        """The interaction is over: what is for everybody, or in a conversation, is still said.

        In a thread it is said in that, never in the channel above, where they may not write.

        What only this person should see is not sent as a direct message. In a crowd that would
        open hundreds of them; whatever it was is stored, and another click shows it.
        """
        reply, key = outcome.reply, f"late-{time.time_ns()}"
        if reply.private and not outcome.where.private:
            log.info("%s: done, but nobody was told", asked.kind)
            return
        if reply.form is not None:
            reply = offered(reply.form)
        where = outcome.where
        if isinstance(interaction.channel, discord.Thread):
            where = replace(where, channel=str(interaction.channel_id))
        try:
            await self.messenger.post(where, reply, key)
        except Exception as error:
            log.warning("the answer was not delivered: %s", error)


@dataclass(frozen=True, slots=True)
class Outcome:
    """An answer, and whom and where it is for."""

    who: Person
    where: Place
    reply: Reply


def _restarting() -> Reply:
    return Reply((Prose(_("I am restarting. Try again in a moment, please.")),))


def _data(interaction: discord.Interaction) -> Mapping[str, Any]:
    return interaction.data or {}
