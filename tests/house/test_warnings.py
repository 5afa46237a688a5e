"""A warning about our own code fails the test it comes in; those of libraries are shown."""

import warnings

import pytest


@pytest.mark.parametrize("module", ["bot.text", "adapters.slack.app", "knowledge", "jobs.agenda"])
@pytest.mark.parametrize("kind", [DeprecationWarning, SyntaxWarning, RuntimeWarning])
def test_a_warning_about_our_code_is_an_error(module: str, kind: type[Warning]) -> None:
    with pytest.raises(kind):
        warnings.warn_explicit("old", kind, "somewhere.py", 1, module=module)


@pytest.mark.parametrize("module", ["discord.player", "botany", "somebody.bot"])
def test_a_warning_about_a_library_is_none(module: str) -> None:
    with warnings.catch_warnings(record=True) as told:
        warnings.warn_explicit("old", DeprecationWarning, "somewhere.py", 1, module=module)
    assert len(told) == 1
