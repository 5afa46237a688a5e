"""What was mended, undone once for each number: the test that guards it has to fail.

    python -m bench mends [--only TEXT]

Each row of the table takes one mend out of a copy of the tree and runs one test there. A test that
passes all the same guards nothing. The exit status is 1 if there is such a one.
"""

import argparse
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parents[1]
LEFT_OUT = shutil.ignore_patterns(".*", "__pycache__", "pictures", "dist")
SECONDS = 300  # for one test: where the mend is gone, some would wait for ever


@dataclass(frozen=True, slots=True)
class Mend:
    """One mend, what stands in its place when it is undone, and the test that then fails."""

    number: str  # of what was to be mended, as docs/security.md has it
    what: str
    file: str
    text: str  # exactly once in the file
    undone: str
    test: str


MENDS = (
    Mend(
        "1", "the body is read as it was signed, not in its sender's charset",
        "adapters/slack/http.py",
        "asked = _bolt_request(request, body.decode())",
        "asked = _bolt_request(request, await request.text())",
        "tests/adapters/slack/test_hostile_http.py::"
        "test_the_senders_charset_does_not_matter_to_what_is_signed",
    ),
    Mend(
        "1", "nothing unsigned is decoded",
        "adapters/slack/http.py",
        "                body = await request.read()\n",
        "                body = (await request.text()).encode()\n",
        "tests/adapters/slack/test_hostile_http.py::"
        "test_a_body_in_a_charset_that_is_slow_to_read_is_never_read",
    ),
    Mend(
        "2", "answers that may be changed are sealed",
        "bot/store/answers.py",
        "            sealed=round.changeable and not answer.late,\n",
        "            sealed=False,\n",
        "tests/bot/conversations/test_sealed.py",
    ),
    Mend(
        "3", "equal lines in a row are read two hundred times",
        "knowledge/reading/decoding.py",
        "MOST_ALIKE = 200", "MOST_ALIKE = 20_000_000",
        "tests/knowledge/test_hostile_notes.py::"
        "test_of_equal_lines_in_a_row_the_first_are_read_and_what_follows_them",
    ),
    Mend(
        "3", "a note has so many lines at most",
        "knowledge/reading/decoding.py",
        "    return min(MOST_LINES, max(FEWEST_LINES, size // SIZE_OF_LINE))\n",
        "    return 100 * MOST_LINES\n",
        "tests/knowledge/test_hostile_notes.py::"
        "test_a_note_of_very_many_lines_is_named_and_keeps_nothing_else_from_being_read",
    ),
    Mend(
        "3", "nobody waits for the first questions",
        "knowledge/questions/stock.py",
        "        if wait or self.patient:\n            thread.join()",
        "        if True:\n            thread.join()",
        "tests/knowledge/test_questions_cache.py::test_nobody_waits_for_the_first_ones",
    ),
    Mend(
        "3", "questions are made by a process, few or many",
        "knowledge/questions/stock.py",
        "            run_python(words, TIME_LIMIT, needed)\n",
        "            main(self._index, self._cache, version)\n",
        "tests/knowledge/test_questions_cache.py::"
        "test_few_facts_are_asked_about_by_another_process_as_well",
    ),
    Mend(
        "3", "which ends in time",
        "knowledge/questions/stock.py",
        "if time.monotonic() >= ends or not needed():", "if not needed():",
        "tests/knowledge/test_questions_cache.py::"
        "test_a_process_that_dawdles_is_ended_and_the_last_good_set_stays",
    ),
    Mend(
        "3", "and in less where the notes have changed meanwhile",
        "knowledge/questions/stock.py",
        "version in self._making or time.monotonic() < overtime", "True",
        "tests/knowledge/test_questions_cache.py::"
        "test_a_process_that_hangs_makes_room_once_the_notes_have_changed",
    ),
    Mend(
        "3", "a maker that was killed is started again",
        "knowledge/questions/stock.py",
        "ATTEMPTS = 3", "ATTEMPTS = 1",
        "tests/jobs/test_stuck_maker.py::"
        "test_a_maker_that_was_killed_is_started_again_and_the_last_good_set_kept[slack]",
    ),
    Mend(
        "3", "the numbers of a line are found in the time that it is long",
        "knowledge/language/quantities.py",
        "        while taken and taken[-1][1] <= match.start():\n"
        "            taken.pop()  # both come in the order of the text\n"
        "        if taken and taken[-1][0] < match.end():\n",
        "        if any(a < match.end() and match.start() < b for a, b in taken):\n",
        "tests/knowledge/test_quantities.py::"
        "test_a_line_of_nothing_but_numbers_is_read_in_the_time_that_it_is_long",
    ),
    Mend(
        "3", "lines that deny one another are not all held against each other",
        "knowledge/conflicts/sayings.py",
        "MOST_ALIKE = 40", "MOST_ALIKE = 10**9",
        "tests/knowledge/test_conflicts.py::"
        "test_thousands_of_lines_that_deny_one_another_are_not_held_against_each_other",
    ),
    Mend(
        "3", "a long line of marks is no Markdown",
        "knowledge/reading/inline.py",
        "_LONGEST = 4000", "_LONGEST = 10**9",
        "tests/knowledge/reading/test_hostile_files.py::"
        "test_what_a_file_costs_grows_as_it_does"
        "[struck through and never closed.md]",
    ),
    Mend(
        "3", "the cells of a row count as lines do",
        "knowledge/statements/read.py",
        "        seen[fact.file] += 1 + len(fact.cells) // CELLS\n",
        "        seen[fact.file] += 1\n",
        "tests/knowledge/test_statements.py::"
        "test_of_a_wide_table_no_more_is_read_than_of_a_narrow_one",
    ),
    Mend(
        "2", "practice on the screen tells nothing that a channel is being asked",
        "bot/quiz/rounds.py",
        "        if _secret_in(kept, who, round):\n",
        "        if False:\n",
        "tests/bot/conversations/test_quizzes.py::"
        "test_practice_on_the_screen_tells_nothing_while_the_channel_is_asked",
    ),
    Mend(
        "2", "nor does the back of a card",
        "bot/talk/quiz.py",
        "    if secret := _secret(turn, round):\n        return secret\n    outlook",
        "    outlook",
        "tests/bot/conversations/test_written.py::"
        "test_a_typed_answer_is_told_in_no_practice_while_the_channel_is_asked",
    ),
    Mend(
        "4", "what a reporter wrote is for editors",
        "bot/talk/questions.py",
        "report.words if turn.editor else \"\"",
        "report.words",
        "tests/bot/conversations/test_written.py::"
        "test_what_reporters_wrote_is_for_admins_and_not_for_the_author",
    ),
    Mend(
        "4", "what an admin changed its author does not write over",
        "bot/talk/questions.py",
        "say.corrected(turn.voice) if last not in (None, turn.who.user) else question",
        "question",
        "tests/bot/conversations/test_written.py::"
        "test_what_an_admin_corrected_its_author_does_not_write_over",
    ),
    Mend(
        "4", "a host hears of holds of what their own channel is about",
        "jobs/hosts.py",
        "if schedule.channel in asked or self._is_editors(schedule):",
        "if asked is not None:",
        "tests/jobs/test_bad_days.py::"
        "test_a_host_hears_of_what_their_own_channel_is_about",
    ),
    Mend(
        "4", "where the platform tells today's rights, those count",
        "bot/talk/turn.py",
        "self.where.private and not self.who.rights_told",
        "self.where.private",
        "tests/adapters/slack/conversations/test_rights_in_slack.py",
    ),
    Mend(
        "4", "in Discord's direct messages it tells none",
        "adapters/discord/requests.py",
        "rights_told=isinstance(user, discord.Member),",
        "rights_told=True,",
        "tests/adapters/discord/test_places.py::"
        "test_in_direct_messages_nobody_learns_what_somebody_may_do",
    ),
    Mend(
        "4", "who invited the bot decides nothing about questions",
        "bot/core.py",
        "        return who.may_administer or",
        '        return self.store.inviters.is_inviter(who, "mals-own") or who.may_administer or',
        "tests/bot/conversations/test_roles.py::test_the_inviter_decides_nothing_about_questions",
    ),
    Mend(
        "4", "nor reads or changes those that others wrote",
        "bot/talk/questions.py",
        "    if not (turn.decides or turn.core.wrote(",
        "    if not (turn.writer or turn.core.wrote(",
        "tests/bot/conversations/test_sealed.py::"
        "test_only_editors_read_what_is_right_before_the_close",
    ),
    Mend(
        "4", "a host's never is one for their channel",
        "bot/talk/previews.py",
        "    if turn.decides:\n        turn.core.moderation.retire(",
        "    if turn.team:\n        turn.core.moderation.retire(",
        "tests/bot/conversations/test_roles.py::"
        "test_who_is_no_editor_changes_nothing_of_the_workspaces",
    ),
    Mend(
        "5", "who was forgotten answers an open question no second time",
        "bot/quiz/rounds.py",
        "        if of_round(round_id) in marks:\n", "        if not marks and marks:\n",
        "tests/bot/state/test_personal.py::"
        "test_who_was_forgotten_does_not_answer_an_open_question_again",
    ),
    Mend(
        "5", "one person counts once, forgotten or not",
        "bot/quiz/rounds.py",
        "            answer = replace(answer, first=False)\n", "            pass\n",
        "tests/bot/state/test_personal.py::"
        "test_one_person_who_is_forgotten_again_and_again_cannot_take_a_question_away",
    ),
    Mend(
        "6", "only who may write there shares there",
        "bot/talk/turn.py",
        "        return joined is None or self.where.channel in joined\n", "        return True\n",
        "tests/bot/conversations/test_roles.py::test_who_may_not_write_shares_nothing",
    ),
    Mend(
        "6", "one share a minute",
        "bot/talk/turn.py",
        "SHARE_PAUSE = timedelta(minutes=1)", "SHARE_PAUSE = timedelta(0)",
        "tests/bot/conversations/test_in_private.py::test_one_person_shares_once_a_minute",
    ),
    Mend(
        "6", "names turn nothing around them, whoever stored them",
        "bot/store/people.py",
        'name=clean_name(values["name"]),', 'name=values["name"],',
        "tests/bot/state/test_store_contract.py::"
        "test_a_name_that_turns_what_stands_beside_it_comes_out_clean_everywhere",
    ),
    Mend(
        "6", "who is not in a channel answers none of its questions",
        "bot/quiz/rounds.py",
        "    return channels is None or round.kind != \"daily\" or round.channel in channels\n",
        "    return True\n",
        "tests/bot/conversations/test_roles.py::"
        "test_who_is_not_in_a_channel_learns_nothing_of_its_question",
    ),
    Mend(
        "7", "only workspaces that are named are served",
        "adapters/slack/install.py",
        "return not self._allowed or not self._allowed.isdisjoint(ids)", "return True",
        "tests/adapters/slack/test_who_may_install.py::TestAllowedTeams",
    ),
    Mend(
        "7", "with one token other workspaces are refused",
        "adapters/slack/workspaces.py",
        "    return identity.organization_wide and enterprise in (None, identity.enterprise)\n",
        "    return True\n",
        "tests/adapters/slack/test_who_may_install.py::"
        "test_with_one_token_other_workspaces_are_refused",
    ),
    Mend(
        "7", "which organization a workspace is of is noted",
        "adapters/slack/install.py",
        "noted = self._values.get(_ORGANIZATION + team) if team else None", "noted = None",
        "tests/adapters/slack/test_who_may_install.py::TestOrganizations::"
        "test_posts_go_out_to_a_workspace_that_was_heard_of",
    ),
    Mend(
        "8", "tokens are sealed",
        "bot/store/installations.py",
        "data=self._seal.sealed(json.dumps(dict(installation.data))),",
        "data=json.dumps(dict(installation.data)),",
        "tests/bot/test_secrets.py::TestTokensInTheStore::"
        "test_with_a_key_they_are_not_in_the_files",
    ),
    Mend(
        "8", "files are their owner's alone",
        "bot/private.py",
        "_OTHERS = 0o077", "_OTHERS = 0",
        "tests/bot/test_secrets.py::TestFiles::test_an_older_database_is_closed_to_others",
    ),
    Mend(
        "8", "the log is as well",
        "bot/ops/logs.py",
        "        private_file(Path(self.baseFilename))\n", "",
        "tests/bot/test_secrets.py::TestFiles::"
        "test_the_log_is_private_also_after_it_was_rolled_over",
    ),
    Mend(
        "8", "nothing secret is in a traceback",
        "bot/ops/logs.py",
        'line["trace"] = self._mask.hide(self.formatException(record.exc_info))',
        'line["trace"] = self.formatException(record.exc_info)',
        "tests/bot/test_secrets.py::"
        "test_nothing_secret_reaches_the_file_of_a_log_in_whatever_way[json]",
    ),
    Mend(
        "9", "what is installed has the hashes of the lock",
        "Makefile",
        "@$(INSTALL) --require-hashes -r requirements/run.txt",
        "@$(INSTALL) -r requirements/run.txt",
        "tests/test_requirements.py::test_setting_up_takes_nothing_that_is_not_locked",
    ),
    Mend(
        "10", "the first click tells where a question is",
        "bot/talk/quiz.py",
        "    return turn.core.rounds.confirm(round.id, message)\n", "    return False\n",
        "tests/bot/test_posting.py::TestAPostThatNobodyCanFindAgain",
    ),
    Mend(
        "10", "no round is revealed without a message",
        "bot/daily/posting.py",
        "            await self._look_for(round)\n            return\n",
        "            await self._revealed(round, at, told_void=False)\n            return\n",
        "tests/jobs/test_exactly_once.py::"
        "test_a_closed_round_whose_message_is_found_late_is_revealed_then",
    ),
    Mend(
        "11", "a question that was taken back is told of once",
        "bot/store/rounds.py",
        "\"void_told = CASE WHEN void <> '' THEN :told_void ELSE 0 END \"",
        "\"void_told = CASE WHEN :told_void THEN 0 ELSE 0 END \"",
        "tests/jobs/test_exactly_once.py::"
        "test_a_question_that_is_taken_back_before_its_close_is_told_once",
    ),
    Mend(
        "12", "notes out of reach are answered from the last good index",
        "knowledge/library.py",
        "report = self._last_good() if self.lost else None", "report = None",
        "tests/knowledge/test_index_library.py::"
        "test_notes_that_cannot_be_reached_are_answered_from_the_last_good_index",
    ),
    Mend(
        "12", "a warning that did not get out is sent again",
        "jobs/hosts.py",
        "        if user and not is_made():\n",
        "        if user and self._store.seen.first(team, name, now):\n",
        "tests/jobs/test_bad_days.py::test_what_did_not_reach_a_host_is_told_again_and_once",
    ),
    Mend(
        "12", "the day's question comes when they are back",
        "jobs/chores.py",
        "now + NOTHING_TO_ASK  # notes may come back in time\n                return\n",
        "now\n",
        "tests/jobs/test_bad_days.py::"
        "test_the_days_question_comes_when_the_notes_are_back_within_the_grace",
    ),
    Mend(
        "13", "a zone that nobody knows stops nothing",
        "bot/schedule.py",
        "    return name if name and is_zone(name) else otherwise\n",
        "    return name or otherwise\n",
        "tests/jobs/test_bad_days.py::"
        "test_a_person_in_an_unknown_zone_stops_nobodys_reminder",
    ),
    Mend(
        "13", "the host of a broken round is told",
        "jobs/hosts.py",
        "for broken in self._store.unfinished.unreadable(now - ROUNDS_TOLD):", "for broken in ():",
        "tests/jobs/test_bad_days.py::test_the_host_of_a_broken_round_hears_of_it_once",
    ),
    Mend(
        "13", "a round of any shape stops no other",
        "bot/store/unreadable.py",
        "(ValueError, TypeError, KeyError, AttributeError)", "(ValueError, TypeError, KeyError)",
        "tests/jobs/test_bad_days.py::test_a_broken_round_stops_no_other",
    ),
    Mend(
        "13", "a schedule that broke after its post keeps no question from its close",
        "bot/store/schedules.py",
        "    except ERRORS:\n        return None",
        "    except ZeroDivisionError:\n        return None",
        "tests/jobs/test_bad_days.py::"
        "test_a_schedule_that_breaks_after_its_question_keeps_that_from_no_close",
    ),
    Mend(
        "13", "one person's broken reminder is nobody else's",
        "bot/store/people.py",
        "    except ERRORS as error:", "    except ZeroDivisionError as error:",
        "tests/jobs/test_bad_days.py::"
        "test_what_cannot_be_read_of_one_person_keeps_nobody_else_from_a_reminder",
    ),
    Mend(
        "14", "a lost permission keeps the schedule",
        "jobs/hosts.py",
        "        if isinstance(gone, NotPermitted):\n", "        if not gone:\n",
        "tests/jobs/test_bad_days.py::"
        "test_a_lost_permission_keeps_the_schedule_and_says_what_helps",
    ),
    Mend(
        "15", "what one person says is done in its order",
        "bot/talk/order.py",
        "return self._locks.setdefault(name, asyncio.Lock())", "return asyncio.Lock()",
        "tests/bot/test_turns.py::test_what_was_sent_last_holds",
    ),
    Mend(
        "15", "in a crowd too",
        "adapters/discord/flows.py",
        "        await turn.comes()\n", "",
        "tests/adapters/discord/test_faults.py::test_in_a_crowd_too_what_was_sent_last_holds",
    ),
    Mend(
        "16", "a storm opens no direct messages on Slack",
        "adapters/slack/surfaces.py",
        '        log.warning("an answer was shown to nobody; another click shows it")\n',
        "        await self.web.write(\"conversations.open\", {\"users\": self.user})\n",
        "tests/adapters/slack/test_storms.py::"
        "test_a_crowd_that_cannot_be_answered_gets_no_direct_messages"
        "[error:channel_not_found]",
    ),
    Mend(
        "16", "nor on Discord",
        "adapters/discord/flows.py",
        "        if reply.private and not outcome.where.private:\n",
        "        if reply.private and not outcome.where.private:\n"
        "            await self.messenger.whisper(outcome.who, reply, key)\n",
        "tests/adapters/discord/test_faults.py::"
        "test_answers_that_come_too_late_open_no_direct_messages",
    ),
    Mend(
        "16", "posts have a queue of their own",
        "adapters/slack/messenger.py",
        'await web.call_rate.turn(f"post:{channel}", limits.CHANNEL_POSTS)',
        'await web.call_rate.turn(f"answer:{channel}", limits.CHANNEL_ANSWERS)',
        "tests/adapters/slack/test_storms.py::"
        "test_the_daily_post_does_not_stand_in_line_behind_a_crowds_answers",
    ),
    Mend(
        "16", "counters have a queue of their own on Slack",
        "adapters/slack/messenger.py",
        'await web.call_rate.turn("chat.update", limits.UPDATES)',
        'await web.call_rate.turn(f"post:{ref.place.channel}", limits.UPDATES)',
        "tests/adapters/slack/test_storms.py::test_a_post_does_not_stand_in_line_behind_counters",
    ),
    Mend(
        "16", "and on Discord",
        "adapters/discord/messenger.py",
        'await self._call_rate.turn("update", limits.UPDATES)',
        'await self._call_rate.turn("post", limits.UPDATES)',
        "tests/adapters/discord/test_faults.py::"
        "test_a_post_does_not_stand_in_line_behind_counters",
    ),
    Mend(
        "17", "people are told that the database is locked",
        "bot/companion.py",
        "return say.busy(again), \"away\"", "return reported(request), \"failed\"",
        "tests/bot/test_turns.py::"
        "test_while_the_database_is_locked_answers_are_told_to_try_again",
    ),
    Mend(
        "17", "within ten seconds",
        "bot/store/sqlite.py",
        "BUSY_SECONDS = 10.0", "BUSY_SECONDS = 60.0",
        "tests/bot/state/test_store_contract.py::"
        "test_who_waits_for_a_lock_waits_ten_seconds_at_most[sqlite]",
    ),
    Mend(
        "18", "a full disk is one sentence",
        "bot/__main__.py",
        "        if not sentence:\n", "        if sentence:\n",
        "tests/bot/test_secrets.py::TestASentenceInsteadOfATraceback::test_a_full_disk[words1]",
    ),
    Mend(
        "19", "who is asked to wait keeps all calls of that method",
        "adapters/gates.py",
        "        self._opens[method] = max(self._opens.get(method, 0.0), _now() + seconds)\n",
        "        self._opens[method] = 0.0\n",
        "tests/adapters/slack/test_storms.py::"
        "test_after_retry_after_nobody_calls_that_method_until_it_is_over",
    ),
    Mend(
        "19", "nor while that takes longer than anybody waits",
        "adapters/slack/web.py",
        "                self.gates.close(method, later.seconds)\n                waits += 1\n",
        "                waits += 7\n",
        "tests/adapters/slack/test_storms.py::"
        "test_for_longer_than_anybody_waits_nobody_calls_either",
    ),
    Mend(
        "20", "what nobody comes back for is let go of",
        "jobs/chores.py",
        "        self._store.lookups.drop_before(now - LOOKUPS_KEPT)\n", "",
        "tests/jobs/test_tidying.py::test_lookups_live_for_a_year_and_deliveries_for_three_months",
    ),
    Mend(
        "20", "states of an installation end",
        "adapters/slack/install.py",
        "if now.timestamp() > int(issued.rpartition(\".\")[2]):", "if not issued:",
        "tests/adapters/slack/test_who_may_install.py::TestStates",
    ),
    Mend(
        "exports", "nothing in the notes comes to life in Anki",
        "bot/export/anki.py",
        "escape(_ACTIVE.sub(lambda found: found[0] + _NO_BREAK, without_controls(text)))",
        "escape(without_controls(text))",
        "tests/bot/test_export.py::test_nothing_in_the_notes_comes_to_life_on_a_card",
    ),
    Mend(
        "exports", "no cell runs",
        "bot/export/tables.py",
        "        return f\"'{value}\"\n", "        return value\n",
        "tests/bot/test_export.py::"
        "test_text_that_a_spreadsheet_would_run_is_made_harmless",
    ),
    Mend(
        "exports", "no end of a line leaves its cell",
        "bot/export/tables.py",
        'safe.replace("\\r\\n", "\\n").replace("\\r", "\\n")', "safe",
        "tests/bot/test_export.py::test_no_end_of_a_line_leaves_its_cell",
    ),
    Mend(
        "exports", "nothing runs where semicolons separate cells",
        "bot/export/tables.py",
        "_CELL_WITHIN.sub(", "re.compile('x^').sub(",
        "tests/bot/test_export.py::"
        "test_no_cell_begins_with_a_formula_whatever_separates_cells",
    ),
    Mend(
        "exports", "gaps shows what two people asked",
        "bot/store/lookups.py",
        "HAVING COUNT(*) >= 2", "HAVING COUNT(*) >= 1",
        "tests/bot/state/test_store_contract.py::"
        "test_what_one_person_looked_up_is_shown_to_nobody",
    ),
)  # fmt: skip


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench mends", description=__doc__)
    parser.add_argument("--only", default="", help="numbers or tests that hold this text")
    only = parser.parse_args().only
    chosen = [one for one in MENDS if only in f"{one.number} {one.what} {one.test}"]
    with TemporaryDirectory() as folder:
        tree = Path(folder) / "tree"
        shutil.copytree(ROOT, tree, ignore=LEFT_OUT)
        print("| | undone | in | the test that fails | |\n| --- | --- | --- | --- | --- |")
        asleep = [one for one in chosen if not guarded(tree, one)]
    print(f"\n{len(chosen)} mends, {len(asleep)} without a test that fails.")
    return int(bool(asleep))


