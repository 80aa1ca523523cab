"""``setupbot doctor``: looks whether everything is there that the bot needs, and says what to do where it is not."""
