"""What Lighthouse, as a stranger with a slow phone, says of the pages that citizens meet first."""

import json
import shutil
import subprocess
from typing import Any

import pytest

from engage.consultations import queries as consultations
from engage.surveys import queries as surveys
from tests.demo_site import DemoSite
from tests.fixtures.live import CHROMIUM_ARGUMENTS
from tests.services.program import ROOT

pytestmark = [pytest.mark.browser, pytest.mark.long]

PROGRAM = ROOT / "node_modules" / ".bin" / "lighthouse"
LEAST = {"performance": 95, "accessibility": 100, "best-practices": 100, "seo": 95}


@pytest.fixture(scope="module")
def addresses(site: DemoSite) -> dict[str, str]:
    """The pages that are judged."""
    with site.app.app_context():
        asked = consultations.open_consultations()[0]
        survey = surveys.open_surveys_of(asked.id)[0]
        return {
            "home": "/",
            "consultation": f"/consultations/{asked.slug}",
            "survey": f"/surveys/{survey.slug}",
            "ideas": "/ideas",
            "star": "/strategy",
        }


@pytest.mark.parametrize("page", ["home", "consultation", "survey", "ideas", "star"])
def test_lighthouse_is_content(site: DemoSite, addresses: dict[str, str], page: str) -> None:
    report = judged(site.url + addresses[page])
    marks = {name: round(report["categories"][name]["score"] * 100) for name in LEAST}
    shift = report["audits"]["cumulative-layout-shift"]["numericValue"]
    short = {name: mark for name, mark in marks.items() if mark < LEAST[name]}
    print(f"lighthouse {page}: {marks}, layout shift {shift:.3f}")  # noqa: T201 - `pytest -rP` shows it
    assert not short, "\n".join(complaints(report, short))
    assert shift == 0


def judged(url: str) -> dict[str, Any]:
    """Lighthouse's report on a page, as on a mid-range phone on a slow line."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if not PROGRAM.exists() or chromium is None:
        pytest.skip("MISSING Lighthouse (npm install) or Chromium")
    flags = " ".join(["--headless=new", *CHROMIUM_ARGUMENTS])
    command = [str(PROGRAM), url, "--quiet", "--output=json", "--locale=en", f"--chrome-flags={flags}"]
    environment = {"CHROME_PATH": chromium, "PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": "/nonexistent"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=180)
    assert done.returncode == 0, done.stderr[-2000:]
    report: dict[str, Any] = json.loads(done.stdout)
    return report


def complaints(report: dict[str, Any], short: dict[str, int]) -> list[str]:
    """Each audit that cost marks, with what it found."""
    lines = []
    for name, mark in short.items():
        lines.append(f"{name}: {mark} of 100")
        for reference in report["categories"][name]["auditRefs"]:
            audit = report["audits"][reference["id"]]
            if reference["weight"] and audit["score"] is not None and audit["score"] < 0.9:
                lines.append(
                    f"  {audit['title']}: {audit.get('displayValue', '')} {json.dumps(audit.get('details', {}))[:400]}"
                )
    return lines
