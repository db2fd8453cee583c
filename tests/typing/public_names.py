"""What type checkers say of the public names; mypy fails on an ignore that it does not need."""

import sixsteps as ss

framework: ss.Framework = ss.six_steps()
misspelt = ss.six_stepz()  # type: ignore[attr-defined]
