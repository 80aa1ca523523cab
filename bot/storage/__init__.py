"""Where the bot keeps what must survive it: the embedded server, the tables and the Store."""
