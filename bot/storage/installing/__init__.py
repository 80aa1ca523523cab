"""What ``bot.installing.model.Installations`` promises, in PostgreSQL and in memory."""
