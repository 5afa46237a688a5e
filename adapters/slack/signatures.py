"""Whether a request is Slack's own: signed over its very bytes, of these minutes, and not a replay.

Nothing of a request is decoded or parsed before this: whoever can reach the address may send
anything, and what it claims about itself (a charset, a content type) is theirs too.
"""

import hashlib
import hmac
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

GOOD_FOR = 300.0  # seconds: Slack's own limit for the age of a signature
_FORM = "v0="
_DIGEST = len(_FORM) + 64


@dataclass(frozen=True, slots=True)
class Proof:
    """What a request says to prove that it is Slack's."""

    timestamp: str
    signature: str

    @classmethod
    def of(cls, headers: Mapping[str, str]) -> "Proof":
        return cls(
            headers.get("X-Slack-Request-Timestamp", ""), headers.get("X-Slack-Signature", "")
        )


class Signatures:
    """Checks proofs with the app's signing secret, and remembers those that were used.

    Its time is the one that replicas share: a machine's own may be minutes away from Slack's.
    """

    def __init__(self, secret: str, clock: Callable[[], datetime]) -> None:
        self._secret = secret.encode()
        self._clock = clock
        self._used: OrderedDict[str, float] = OrderedDict()
        self._began = int(self._now())

    def _now(self) -> float:
        return self._clock().timestamp()

    def may_be_good(self, proof: Proof) -> bool:
        """Whether the body is worth reading: a fresh timestamp, and what looks like a signature."""
        stamp, signature = proof.timestamp, proof.signature
        if not (stamp.isascii() and stamp.isdigit() and len(stamp) < 12):
            return False
        # What was signed before this process began may have been used up by the one before it.
        fresh = abs(self._now() - int(stamp)) <= GOOD_FOR and int(stamp) >= self._began - 1
        return fresh and len(signature) == _DIGEST and signature.isascii()

    def is_good(self, proof: Proof, body: bytes) -> bool:
        """Whether the signature is that of these bytes."""
        signed = b"v0:" + proof.timestamp.encode() + b":" + body
        digest = hmac.new(self._secret, signed, hashlib.sha256).hexdigest()
        return hmac.compare_digest(_FORM + digest, proof.signature)

    def is_used(self, proof: Proof) -> bool:
        """Whether this good proof came before; it counts as used from now on."""
        now = self._now()
        while self._used and next(iter(self._used.values())) < now:
            self._used.popitem(last=False)
        if proof.signature in self._used:
            return True
        # A timestamp from the future may be good for twice as long.
        self._used[proof.signature] = now + 2 * GOOD_FOR
        return False
