"""What rows of the tables of commands and actions say of them: who may, and how they go."""

from dataclasses import dataclass
from typing import Literal

Right = Literal[
    "", "change the daily question", "write questions", "see reports", "see gaps", "give roles"
]  # "": everybody may


@dataclass(frozen=True, slots=True)
class Traits:
    """What a platform has to know of a command or a click before there is an answer to it."""

    opens_form: bool = False  # the answer is a form, which has to open at once
    opened_by: str = ""  # it submits the form that the action of this name opens
    shares: bool = False  # the answer is for everybody; a second click within seconds is a slip
    posts: bool = False  # it ends with the companion posting by itself, here and later
    forgets: bool = False  # whoever asks is forgotten


PLAIN = Traits()
