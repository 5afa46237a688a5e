"""How patient the local platforms are: the real ones wait three seconds for an acknowledgement.

A machine that runs the tests may be busy with other things, and then three seconds say nothing
about the companion. How fast it answers is measured on a quiet machine, with PATIENCE=1.
"""

import os

ACKNOWLEDGE = 3.0 * float(os.environ.get("PATIENCE", "10"))
