"""What every command does."""

from typing import assert_never

from bot import commands as c
from bot.daily.posting import Posting
from bot.messages import Reply
from bot.talk import (
    boards,
    compare,
    coverage,
    daily,
    guide,
    honours,
    lookup,
    moderation,
    personal,
    plan,
    questions,
    quiz,
)
from bot.talk.rights import refusal
from bot.talk.turn import Awaited, Turn


def obey(posting: Posting, turn: Turn, command: c.Command) -> Reply | Awaited:
    """Do what somebody typed, if they may."""
    refused = refusal(turn, c.spec_of(command).right)
    return _obey(posting, turn, command) if refused is None else refused


def _obey(posting: Posting, turn: Turn, command: c.Command) -> Reply | Awaited:
    match command:
        case c.Ask():
            return compare.look_up(turn, command)
        case c.Compare():
            return compare.compare(turn, command)
        case c.Quiz():
            return quiz.quiz(turn, command)
        case c.EndQuiz():
            return quiz.end(turn)
        case c.Review():
            return quiz.review(turn)
        case c.ShowBoard():
            return boards.board(turn, command)
        case c.ShowMe():
            return boards.me(turn)
        case c.DailyShow():
            return daily.show(turn)
        case c.DailyForm():
            return daily.form(turn)
        case c.DailyForum():
            return daily.form_for_forum(posting, turn, command)
        case c.DailySet():
            return daily.set_up(posting, turn, command)
        case c.DailyOff():
            return daily.off(turn)
        case c.DailyNow():
            return daily.now(posting, turn)
        case c.DailyPause():
            return daily.pause(turn, command)
        case c.DailyResume():
            return daily.resume(posting, turn)
        case c.DailyReveal():
            return daily.reveal(posting, turn, command)
        case c.ListTopics():
            return coverage.topics(turn, command)
        case c.Conflicts():
            return lookup.conflicts(turn, command)
        case c.Gaps():
            return coverage.gaps(turn)
        case c.PlanUntil():
            return plan.plan(turn, command)
        case c.Help():
            return guide.help_for(turn, command)
        case c.ExportMe():
            return personal.export(turn)
        case c.ForgetMe():
            return personal.forget(turn)
        case c.OptOut():
            return personal.opt_out(turn)
        case c.OptIn():
            return personal.opt_in(turn)
        case c.Language():
            return guide.language(turn, command)
        case c.OpenSettings():
            return personal.settings(turn)
        case c.ShowReports():
            return moderation.reports(turn)
        case c.QuestionAdd():
            return questions.add(turn)
        case c.QuestionEdit():
            return questions.edit(turn, command.id)
        case c.QuestionList():
            return questions.listing(turn)
        case c.QuestionShow():
            return questions.show(turn, command.id)
        case c.QuestionWriters():
            return questions.writers(turn, command)
        case c.DailyPreview():
            return daily.preview(posting, turn, command)
        case c.DailySource():
            return daily.source(posting, turn, command)
        case c.DailyRole():
            return honours.role(posting, turn, command)
        case c.Misread():
            return guide.misread(turn, command)
        case c.Mistyped():
            return lookup.mistyped(turn, command)
        case _:
            assert_never(command)
