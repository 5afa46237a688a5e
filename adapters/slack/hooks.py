"""response_urls: answers to an interaction, five within half an hour."""

import asyncio
import logging

import aiohttp

from adapters.slack import limits
from adapters.slack.render import Message
from adapters.slack.web import Payload, retry_after

log = logging.getLogger(__name__)


class Hook:
    """One response_url."""

    def __init__(self, session: aiohttp.ClientSession, url: str) -> None:
        self._session = session
        self._url = url
        self._left = limits.RESPONSE_URL_USES

    async def whisper(self, message: Message, replace: bool = False, thread: str = "") -> bool:
        """Show it to the person alone; False when Slack did not take it."""
        return await self._send(message, "ephemeral", replace, thread, again=True)

    async def tell(self, message: Message, thread: str = "") -> bool:
        """Show it to everybody in the channel, also where the bot is no member."""
        return await self._send(message, "in_channel", False, thread, again=False)

    async def _send(
        self, message: Message, kind: str, replace: bool, thread: str, again: bool
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
        while self._url and self._left > 0 and attempts > 0:
            status, wait = await self._once(payload)
            if status == 429 and wait <= limits.RETRY_AFTER:
                await asyncio.sleep(wait)
                continue
            if status == 200:
                self._left -= 1
                return True
            if status == 400 and payload.pop("blocks", None):
                log.error("a response_url refused blocks, sending the text alone")
                continue
            if status and status < 500:
                return False
            attempts -= 1
            await asyncio.sleep(0.3 if attempts else 0)
        return False

    async def _once(self, payload: Payload) -> tuple[int, float]:
        """The status, 0 when there was none, and how long Slack asks to wait."""
        try:
            async with self._session.post(self._url, json=payload) as answer:
                if answer.status not in (200, 429):
                    log.info("a response_url answered %d", answer.status)
                return answer.status, retry_after(answer.headers)
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            log.info("a response_url did not answer: %s", type(error).__name__)
            return 0, 0.0
