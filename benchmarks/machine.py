"""What the figures were measured on."""

import os
import platform
from importlib.metadata import version
from pathlib import Path


def machine() -> str:
    """The processor, its number of cores, the memory and the versions of what was measured."""
    packages = ("sixsteps", "polars", "duckdb", "pandas", "narwhals", "numpy")
    versions = ", ".join(f"{name} {version(name)}" for name in packages)
    return (
        f"{_processor()}, {os.cpu_count()} cores, {_memory()}, {platform.system()};"
        f" Python {platform.python_version()}; {versions}"
    )


def _processor() -> str:
    described = Path("/proc/cpuinfo")
    if described.is_file():
        for line in described.read_text("utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def _memory() -> str:
    try:
        size = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, OSError, ValueError):
        return "memory unknown"
    return f"{size / 2**30:.0f} GiB of memory"
