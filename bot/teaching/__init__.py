"""What maintainers teach the bot from Slack, over and above the knowledge files."""
