"""A full disk, a folder that cannot be written: what stops a command, in one sentence."""

import errno

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_NO_ROOM = "the disk is full; make room in {where} and try again."


def sentence_on(error: Exception) -> str:
    """What to tell about *error*; empty where it is none of these, but a fault of ours."""
    if not isinstance(error, OSError):
        from bot.store.files import sentence_of_file

        return sentence_of_file(error)
    if error.errno is None:
        return ""
    if error.errno in _FULL:
        return _NO_ROOM.format(where=error.filename or "the folder of DATABASE_URL")
    if error.filename is None:
        return ""
    return f"{error.filename} cannot be used: {error.strerror}."
