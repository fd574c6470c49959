"""The parts of `summaries.sentences`: paragraphs, sentence ends, furniture, quotations and leaning."""
