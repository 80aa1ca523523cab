"""The mistakes a person can make, each worded once for that person."""


class BotError(Exception):
    """A person's mistake; ``user_message`` says in their words what to do next.

    Raise a subclass. Edges (terminal, Slack) show ``user_message`` and nothing else.
    """

    def __init__(self, user_message: str) -> None:
        super().__init__(user_message)
        self.user_message = user_message
