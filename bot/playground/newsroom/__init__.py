"""The local newsroom: invented outlets that serve feeds and article pages over HTTP on loopback."""
