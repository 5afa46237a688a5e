"""Replays of signed requests, told by all replicas together."""

import asyncio
import hashlib
import logging
from collections.abc import Callable, Set
from datetime import datetime, timedelta

from adapters.slack.signatures import GOOD_FOR, Proof
from bot.store import Store, StoreAway
from bot.store.records import Team

log = logging.getLogger(__name__)

PROOFS = Team("slack:proofs")
KEPT = timedelta(seconds=4 * GOOD_FOR)
PATIENCE = 1.0  # seconds: Slack waits for three
AT_ONCE = 100  # proofs that are asked about together
SWEEP = 500  # proofs between two looks at which are outdated


class UsedProofs:
    """Remembers which proofs were used, in the store.

    Those that come while the store is being asked are asked about together next: a crowd that
    clicks must be acknowledged within seconds, and each change of the store takes its time.
    """

    def __init__(self, store: Store, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._clock = clock
        self._waiting: list[tuple[str, asyncio.Future[bool]]] = []
        self._asking: asyncio.Task[None] | None = None
        self._count = 0

    async def is_new(self, proof: Proof) -> bool:
        """Whether no replica has seen it. While the store is away, each knows its own ones."""
        told: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        key = hashlib.sha256(proof.signature.encode()).hexdigest()[:32]
        self._waiting.append((key, told))
        if self._asking is None:
            self._asking = asyncio.create_task(self._ask())
        try:
            async with asyncio.timeout(PATIENCE):
                return await told
        except (StoreAway, TimeoutError):
            log.warning("a request was taken without asking the other replicas")
            return True

    async def _ask(self) -> None:
        """Ask about those who wait, until nobody does."""
        while self._waiting:
            asked, self._waiting = self._waiting[:AT_ONCE], self._waiting[AT_ONCE:]
            try:
                new = await asyncio.to_thread(self._first, {key for key, _ in asked})
            except Exception as error:
                for _, told in asked:
                    if not told.done():
                        told.set_exception(error)
                continue
            for key, told in asked:
                if not told.done():
                    told.set_result(key in new)
                new.discard(key)
        self._asking = None

    def _first(self, keys: Set[str]) -> set[str]:
        """Those of *keys* that no other replica has seen."""
        now = self._clock()
        before = self._count
        self._count += len(keys)
        if before // SWEEP != self._count // SWEEP:
            self._store.seen.drop_of(PROOFS, now - KEPT)
        return self._store.unseen_elsewhere(PROOFS, keys, now)
