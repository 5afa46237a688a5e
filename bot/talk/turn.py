"""One turn of talk: a request on its way to a reply."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import date, datetime

from bot.core import Core
from bot.messages import Person, Place, Reply, Request
from bot.replies.links import recalled, storing_long_arguments
from bot.replies.voice import Voice
from bot.store.records import Team, team_of


@dataclass(frozen=True, slots=True)
class Awaited:
    """What has to be awaited before there is a reply: something a platform must do first."""

    run: Callable[[], Awaitable[Reply]]


@dataclass(slots=True)
class Turn:
    """One request on its way to a reply, and what was settled meanwhile."""

    core: Core
    request: Request
    saved: bool = False  # an answer of theirs is durable, whatever happens next
    aloud: bool = False  # asked before everybody, and answered there
    touched: list[int] = field(default_factory=list)  # rounds whose message counts answers

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
    def today(self) -> date:
        return self.core.today(self.where, self.at)

    @property
    def own_zone(self) -> str:
        """Where this person's days begin."""
        return self.who.zone or self.core.settings.timezone

    @property
    def voice(self) -> Voice:
        fit = storing_long_arguments(self.core.store, self.team, self.at)
        return Voice(self.where.platform, self.core.settings.command, fit, self.may_share)

    @property
    def may_share(self) -> bool:
        return not (self.where.private or self.aloud)

    @property
    def admin(self) -> bool:
        return self.core.may_administer(self.who, self.where)

    def recall(self, argument: str) -> str | None:
        """An argument of a click in full; None when what it refers to is gone."""
        return recalled(self.core.store, self.team, argument)
