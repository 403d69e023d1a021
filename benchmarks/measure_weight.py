"""What a first visit weighs: bytes over the wire and requests, as Debian's Chromium fetches a page of the demo."""

import shutil
from collections.abc import Iterator

from playwright.sync_api import Browser, sync_playwright

from benchmarks.bench import Bench
from benchmarks.figures import Result, figure
from engage.consultations.queries import open_consultations
from engage.surveys import queries
from engage.surveys.service import questionnaire_of
from tests.fixtures.live import CHROMIUM_ARGUMENTS, PHONE, new_context

# the most a first visit may weigh, in KB, and the most requests; None where nobody has said
_BUDGETS = {
    "home": (100, None),
    "consultation": (None, None),
    "survey page": (60, 12),
    "idea list": (80, None),
    "star": (None, None),
}


@figure("first_visit_bytes", unit="KB")
def first_visit_bytes(bench: Bench) -> Iterator[Result]:
    """Everything a page fetches the first time: itself, style sheet, fonts, scripts, pictures."""
    database = bench.copy("weight")
    app = bench.app(database)
    with app.app_context():
        consultation = open_consultations(limit=1)[0]
        survey = queries.open_surveys_of(consultation.id)[0]
        first = questionnaire_of(queries.current_version(survey.id)).pages[0].key
        slugs = consultation.slug, survey.slug
    addresses = {
        "home": "/",
        "consultation": f"/consultations/{slugs[0]}",
        "survey page": f"/surveys/{slugs[1]}/pages/{first}",
        "idea list": "/ideas",
        "star": "/strategy",
    }
    with bench.site(database) as site, sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=CHROMIUM_ARGUMENTS)
        for name, address in addresses.items():
            fetched = _fetched(chromium, f"http://127.0.0.1:{site.port}", address)
            yield Result(sum(fetched.values()) / 1024, _told(name, fetched), name)
        chromium.close()


def _fetched(chromium: Browser, url: str, address: str) -> dict[str, int]:
    """Bytes over the wire of each address, headers and all, by a browser that has nothing in its cache."""
    context = new_context(chromium, url, PHONE)
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    names: dict[str, str] = {}
    sizes: dict[str, int] = {}
    session.on("Network.requestWillBeSent", lambda event: names.update({event["requestId"]: event["request"]["url"]}))
    session.on("Network.loadingFinished", lambda event: sizes.update({event["requestId"]: event["encodedDataLength"]}))
    shown = page.goto(address, wait_until="networkidle")
    if shown is None or not shown.ok:
        raise AssertionError(f"{address} was not shown")
    context.close()
    return {names[key].removeprefix(url): int(size) for key, size in sizes.items() if key in names}


def _told(name: str, fetched: dict[str, int]) -> str:
    most, requests = _BUDGETS[name]
    budget = "".join([f", at most {most} KB" if most else "", f" and {requests} requests" if requests else ""])
    parts = ", ".join(
        f"{address.partition('?')[0].rpartition('/')[2] or address} {size / 1024:.1f}"
        for address, size in fetched.items()
    )
    return f"{len(fetched)} requests{budget}: {parts}"
