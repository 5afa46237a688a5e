"""How a command is written where every option has a name: Discord's own slash commands."""

from bot import commands as c


def native(typed: str, name: str) -> str:
    """A typed line as one picks it there.

    >>> native("quiz s3 10", "aws")
    '/quiz topic:s3 count:10'
    >>> native("lambda limits", "aws")
    '/aws query:lambda limits'
    """
    command = c.parse(typed)
    match command:
        case c.Compare(things):
            return _line("compare", **dict(zip("abcd", things, strict=False)))
        case c.Quiz(topic, count):
            return _line("quiz", topic=topic, count=str(count or ""))
        case c.ShowBoard(period, scope, order) if typed != "leaderboard":
            server = "server" if scope == "workspace" else scope
            ranked = "" if order == "points" else order
            return _line("leaderboard", period=period, scope=server, order=ranked)
        case c.DailyShow():
            return "/daily show"
        case c.DailySet(at, zone, days, topics):
            time = f"{at:%H:%M}" if at else ""
            printed = c.print_days(days) if days is not None else ""
            return _line("daily set", time=time, zone=zone, days=printed, topics=", ".join(topics))
        case c.DailyPause(until):
            return _line("daily pause", until=until.isoformat())
        case c.DailyReveal(when):
            return _line("daily reveal", when="later" if when == "later" else "at once")
        case c.ListTopics(prefix):
            return _line("topics", prefix=prefix)
        case c.Conflicts(topic):
            return _line("conflicts", topic=topic)
        case c.PlanUntil(by, topics) if by is not None:
            return _line("plan", by=by.isoformat(), topics=", ".join(topics))
        case c.ExportMe() | c.ForgetMe():
            return f"/privacy {typed.split()[0]}"
        case c.Opt(out):
            return "/privacy opt-out" if out else "/privacy opt-in"
        case c.Ask(query):
            return _line(name, query=query)
        case c.ShowReports() | c.Misread():
            return _line(name, query=typed)
        case _:
            return f"/{typed}"


def _line(name: str, **options: str) -> str:
    return " ".join((f"/{name}", *(f"{key}:{value}" for key, value in options.items() if value)))
