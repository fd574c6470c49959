"""The only place that makes Block Kit: data in, a Message out. Pure."""
