"""What can go wrong in reading and keeping notices, by what the caller can do about it."""


class NoticebotError(Exception):
    """Base of every error this project raises on purpose; its message is one line for the person who can act."""


class UnreadableError(NoticebotError):
    """What was given cannot be read as a notice: give another file or text."""


class StoreError(NoticebotError):
    """The store cannot be used as it is: choose another, or do what the message says."""


class DataError(NoticebotError):
    """A data file of the program is wrong: mend the key the message names."""


class ConflictError(NoticebotError):
    """What was asked for would contradict what is held: choose another name or id."""
