"""Modals and the App Home: opened in time, changed in place, drawn anew only when different."""

import asyncio
import hashlib
import json
import logging
from collections import OrderedDict

from adapters.slack.blocks import Block
from adapters.slack.forms import Origin, form_view, home_view, note_view
from adapters.slack.messenger import post_once
from adapters.slack.render import render
from adapters.slack.surfaces import SlackSurface, waiting, with_files
from adapters.slack.web import Silent, SlackRefused, Web
from bot.language import _
from bot.messages import Form, Place, Prose, Reply

log = logging.getLogger(__name__)

TITLE = "Study Companion"
FRESH = 60.0  # seconds for which an App Home is taken to be as we left it
_CLOSED = frozenset({"not_found", "view_not_found"})  # somebody was quicker than we: no error
_TOO_LATE = frozenset({"expired_trigger_id", "exchanged_trigger_id", "invalid_trigger_id"})


class Views:
    """The views of all workspaces."""

    def __init__(self) -> None:
        self._homes: OrderedDict[tuple[str, str], tuple[str, float]] = OrderedDict()

    async def publish(self, web: Web, user: str, reply: Reply) -> None:
        """Show *reply* as somebody's App Home, unless it is what we showed them a moment ago.

        Longer ago another replica may have shown them something else meanwhile.
        """
        view = home_view(reply)
        key = (web.identity.team, user)
        print_ = hashlib.sha256(json.dumps(view, sort_keys=True).encode()).hexdigest()
        now = asyncio.get_running_loop().time()
        shown, at = self._homes.get(key, ("", now))
        if shown == print_ and now - at < FRESH:
            return
        await web.write("views.publish", {"user_id": user, "view": view}, again=True)
        self._homes[key] = print_, now
        if len(self._homes) > 10_000:
            self._homes.popitem(last=False)

    def forget(self, team: str) -> None:
        """Removed: whoever installs the app again begins with empty homes."""
        for key in [key for key in self._homes if key[0] == team]:
            del self._homes[key]


class InView:
    """A view that is opened with a trigger_id, or the modal that was clicked in."""

    def __init__(
        self, web: Web, trigger: str, origin: Origin, user: str, key: str, clicked_in: str = ""
    ) -> None:
        self.web, self.trigger, self.origin = web, trigger, origin
        self.user, self.key = user, key
        self.clicked_in = clicked_in  # the modal's id; empty when there is none yet
        self._own = ""  # the view that we opened for this answer

    @property
    def place(self) -> Place:
        return self.origin.place(self.web.identity.team, self.user)

    @property
    def is_open(self) -> bool:
        return bool(self._own)

    async def waiting(self) -> None:
        """Use the trigger_id while it lives; what it opens is filled later."""
        self._own = self.clicked_in
        await self._put(note_view(waiting(), self.origin, TITLE))

    async def show(self, reply: Reply) -> None:
        if self.origin.hears(reply):
            for number, message in enumerate(render(reply)):
                key = f"{self.key}#{number}"
                await post_once(self.web, self.origin.channel, message, key, self.origin.thread)
            reply = Reply((Prose(_("Posted in the channel.")),))
        reply = await with_files(self.web, self.user, reply)
        await self._put(note_view(reply, self.origin, TITLE))

    async def ask(self, form: Form, instead: SlackSurface | None = None) -> None:
        """Open the form; *instead* is told when the trigger_id has died meanwhile."""
        view = form_view(form, self.origin)
        if self._own:
            await self._update(self._own, view)
        elif self.clicked_in:
            await self._push(view)
        elif not await self._open(view) and instead is not None:
            late = _("That took too long for Slack to open a form. Please click again.")
            await instead.show(Reply((Prose(late),)))

    async def _put(self, view: Block) -> None:
        target = self._own or self.clicked_in
        if target:
            await self._update(target, view)
        else:
            await self._open(view)

    async def _open(self, view: Block) -> bool:
        try:
            answer = await self.web.write("views.open", {"trigger_id": self.trigger, "view": view})
        except SlackRefused as error:
            if error.code not in _TOO_LATE:
                raise
            log.info("a view was not opened: %s", error)
            return False
        self._own = str((answer.get("view") or {}).get("id", ""))
        return True

    async def _push(self, view: Block) -> None:
        try:
            await self.web.write("views.push", {"trigger_id": self.trigger, "view": view})
        except SlackRefused as error:
            log.info("a view was not pushed: %s", error)
            await self._update(self.clicked_in, view)

    async def _update(self, view_id: str, view: Block) -> None:
        try:
            await self.web.write("views.update", {"view_id": view_id, "view": view}, again=True)
        except SlackRefused as error:
            if error.code not in _CLOSED:
                raise
        except Silent as error:
            log.warning("a view was not changed: %s", error)
