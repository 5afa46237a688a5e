"""Holds written questions against their machine checks: `python -m bench bank [--notes PATH …]`.

What `companion notes lint` says of each question must be nothing. Over all of them: the place of
the right option is even, the longest option is right no more often than by chance, the key's words
stand in the section cited, no stem gives a word to the key alone, kinds and exams are mixed, every
topic has questions. Exit status 1 when a gate fails.
"""

import argparse
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence

from bench.notes import ABSENT, SHARED_NOTES
from bench.questions_gates import SIGNIFICANT, even
from knowledge.language.words import content
from knowledge.library import Library
from knowledge.lint import lint
from knowledge.lint_questions import LONGEST_OPTION
from knowledge.model import Authored, Fact

RUN = 8  # words in a row that no two questions share, nor a question and the sample notes
GIVEN_AWAY = 0.05  # share of questions in which a word of the stem stands in the key alone
UNSUPPORTED = 0.02  # share whose cited section lacks the key's words: calculated answers
EXAMS = ("clf", "saa", "dva")
