"""What people type to the bot: words parsed to a Command (pure), and the desk that acts on it."""
