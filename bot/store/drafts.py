"""Forms that were refused, as they had been filled in: nobody types the same thing twice."""

import json
from collections.abc import Mapping
from datetime import datetime

from bot.messages import Person
from bot.store.database import Queries
from bot.store.records import team_of


class Drafts:
    """One a person and form, until the form is taken or a while has passed."""

    def __init__(self, queries: Queries) -> None:
        self._queries = queries

    def keep(self, who: Person, form: str, fields: Mapping[str, str], at: datetime) -> None:
        """Keep what *who* typed into the fields of a form, in place of what was kept before."""
        self._queries.put(
            "drafts",
            "team, member, form",
            team=team_of(who),
            member=who.user,
            form=form,
            fields=json.dumps(dict(fields), ensure_ascii=False),
            at=at,
        )

    def of(self, who: Person, form: str) -> dict[str, str]:
        """What *who* typed last time, by the names of the fields; empty if nothing is kept."""
        row = self._queries.row(
            "SELECT fields FROM drafts WHERE team = :team AND member = :member AND form = :form",
            team=team_of(who),
            member=who.user,
            form=form,
        )
        found: dict[str, str] = json.loads(row["fields"]) if row else {}
        return found

    def drop(self, who: Person, form: str) -> bool:
        """The form was taken; whether anything was kept of it."""
        return self._queries.wrote(
            "DELETE FROM drafts WHERE team = :team AND member = :member AND form = :form",
            team=team_of(who),
            member=who.user,
            form=form,
        )

    def drop_before(self, at: datetime) -> int:
        """Let go of what nobody came back for."""
        return self._queries.change("DELETE FROM drafts WHERE at < :at", at=at)
