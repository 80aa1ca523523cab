"""App Home: what it shows to whom, when it is published, and what can be done in it."""
