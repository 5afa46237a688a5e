"""Help, with examples from the notes at hand; lines that were almost commands; odd clicks."""

from bot.commands import Help, Language, Misread
from bot.commands.options import CommandSpec
from bot.language import speaking
from bot.messages import Reply
from bot.replies import help as say
from bot.talk.rights import refusal
from bot.talk.turn import Turn


def help_for(turn: Turn, command: Help) -> Reply:
    """The first page of the help, or all of it."""
    topics = [topic.name for topic in turn.core.topics_by_size()]
    if command.more:
        return say.everything(turn.voice, topics, lambda spec: _may(turn, spec))
    return say.first_page(turn.voice, turn.core.examples(), topics, lambda spec: _may(turn, spec))


def _may(turn: Turn, spec: CommandSpec) -> bool:
    """Whether help should name a command: it can be given here, and by this person.

    Help that everybody reads names what everybody may.
    """
    if spec.in_channels and turn.where.private:
        return False
    if spec.only not in (None, turn.where.platform):
        return False
    return not spec.right or (not turn.aloud and refusal(turn, spec.right) is None)


def help_page(turn: Turn, more: bool) -> Reply:
    """The help by a click."""
    return help_for(turn, Help(more))


def welcome(turn: Turn) -> Reply:
    """What somebody sees first."""
    return say.welcome(turn.voice, turn.core.examples(), len(turn.core.library.topics()))


def language(turn: Turn, command: Language) -> Reply:
    """Say which language is spoken here, or speak another from now on, if an admin wants it."""
    core, team = turn.core, turn.team
    if not command.wanted:
        return say.language(turn.voice, core.language_of(team), may_change=turn.editor)
    if not turn.editor:
        return say.language_not_allowed()
    core.speak(team, command.wanted, turn.at)
    with speaking(command.wanted):
        return say.language_chosen(turn.voice)


def misread(turn: Turn, command: Misread) -> Reply:
    """Say what could not be read of a command."""
    return say.misread(turn.voice, command)
