"""Questions and contradictions are made beside everything else, and whoever stops it may do so."""

import threading
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.companion import Companion
from bot.settings import Settings
from bot.store import Store
from knowledge.library import Library


async def test_stopped_while_they_are_made_no_error_is_told(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    library = Library.unread([tmp_path], tmp_path / "data")
    with closing(Store.open(tmp_path / "study.db")) as store:
        companion = Companion(
            library=library,
            store=store,
            settings=Settings(),
            clock=lambda: datetime.now(UTC),
            messengers={},
        )
        companion.warm_up_soon()  # it waits for notes that nobody reads
        (warming,) = (one for one in threading.enumerate() if one.name == "companion-warm-up")
        await companion.close()
        library.close()
        warming.join(60)
        assert not warming.is_alive()
    assert caplog.messages == []
