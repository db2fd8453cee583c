"""Forms for survey tools, and their exports."""