def guarded(tree: Path, mend: Mend) -> bool:
    """Whether the test passes with the mend and fails without it; prints the row."""
    with_it = passes(tree, mend.test)
    path = tree / mend.file
    whole = path.read_text(encoding="utf-8")
    path.write_text(undone(whole, mend), encoding="utf-8")
    try:
        without = passes(tree, mend.test)
    finally:
        path.write_text(whole, encoding="utf-8")
    told = "it fails" if not without else "IT PASSES"
    told = told if with_it else "IT FAILS WITH IT AS WELL"
    name = mend.test.rpartition("::")[2]
    print(f"| {mend.number} | {mend.what} | `{mend.file}` | `{name}` | {told} |", flush=True)
    return with_it and not without


def undone(text: str, mend: Mend) -> str:
    """A file without the mend."""
    if text.count(mend.text) != 1:
        raise ValueError(f"{mend.file}: {text.count(mend.text)} times {mend.text!r}")
    return text.replace(mend.text, mend.undone)


def passes(tree: Path, test: str) -> bool:
    """Whether a test passes in that tree, where at least one has to be found and run."""
    command: Sequence[str] = [
        sys.executable, "-m", "pytest", "-x", "-p", "no:cacheprovider", "--no-header", test,
    ]  # fmt: skip
    environment = os.environ | {"PYTHONPATH": str(tree), "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        done = subprocess.run(
            command, cwd=tree, env=environment, capture_output=True, text=True,
            timeout=SECONDS, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return False
    if done.returncode not in (0, 1):
        print(done.stdout[-2000:], done.stderr[-2000:], file=sys.stderr)
    return done.returncode == 0 and " passed" in done.stdout


if __name__ == "__main__":
    sys.exit(main())
