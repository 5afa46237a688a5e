"""Every limit of Discord that this adapter keeps, in one table.

Text is measured as it is sent (escaped) in UTF-16 units, the strictest way of counting. Where the
documentation and practice differ the smaller number stands here.
"""

from typing import Final

# Messages
EMBEDS: Final = 10
EMBED_TITLE: Final = 256
EMBED_AUTHOR: Final = 256
EMBED_DESCRIPTION: Final = 4_000  # 4,096 are allowed
EMBED_FIELDS: Final = 25
FIELD_NAME: Final = 256
FIELD_VALUE: Final = 1_024
EMBED_FOOTER: Final = 2_000  # 2,048 are allowed
MESSAGE_CHARACTERS: Final = 5_800  # all embeds together; 6,000 are allowed
NONCE: Final = 25
ALTERNATIVE_TEXT: Final = 1_024

# Components
ROWS: Final = 5
ROW_BUTTONS: Final = 5
LABEL: Final = 80
COMPONENTS: Final = 40  # of a message that is laid out, those within others counted
LAYOUT_CHARACTERS: Final = 3_950  # of all its texts; 4,000 are allowed
LINK: Final = 160  # of those for the address behind its first title
CUSTOM_ID: Final = 100
SELECT_OPTIONS: Final = 25
OPTION_TEXT: Final = 100
PLACEHOLDER: Final = 100  # text inputs; selects take 150
MODAL_TITLE: Final = 45
MODAL_COMPONENTS: Final = 5
INPUT_LABEL: Final = 45
INPUT_HINT: Final = 100
INPUT_TEXT: Final = 4_000
MODAL_TEXT: Final = 1_000  # what a hint that is too long for its field may take

# Commands
CHOICES: Final = 25
CHOICE: Final = 100

# Time (seconds)
PATIENCE: Final = 1.0  # after this long the first response is "thinking"
FORM_PATIENCE: Final = 2.0  # a modal has to be the first response, so it cannot be deferred
LAGGING: Final = 0.5  # what arrives later than this is acknowledged before it is worked on
SHORTEST_PATIENCE: Final = 0.7  # however late a click that opens a form seems to be
COMPLETION_PATIENCE: Final = 2.0
DRAFT_PATIENCE: Final = 0.5  # for what was typed last time, before a form opens without it
HESITATION: Final = 1.0  # before a first response, for whoever may not be the only one to hear
FIRST_RESPONSE: Final = 2.7  # later than this a first response is not tried again; 3 are allowed
LONGEST_RATE_LIMIT: Final = 120.0  # longer than this is not waited for but reported

# Load
# Seconds between requests that nobody waits for, and how many may come at once, each kind in a
# queue of its own; 50 a second are allowed for everything together, answers apart.
POSTS: Final = (1 / 25, 10)
UPDATES: Final = (1 / 10, 5)  # counters, and what closes a question
LOOK_BACKS: Final = (1 / 5, 5)
ROLES: Final = (1, 5)  # giving and taking them: ten in ten seconds are allowed
DIRECT: Final = (1 / 2, 3)  # direct messages: opening many at once counts as abuse
AT_ONCE: Final = 24  # requests that the companion works on at a time
CROWD: Final = 40  # with more than this waiting, everybody is told at once that it takes a moment
CALLBACKS: Final = 64  # first responses on their way at a time, so that connections are used again

THREAD_NAME: Final = 100
CALLED: Final = 80  # people named in one message, whose text may have 2,000 characters
