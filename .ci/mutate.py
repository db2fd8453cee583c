"""Runs, for each mutant of the modules given, the tests that reach its line, until one fails.

`.ci/mutation` starts it. The tests are imported once; every mutant is a fork of that process, in
which the changed function is given its changed code. A change outside of functions (a default, a
constant) takes effect at import, so there the package and its tests are imported anew.
"""

import argparse
import difflib
import gc
import importlib.machinery
import json
import os
import random
import resource
import signal
import sys
import time
import traceback
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path
from types import CodeType, FunctionType

import pytest
from attrs import asdict, evolve
from coverage import CoverageData
from mutants import Mutant, mutants

SURVIVED, KILLED, ENDLESS = "survived", "killed", "endless"
NO_PYTHON, BROKEN = "no Python", "broken"


class Reach:
    """Which test reaches which line, as measured with `--cov-context=test`."""

    def __init__(self, measured: str, modules: set[str]) -> None:
        data = CoverageData(measured)
        data.read()
        self.lines: dict[str, dict[int, set[str]]] = {}
        self.width: Counter[str] = Counter()
        for file in data.measured_files():
            module = f"src/{file.rpartition('/src/')[2]}"
            if module in modules:
                self.lines[module] = {
                    line: {context.partition("|")[0] for context in contexts if context}
                    for line, contexts in data.contexts_by_lineno(file).items()
                }
                for tests in self.lines[module].values():
                    self.width.update(tests)

    def tests(self, mutant: Mutant) -> set[str]:
        """Those that reach the line; of what runs at import only, those that reach the module."""
        lines = self.lines.get(mutant.module, {})
        # What continues a statement is not always counted as a line of its own.
        here = lines.get(mutant.line) or lines.get(mutant.line - 1)
        return here or set().union(*lines.values())


