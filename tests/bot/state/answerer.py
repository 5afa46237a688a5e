"""A process that answers as fast as it can and says so after each answer, until it is killed.

`python -m tests.bot.state.answerer DATABASE_URL ROUND PREFIX`
"""

import os
import sys
import threading
from datetime import timedelta

from bot.quiz.outcomes import Answered
from bot.quiz.rounds import QuizRounds
from bot.store import Store
from tests.bot.state.world import RIGHT, TEAM, somebody


def main(url: str, round_id: int, prefix: str) -> None:
    store = Store.open(url)
    rounds = QuizRounds(store)
    round = rounds.get(TEAM, round_id)
    assert round is not None
    at = round.opens + timedelta(minutes=1)

    def answer(thread: int) -> None:
        for n in range(100_000):
            user = f"{prefix}-{thread}-{n}"
            if isinstance(rounds.answer(somebody(user), round_id, RIGHT, at), Answered):
                os.write(1, f"{user}\n".encode())  # acknowledged: from here on it must be there

    for thread in range(3):
        threading.Thread(target=answer, args=(thread,)).start()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), sys.argv[3])
