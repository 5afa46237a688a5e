"""response_urls: answers to an interaction, five within half an hour."""

import asyncio
import logging
from dataclasses import dataclass

import aiohttp

from adapters.gates import Gates, Shut
from adapters.slack import limits
from adapters.slack.render import SlackMessage
from adapters.slack.web import Payload, retry_after

log = logging.getLogger(__name__)


METHOD = "response_url"  # Slack counts them together, whatever their addresses are


class ResponseUrl:
    """One response_url."""

    def __init__(
        self, session: aiohttp.ClientSession, url: str, gates: Gates | None = None
    ) -> None:
        self._session = session
        self._url = url
        self._gates = gates or Gates(limits.RETRY_AFTER)
        self._left = limits.RESPONSE_URL_USES

    @property
    def lives(self) -> bool:
        """Whether it may be used again: it was not refused, and not used up."""
        return bool(self._url) and self._left > 0

    async def whisper(self, message: SlackMessage, replace: bool = False, thread: str = "") -> bool:
        """Show it to the person alone; False when Slack did not take it."""
        return await self._send(message, "ephemeral", replace, thread, again=True)

    async def tell(self, message: SlackMessage, thread: str = "") -> bool:
        """Show it to everybody in the channel, also where the bot is no member."""
        return await self._send(message, "in_channel", False, thread, again=False)

    async def _send(
        self, message: SlackMessage, kind: str, replace: bool, thread: str, again: bool
    ) -> bool:
        payload: Payload = {
            "response_type": kind,
            "text": message.text,
            "replace_original": replace,
        }
        if message.blocks:
            payload["blocks"] = list(message.blocks)
        if thread and not replace:
            payload["thread_ts"] = thread
        attempts = 3 if again else 1
        while self.lives and attempts > 0:
            try:
                await self._gates.passing(METHOD)
            except Shut:
                return False
            answer = await self._once(payload)
            if answer.status == 429:
                self._gates.close(METHOD, answer.wait)
            elif answer.taken:
                self._left -= 1
                return True
            elif answer.blames_blocks and payload.pop("blocks", None):
                log.error("a response_url refused blocks, sending the text alone")
                payload["mrkdwn"] = False
            elif 0 < answer.status < 500:
                self._left = 0
            else:
                attempts -= 1
                await asyncio.sleep(0.3 if attempts else 0)
        return False

    async def _once(self, payload: Payload) -> "ResponseUrlResult":
        try:
            async with self._session.post(self._url, json=payload) as answer:
                said = (await answer.text(errors="replace"))[:500]
                if answer.status not in (200, 429):
                    log.info("a response_url answered %d", answer.status)
                return ResponseUrlResult(answer.status, said, retry_after(answer.headers))
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            log.info("a response_url did not answer: %s", type(error).__name__)
            return ResponseUrlResult()


@dataclass(frozen=True, slots=True)
class ResponseUrlResult:
    """What a response_url answered; status 0 when it did not."""

    status: int = 0
    said: str = ""
    wait: float = 0.0

    @property
    def taken(self) -> bool:
        """A success that does not say the opposite in its body."""
        return self.status == 200 and '"ok":false' not in self.said.replace(" ", "")

    @property
    def blames_blocks(self) -> bool:
        return self.status == 400 or "_blocks" in self.said
