"""Files made on request, in a process of their own beside the bot."""
