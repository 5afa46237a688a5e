"""The way in, and the composition root: reads the settings, builds every part once, joins them.

The only module that sees everything. It imports a part only when a command needs it, so that
`companion ask` stays as quick as the search itself.
"""

import argparse
import importlib
import sys
from collections.abc import Sequence

from bot.settings import Settings, SettingsError

# Every subcommand: what it is for, in the order in which help shows them. Those without a module
# of their own in bot/cli/ join parts that only this file may see.
COMMANDS = {
    "run": "serve Slack and Discord, and post by the clock",
    "chat": "the same companion in this terminal",
    "ask": "one answer from the notes",
    "compare": "topics side by side",
    "index": "read the notes and report what was read and what was skipped",
    "questions": "the quiz questions that the notes yield",
    "conflicts": "where the notes contradict one another",
    "coverage": "what the notes cover, and how well the team knows it",
    "notes": "check notes: companion notes lint",
    "schedule": "the daily quizzes: what was posted, what comes next",
    "export": "answers, scores and questions to take away",
    "backup": "a copy of the database, while running",
    "doctor": "check tokens, permissions, database, notes and clock",
}
_JOINED_HERE = {"run": "bot.running", "chat": "bot.chatting"}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the result is the exit status."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    try:
        settings = Settings.load()
        if not words:
            words = ["run" if settings.uses_slack or settings.uses_discord else "chat"]
        return _dispatch(words, settings)
    except SettingsError as error:
        print(f"companion: {error}", file=sys.stderr)  # noqa: T201
        return 2
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # the reader of our output had enough
        sys.stderr.close()
        return 0


def _dispatch(words: list[str], settings: Settings) -> int:
    parser = _parser()
    if words[0] not in COMMANDS:
        parser.parse_args(words)  # prints the help or what is wrong, and leaves
        return 2
    module = importlib.import_module(f"bot.cli.{words[0]}")
    subparser = argparse.ArgumentParser(
        prog=f"companion {words[0]}", description=f"{COMMANDS[words[0]].capitalize()}."
    )
    module.add_arguments(subparser)
    status: int = module.run(subparser.parse_args(words[1:]), settings)
    return status


def _parser() -> argparse.ArgumentParser:
    width = max(map(len, COMMANDS))
    listing = "\n".join(f"  {name:{width}}  {purpose}" for name, purpose in COMMANDS.items())
    parser = argparse.ArgumentParser(
        prog="companion",
        usage="companion [COMMAND] [OPTION …]",
        description="Studies with your team: answers from your notes, daily quizzes, reviews.",
        epilog=f"commands:\n{listing}\n\n"
        "Without a command: runs the platforms that tokens are set for, else opens the terminal "
        "chat.\n`companion COMMAND --help` says more.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("command", choices=COMMANDS, metavar="COMMAND", help=argparse.SUPPRESS)
    return parser


if __name__ == "__main__":
    sys.exit(main())
