"""The form in which a channel's daily question is set up."""

from collections.abc import Sequence

from bot.language import _, later
from bot.messages import Action, Field, Form
from bot.replies.voice import meant
from bot.schedule import DAY_NAMES
from bot.store.records import Schedule

REVEALS = (("now", later("At once, each privately")), ("later", later("When the question closes")))


def schedule_form(
    schedule: Schedule | None, zone: str, sends: Action, channel: str, examples: Sequence[str]
) -> Form:
    """The form with time, zone, weekdays, topics and reveal of a channel's daily question."""
    days = schedule.weekdays if schedule else range(5)
    return Form(
        _("Daily question"),
        (
            Field("time", _("Time"), "time", f"{schedule.at:%H:%M}" if schedule else "09:00"),
            Field(
                "zone",
                _("Time zone"),
                "zone",
                schedule.zone if schedule else zone,
                hint=_("A city, or a time zone such as Europe/Berlin."),
            ),
            Field(
                "weekdays",
                _("Days"),
                "choices",
                ",".join(str(day) for day in sorted(days)),
                tuple((str(number), _(name)) for number, name in enumerate(DAY_NAMES)),
            ),
            Field(
                "topics",
                _("Topics"),
                "text",
                ", ".join(schedule.topics) if schedule else "",
                optional=True,
                hint=_("Separated by commas. Leave it empty for everything in the notes."),
                example=", ".join(examples),
            ),
            Field(
                "reveal",
                _("When people see whether they were right"),
                "choice",
                schedule.reveal if schedule else "now",
                tuple((when, _(label)) for when, label in REVEALS),
            ),
        ),
        sends,
        about=meant(channel),
    )
