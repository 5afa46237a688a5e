"""What a channel hears of its daily question's times: that it has one now, or other ones."""

import logging
from collections.abc import Callable
from datetime import datetime

from bot.core import Core
from bot.daily.forecast import upcoming
from bot.daily.posting import CLOCKS_DIFFER, Posting
from bot.messages import NotDelivered, PlaceGone, Reply
from bot.replies import daily as say
from bot.replies.voice import Voice
from bot.schedule import noted
from bot.store.records import Schedule

log = logging.getLogger(__name__)

Announcement = Callable[[Voice, Schedule, datetime | None, datetime], Reply]


async def announce(
    posting: Posting, core: Core, before: Schedule | None, schedule: Schedule, at: datetime
) -> None:
    """Tell a channel that it has a daily question now, once a day at most, or when it comes from
    now on, if that is no longer what was told. Of one that is off it hears nothing.

    Two who change the same state of it to the same are one change: the channel hears it once.
    """
    if schedule.off:
        return
    now = noted(schedule.timing)
    try:
        if before is None or before.off:
            key = f"begins-{schedule.channel}-{at:%Y-%m-%d}"
            if await _tell(posting, core, say.begins, schedule, key, at):
                return
        if before is not None and noted(before.timing) != now:
            key = f"moved-{schedule.channel}-{before.changed_at}-{now}"
            await _tell(posting, core, say.moved, schedule, key, at)
    except (NotDelivered, PlaceGone) as error:
        log.warning("%s was not told of its quiz: %s", schedule.channel, error)


async def _tell(
    posting: Posting, core: Core, words: Announcement, schedule: Schedule, key: str, at: datetime
) -> bool:
    """Say something about a schedule where it counts; whether that was now."""

    def worded() -> Reply:
        first = next(iter(upcoming(core.store, schedule, at, 1)), None)
        return words(posting.voice(schedule.team, at), schedule, first, at)

    reply = await posting.composed(schedule.team, worded)
    return await posting.once(schedule.place, key, reply, at, at - CLOCKS_DIFFER)
