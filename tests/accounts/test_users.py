"""Administrators keep the users: new ones, their first password, their roles; and nobody else may."""

import re

import pytest

from engage.accounts import queries
from engage.core.db import session
from tests.fixtures.clients import PageClient, StaffClient
from tests.strategy.factories import make_committee


def test_new_user_chooses_a_password_by_a_link_that_works_once(client: PageClient, staff_client: StaffClient) -> None:
    boss = staff_client("administrator")
    form = boss.get("/staff/users/new")
    saved = boss.submit(form, {"name": "Bo Berg", "email": "bo@kommunen.example", "roles": ["editor"]})
    link = re.search(r"/staff/welcome/[\w.-]+", boss.get(saved.location).text)
    assert link is not None
    page = client.get(link.group())
    unequal = client.submit(page, {"password": "et langt kodeord", "again": "et andet kodeord"})
    assert "De to adgangskoder er ikke ens" in unequal.text
    assert client.submit(page, {"password": "et langt kodeord", "again": "et langt kodeord"}).status_code == 302
    login = client.get("/staff/account/login")
    assert client.submit(login, {"email": "bo@kommunen.example", "password": "et langt kodeord"}).status_code == 302
    assert client.get("/staff/me").status_code == 200
    spent = client.get(link.group())
    assert spent.status_code == 410
    assert "Bed en administrator om et nyt" in spent.text


def test_bad_form_keeps_what_was_typed_and_says_how_to_mend_it(staff_client: StaffClient) -> None:
    boss = staff_client("administrator")
    page = boss.submit(boss.get("/staff/users/new"), {"name": "Bo Berg", "email": "bo-uden-snabel"})
    assert "Skriv e-mailen sådan: navn@eksempel.dk" in page.text
    assert "Vælg mindst én rolle" in page.text
    assert 'value="Bo Berg"' in page.text
    assert 'value="bo-uden-snabel"' in page.text


def test_a_secretary_works_for_a_committee(staff_client: StaffClient) -> None:
    boss, committee = staff_client("administrator"), make_committee()
    values = {"name": "Nanna Ny", "email": "nanna@kommunen.example", "roles": ["secretary"]}
    page = boss.submit(boss.get("/staff/users/new"), values)
    assert "Vælg mindst ét udvalg til udvalgssekretæren" in page.text
    assert boss.submit(page, {"committees": [str(committee.id)]}).status_code == 302


def test_address_is_taken_once_whatever_its_case(staff_client: StaffClient) -> None:
    boss = staff_client("administrator")
    assert boss.user is not None
    values = {"name": "Kopi", "email": boss.user.email.upper(), "roles": ["reader"]}
    page = boss.submit(boss.get("/staff/users/new"), values)
    assert "Der er allerede en bruger med den e-mail" in page.text


def test_the_last_administrator_stays(staff_client: StaffClient) -> None:
    boss = staff_client("administrator")
    assert boss.user is not None
    page = boss.post(
        f"/staff/users/{boss.user.id}", data={"name": "Mig", "email": boss.user.email, "roles": "reader", "active": "y"}
    )
    assert "Du er den sidste administrator" in page.text
    session().expire_all()
    assert queries.administrators() == 1


def test_new_link_takes_the_old_password_away(client: PageClient, staff_client: StaffClient) -> None:
    boss, other = staff_client("administrator"), staff_client("editor")
    assert other.user is not None
    address = f"/staff/users/{other.user.id}/link"
    assert other.get("/staff/me").status_code == 200
    asked = boss.get(address)
    shown = boss.submit(asked, button="Lav et nyt link") if "Lav et nyt link" in asked.text else asked
    assert "/staff/welcome/" in shown.text
    if "Lav et nyt link" in asked.text:
        assert other.get("/staff/me").status_code == 302


@pytest.mark.parametrize("role", ["editor", "secretary", "reader"])
def test_only_administrators_see_users_and_audit(staff_client: StaffClient, role: str) -> None:
    someone = staff_client(role)
    for address in ("/staff/users", "/staff/users/new", "/staff/audit"):
        assert someone.get(address).status_code == 403


def test_audit_lists_what_was_done_by_whom(staff_client: StaffClient) -> None:
    boss = staff_client("administrator")
    boss.submit(boss.get("/staff/users/new"), {"name": "Bo", "email": "bo@kommunen.example", "roles": ["reader"]})
    page = boss.get("/staff/audit?part=users")
    assert "lavede en bruger" in page.text
    assert boss.user is not None
    assert boss.user.name in page.text
    assert "Ingen linjer her" in boss.get("/staff/audit?part=ideas").text


def test_users_are_narrowed_to_a_role_and_sorted_by_the_address(staff_client: StaffClient) -> None:
    boss = staff_client("administrator")
    boss.submit(boss.get("/staff/users/new"), {"name": "Åse Ask", "email": "aase@k.example", "roles": ["editor"]})
    boss.submit(boss.get("/staff/users/new"), {"name": "Bo Berg", "email": "bo@k.example", "roles": ["editor"]})
    page = boss.get("/staff/users?role=editor&order=down").text
    assert re.findall(r">([^<]*)</a><br>", page) == ["Åse Ask", "Bo Berg"]
    assert 'aria-sort="descending"' in page
    assert "Ingen har den rolle" in boss.get("/staff/users?role=reader").text


def test_what_roles_may_do_is_told_as_it_is(staff_client: StaffClient) -> None:
    committee = make_committee("Udvalget for vand")
    secretary = staff_client("secretary", committee).user
    assert secretary is not None
    page = staff_client("administrator").get("/staff/users").text
    row = re.search(r"Rette planer</th>(.*?)</tr>", page, re.S)
    assert row is not None
    cells = re.findall(r"<td>(.*?)</td>", row[1], re.S)
    assert [("i egne udvalg" in cell, ">Ja<" in cell, ">Nej<" in cell) for cell in cells] == [
        (False, True, False),
        (False, False, True),
        (True, False, False),
        (False, False, True),
    ]
    assert f'<th scope="row">{secretary.name}</th>' in page
