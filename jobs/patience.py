"""How long to leave something alone after it failed."""

from datetime import datetime, timedelta

FIRST_WAIT = timedelta(seconds=4)
LONGEST_WAIT = timedelta(minutes=5)


class Patience:
    """Doubling waits, by name; forgotten at success."""

    def __init__(self) -> None:
        self._waits: dict[str, tuple[datetime, timedelta]] = {}

    def may_try(self, name: str, now: datetime) -> bool:
        """Whether its wait is over. A clock that was set back does not prolong it."""
        if name not in self._waits:
            return True
        until, wait = self._waits[name]
        return now >= until or until - now > wait

    def failed(self, name: str, now: datetime) -> timedelta:
        """Note a failure; how long to wait now."""
        _, last = self._waits.get(name, (now, FIRST_WAIT / 2))
        wait = min(last * 2, LONGEST_WAIT)
        self._waits[name] = (now + wait, wait)
        return wait

    def succeeded(self, name: str) -> None:
        self._waits.pop(name, None)
