"""axe-core on a page in the browser: WCAG 2.2 A and AA, nothing left out."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


# after the page itself has gone to the part that its address names
_TO_THE_TOP = """async () => {
  for (let frame = 0; frame < 4; frame++) await new Promise(requestAnimationFrame);
  window.scrollTo({ top: 0, behavior: "instant" });
}"""


def check_accessibility(page: Page) -> None:
    """Raise AssertionError with every rule that the page violates, and where."""
    page.wait_for_load_state("load")  # a click returns before the style sheet is there
    if "#" in page.url:  # half under what stays in place while scrolling, a button is no smaller for it
        page.evaluate(_TO_THE_TOP)
    asked = {"runOnly": {"type": "tag", "values": _RULES}, "resultTypes": ["violations"]}
    page.evaluate(Axe().axe_script)
    violations = page.evaluate("async (asked) => (await axe.run(asked)).violations", asked)
    faults = [
        f"{violation['id']} ({violation['impact']}): {violation['help']}\n      "
        + "\n      ".join(str(node["html"])[:160] for node in violation["nodes"][:5])
        for violation in violations
    ]
    assert not faults, f"{page.url}:\n    " + "\n    ".join(faults)
