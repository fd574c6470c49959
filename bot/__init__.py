"""NHS Brief in Slack and in a shell: commands, mentions, schedules and delivery."""
