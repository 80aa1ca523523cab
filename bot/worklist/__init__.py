"""Questions that the bot did not serve well, for the people who keep the knowledge."""
