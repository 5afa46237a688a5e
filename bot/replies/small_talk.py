"""What people say to a bot that is no question: greetings, thanks, a call for help."""

import re
from collections.abc import Sequence

from bot import actions
from bot.language import _
from bot.messages import Prose, Reply
from bot.replies.voice import Voice, rows

_WORDS = {
    "greeting": re.compile(
        r"(?:hi|hey|hello|hallo|moin|servus|good (?:morning|afternoon|evening|day)"
        r"|guten (?:morgen|tag|abend)|how are you(?: doing)?|wie geht'?s)"
        r"(?: (?:there|all|everyone|bot|du))*",
        re.IGNORECASE,
    ),
    "thanks": re.compile(
        r"(?:many |vielen )?(?:thanks|thank you|thx|ty|danke|cheers)"
        r"(?: (?:a lot|so much|you|very much|schön|bot))*",
        re.IGNORECASE,
    ),
    "praise": re.compile(
        r"(?:nice|great|cool|awesome|perfect|good (?:bot|job)|well done|lol|haha|ok|okay)",
        re.IGNORECASE,
    ),
    "bye": re.compile(
        r"(?:bye|goodbye|good ?night|see you|tschüss|ciao)(?: (?:bye|later|all|bot))*",
        re.IGNORECASE,
    ),
    "help": re.compile(
        r"(?:help me|i need help|can you help(?: me)?|(?:who|what) are you|what can you do)",
        re.IGNORECASE,
    ),
}


def kind_of(text: str) -> str:
    """Which kind of small talk *text* is; "" for none."""
    bare = text.strip(" !?.,…🙏👍😀")
    return next((kind for kind, said in _WORDS.items() if said.fullmatch(bare)), "")


def answered(voice: Voice, kind: str, examples: Sequence[str], name: str) -> Reply:
    """A sentence as a person would say it, and where to begin."""
    such_as = " " + _("Try “{example}”.", example=examples[0]) if examples else ""
    hello = _("Hello, {name}!", name=name) if name else _("Hello!")
    text = {
        "greeting": hello + " " + _("Ask me about anything in the notes.") + such_as,
        "thanks": _("You're welcome."),
        "praise": _("Glad to hear it."),
        "bye": _("See you!"),
        "help": _("I answer questions from your team's notes and quiz you on them.") + such_as,
    }[kind]
    buttons = [voice.button(one, actions.ASK, one) for one in examples[:2]]
    if kind in ("greeting", "help"):
        return Reply(
            (Prose(text), *rows([*buttons, voice.button(_("Help"), actions.TYPE, "help")])),
            summary=text,
        )
    return Reply((Prose(text),), summary=text)
