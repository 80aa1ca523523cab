"""What people do in conversations with the bot, as values, and the one use case that takes them."""
