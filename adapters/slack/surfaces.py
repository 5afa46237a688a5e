"""Where an answer goes: beside a command, in place of a clicked message, into a thread or a view.

Each surface shows a waiting line when work takes long, and the reply afterwards. Whatever one way
of answering cannot do (an expired response_url, a channel without the bot) the next one does.
"""

import asyncio
import logging
from dataclasses import replace
from datetime import datetime
from typing import Protocol

from adapters.slack import limits
from adapters.slack.messenger import (
    Sent,
    deliver,
    direct,
    post_once,
    shown,
    update,
)
from adapters.slack.render import SlackMessage, render
from adapters.slack.response_urls import ResponseUrl
from adapters.slack.uploads import upload, with_pictures
from adapters.slack.web import Silent, SlackRefused, Web
from bot.language import _, later
from bot.messages import Hint, Place, Prose, Reply

log = logging.getLogger(__name__)

NOWHERE = later("I can't post in this channel. Invite me with /invite, then try again.")
NOT_HERE = later("I can't show you that here; write to me directly.")
UNCLEAR = later(
    "Slack did not confirm that the message was posted. Please look before trying again."
)


def waiting() -> Reply:
    """That it takes a while."""
    return Reply((Hint(_("Still working on it …")),))


class SlackSurface(Protocol):
    """A place that shows one reply, and before it perhaps that it takes a while.

    What it adds of its own is said in the language that is spoken when it is asked to.
    """

    web: Web
    user: str

    @property
    def place(self) -> Place: ...

    async def waiting(self) -> None: ...

    async def show(self, reply: Reply) -> None: ...


class Beside:
    """After a slash command or a message shortcut: what only the asker sees."""

    def __init__(
        self, web: Web, response_url: ResponseUrl, place: Place, user: str, key: str
    ) -> None:
        self.web, self.response_url, self.user, self.key = web, response_url, user, key
        self.place = place

    async def waiting(self) -> None:
        await self.response_url.whisper(render(waiting())[0], thread=self.place.thread)

    async def show(self, reply: Reply) -> None:
        if reply.private:
            await self._whisper_all(render(await with_files(self.web, self.user, reply)))
        else:
            await self._tell_all(reply)

    async def _whisper_all(self, messages: tuple[SlackMessage, ...]) -> None:
        for message in messages:
            await self._whisper(message)

    async def _whisper(self, message: SlackMessage, replaced: bool = False) -> None:
        """Through the response_url, else in the channel, else through the response_url later."""
        thread = self.place.thread
        if await self.response_url.whisper(message, replaced, thread):
            return
        if await whisper(self.web, self.place.channel, self.user, message, thread):
            return
        for pause in limits.WHISPER_LATER:
            if not self.response_url.lives:
                break
            await asyncio.sleep(pause)
            if await self.response_url.whisper(message, replaced, thread):
                return
        log.warning("an answer was shown to nobody; another click shows it")

    async def _tell_all(self, reply: Reply) -> None:
        """For everybody: as our own message where we may, else through the response_url."""
        for number, message in enumerate(render(reply)):
            key = f"{self.key}#{number}" if number else self.key
            try:
                await post_once(self.web, self.place.channel, message, key, self.place.thread)
            except SlackRefused as error:
                log.info("posting through the response_url instead: %s", error)
                if not await self.response_url.tell(message, self.place.thread):
                    await self._whisper_all(render(Reply((Prose(_(NOWHERE)),))))
                    return
            except Silent:
                await self._whisper_all(render(Reply((Prose(_(UNCLEAR)),))))
                return


class OnMessage(Beside):
    """After a click on a message, which the answer may take the place of."""

    def __init__(
        self,
        web: Web,
        response_url: ResponseUrl,
        place: Place,
        user: str,
        key: str,
        ts: str,
        vanishing: bool,
    ) -> None:
        super().__init__(web, response_url, place, user, key)
        self.ts = ts
        self.vanishing = vanishing  # an ephemeral message, which chat.update cannot change

    @property
    def converses(self) -> bool:
        """Whether answers are messages that stay, as in a direct message."""
        return self.place.private and not self.vanishing and bool(self.ts)

    async def show(self, reply: Reply) -> None:
        if self.converses:
            await self._converse(reply)
        elif reply.private:
            first, *rest = render(await with_files(self.web, self.user, reply)) or (None,)
            if first is not None:
                await self._whisper(first, replaced=reply.replaces and self.vanishing)
            await self._whisper_all(tuple(message for message in rest if message))
        else:
            await self._tell_all(reply)

    async def _converse(self, reply: Reply) -> None:
        """In a direct message answers are messages that stay."""
        reply = await with_pictures(self.web, reply)
        messages = render(await with_files(self.web, self.place.channel, reply))
        for number, message in enumerate(messages):
            if number == 0 and reply.replaces:
                await update(self.web, Sent(self.place.channel, self.ts), message)
            else:
                key = f"{self.key}#{number}"
                await post_once(self.web, self.place.channel, message, key, self.place.thread)


