"""Sessions for those who use nox: `nox -l` lists them, `nox -s tests` runs one."""

import nox

nox.options.sessions = ["tests", "lint", "types"]


def install(session: nox.Session, *groups: str) -> None:
    """The library with every extra, and what these groups of packages hold."""
    session.install("-e", ".[all]", *(word for group in groups for word in ("--group", group)))


@nox.session(python=["3.11", "3.12", "3.13"])
def tests(session: nox.Session) -> None:
    """Run the tests that are not slow."""
    install(session, "test")
    session.run("pytest", *session.posargs)


@nox.session
def slow(session: nox.Session) -> None:
    """Run the slow tests, with LibreOffice and Chromium."""
    install(session, "slow")
    session.run("pytest", "-m", "slow and not deep", *session.posargs)


@nox.session
def lint(session: nox.Session) -> None:
    """Check style, layout, spelling and who imports whom."""
    install(session, "lint")
    session.run("codespell")
    session.run("ruff", "check", ".")
    session.run("ruff", "format", "--check", ".")
    session.run("lint-imports")


@nox.session
def types(session: nox.Session) -> None:
    """Check the types."""
    install(session, "slow", "lint")
    session.run("mypy")


@nox.session
def docs(session: nox.Session) -> None:
    """Build the documentation, warnings as errors."""
    install(session, "docs")
    session.run(
        "sphinx-build", "-q", "-W", "-n", "--keep-going", "-b", "html", "docs", "docs/_build"
    )


@nox.session
def bench(session: nox.Session) -> None:
    """Measure the library beside what a reader would otherwise use."""
    install(session, "test", "benchmarks")
    session.run("python", "-m", "benchmarks", *session.posargs)


@nox.session
def mutation(session: nox.Session) -> None:
    """Test the tests of a module: `nox -s mutation -- src/sixsteps/analysis/agreement.py`."""
    install(session, "test", "mutation")
    session.run(".ci/mutation", *session.posargs, external=True)
