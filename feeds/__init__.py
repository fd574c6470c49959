"""News as it is printed: feeds and pages in, archived articles out. Imports nothing of the other packages."""
