"""What is posted, put together from what the store knows."""

from datetime import date, datetime

from bot.core import Core
from bot.daily.previews import days_left, editable, remedies, to_show
from bot.messages import Person, Reply
from bot.quiz import scoreboards
from bot.quiz.outcomes import Reveal
from bot.replies import board as board_say
from bot.replies import charts
from bot.replies import previews as preview_say
from bot.replies import quiz as quiz_say
from bot.replies import recaps as recap_say
from bot.replies.links import storing_long_arguments
from bot.replies.voice import Voice
from bot.schedule import known_zone, quiz_day
from bot.store.records import Profile, Round, Schedule, Team, person_in, place_in

MOST_NAMED = 1000  # players among whom those who share a place are counted


def voice_in(core: Core, team: Team, at: datetime) -> Voice:
    """How things are said in a workspace."""
    platform = place_in(team, "").platform
    return Voice(
        platform,
        core.settings.command,
        storing_long_arguments(core.store, team, at),
        shows_charts=platform != "terminal",
    )


def question(core: Core, round: Round, at: datetime) -> Reply:
    """The message of an open question, with how many have answered."""
    answered = core.rounds.answered(round.id)
    zone = core.zone_of(round.place)
    return quiz_say.daily_question(voice_in(core, round.team, at), round, answered, zone, at)


def previewed(
    core: Core, schedule: Schedule, day: date, at: datetime
) -> tuple[Person, Reply] | None:
    """A day's question for whoever set the quiz up, and who that is; None where it was shown."""
    team, channel = schedule.team, schedule.channel
    user = core.store.audit.who_set_up(team, channel)
    question = to_show(core, schedule, day) if user else None
    if question is None or not core.store.previews.add(team, channel, day, question.id):
        return None
    return person_in(team, user), preview_say.shown(
        voice_in(core, team, at),
        schedule,
        day,
        question,
        editable=editable(core, schedule, question.id),
        is_open=question.id in core.store.rounds.open_questions(team),
    )


def drought(core: Core, schedule: Schedule, at: datetime) -> tuple[Person, Reply, str] | None:
    """What to tell whoever set a quiz up whose questions run out, and as what that is marked.

    They are told once: again only after there was enough for two weeks in between, so that
    somebody who writes one a day is not told every other day.
    """
    team = schedule.team
    user = core.store.audit.who_set_up(team, schedule.channel)
    if not core.library.has_questions:
        return None  # nobody knows yet
    day = quiz_day(schedule.timing, at)
    left = days_left(core, schedule, day)
    mark, week = f"drought/{team}/{schedule.channel}", len(schedule.weekdays)
    if left >= 2 * week:
        core.store.values.take(mark)
    if not user or left >= week or not core.store.values.add(mark, "told", at, team):
        return None
    helps = remedies(core, schedule, day)
    reply = preview_say.drought(voice_in(core, team, at), schedule, left, helps)
    return person_in(team, user), reply, mark


def thread_recap(core: Core, round: Round, at: datetime) -> Reply:
    """How a question went, for its thread."""
    store, shown = core.store, core.rounds.reveal(round.id)
    board = scoreboards.board(store, round.team, round.day, channel=round.channel, top=MOST_NAMED)
    streaks = scoreboards.streaks_worth_naming(store, round.team, round.channel, round.day, at)
    result = shown or Reveal(round, (), 0, 0)
    return recap_say.thread_recap(voice_in(core, round.team, at), result, board, streaks)


def weekly_recap(core: Core, schedule: Schedule, week: date, at: datetime) -> Reply:
    """The week that a day lies in, for its channel."""
    store, voice = core.store, voice_in(core, schedule.team, at)
    shown = scoreboards.board(
        store, schedule.team, week, channel=schedule.channel, period="week", at=at
    )
    days = scoreboards.days_of("week", week)
    counted = store.answers.counted(schedule.team, schedule.channel, *days)
    told = sum(one for one, _ in counted.values()), sum(right for _, right in counted.values())
    ranking = board_say.board(voice, shown, "channel", week, None, counted=told)
    taken_back = store.answers.taken_back(schedule.team, schedule.channel, *days)
    chart = charts.week(voice, days[0], schedule.weekdays, counted)
    return recap_say.weekly_recap(
        None if shown.empty else ranking, counted, week, taken_back, chart
    )


def reminder(core: Core, profile: Profile, at: datetime) -> Reply | None:
    """What is due for somebody; None where nothing is."""
    versions = core.stock.versions(profile.team)
    due = core.reviews.due(profile.person, at, versions, zone=known_zone(profile.zone))
    if not due.cards:
        return None
    return recap_say.reminder(voice_in(core, profile.team, at), len(due.cards))
