"""Whoever looks at a message: platforms write moments by their clock, and channels by name."""

import calendar
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from html import escape

_SIZES = (86_400, 3_600, 60, 1)
# What platforms say themselves: units by size, alone and several; in how long, how long ago.
_UNITS = {
    "en": (("day", "days"), ("hour", "hours"), ("minute", "minutes"), ("second", "seconds")),
    "de": (("Tag", "Tagen"), ("Stunde", "Stunden"), ("Minute", "Minuten"), ("Sekunde", "Sekunden")),
}
_APART = {"en": ("in {}", "{} ago"), "de": ("in {}", "vor {}")}
_NEAR = {
    "en": {-1: "yesterday", 0: "today", 1: "tomorrow"},
    "de": {-1: "gestern", 0: "heute", 1: "morgen"},
}

_DAY_ENDS = {"en": "", "de": "."}
_MONTHS = {
    "en": tuple(calendar.month_name)[1:],
    "de": (
        "Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September",
        "Oktober", "November", "Dezember",
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reader:
    """When and where somebody reads."""

    now: datetime
    zone: tzinfo
    channels: Mapping[str, str] = field(default_factory=dict)  # names by ids
    files: Mapping[str, bytes] = field(default_factory=dict)  # PNG by what messages call them
    language: str = "en"

    def channel(self, identity: str) -> str:
        return f"#{self.channels.get(identity, identity)}"

    def picture(self, name: str, alt: str = "") -> str:
        """A file of a message as HTML; what is said of it where it is not at hand."""
        if name not in self.files:
            return f'<div class="picture">{escape(alt)}</div>'
        data = b64encode(self.files[name]).decode("ascii")
        return f'<img class="picture" alt="{escape(alt)}" src="data:image/png;base64,{data}">'

    def filled(self, form: str, seconds: int) -> str:
        """A date as Slack fills its form in: "tomorrow at 08:00"."""
        at = datetime.fromtimestamp(seconds, UTC).astimezone(self.zone)
        apart = (at.date() - self.now.astimezone(self.zone).date()).days
        day = _NEAR[self.language].get(apart, at.strftime("%b %d, %Y"))
        return form.replace("{date_short_pretty}", day).replace("{time}", f"{at:%H:%M}")

    def moment(self, seconds: int, style: str) -> str:
        """As Discord writes it: how far away it is, or with the style for dates when."""
        if style == "R":
            return self.distance(seconds)
        at = datetime.fromtimestamp(seconds, UTC).astimezone(self.zone)
        day, month = f"{at.day}{_DAY_ENDS[self.language]}", _MONTHS[self.language][at.month - 1]
        return f"{day} {month} {at:%Y %H:%M}"

    def distance(self, seconds: int) -> str:
        """As Discord writes it: "in 23 hours"."""
        apart = seconds - int(self.now.timestamp())
        place = next((at for at, size in enumerate(_SIZES) if abs(apart) >= size), -1)
        count = round(abs(apart) / _SIZES[place])
        unit = _UNITS[self.language][place][count != 1]
        return _APART[self.language][apart < 0].format(f"{count} {unit}")
