"""Any form becomes a modal that Slack takes, and comes back as it was filled in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.slack.forms import Origin, faults, form_view, meaning, submitted
from bot.messages import Action, ChannelLine, Field, Form
from tests.adapters.replies import words
from tests.adapters.slack.test_render import quickly
from tests.platforms.slack.blocks import check_view
from tests.platforms.slack.member import _filled

names = st.text("abcdefgh", min_size=1, max_size=12)
values = st.text(st.characters(exclude_categories=["C"]), min_size=1, max_size=75)
fields = st.builds(
    Field,
    name=names,
    label=words,
    kind=st.sampled_from(["text", "long", "choice", "choices", "time", "zone"]),
    value=words | st.sampled_from(["09:00", "24:00", "a,b", "x" * 4_000]),
    choices=st.lists(st.tuples(values, words), max_size=230, unique_by=lambda c: c[0]).map(tuple),
    optional=st.booleans(),
    hint=words,
)
forms = st.builds(
    Form,
    title=words,
    fields=st.lists(fields, max_size=6, unique_by=lambda field: field.name).map(tuple),
    action=st.builds(Action, names, st.lists(names, max_size=3).map(tuple)),
    submit=words,
)


@quickly
@given(forms)
def test_any_form_becomes_a_modal_within_the_limits(form: Form) -> None:
    view = form_view(form, Origin("C1", "1.0", private=False))
    check_view(view, "modal")
    assert meaning(view) == form.action
    assert Origin.of(view).place("T1", "U1").channel == "C1"


@quickly
@given(forms)
def test_every_choice_is_offered(form: Form) -> None:
    view = form_view(form, Origin("C1"))
    for field, block in zip(form.fields, view["blocks"], strict=False):
        if field.kind in ("choice", "choices") and field.choices:
            element = block["element"]
            groups = element.get("option_groups") or [element]
            offered = [option["value"] for group in groups for option in group["options"]]
            assert offered == [value for value, _ in field.choices]


SCHEDULE = Form(
    "Daily question",
    (
        Field("time", "Time", "time", "09:00"),
        Field("zone", "Zone", "zone", "Europe/Berlin"),
        Field("days", "Days", "choices", "mon,fri", (("mon", "M"), ("tue", "T"), ("fri", "F"))),
        Field("mode", "Reveal", "choice", "later", (("now", "Now"), ("later", "Later"))),
        Field("note", "Note", "long", "as it was"),
    ),
    Action("schedule-save"),
)


def test_a_form_sent_as_it_is_says_what_stood_there() -> None:
    view = form_view(SCHEDULE, Origin("C1"))
    view["state"] = {"values": _filled(view["blocks"], {})}
    assert submitted(view) == {
        "time": "09:00", "zone": "Europe/Berlin", "days": "mon,fri", "mode": "later",
        "note": "as it was",
    }  # fmt: skip


def test_a_form_left_empty_says_so() -> None:
    view = form_view(SCHEDULE, Origin("C1"))
    view["state"] = {
        "values": {
            "time": {"field": {"type": "timepicker", "selected_time": None}},
            "zone": {"zone": {"type": "external_select", "selected_option": None}},
            "days": {"field": {"type": "checkboxes", "selected_options": []}},
            "note": {"field": {"type": "plain_text_input", "value": None}},
        }
    }
    assert submitted(view) == {"time": "", "zone": "", "days": "", "note": ""}


def test_errors_stand_at_their_fields_and_never_get_lost() -> None:
    view = form_view(SCHEDULE, Origin("C1"))
    assert faults({"zone": "No such zone."}, view) == {"zone": "No such zone."}
    assert faults({"elsewhere": "Not today.", "time": "Late."}, view) == {
        "time": "Not today. Late."
    }
    assert faults({}, view) == {}


@pytest.mark.parametrize("metadata", ["", "{", "[]", "null", '{"channel": 1, "x": 2}', '"C1"'])
def test_a_forged_origin_is_no_exception(metadata: str) -> None:
    assert Origin.of({"private_metadata": metadata}).action == ""


def test_the_channel_that_a_form_is_about_stands_above_its_fields() -> None:
    about = ChannelLine("C0AWS", "is where it is posted.")
    form = Form("Daily question", (Field("a", "A"),), Action("schedule-save"), about=about)
    view = form_view(form, Origin("U1"))
    check_view(view)
    named, field = view["blocks"]
    assert named["elements"][0]["elements"][0] == {"type": "channel", "channel_id": "C0AWS"}
    assert field["type"] == "input"
