"""Questions that people write in chat: a form, a message made into one, a list, one in detail."""

from bot import actions
from bot.commands import QuestionWriters
from bot.export.markdown import questions_as_markdown
from bot.language import _
from bot.messages import Reply
from bot.quiz.writing import WrittenForm, draft_of, fits_a_form, form_of, new_id, read_form
from bot.replies import lookup as lookup_say
from bot.replies import questions as say
from bot.store import Areas
from bot.store.audit import WORDED
from bot.talk.turn import Turn
from bot.text import one_line
from knowledge.model import Question


def add(turn: Turn) -> Reply:
    """The empty form."""
    del turn
    return Reply(form=say.form(WrittenForm(), actions.SAVE_QUESTION()))


def of_message(turn: Turn) -> Reply:
    """The form with somebody's message in it."""
    text = turn.request.fields.get("text", "")
    if not text.strip():
        return lookup_say.no_words()
    draft = draft_of(text)
    return Reply(form=say.form(draft, actions.SAVE_QUESTION()))


def save(turn: Turn) -> Reply:
    """A new question, asked from now on."""
    return _keep(turn, new_id(), None)


def edit(turn: Turn, identity: str) -> Reply:
    """The form with a question in it."""
    question = _changeable(turn, identity)
    if isinstance(question, Reply):
        return question
    filled = form_of(question)
    if not fits_a_form(filled):
        return say.too_long_for_a_form(question)
    return Reply(form=say.form(filled, actions.SAVE_EDIT(identity), _("Edit a question")))


def save_edit(turn: Turn, identity: str) -> Reply:
    """Another wording. One of the notes is changed for this workspace alone."""
    before = _changeable(turn, identity)
    return before if isinstance(before, Reply) else _keep(turn, identity, before)


def _changeable(turn: Turn, identity: str) -> Question | Reply:
    """One of theirs: what an admin took out, or worded anew, is not undone by another wording.

    What figures or reports put on hold is mended by its author, as ever.
    """
    question = _theirs(turn, identity)
    if isinstance(question, Reply) or turn.decides:
        return question
    known = turn.core.store.items.state(turn.team, question.id, question.version)
    taken_out = known is not None and known.actor and known.state in ("held", "retired")
    if taken_out:
        return say.taken_out(turn.voice)
    last = turn.core.store.audit.who_wrote(turn.team, identity)
    return say.corrected(turn.voice) if last not in (None, turn.who.user) else question


def _theirs(turn: Turn, identity: str) -> Question | Reply:
    """A question that they may read with its answer and change, or why they may not.

    Editors every one, others their own: the rest belongs to the workspace, and may be asked of
    them yet.
    """
    if not (turn.decides or turn.core.wrote(turn.team, turn.who.user, identity)):
        return say.not_theirs(turn.voice)
    question = turn.core.stock.question(turn.team, identity)
    return say.unknown(turn.voice, identity) if question is None else question


def _keep(turn: Turn, identity: str, before: Question | None) -> Reply:
    fields = turn.request.fields
    topic = _topic(turn, one_line(fields.get("topic", "")), fields.get("stem", ""))
    form = WrittenForm(
        fields.get("stem", ""), fields.get("options", ""), fields.get("why", ""), topic
    )
    read = read_form(form, identity, before)
    if read.question is None:
        return say.refused(read.errors)
    _put(turn, read.question)
    return say.saved(turn.voice, read.question, new=before is None)


def _topic(turn: Turn, named: str, stem: str) -> str:
    """The topic as the notes call it, a new one, or what the question is about."""
    library = turn.core.library
    if named:
        known = library.topic(named)
        exact = known is not None and named.casefold() in (
            name.casefold() for name in (known.name, *known.aliases)
        )
        return known.name if known is not None and exact else named[:60]
    found = library.ask(one_line(stem)[:300], 1)
    return found.answers[0].topic if found.confident else ""


def _put(turn: Turn, question: Question) -> None:
    def put(kept: Areas) -> None:
        kept.team_questions.put(turn.team, question, turn.who.user, turn.at)
        person = kept.people.see(turn.who).id
        kept.items.edited(turn.team, question.id, person, turn.at)
        kept.audit.note(turn.who, turn.at, WORDED, question.id)

    turn.core.store.run(put, turn.team)


def listing(turn: Turn, page: int = 0) -> Reply:
    """What was written in this workspace; without the right to change it, what oneself wrote."""
    return say.listing(turn.voice, _listed(turn), page)


def _listed(turn: Turn) -> tuple[Question, ...]:
    kept = turn.core.store.team_questions.of(turn.team)
    return tuple(one.question for one in kept if turn.editor or one.author == turn.who.user)


def export(turn: Turn) -> Reply:
    """The same as a file of notes."""
    own = _listed(turn)
    tag = turn.core.settings.flashcard_tag
    return say.exported(questions_as_markdown(own, tag), len(own))


def show(turn: Turn, identity: str) -> Reply:
    """Origin, how often it was asked, how people did, reports, state."""
    question = _theirs(turn, identity)
    if isinstance(question, Reply):
        return question
    if not turn.editor and question.id in turn.core.store.rounds.open_questions(turn.team):
        return say.still_open()
    moderation, store = turn.core.moderation, turn.core.store
    which = (turn.team, question.id, question.version)
    state, is_card = store.items.state(*which), question.answered_by == "card"
    known = say.QuestionRecord(
        question,
        store.figures.asked(turn.team).get(question.id, 0),
        store.items.grades(*which) if is_card else store.items.choices(*which),
        [
            (report.reason, report.words if turn.editor else "")
            for report in moderation.reports_on(turn.team, question)
        ],
        state.state if state else "",
        state.reason if state else "",
        turn.editor,
    )
    return say.record(turn.voice, known)


def writers(turn: Turn, command: QuestionWriters) -> Reply:
    """Say who may write questions here, or let others write them from now on, as an admin."""
    if command.who is None:
        allowed = turn.core.writers_of(turn.team)
        return say.writers(turn.voice, allowed, may_change=turn.editor)
    if not turn.editor:
        return say.writers_not_allowed()
    turn.core.let_write(turn.team, command.who, turn.at)
    return say.writers(turn.voice, command.who, may_change=False)


def approve(turn: Turn, identity: str) -> Reply:
    """A generated question is fit to be a daily question."""
    question = turn.core.stock.question(turn.team, identity)
    done = question is not None and turn.core.moderation.approve(turn.who, question, turn.at)
    return say.approved(done)
