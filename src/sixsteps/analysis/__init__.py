"""From values to frozen results: coverage, summary, gaps, change, agreement, history."""
