"""`python -m sixsteps` is the command `sixsteps`."""

import sys

from sixsteps.cli import main

sys.exit(main())
