"""A local Slack workspace: Web API, Socket Mode, a control API and a page. Imports nothing of the bot."""
