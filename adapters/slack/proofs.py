"""Replays of signed requests, told by all replicas together."""

import asyncio
import hashlib
import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from adapters.slack.signatures import GOOD_FOR, Proof
from bot.store import StoreAway
from bot.store.records import Team
from bot.store.seen import Seen

log = logging.getLogger(__name__)

PROOFS = Team("slack:proofs")
KEPT = timedelta(seconds=4 * GOOD_FOR)
PATIENCE = 1.0  # seconds: Slack waits for three
SWEEP = 500  # proofs between two looks at which are outdated


class UsedProofs:
    """Remembers which proofs were used, in the store."""

    def __init__(self, seen: Seen, clock: Callable[[], datetime]) -> None:
        self._seen = seen
        self._clock = clock
        self._count = 0

    async def is_new(self, proof: Proof) -> bool:
        """Whether no replica has seen it. While the store is away, each knows its own ones."""
        try:
            async with asyncio.timeout(PATIENCE):
                return await asyncio.to_thread(self._first, proof)
        except (StoreAway, TimeoutError):
            log.warning("a request was taken without asking the other replicas")
            return True

    def _first(self, proof: Proof) -> bool:
        now = self._clock()
        self._count += 1
        if self._count % SWEEP == 0:
            self._seen.drop_of(PROOFS, now - KEPT)
        key = hashlib.sha256(proof.signature.encode()).hexdigest()[:32]
        return self._seen.first(PROOFS, key, now)
