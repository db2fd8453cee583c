"""Two sample rounds of a partnership that does not exist, on two adapted frameworks.

Anytown and everybody in it are made up: to try things with, to teach with, and for the pages of
the documentation. Nothing here is about a real place, and nothing about any child.
"""

from sixsteps.samples.frameworks import anytown_2025, anytown_2026
from sixsteps.samples.rounds import autumn_2025, spring_2026

__all__ = ["anytown_2025", "anytown_2026", "autumn_2025", "spring_2026"]
