"""Notes that a team could have: forty questions in every form, beside lines that rules ask about.

Whoever plays by them knows what is right from these words alone: a right option says that it is so.
"""

import shutil
from collections.abc import Callable
from pathlib import Path

COUNT = 40
TOPICS = ("Pumps", "Valves", "Gauges", "Belts", "Gears", "Springs")
RIGHT, WRONG = "the lever", "the wheel"  # typed
SO = "it is so"  # in a right option, and in no other
BACK = "It takes longer than a line to say why, and nobody would type all of it."
LINES = Path(__file__).parents[1] / "bot" / "conversations" / "notes"


def write(folder: Path) -> None:
    """One file of questions for each topic, beside files of lines alone."""
    folder.mkdir()
    for place, topic in enumerate(TOPICS):
        asked = [text(number) for number in range(place, COUNT, len(TOPICS))]
        whole = "\n".join((f"# {topic}\n", *asked))
        (folder / f"{topic.lower()}.md").write_text(whole, encoding="utf-8")
    for name in ("ec2.md", "lambda.md", "sns.md", "sqs.md"):
        shutil.copy(LINES / name, folder)


def text(number: int) -> str:
    """One of the forty; which form it has goes by its number."""
    forms: tuple[Callable[[int], str], ...] = (
        ticked, lettered, several, typed, coded, ticked, several_lettered, card,
    )  # fmt: skip
    return forms[number % len(forms)](number)


def ticked(number: int) -> str:
    return f"""\
### What is so about thing {number}?
- [ ] not this {number}
  > That is another thing.
- [x] {SO} {number}
- [ ] nor that {number}
> Explanation: So it is with {number}.
> Hint: It begins with a vowel.
"""


def lettered(number: int) -> str:
    return f"""\
### Which of these holds for thing {number}?
A. not this {number}
B. nor that {number}
C. {SO} {number}

Answer: C
"""


def several(number: int) -> str:
    return f"""\
### Which two are so of thing {number}?
- [ ] not this {number}
- [x] {SO} and stays {number}
- [ ] nor that {number}
- [x] {SO} and goes {number}
"""


def several_lettered(number: int) -> str:
    return f"""\
### Which two of these hold for thing {number}?
A. {SO} and stays {number}
B. not this {number}
C. {SO} and goes {number}

**Answer: A, C**
"""


def typed_answer(stem: str, *, right: bool) -> str:
    """What somebody types who knows the notes, or who errs; a number without its unit."""
    if "How many days" in stem:
        return "14" if right else "15"
    return RIGHT if right else WRONG


def typed(number: int) -> str:
    if number % 16 == 3:
        return f"Q: How many days does thing {number} run?\nA: 14 days\n"
    return f"""\
Q: What lifts thing {number}?
A: Lever
Accept: Crowbar
"""


def coded(number: int) -> str:
    return f"""\
### What does this do to thing {number}?

```python
for n in range({number}):
    lift(n)
```

- [x] {SO} {number}
- [ ] not this {number}
"""


def card(number: int) -> str:
    return f"""\
Q: Why does thing {number} turn?
A: {BACK}
> Tags: cards
"""
