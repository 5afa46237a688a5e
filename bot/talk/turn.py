"""One turn of talk: a request on its way to a reply."""

from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.core import Core
from bot.language import ENGLISH, known
from bot.messages import Person, Place, Reply, Request
from bot.replies.links import recalled, storing_long_arguments
from bot.replies.voice import Voice
from bot.schedule import known_zone
from bot.store.records import Schedule, Team, team_of

SHARE_PAUSE = timedelta(minutes=1)  # between two posts that one person has made for everybody


@dataclass(frozen=True, slots=True)
class Awaited:
    """What has to be awaited before there is a reply: something a platform must do first."""

    run: Callable[[], Awaitable[Reply]]


def own_language(who: Person, where: Place) -> str:
    """Somebody's language where they alone read the answer; "" elsewhere, or if it is unknown."""
    return "" if where.before_everybody else known(who.language)


@dataclass(slots=True)
class Turn:
    """One request on its way to a reply, and what was settled meanwhile."""

    core: Core
    request: Request
    saved: bool = False  # an answer of theirs is durable, whatever happens next
    aloud: bool = False  # asked before everybody, and answered there
    language: str = ENGLISH  # in which it is answered
    touched: list[int] = field(default_factory=list)  # rounds whose message counts answers
    _schedule: tuple[Schedule | None] | None = None

    @property
    def who(self) -> Person:
        return self.request.who

    @property
    def where(self) -> Place:
        return self.request.where

    @property
    def at(self) -> datetime:
        return self.request.at

    @property
    def team(self) -> Team:
        return team_of(self.request.who)

    @property
    def schedule(self) -> Schedule | None:
        """The daily question of this place, as it was when the turn first asked."""
        if self._schedule is None:
            self._schedule = (self.core.schedule_of(self.where),)
        return self._schedule[0]

    @property
    def today(self) -> date:
        """The date in the zone of this place."""
        zone = self.schedule.zone if self.schedule else self.core.settings.timezone
        return self.at.astimezone(ZoneInfo(known_zone(zone))).date()

    @property
    def own_zone(self) -> str:
        """Where this person's days begin."""
        return known_zone(self.who.zone, self.core.settings.timezone)

    @property
    def own_language(self) -> str:
        """The language of this person, if what they asked for is for their eyes and it is known."""
        return own_language(self.who, self.where)

    @property
    def likely_zone(self) -> str:
        """Where a quiz that is set up here is probably meant to run; "" where nobody said.

        Their own zone, else that of most quizzes that run in the workspace, else the settings' one.
        """
        if self.who.zone:
            return self.own_zone
        schedules = self.core.store.schedules.of(self.team)
        zones = Counter(schedule.zone for schedule in schedules if not schedule.off)
        if zones:
            return zones.most_common(1)[0][0]
        settings = self.core.settings
        is_set = "TIMEZONE" in settings.origins or settings.timezone != "UTC"
        return settings.timezone if is_set else ""

    @property
    def voice(self) -> Voice:
        fit = storing_long_arguments(self.core.store, self.team, self.at)
        command, charts = self.core.settings.command, self.request.pictures
        manages = self.who.may_administer and not self.aloud
        return Voice(self.where.platform, command, fit, self.may_share, charts, manages)

    @property
    def may_share(self) -> bool:
        return self.speaks and not (self.where.private or self.aloud)

    @property
    def admin(self) -> bool:
        """Whether they may arrange the quiz of this channel: its schedule, its plan."""
        return self.core.may_host(self.who, self.where)

    @property
    def editor(self) -> bool:
        """Whether they may decide about what belongs to the workspace: questions, reports, gaps."""
        return self.core.may_edit(self.who)

    @property
    def decides(self) -> bool:
        """Whether they are an editor, or were one when they set up a quiz, in private.

        That counts only where the platform does not tell what they may do now: Discord, there.
        """
        untold = self.where.private and not self.who.rights_told
        return self.editor or (untold and self.core.arranged_as_editor(self.who))

    @property
    def writer(self) -> bool:
        """Whether they may write questions for this workspace."""
        return self.core.may_write(self.who)

    def there(self, channel: str) -> "Turn":
        """The same turn as if it were in another channel of the workspace."""
        where = replace(self.where, channel=channel, thread="", private=False)
        return Turn(self.core, replace(self.request, where=where))

    @property
    def speaks(self) -> bool:
        """Whether they may write where they are."""
        joined = self.request.joined
        return joined is None or self.where.channel in joined

    @property
    def channels(self) -> frozenset[str]:
        """The channels whose questions they may know: this one, and those they are known to be in.

        A click comes from a message that its person can read.
        """
        return (self.request.joined or frozenset()) | {self.where.channel}

    def takes_turn_to_share(self) -> bool:
        """Whether they may have something posted for them now; counts as having done so."""
        since = self.at - SHARE_PAUSE
        return self.core.store.seen.again(self.team, f"share {self.who.user}", self.at, since)

    def recall(self, argument: str) -> str | None:
        """An argument of a click in full; None when what it refers to is gone."""
        return recalled(self.core.store, self.team, argument)
