"""A round, or two, as one document for people: HTML, Markdown or Word."""
