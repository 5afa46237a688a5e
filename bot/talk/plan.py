"""Plans: cover the notes by a day."""

from bot.commands import Plan
from bot.messages import Reply
from bot.replies import help as say
from bot.talk.core import Turn


def plan(_turn: Turn, _command: Plan) -> Reply:
    """Show, set or end this channel's plan."""
    return say.coming("A plan")
