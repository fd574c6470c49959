"""Editions reach their channels, once each: composing, posting, recording, recovering."""
