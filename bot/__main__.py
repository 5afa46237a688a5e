"""The way in: which command was typed, what it is given, and what is said where that fails.

A part is imported only when a command needs it, so that `companion ask` stays as quick as the
search itself.
"""

import argparse
import importlib
import sys
from collections.abc import Callable, Sequence
from importlib.metadata import version

from bot.cli.usage import WRONG_USAGE, Parser, UsageError, near_miss
from bot.ops.mishaps import sentence_on
from bot.private import privately
from bot.root.commands import chat_arguments, chat_here, doctor, no_arguments, run
from bot.root.parts import NAME
from bot.settings import Settings, SettingsError, load_settings, read_settings

# Every subcommand and what it is for, in the order in which help shows them. `run`, `chat` and
# `doctor` join parts that only bot/root/ may see; the others are modules of bot/cli/.
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
    "schedule": "the daily questions: what was posted, what comes next",
    "import": "decks and quizzes of others as notes: Anki, Quizlet, Moodle",
    "export": "answers, scores and questions to take away",
    "backup": "a copy of the database, while running",
    "migrate": "everything that is kept, into another database",
    "settings": "what is set, to what, and where",
    "doctor": "check tokens, permissions, database, notes and clock",
    "completion": "what your shell needs to complete all of this",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the result is the exit status."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    try:
        with privately():
            return _started(words)
    except (SettingsError, UsageError) as error:
        _complain(str(error))
        return WRONG_USAGE
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # the reader of our output had enough
        sys.stderr.close()
        return 0
    except Exception as error:
        sentence = sentence_on(error)
        if not sentence:
            raise
        _complain(sentence)
        return 1


def _started(words: list[str]) -> int:
    """What was asked for; help and version are told whatever the settings hold."""
    settings = None if words else _settings_for("")
    if settings is not None:
        words = ["run" if settings.uses_slack or settings.uses_discord else "chat"]
    if words[0] not in COMMANDS:
        return _overview(words)
    parser, run = _parser_of(words[0])
    arguments = parser.parse_args(words[1:])
    return run(arguments, settings or _settings_for(words[0]))


def _parser_of(name: str) -> "tuple[Parser, Run]":
    parser = Parser(prog=f"companion {name}", description=f"{_upper(COMMANDS[name])}.")
    add_arguments, run = _JOINED.get(name) or _from_cli(name)
    add_arguments(parser)
    return parser, run


def _settings_for(command: str) -> Settings:
    """The settings; what is probably a mistake in them is pointed out.

    Whoever asks what is wrong with them gets them as far as they can be used.
    """
    if command in ("doctor", "settings", "completion"):
        return read_settings()
    settings = load_settings()
    for remark in settings.remarks:
        _complain(remark)
    return settings


def _complain(text: str) -> None:
    print(f"companion: {text}", file=sys.stderr)


def _upper(purpose: str) -> str:
    return purpose[:1].upper() + purpose[1:]


AddArguments = Callable[[argparse.ArgumentParser], None]
Run = Callable[[argparse.Namespace, Settings], int]


def _from_cli(name: str) -> tuple[AddArguments, Run]:
    name = "importing" if name == "import" else name  # which Python keeps for itself
    module = importlib.import_module(f"bot.cli.{name}")
    return module.add_arguments, module.run


def _overview(words: list[str]) -> int:
    """The list of commands, the version, or which command was probably meant."""
    if words[0] == "--version":
        print(f"companion {version(NAME)}")
        return 0
    if words[0] not in ("--help", "-h", "help"):
        kind = "option" if words[0].startswith("-") else "command"
        meant = near_miss(words[0], (*COMMANDS, "--version", "--help"))
        raise UsageError(f"there is no {kind} {words[0]!r}.{meant} `companion --help` lists them.")
    width = max(map(len, COMMANDS))
    listing = "\n".join(f"  {name:{width}}  {purpose}" for name, purpose in COMMANDS.items())
    print(
        "usage: companion [COMMAND] [OPTION …] | companion --version\n\n"
        "Studies with your team: answers from your notes, daily questions, reviews.\n\n"
        f"commands:\n{listing}\n\n"
        "Without a command: runs the platforms that tokens are set for, else opens the\n"
        "terminal chat. `companion COMMAND --help` says more."
    )
    return 0


def _completion_arguments(parser: argparse.ArgumentParser) -> None:
    from bot.cli.completion import add_arguments

    add_arguments(parser)


def _completion(arguments: argparse.Namespace, _settings: Settings) -> int:
    from bot.cli.completion import script

    parsers = {name: _parser_of(name)[0] for name in COMMANDS}
    print(script(arguments.shell, COMMANDS, parsers), end="")
    return 0


_JOINED: dict[str, tuple[AddArguments, Run]] = {
    "run": (no_arguments, run),
    "chat": (chat_arguments, chat_here),
    "doctor": (no_arguments, doctor),
    "completion": (_completion_arguments, _completion),
}


if __name__ == "__main__":
    sys.exit(main())
