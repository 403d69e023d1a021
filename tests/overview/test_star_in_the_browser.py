"""The guiding star in a real browser: every petal a named link, readable on the smallest phone, and without a mouse."""

import pytest
from playwright.sync_api import Page, expect

from tests.accessibility import check_accessibility
from tests.strategy.factories import adopt, make_action_plan, make_objective, make_plan, make_strategy, make_track

pytestmark = pytest.mark.browser
PETALS = ("Vores vækst", "Vores fællesskaber", "Vores børn og unge", "Vores natur og grønne omstilling")
SMALLEST = 320


def test_every_petal_is_a_link_with_a_name_and_a_number(page: Page) -> None:
    make_strategy()
    page.goto("/strategy")
    star = page.get_by_role("group", name="Ledestjernen")
    for title in PETALS:
        expect(star.get_by_role("link", name=f"{title} 0 input", exact=True)).to_be_visible()
    listed = page.locator(".levels").get_by_role("link")
    expect(listed).to_have_text(list(PETALS))
    drawn = [link.get_attribute("href") for link in star.get_by_role("link").all()]
    assert drawn == [link.get_attribute("href") for link in listed.all()]
    check_accessibility(page)


def test_the_star_is_walked_by_keys_and_shows_where_one_is(page: Page) -> None:
    make_strategy()
    page.goto("/strategy")
    petal = page.locator(".star__petal").first
    shape = petal.locator(".star__shape")
    before = shape.evaluate("one => getComputedStyle(one).strokeWidth")
    while not petal.evaluate("one => one === document.activeElement"):
        page.keyboard.press("Tab")
    assert shape.evaluate("one => getComputedStyle(one).strokeWidth") != before
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Vores vækst")


def test_the_star_is_readable_on_the_smallest_phone(page: Page) -> None:
    make_strategy()
    page.set_viewport_size({"width": SMALLEST, "height": 640})
    page.goto("/strategy")
    scale = page.locator(".star").evaluate("one => one.getBoundingClientRect().width / 720")
    for text in page.locator(".star text:visible").all():
        size = text.evaluate("one => parseFloat(getComputedStyle(one).fontSize)") * scale
        box = text.bounding_box()
        assert box is not None
        assert size >= 11, text.text_content()
        assert box["x"] >= 0, text.text_content()
        assert box["x"] + box["width"] <= SMALLEST, text.text_content()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_plan_and_track_fit_the_smallest_phone(page: Page, scheme: str) -> None:
    plan = make_plan(title="Udviklingsplan for Beskæftigelses- og Arbejdsmarkedsudvalget")
    track = make_track(make_objective(plan, visions=["growth-3"]), title="Medborgerskabsinddragelsesforløb")
    make_action_plan(track, progress=30)
    adopt(plan)
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.set_viewport_size({"width": SMALLEST, "height": 640})
    for address in (f"/plans/{plan.committee.key}", f"/plans/{plan.committee.key}/tracks/{track.public_id}"):
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") == SMALLEST, address
        check_accessibility(page)
