"""Everything needed to try and test the bot without Slack or the internet."""
