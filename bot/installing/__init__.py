"""Installing the bot into workspaces: what it asks for, and the tokens that it is given."""
