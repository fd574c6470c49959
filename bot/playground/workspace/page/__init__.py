"""The page at /: a Slack channel to look at and to type into."""
