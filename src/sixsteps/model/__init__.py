"""The domain as immutable values: scales, questions, frameworks, adaptations and rounds."""
