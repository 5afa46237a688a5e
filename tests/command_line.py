"""One command of the command line, carried out as `companion` does it, without a process."""

import sys
from types import ModuleType

from bot.cli.usage import WRONG_USAGE, Parser, UsageError
from bot.settings import Settings


def status_of(module: ModuleType, words: tuple[str, ...], settings: Settings) -> int:
    """Run *module* with *words*; what is wrong with them is said as `companion` says it."""
    parser = Parser(prog="companion")
    module.add_arguments(parser)
    try:
        status: int = module.run(parser.parse_args(words), settings)
    except UsageError as error:
        sys.stderr.write(f"companion: {error}\n")
        return WRONG_USAGE
    return status
