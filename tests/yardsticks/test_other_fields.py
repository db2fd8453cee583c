"""What the recipes of the documentation make is taken by the tools of the fields they are for.

The tools are installed into environments of their own, from the dependency groups `yardsticks`
and `citations`, whose releases do not fit together.
"""

import json
import subprocess
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve

import sixsteps as ss
from tests.conftest import REPOSITORY
from tests.support.environments import environment

PAGE = REPOSITORY / "docs" / "how-to" / "formats-of-other-fields.md"

LOAD_CATALOG = """
import pathlib, sys
from trestle.core.catalog.catalog_interface import CatalogInterface
from trestle.oscal.catalog import Catalog

catalog = Catalog.oscal_read(pathlib.Path(sys.argv[1]))
print(*[control.id for control in CatalogInterface(catalog).get_all_controls_from_catalog(True)])
print(catalog.metadata.remarks)
"""

READ_PROV = """
import sys
from prov.model import ProvAssociation, ProvDerivation, ProvDocument

document = ProvDocument.deserialize(sys.argv[1], format="json")
for derived in document.get_records(ProvDerivation):
    print(*[str(value.localpart) for _, value in derived.formal_attributes[:2]])
elements = [record for record in document.get_records() if record.is_element()]
labels = {record.identifier: record.label for record in elements}
for one in document.get_records(ProvAssociation):
    activity, agent = (labels[value] for _, value in one.formal_attributes[:2])
    print(f"{activity}: {agent}")
"""

READ_CFF = """
import pathlib, sys
from cffconvert.citation import Citation

for path in sorted(pathlib.Path(sys.argv[1]).iterdir()):
    citation = Citation(path.read_text("utf-8"), src=path.name)
    citation.validate()
    print(path.stem, "by", *[author["name"] for author in citation.cffobj["authors"]])
"""


def recipes() -> dict[str, Any]:
    """The functions of the page, run as they stand there."""
    blocks = PAGE.read_text("utf-8").split("```python\n")[1:]
    names: dict[str, Any] = {}
    for block in blocks:
        if not block.startswith(">>>"):
            exec(block.partition("```")[0], names)  # noqa: S102  the page's own code
    return names


