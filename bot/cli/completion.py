"""`companion completion bash|zsh|fish`: what a shell needs to complete, drawn from the parsers."""

import argparse
import shlex
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

EPILOG = """Put one of these into your shell's start-up file:
  bash    eval "$(companion completion bash)"
  zsh     eval "$(companion completion zsh)"      (after compinit)
  fish    companion completion fish | source"""
_FILES = frozenset({"PATH", "FILE", "FOLDER"})


@dataclass(frozen=True, slots=True)
class CompletedWord:
    """A word that can stand at a place of the command line."""

    word: str
    about: str
    takes: tuple[str, ...] | None = None  # an option's values; none known: (); None: no value
    files: bool = False  # its value is a file


@dataclass(frozen=True, slots=True)
class CompletedPlace:
    """A command, or a command and its action: what may follow it."""

    path: tuple[str, ...]
    words: tuple[CompletedWord, ...]
    files: bool = False  # files stand there as well

    @property
    def options(self) -> tuple[CompletedWord, ...]:
        return tuple(word for word in self.words if word.word.startswith("-"))

    @property
    def plain(self) -> tuple[CompletedWord, ...]:
        return tuple(word for word in self.words if not word.word.startswith("-"))


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.epilog = EPILOG
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    shells = ("bash", "zsh", "fish")
    told = f"the shell you use: {', '.join(shells)}"
    parser.add_argument("shell", choices=shells, metavar="SHELL", help=told)


def script(
    shell: str, purposes: Mapping[str, str], parsers: Mapping[str, argparse.ArgumentParser]
) -> str:
    """What *shell* runs to complete every command, its options and their values."""
    commands = tuple(CompletedWord(name, about) for name, about in purposes.items())
    general = CompletedWord("--help", "what there is"), CompletedWord("--version", "which this is")
    places = [CompletedPlace((), (*commands, *general))]
    for name, parser in parsers.items():
        places += _places((name,), parser)
    return "\n".join(_WRITERS[shell](places)) + "\n"


def _places(path: tuple[str, ...], parser: argparse.ArgumentParser) -> Iterator[CompletedPlace]:
    """What may follow one command, then what may follow each of its actions."""
    words: list[CompletedWord] = []
    files = False
    below: list[CompletedPlace] = []
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            told = {choice.dest: choice.help or "" for choice in action._choices_actions}
            words += [CompletedWord(name, told.get(name, "")) for name in action.choices]
            for name, inner in action.choices.items():
                below += _places((*path, name), inner)
        elif action.option_strings:
            words.append(_option(action))
        elif action.choices:
            words += [CompletedWord(str(choice), "") for choice in action.choices]
        else:
            files = files or _is_file(action)
    yield CompletedPlace(path, tuple(words), files)
    yield from below


def _option(action: argparse.Action) -> CompletedWord:
    word = max(action.option_strings, key=len)
    takes = None if action.nargs == 0 else tuple(map(str, action.choices or ()))
    return CompletedWord(word, action.help or "", takes, takes is not None and _is_file(action))


def _is_file(action: argparse.Action) -> bool:
    return action.type is Path or action.metavar in _FILES


# ---------------------------------------------------------------- the shells' languages


def _walk(places: Sequence[CompletedPlace], first: int, last: str, word: str) -> Iterator[str]:
    """Lines of bash and zsh that find out after which command the cursor stands."""
    known = "|".join(f'"{" ".join(place.path)}"' for place in places if place.path)
    yield f"    for ((i = {first}; i < {last}; i++)); do"
    yield f'        case "${{place:+$place }}{word}" in'
    yield f'            {known}) place="${{place:+$place }}{word}" ;;'
    yield "        esac"
    yield "    done"


