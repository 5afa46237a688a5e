"""Every limit of Slack that this adapter keeps, in one table.

Where Slack documents none, the number is what was seen to be accepted, with a margin.
Text is measured as it is sent (escaped) in UTF-16 units, the strictest way of counting.
"""

from typing import Final

# Messages
MESSAGE_BLOCKS: Final = 50
MESSAGE_CHARACTERS: Final = 8_500  # undocumented; about 9,600 were accepted and 11,300 refused
MESSAGE_TEXT: Final = 3_900  # chat.update refuses more than 4,000
METADATA_KEY: Final = 255

# Views
VIEW_BLOCKS: Final = 100
VIEW_CHARACTERS: Final = (
    60_000  # a view may have 250 kB as JSON; this leaves room for the structure
)
VIEW_TITLE: Final = 24
VIEW_SUBMIT: Final = 24
PRIVATE_METADATA: Final = 3_000

# Blocks
HEADER: Final = 150
RICH_TEXT: Final = 2_800  # a piece of rich text; sections end at 3,000 and so do we
CONTEXT_TEXT: Final = 1_900
DATE_WORDS: Final = 100  # what stands in place of a date
CALLED: Final = 50  # people named in one block
ACTIONS_ELEMENTS: Final = 25
BUTTON_TEXT: Final = 75
BUTTON_VALUE: Final = 2_000
BLOCK_ID: Final = 255
ALTERNATIVE_TEXT: Final = 1_000  # of a picture: 2,000 in a block, 1,000 where it is handed over
TABLE_ROWS: Final = 100
TABLE_COLUMNS: Final = 20
TABLE_CHARACTERS: Final = 4_000  # about 10,000 in all were accepted; longer ones are drawn as lines

PROMPTS: Final = 4  # suggested where one writes to the bot

# Form elements
OPTION_TEXT: Final = 75
OPTION_VALUE: Final = 150
SELECT_OPTIONS: Final = 100
SELECT_GROUPS: Final = 100
OVERFLOW_OPTIONS: Final = 5
CHECKBOXES: Final = 10
INPUT_TEXT: Final = 3_000
INPUT_LABEL: Final = 2_000
PLACEHOLDER: Final = 150

# Time
ACKNOWLEDGE_WITH_ANSWER: Final = 2.0  # how long a submitted form may be worked on before its ack
PATIENCE: Final = 1.0  # after this long people are told that it takes a while
TRIGGER_PATIENCE: Final = 0.8  # a trigger_id lives 3 s; a view that takes longer opens as "loading"
PICTURE_PATIENCE: Final = 6.0  # words wait no longer until a picture is handed over
# After a picture was handed over it may take Slack some seconds until a message may show it.
PICTURE_PAUSES: Final = (0.5, 0.5, 1.0, 1.0, 2.0)
RESPONSE_URL_USES: Final = 5
WHISPER_LATER: Final = (2.0, 10.0)  # when a response_url that failed is tried again
RETRY_AFTER: Final = 120.0  # longer than this is not waited for but reported
CACHE_PEOPLE: Final = 300.0
CACHE_CHANNELS: Final = 60.0
CHANNELS_PATIENCE: Final = 5.0

# Rates (seconds between calls, calls that may come at once)
CHANNEL_POSTS: Final = (1.0, 3)  # what is posted by the clock
CHANNEL_ANSWERS: Final = (1.0, 5)  # what people asked for, in a queue of its own
UPDATES: Final = (1.2, 10)
PEOPLE_LOOKUPS: Final = (0.65, 50)
