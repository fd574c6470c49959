"""What Slack accepts as Block Kit: a strict validator, and ways to walk through blocks."""
