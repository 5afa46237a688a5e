"""What whoever set a quiz up is told of its questions: tomorrow's, and that they run out."""

import asyncio
from datetime import date, datetime

from bot.core import Core
from bot.daily import composing
from bot.daily.posting import Posting
from bot.messages import NotDelivered, PlaceGone
from bot.store.records import Schedule


async def preview(
    posting: Posting, core: Core, schedule: Schedule, day: date, at: datetime
) -> bool:
    """Show a day's question to whoever set the quiz up, once; whether that was now."""
    shown = await posting.composed(schedule.team, composing.previewed, core, schedule, day, at)
    if shown is None:
        return False
    host, reply = shown
    posting.step("preview")
    await posting.whisper(host, reply, f"preview-{schedule.channel}-{day}")
    return True


async def warn_of_drought(posting: Posting, core: Core, schedule: Schedule, at: datetime) -> bool:
    """Tell whoever set the quiz up that its questions run out, once; whether that was now."""
    told = await posting.composed(schedule.team, composing.drought, core, schedule, at)
    if told is None:
        return False
    host, reply, mark = told
    try:
        await posting.whisper(host, reply, f"drought-{schedule.channel}-{at.date()}")
    except (NotDelivered, PlaceGone):
        await asyncio.to_thread(core.store.values.take, mark)  # tomorrow again
        raise
    return True
