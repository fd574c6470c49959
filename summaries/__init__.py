"""What an article says: sentences, figures, quotes, stories, answers and the digest, word for word."""
