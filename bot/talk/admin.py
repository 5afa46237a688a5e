"""What those who keep the notes decide about a question on hold."""

from bot.messages import Reply
from bot.replies import help as guide
from bot.replies import reports as say
from bot.talk.turn import Turn


def resolve(turn: Turn, identity: str = "", what: str = "", *_: str) -> Reply:
    """Ask it again, or never."""
    if not turn.editor:
        return say.admins_only("reported questions")
    if what not in ("release", "retire"):
        return guide.unknown_click(turn.voice)
    life = turn.core.moderation
    wanted = turn.read(identity)
    for item in life.held(turn.team):
        if item.question.id == wanted:
            decide = life.release if what == "release" else life.retire
            decide(turn.who, item.question, turn.at)
            return say.resolved(turn.voice, what)
    return say.gone(turn.voice)