class Mutation:
    """Takes the place of pytest's own loop over the tests: a loop over mutants."""

    def __init__(self, work: Sequence[Mutant], options: argparse.Namespace) -> None:
        self.work = work
        self.options = options
        self.reach = Reach(options.coverage, {mutant.module for mutant in work})
        self.noticed: defaultdict[str, Counter[str]] = defaultdict(Counter)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Fork for each mutant, as many at a time as there are jobs."""
        if session.testsfailed:
            raise session.Interrupted("what cannot be collected notices nothing")
        # What is imported only when it is needed would be imported unchanged in a fork.
        for module in {mutant.module for mutant in self.work}:
            name = module.removeprefix("src/").removesuffix(".py").removesuffix("/__init__")
            importlib.import_module(name.replace("/", "."))
        functions = defaultdict(list)
        for thing in gc.get_objects():
            if isinstance(thing, FunctionType):
                code = thing.__code__
                functions[code.co_filename, code.co_qualname, code.co_firstlineno].append(thing)
        gc.freeze()
        running: dict[int, tuple[Mutant, int]] = {}
        for mutant in self.work:
            while len(running) >= self.options.jobs:
                self._take_back(running)
            tests = self._order(mutant)
            reading, writing = os.pipe()
            child = os.fork()
            if not child:
                try:
                    fared = self._fare(mutant, tests, session, functions)
                except BaseException:
                    fared = evolve(mutant, fate=BROKEN, difference=traceback.format_exc())
                with os.fdopen(writing, "w") as pipe:
                    pipe.write(json.dumps(asdict(fared)))
                os._exit(0)
            os.close(writing)
            running[child] = mutant, reading
        while running:
            self._take_back(running)
        return True

    def _order(self, mutant: Mutant) -> list[str]:
        """First what noticed others of the module, then what reaches little, as that is quick."""
        noticed, width = self.noticed[mutant.module], self.reach.width
        tests = self.reach.tests(mutant)
        return sorted(tests, key=lambda test: (-noticed[test], width[test], test))

    def _take_back(self, running: dict[int, tuple[Mutant, int]]) -> None:
        child, _ = os.wait()
        mutant, reading = running.pop(child)
        with os.fdopen(reading) as pipe:
            told = pipe.read()
        # A fork that was killed has told nothing.
        fared = Mutant(**json.loads(told)) if told else evolve(mutant, fate=ENDLESS)
        if fared.test:
            self.noticed[fared.module][fared.test] += 1
        with self.options.results.open("a", encoding="utf-8") as results:
            results.write(json.dumps(asdict(fared)) + "\n")

    def _fare(self, mutant: Mutant, tests: list[str], session: pytest.Session, functions) -> Mutant:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        os.dup2(1, 2)
        # Of processor time, and of time on the clock for what waits for itself.
        longest = 2 * self.options.seconds + 30
        resource.setrlimit(resource.RLIMIT_CPU, (longest, longest))
        signal.alarm(60 * longest)
        before, after = Path(mutant.module).read_text("utf-8"), mutant.source()
        try:
            changed = compile(after, str(Path(mutant.module).resolve()), "exec")
        except SyntaxError:  # the star of `*names` is no product
            return evolve(mutant, fate=NO_PYTHON)
        if mutant.function:
            code = code_of(mutant.function, changed)
            for function in functions[code.co_filename, code.co_qualname, code.co_firstlineno]:
                function.__code__ = code
            test = noticing(session, tests, self.options.seconds)
        else:
            test = noticing_anew(changed, tests, self.options.seconds)
        if test is not None:
            return evolve(mutant, fate=KILLED, test=test)
        lines = difflib.unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=2)
        return evolve(mutant, fate=SURVIVED, difference="\n".join([*lines][2:]))


def code_of(function: str, module: CodeType) -> CodeType:
    """The code of a function of a module, found by its qualified name."""
    for constant in module.co_consts:
        if isinstance(constant, CodeType):
            if constant.co_qualname == function:
                return constant
            if function.startswith(f"{constant.co_qualname}."):
                return code_of(function, constant)
    raise LookupError(function)


def noticing(session: pytest.Session, tests: list[str], seconds: float) -> str | None:
    """The first test that fails; `None` if none has when they, or the seconds, are over."""
    items = {item.nodeid: item for item in session.items}
    begun = time.process_time()
    for test in tests:
        if test in items and time.process_time() - begun < seconds:
            session.config.hook.pytest_runtest_protocol(item=items[test], nextitem=None)
            if session.testsfailed:
                return test
    return None


def noticing_anew(changed: CodeType, tests: list[str], seconds: float) -> str | None:
    """The same, with everything of ours imported again and one module changed."""
    for name in list(sys.modules):
        if name.partition(".")[0] in {"sixsteps", "tests", "conftest"}:
            del sys.modules[name]
    original = importlib.machinery.SourceFileLoader.get_code

    def get_code(loader: importlib.machinery.SourceFileLoader, name: str) -> CodeType | None:
        return changed if loader.path == changed.co_filename else original(loader, name)

    importlib.machinery.SourceFileLoader.get_code = get_code
    noticed: list[str | None] = []

    class Loop:
        @pytest.hookimpl(tryfirst=True)
        def pytest_runtestloop(self, session: pytest.Session) -> bool:
            broken = "import" if session.testsfailed else None
            noticed.append(broken or noticing(session, tests, seconds))
            return True

    files = dict.fromkeys(test.partition("::")[0] for test in tests)
    pytest.main(["-q", "-s", "-p", "no:cacheprovider", *files], plugins=[Loop()])
    return noticed[0]


def planned(names: list[str], done: list[Mutant], *, again: bool) -> list[Mutant]:
    """The mutants still to be tried, one of each module in turn: a run cut short is a sample.

    Or `again`, after tests were added, those that survived, if their modules are as they were.
    """
    tried = {_key(mutant): mutant.fate for mutant in done}
    wanted = SURVIVED if again else None
    turns: list[tuple[int, Mutant]] = []
    for name in map(Path, names):
        for file in sorted(name.rglob("*.py")) if name.is_dir() else [name]:
            found = list(mutants(str(file)))
            random.Random(0).shuffle(found)  # noqa: S311  no secret
            turns += enumerate(found)
    turns.sort(key=lambda turn: turn[0])
    return [mutant for _, mutant in turns if tried.get(_key(mutant)) == wanted]


def kept(results: Path) -> list[Mutant]:
    """What has been found so far; of a mutant that was tried again, the last."""
    lines = results.read_text("utf-8").splitlines() if results.exists() else []
    found = [Mutant(**json.loads(line)) for line in lines]
    return [*{_key(mutant): mutant for mutant in found}.values()]


def _key(mutant: Mutant) -> tuple[str, str, int]:
    return mutant.module, mutant.operator, mutant.occurrence


def main() -> None:
    """Mutate, and print the survivors."""
    parser = argparse.ArgumentParser(usage="%(prog)s [option...] MODULE... -- PYTEST ARGUMENT...")
    parser.add_argument("modules", nargs="+", metavar="MODULE", help="a module or folder")
    parser.add_argument("--coverage", default=".coverage", help="measured with --cov-context=test")
    parser.add_argument("--results", type=Path, required=True, help="taken up where it stops")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--seconds", type=int, default=20, help="of processor time for a mutant")
    parser.add_argument("--again", action="store_true", help="only what survived before")
    end = sys.argv.index("--")
    options = parser.parse_args(sys.argv[1:end])
    work = planned(options.modules, kept(options.results), again=options.again)
    arguments = ["-q", "-s", "-p", "no:cacheprovider", *sys.argv[end + 1 :]]
    pytest.main(arguments, plugins=[Mutation(work, options)])
    found = kept(options.results)
    for mutant in sorted(found, key=lambda mutant: (mutant.module, mutant.line)):
        if mutant.fate in {SURVIVED, BROKEN}:
            print(f"\n{mutant.module}:{mutant.line} {mutant.operator}\n{mutant.difference}")
    print(dict(Counter(mutant.fate for mutant in found)))


main()