@pytest.fixture(scope="module")
def tools(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return environment(tmp_path_factory.mktemp("yardsticks"), "yardsticks")


@pytest.fixture(scope="module")
def cff_reader(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return environment(tmp_path_factory.mktemp("citations"), "citations")


def told(python: Path, code: str, path: Path) -> list[str]:
    """What a program in the other environment prints of a file."""
    finished = subprocess.run(
        [python, "-c", code, path], capture_output=True, check=False, encoding="utf-8"
    )
    assert finished.returncode == 0, finished.stderr
    return finished.stdout.splitlines()


@pytest.mark.slow
@pytest.mark.deep
def test_compliance_trestle_loads_the_six_steps_as_an_oscal_catalog(
    tools: Path, tmp_path: Path
) -> None:
    path = tmp_path / "catalog.json"
    framework = ss.working_together_2023()
    path.write_text(json.dumps(recipes()["oscal_catalog"](framework)), encoding="utf-8")

    ids, remarks = told(tools, LOAD_CATALOG, path)
    assert ids.split() == [question.id for question in framework.questions]
    assert remarks == framework.citation


@pytest.mark.slow
@pytest.mark.deep
def test_prov_reads_every_derivation_and_credits_each_adaptation_to_those_who_made_it(
    tools: Path, tmp_path: Path
) -> None:
    path = tmp_path / "lineage.json"
    base = ss.six_steps()
    ours = ss.adapt(base, ss.Retitle("Ours"), by="Anytown", on=date(2026, 1, 1))
    theirs = ss.adapt(base, ss.RemoveStep("s6"), by=["Riverside", "Hill"], on=date(2026, 2, 1))
    merged = ss.merge(base, ours, theirs, by="The merger", on=date(2026, 3, 1))
    path.write_text(json.dumps(recipes()["prov_json"](merged)), encoding="utf-8")

    first, brought_in, second = ours.lineage[0], theirs.lineage[0], merged.lineage[1]
    assert sorted(told(tools, READ_PROV, path)) == sorted(
        [
            f"{first.result}-1 {base.digest}",
            f"{brought_in.result}-2.1 {base.digest}",
            f"{second.result}-2 {first.result}-1",
            f"{first.edits[0]}: Anytown",
            f"{brought_in.edits[0]}: Riverside",
            f"{brought_in.edits[0]}: Hill",
            f"{second.edits[0]}: The merger",
        ]
    )


def test_content_that_comes_again_is_in_prov_no_work_of_a_later_adapter() -> None:
    base, on = ss.six_steps(), date(2026, 1, 1)
    ours = ss.adapt(base, ss.Retitle("Ours"), by="Anytown", on=on)
    back = ss.revert(ours, ours.lineage[0], by="Othertown", on=on)
    theirs = ss.adapt(base, ss.RemoveStep("s6"), by="Riverside", on=on)
    theirs = ss.adapt(theirs, ss.RemoveStep("s5"), by="Riverside", on=on)
    found = recipes()["prov_json"](ss.merge(base, back, theirs, by="Hill", on=on))

    first, restored = f"six:{base.digest}", f"six:{base.digest}-2"
    titled, fewer, fewest = (
        f"six:{one.result}-{key}"
        for one, key in ((ours.lineage[0], "1"), *zip(theirs.lineage, ("3.1", "3.2"), strict=True))
    )
    merged = f"six:{theirs.digest}-3"
    assert {name: said["prov:label"] for name, said in found["entity"].items()} == {
        first: base.source.reference,
        titled: "Adapted by Anytown (2026)",
        restored: "Adapted by Othertown (2026)",
        fewer: "Adapted by Riverside (2026)",
        fewest: "Adapted by Riverside (2026)",
        merged: "Adapted by Hill (2026)",
    }
    assert {
        one["prov:generatedEntity"]: one["prov:usedEntity"]
        for one in found["wasDerivedFrom"].values()
    } == {titled: first, restored: titled, merged: restored, fewer: first, fewest: fewer}
    made = {one["prov:entity"]: one["prov:activity"] for one in found["wasGeneratedBy"].values()}
    assert made == {
        titled: "six:adaptation-1",
        restored: "six:adaptation-2",
        merged: "six:adaptation-3",
        fewer: "six:adaptation-3.1",
        fewest: "six:adaptation-3.2",
    }
    assert {one["prov:informant"] for one in found["wasInformedBy"].values()} == {
        "six:adaptation-3.1",
        "six:adaptation-3.2",
    }


@pytest.mark.slow
@pytest.mark.deep
def test_cffconvert_finds_every_citation_file_valid(cff_reader: Path, tmp_path: Path) -> None:
    source = ss.Source(
        "Roe, R (2020) Asked",
        authors=["Roe, R", "Roe, R", "An office: of '#questions'"],
        link="doi:10.1234/asked",
    )
    asked = ss.AddQuestion("s1", "Borrowed?", source=source)
    again = ss.AddQuestion("s2", "Borrowed too?", source=evolve(source, permission="Ask us."))
    linked = ss.AddQuestion("s3", "And?", source=evolve(source, link="https://example.org/a?b"))
    borrowing = ss.adapt(
        ss.six_steps(), asked, again, linked, by=["- Anytown: & {Co}"], on=date(2026, 4, 1)
    )
    for name, framework in {
        "anytown": ss.samples.anytown_2026(),
        "borrowing": borrowing,
        "revised": ss.working_together_2023(),
    }.items():
        (tmp_path / f"{name}.cff").write_text(ss.cite(framework, "cff"), encoding="utf-8")

    assert told(cff_reader, READ_CFF, tmp_path) == [
        "anytown by Anytown Safeguarding Children Partnership",
        "borrowing by - Anytown: & {Co}",
        "revised by the sixsteps project, as an example and not as an official revision",
    ]
