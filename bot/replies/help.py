"""Help: one phone screen with examples from these notes, then everything."""

from collections.abc import Sequence

from bot.messages import Facts, Heading, Hint, Prose, Reply
from bot.replies.voice import Voice, first_line, rows, sentence


def welcome(voice: Voice, examples: Sequence[str], topics: int) -> Reply:
    """The first screen of the terminal, and of anybody who writes for the first time."""
    text = "I answer from your notes, quiz you, and bring back what you are about to forget."
    lines = [f"{voice.line(example)}" for example in examples[:3]]
    lines += [voice.line("quiz"), voice.line("help")]
    about = f"{topics} topics in the notes." if topics else "No notes are loaded."
    return Reply(
        (Heading("Study Companion"), Prose(text), Prose(f"{about} Try:"), Facts(tuple(lines))),
        summary=text,
    )


def first_page(voice: Voice, examples: Sequence[str], topics: Sequence[str]) -> Reply:
    """Five commands, each with an example that works with these notes."""
    question, other = (*examples[:2], "", "")[:2]
    one, two = (*topics, "a topic", "another topic")[:2]
    lines = (
        f"{voice.line(question or 'your question')} – an answer from the notes",
        f"{voice.line(f'compare {one}, {two}')} – side by side",
        f"{voice.line(f'quiz {one}')} – questions for you",
        f"{voice.line('leaderboard')} – who leads this month",
        f"{voice.line('daily')} – the team's question of the day",
    )
    buttons = [
        voice.button("More", "help", "1", main=True),
        voice.button("Quiz me", "quiz", ""),
    ]
    if other:
        buttons.append(voice.button(other, "ask", other))
    return Reply(
        (Heading("What you can ask me"), Facts(lines), *rows(buttons)),
        summary=first_line("What you can ask me: " + "; ".join(lines)),
    )


def everything(voice: Voice, topics: Sequence[str]) -> Reply:
    """All commands, in groups."""
    one = topics[0] if topics else "a topic"
    look_up = (
        f"{voice.line('ask …')} – look up, even if it begins like a command",
        f"{voice.line('topics')} – what the notes cover",
        f"{voice.line('conflicts')} – where the notes contradict one another",
    )
    study = (
        f"{voice.line(f'quiz {one} 10')} – ten questions on it",
        f"{voice.line('review')} – what is due for you today",
        f"{voice.line('me')} – your points, streak and weak topics",
        f"{voice.line('leaderboard week workspace')} – week, month or all; "
        f"channel or {voice.everybody}",
    )
    team = (
        f"{voice.line('daily 09:00 Europe/Berlin weekdays')} – set the daily question (admins)",
        f"{voice.line('daily now')}, {voice.line('daily pause until 2027-01-07')}, "
        f"{voice.line('daily off')}",
        f"{voice.line('daily reveal later')} – verdicts only when it closes",
        f"{voice.line('plan 2027-03-01')} – cover the notes by that day",
        f"{voice.line('reports')}, {voice.line('gaps')} – reported, missing (admins)",
    )
    yours = (
        f"{voice.line('settings')} – boards, reminders, your time zone",
        f"{voice.line('export me')}, {voice.line('forget me')} – your data",
        f"{voice.line('opt out')}, {voice.line('opt in')} – leave the boards, come back",
    )
    parts = (
        Heading("Look up"),
        Facts(look_up),
        Heading("Study"),
        Facts(study),
        Heading("As a team"),
        Facts(team),
        Heading("Yours"),
        Facts(yours),
        Hint("Answers come to you alone until you share them."),
    )
    return Reply(parts, summary="All commands", replaces=True)


def unknown_click(voice: Voice) -> Reply:
    """A button of another version, or a forged one."""
    return sentence(
        "I don't know this button any more. Ask again and you'll get a fresh one.",
        voice.button("Help", "help", "0"),
    )


def stale_click(voice: Voice) -> Reply:
    """A button whose subject is gone."""
    return sentence(
        "What this button belonged to is gone. Nothing was changed.",
        voice.button("Help", "help", "0"),
    )


def away(saved: bool) -> Reply:
    """What is kept cannot be reached just now."""
    if saved:
        return _plain("Your answer is saved. The rest cannot be shown right now.")
    return _plain("I cannot get at what I keep right now. Please try again in a moment.")


def _plain(text: str) -> Reply:
    return Reply((Prose(text),), summary=text)


def trouble(ref: str, saved: bool) -> Reply:
    """Something broke; a number to find it in the log, and never the error itself."""
    kept = " Your answer is saved." if saved else ""
    text = f"Something went wrong on my side (ref {ref}).{kept}"
    return Reply((Prose(text),), summary=text)
