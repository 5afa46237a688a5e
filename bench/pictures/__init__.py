"""Pictures for the documentation, made from what the adapters send: `make pictures`.

`slack.py` and `discord.py` turn one message, as its platform gets it, into HTML; `page.py` sets
messages into a conversation, `camera.py` has Chromium photograph it. `terminal.py` draws the
terminal chat as SVG. `scenes.py` holds the conversations: the real adapters, connected to the
local platforms of the tests, over the bundled notes.
"""
