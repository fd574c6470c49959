"""What was read out of the articles, kept and looked up: the only room of this package that stores."""
