"""The knowledge as it stands now: replaced whole while the bot runs."""
