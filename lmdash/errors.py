"""What can go wrong, in words for the person at the screen: what happened, what was kept, what to do."""


class LmdashError(Exception):
    """Base of all errors meant for display; the message is a full sentence that names the remedy."""


class ModelUnavailableError(LmdashError):
    """A model that cannot be opened: unknown, unreachable, broken, too big or of a family that is not supported."""


class InputError(LmdashError):
    """A prompt, position, token or setting that the model cannot work with."""
