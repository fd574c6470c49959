"""Who said what: direct and reported speech with speaker, role and party as this article prints them.

marks (what stands in quotation marks) ┬ people (who is named, with which role) → saying (who says it) → find
"""

from summaries.quotes.find import find_quotes

__all__ = ["find_quotes"]
