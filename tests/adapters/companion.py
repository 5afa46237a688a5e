"""A companion for tests: answers as it is told to, and remembers what it was asked."""

import asyncio
from collections.abc import Callable

from bot.messages import (
    Action,
    Button,
    Buttons,
    Field,
    File,
    Form,
    Person,
    Place,
    Platform,
    Prose,
    Reply,
    Request,
)

REPORT = Form(
    title="What is wrong with it?",
    fields=(
        Field("reason", "Reason", "choice", choices=(("wrong", "Wrong"), ("old", "Outdated"))),
        Field("comment", "Comment", "long", optional=True),
    ),
    action=Action("reported", ("q1",)),
    submit="Send",
)
SCHEDULE = Form(
    title="Daily question",
    fields=(
        Field("time", "Time", "time", "09:00"),
        Field("zone", "Zone", "zone", "Europe/Berlin"),
        Field("days", "Days", "choices", "mon,tue", (("mon", "Mon"), ("tue", "Tue"))),
    ),
    action=Action("schedule-save"),
)


def button(label: str, *action: str) -> Buttons:
    return Buttons((Button(label, Action(action[0], action[1:])),))


class Told:
    """bot.messages.Handler; `answers` holds replies by command word or action name."""

    def language(self, who: Person, where: Place) -> str:
        del where
        return who.language

    def __init__(self) -> None:
        self.requests: list[Request] = []
        self.joined: list[tuple[Place, str]] = []
        self.left: list[Place] = []
        self.removed: list[str] = []
        self.delay = 0.0
        self.shares = "share"  # the action behind the button that shares
        self.broken = False
        self.answers: dict[str, Callable[[Request], Reply]] = {
            "page": lambda r: Reply((Prose(f"page {r.action and r.action.arguments[0]}"),
                                     button("Next", "page", "3")), replaces=True),
            **{name: lambda r: Reply((Prose(f"{r.who.user} looked up limits"),), private=False)
               for name in ("share", "share-compared")},
            "report": lambda r: Reply(form=REPORT),
            "schedule": lambda r: Reply(form=SCHEDULE) if r.who.may_administer
            else Reply((Prose("Only workspace admins can do that."),)),
            "reported": self._reported,
            "daily set": lambda r: self.answers["schedule"](r),
            "schedule-save": lambda r: Reply((Prose("The quiz runs."),), private=False),
            "home": lambda r: Reply((Prose("Your streak: 3"), button("Review", "review"),
                                     button("Daily question", "schedule"))),
            "review": lambda r: Reply((Prose("What is 1+1?"), button("2", "grade", "2"),
                                       button("Wrong?", "report", "q1"))),
            "grade": lambda r: Reply((Prose("Right: 2"),)),
            "answer": lambda r: Reply((Prose(f"Right, {r.who.user}"),)),
            "lookup": lambda r: Reply((Prose(f"Looked up: {r.fields['text']}"),)),
            "export": lambda r: Reply((Prose("Here you are."),),
                                      files=(File("me.csv", b"a,b\n", "Me"),)),
            "long": lambda r: Reply((Prose("All of it. " * 1_600),)),
        }  # fmt: skip

    def _reported(self, request: Request) -> Reply:
        if not request.fields.get("comment"):
            return Reply(errors={"comment": "Please say what is wrong."})
        return Reply((Prose("Thank you."),))

    async def handle(self, request: Request) -> Reply:
        self.requests.append(request)
        if self.delay:
            await asyncio.sleep(self.delay)
        if self.broken:
            raise RuntimeError("secret detail")
        line = request.text.lstrip("/")
        name = request.action.name if request.action else line
        name = name if name in self.answers else (name.split() or [""])[0]
        if name in self.answers:
            return self.answers[name](request)
        return Reply(
            (
                Prose(f"Card: {request.text}", strong=True),
                Buttons(
                    (
                        Button("Share in channel", Action(self.shares, ("limits",)), "main"),
                        Button("More", Action("page", ("2",))),
                        Button("Wrong?", Action("report", ("q1",))),
                    )
                ),
            ),
            private=not request.where.thread,
            summary=request.text,
        )

    async def bot_joined(self, where: Place, invited_by: str) -> None:
        self.joined.append((where, invited_by))

    async def bot_left(self, where: Place) -> None:
        self.left.append(where)

    async def bot_removed(self, platform: Platform, workspace: str) -> None:
        self.removed.append(workspace)

    async def complete(self, who: Person, where: Place, kind: str, typed: str) -> tuple[str, ...]:
        if kind == "example":
            return ("lambda limits", "sqs retention", "s3 classes", "vpc")
        zones = ("Europe/Berlin", "Europe/Paris", "Asia/Kolkata")
        return tuple(zone for zone in zones if typed.lower() in zone.lower())
