"""The parts of reading an article page: its blocks, its furniture, what it says of itself."""