def _bash(places: Sequence[CompletedPlace]) -> Iterator[str]:
    yield "_companion() {"
    yield '    local cur="${COMP_WORDS[COMP_CWORD]}" prev="${COMP_WORDS[COMP_CWORD-1]}"'
    yield '    local place="" words="" files="" i IFS=$\' \\t\\n\''
    yield from _walk(places, 1, "COMP_CWORD", "${COMP_WORDS[i]}")
    yield '    case "$place:$prev" in'
    for place, option in _with_values(places):
        yield f'        "{" ".join(place.path)}:{option.word}")'
        yield f'            words="{" ".join(option.takes or ())}" files="{"1" * option.files}" ;;'
    yield "        *)"
    yield '            case "$place" in'
    for place in places:
        words = " ".join(word.word for word in place.words)
        yield f'                "{" ".join(place.path)}")'
        yield f'                    words="{words}" files="{"1" * place.files}" ;;'
    yield "            esac ;;"
    yield "    esac"
    yield '    COMPREPLY=($(compgen -W "$words" -- "$cur"))'
    yield "    IFS=$'\\n'"
    yield '    [ -z "$files" ] || COMPREPLY+=($(compgen -f -- "$cur"))'
    yield "}"
    yield "complete -o filenames -F _companion companion"


def _zsh(places: Sequence[CompletedPlace]) -> Iterator[str]:
    yield "#compdef companion"
    yield "_companion() {"
    yield '    local place="" i'
    yield "    local -a offered"
    yield from _walk(places, 2, "CURRENT", "${words[i]}")
    yield '    case "$place:${words[CURRENT-1]}" in'
    for place, option in _with_values(places):
        values = f"compadd -- {' '.join(option.takes)}" if option.takes else "true"
        yield f'        "{" ".join(place.path)}:{option.word}")'
        yield f"            {'_files' if option.files else values}; return ;;"
    yield "    esac"
    yield '    case "$place" in'
    for place in places:
        yield f'        "{" ".join(place.path)}")'
        yield "            offered=("
        for word in place.words:
            told = f"{word.word}:{word.about}".rstrip(":")
            yield f"                {shlex.quote(told)}"
        yield "            )"
        yield f"            {'_files' if place.files else 'true'} ;;"
    yield "    esac"
    yield "    _describe companion offered"
    yield "}"
    yield 'if [ "${funcstack[1]}" = "_companion" ]; then'
    yield '    _companion "$@"'
    yield "else"
    yield "    compdef _companion companion"
    yield "fi"


def _fish(places: Sequence[CompletedPlace]) -> Iterator[str]:
    yield "complete -c companion -f"
    for place in places:
        when = f"-n {shlex.quote(_seen(place, places))}"
        if place.files:
            yield f"complete -c companion {when} -F"
        for word in place.plain:
            told = f" -d {shlex.quote(word.about)}" if word.about else ""
            yield f"complete -c companion {when} -a {word.word}{told}"
        for option in place.options:
            told = f" -d {shlex.quote(option.about)}" if option.about else ""
            yield f"complete -c companion {when} -l {option.word[2:]}{_fish_value(option)}{told}"


def _fish_value(option: CompletedWord) -> str:
    if option.takes is None:
        return ""
    if option.files:
        return " -r -F"
    return f" -x -a {shlex.quote(' '.join(option.takes))}" if option.takes else " -x"


def _seen(place: CompletedPlace, places: Sequence[CompletedPlace]) -> str:
    """When fish's cursor stands at this place."""
    if not place.path:
        return "__fish_use_subcommand"
    seen = [f"__fish_seen_subcommand_from {word}" for word in place.path]
    further = [p.path[-1] for p in places if p.path[:-1] == place.path]
    if further:
        seen.append(f"not __fish_seen_subcommand_from {' '.join(further)}")
    return "; and ".join(seen)


def _with_values(
    places: Sequence[CompletedPlace],
) -> Iterator[tuple[CompletedPlace, CompletedWord]]:
    for place in places:
        for option in place.options:
            if option.takes is not None:
                yield place, option


_WRITERS = {"bash": _bash, "zsh": _zsh, "fish": _fish}