class InThread:
    """After a mention (in its thread) or a direct message: answers that stay."""

    def __init__(
        self,
        web: Web,
        place: Place,
        user: str,
        key: str,
        aside: str,
        since: datetime | None,
    ) -> None:
        self.web, self.place, self.user, self.key = web, place, user, key
        self.aside = aside  # the thread for what only the asker sees; empty: the channel
        self.since = since  # set when the event came again: the answer may be there already
        self._line: Sent | None = None

    async def waiting(self) -> None:
        if not self.since:
            self._line = await self._post(render(waiting())[0], f"{self.key}#wait")

    async def show(self, reply: Reply) -> None:
        if reply.private and not self.place.private:
            await self._aside(reply)
            return
        reply = await with_pictures(self.web, reply)
        messages = render(await with_files(self.web, self.place.channel, reply, self.place.thread))
        for number, message in enumerate(messages):
            await self._put(message, number)

    async def _put(self, message: SlackMessage, number: int) -> None:
        """The first message takes the place of the waiting line, where there is one."""
        if number == 0 and self._line:
            await update(self.web, self._line, message)
        else:
            await self._post(message, f"{self.key}#{number}" if number else self.key)

    async def _post(self, message: SlackMessage, key: str) -> Sent:
        return await post_once(
            self.web, self.place.channel, message, key, self.place.thread, self.since
        )

    async def _aside(self, reply: Reply) -> None:
        """For the asker alone; where Slack refuses that, the channel reads that and no more."""
        for message in render(await with_files(self.web, self.user, reply)):
            if not await whisper(self.web, self.place.channel, self.user, message, self.aside):
                await self._put(render(Reply((Prose(_(NOT_HERE)),)))[0], 0)
                return
        if self._line:
            await self._take_away(self._line)

    async def _take_away(self, line: Sent) -> None:
        """The waiting line, once the answer is there: no answer is spoilt by one that stays."""
        try:
            gone = {"channel": line.channel, "ts": line.ts}
            await self.web.write("chat.delete", gone, again=True)
        except (SlackRefused, Silent) as error:
            log.info("a waiting line was not taken away: %s", error)


async def whisper(
    web: Web, channel: str, user: str, message: SlackMessage, thread: str = ""
) -> bool:
    """To one person in a channel; False where Slack refuses that.

    Never by direct message instead: a crowd is not sent hundreds of them because Slack is slow.
    """
    payload = {"channel": channel, "user": user, **shown(message)}
    payload.pop("unfurl_links")
    payload.pop("unfurl_media")
    if thread:
        payload["thread_ts"] = thread
    try:
        await deliver(web, "chat.postEphemeral", payload)
    except Silent as error:  # it may have arrived
        log.warning("an answer was perhaps not shown: %s", error)
    except SlackRefused as error:
        log.warning("an answer was not shown: %s", error)
        return False
    return True


async def with_files(web: Web, channel: str, reply: Reply, thread: str = "") -> Reply:
    """Hand the files over first; where that fails, the reply says that and nothing else."""
    if not reply.files:
        return reply
    try:
        target = await direct(web, channel)
        trouble = await upload(web, target, reply.files, thread)
    except (SlackRefused, Silent) as error:
        log.warning("no place for a file: %s", error)
        trouble = _("I could not send you the file just now. Please try again in a while.")
    if trouble:
        return Reply((Prose(trouble),), summary=trouble)
    elsewhere = channel[:1] in ("U", "W")
    sent = (Prose(_("I have sent you the file in a direct message.")),) if elsewhere else ()
    return replace(reply, parts=(*reply.parts, *sent), files=())
