"""Files of inputs: all of a file or nothing, and the faults by row."""

import io
from pathlib import Path

import pytest
from flask import Flask
from flask.cli import ScriptInfo
from openpyxl import Workbook
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engage.cli import cli
from engage.consultations.models import Consultation
from engage.core import tables
from engage.triage import imports, tray
from engage.triage.imports import Fault, import_file, read_statements
from engage.triage.models import Channel, Input
from engage.triage.tray import TrayFilter
from tests.consultations.factories import make_consultation
from tests.factories import make_user
from tests.fixtures.clients import StaffClient
from tests.strategy.factories import make_committee, make_strategy

REAL = Path(__file__).parents[1] / "data" / "bowling-green" / "comments.csv"


@pytest.fixture
def consultation(app: object) -> Consultation:
    make_strategy()
    return make_consultation(make_committee("Udvalget for Teknik"))


def take_in(content: bytes, consultation: Consultation, name: str = "fil.csv") -> imports.Taken:
    return import_file(None, io.BytesIO(content), name, consultation=consultation, channel=Channel.MEETING)


def count(session: Session) -> int | None:
    return session.scalar(select(func.count()).select_from(Input))


def test_a_danish_file_in_latin_1_with_semicolons(consultation: Consultation, db_session: Session) -> None:
    content = (
        "Text;received;area;association;email;Vejr\r\n"
        "Ålestrup mangler en hal;2026-05-01;Aalestrup;Håndbold IF;formand@eksempel.dk;Sol\r\n"
        '"To linjer\r\nog et ; tegn";;Ålestrup;;;\r\n'
    ).encode("cp1252")
    taken = take_in(content, consultation)
    assert (taken.new, taken.left_out) == (2, ["Vejr"])
    first, second = db_session.scalars(select(Input).order_by(Input.received_at)).all()
    assert (first.text, first.association) == ("Ålestrup mangler en hal", "Håndbold IF")
    assert first.local_area == second.local_area
    assert first.trace is not None
    assert first.trace.email == "formand@eksempel.dk"
    assert second.text == "To linjer\nog et ; tegn"
    assert second.channel == "meeting"


def test_a_faulty_file_names_the_rows_and_imports_nothing(consultation: Consultation, db_session: Session) -> None:
    content = (
        b"text,received,area,email\n"
        b"Fint,2026-05-01,Aars,\n"
        b",2026-05-01,Aars,\n"
        b"Dato,i g\xc3\xa5r,Aars,\n"
        b"Sted,2026-05-01,Paris,\n"
        b"Mail,2026-05-01,Aars,karen(at)eksempel\n"
        b"Senere,2999-01-01,,\n"
    )
    with pytest.raises(imports.FaultyFile) as refused:
        take_in(content, consultation)
    assert [(fault.row, fault.fault) for fault in refused.value.faults] == [
        (3, Fault.NO_TEXT),
        (4, Fault.NO_DATE),
        (5, Fault.UNKNOWN_AREA),
        (6, Fault.NO_EMAIL),
        (7, Fault.FUTURE),
    ]
    assert count(db_session) == 0


def test_the_same_file_twice_adds_nothing(consultation: Consultation, db_session: Session) -> None:
    content = b"text\nEn\nTo\n"
    assert take_in(content, consultation).new == 2
    again = take_in(content, consultation)
    assert (again.new, again.known, count(db_session)) == (0, 2, 2)


def test_excel_with_a_million_blank_rows(consultation: Consultation) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["received", "text"], ["2026-05-01", "En bænk"]):
        sheet.append(row)
    sheet.cell(1_000_000, 1).value = " "
    file = io.BytesIO()
    book.save(file)
    assert take_in(file.getvalue(), consultation, "fil.xlsx").new == 1


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"", tables.UnreadableTable),
        (b"PK\x03\x04not a workbook", tables.UnreadableTable),
        (b"\x00\x01\x02\x03", tables.UnreadableTable),
        (b"comment,received\nHej,2026-05-01\n", imports.NoTextColumn),
        (b"text\n\n\n", imports.NothingInFile),
        (b'text\n"never closed\n', tables.FaultyRow),
        (b"text,area\nHej,Aars,for mange\n", tables.FaultyRow),
        (b"text\n" + b"x" * 10_000_000, tables.FaultyRow),
    ],
)
def test_what_is_no_list_is_refused(consultation: Consultation, content: bytes, error: type[Exception]) -> None:
    with pytest.raises(error):
        take_in(content, consultation)


def test_limits_of_size_and_rows(monkeypatch: pytest.MonkeyPatch, consultation: Consultation) -> None:
    monkeypatch.setattr(imports, "MAX_ROWS", 2)
    with pytest.raises(tables.TooManyRows):
        take_in(b"text\n1\n2\n3\n", consultation)
    monkeypatch.setattr(imports, "MAX_BYTES", 10)
    with pytest.raises(tables.TableTooLarge):
        take_in(b"text\n1\n2\n3\n", consultation)


def test_a_workbook_that_unpacks_into_too_much_is_refused(
    monkeypatch: pytest.MonkeyPatch, consultation: Consultation
) -> None:
    file = io.BytesIO()
    Workbook().save(file)
    monkeypatch.setattr(tables, "MAX_UNPACKED", 100)
    with pytest.raises(tables.TableTooLarge):
        take_in(file.getvalue(), consultation, "bombe.xlsx")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_every_usual_encoding_and_delimiter(app: Flask, encoding: str, mark: str) -> None:
    content = f"text{mark}name\nBlåbærgrød{mark}Åse\n".encode(encoding)
    (statement,) = read_statements(io.BytesIO(content), "fil.csv").statements
    assert (statement.text, statement.name) == ("Blåbærgrød", "Åse")


def test_real_statements_become_a_meetings_notes(app: Flask, consultation: Consultation, db_session: Session) -> None:
    command = ["input", "import", str(REAL), "--consultation", consultation.slug]
    command += ["--channel", "meeting", "--text-column", "comment-body"]
    result = app.test_cli_runner().invoke(cli, command, obj=_script_info(app))
    assert result.exit_code == 0, result.output
    assert "896 inputs imported" in result.output
    assert "left out: timestamp, datetime, comment-id" in result.output
    assert count(db_session) == 896
    secretary = make_user("secretary", consultation.committee)
    assert tray.counts(secretary, TrayFilter.of({"q": "roads"}))["new"].number > 10


def test_the_command_line_says_which_row_and_ends_with_2(
    app: Flask, consultation: Consultation, tmp_path: Path, db_session: Session
) -> None:
    file = tmp_path / "breve.csv"
    file.write_text("text,received\nHej,2026-05-01\nHej,igår\n")
    command = ["input", "import", str(file), "--consultation", consultation.slug, "--channel", "letter"]
    result = app.test_cli_runner().invoke(cli, command, obj=_script_info(app))
    assert result.exit_code == 1  # click's own runner; `engage` turns every refusal into 2, see engage/cli.py
    assert "Række 3: “igår” er ikke en dato" in result.output
    assert count(db_session) == 0
    command[command.index(consultation.slug)] = "findes-ikke"
    result = app.test_cli_runner().invoke(cli, command, obj=_script_info(app))
    assert "findes-ikke" in result.output


def test_a_file_is_uploaded_looked_through_and_taken_in(
    staff_client: StaffClient, consultation: Consultation, db_session: Session
) -> None:
    client = staff_client("secretary", consultation.committee)
    form = client.get("/staff/inputs/import")
    assert "Vælg en CSV- eller Excel-fil" in client.submit(form, {"channel": "meeting"}).text
    file = (io.BytesIO(b"udtalelse;sted\nVi vil have en hal;Aars\n"), "møde.csv")
    page = client.submit(
        form,
        {"file": file, "channel": "meeting", "consultation": str(consultation.id)},
        content_type="multipart/form-data",
        follow_redirects=True,
    )
    assert "Vælg den kolonne, som teksten står i." in page.text
    page = client.submit(page, {"text_column": "udtalelse"}, button="Brug kolonnen")
    assert "Vi vil have en hal" in page.text
    assert count(db_session) == 0
    action = next(part.split('"')[0] for part in page.text.split('action="') if "text_column=" in part.split('"')[0])
    done = client.submit(page, form=action.replace("&amp;", "&"), follow_redirects=True)
    assert "1 er lagt i indbakken." in done.text
    assert count(db_session) == 1
    assert client.get(page.request.full_path).status_code == 410


def test_a_faulty_upload_shows_the_rows(staff_client: StaffClient, consultation: Consultation) -> None:
    client = staff_client("secretary", consultation.committee)
    page = client.submit(
        client.get("/staff/inputs/import"),
        {
            "file": (io.BytesIO(b"text,area\n,Aars\n"), "a.csv"),
            "channel": "paper",
            "consultation": str(consultation.id),
        },
        content_type="multipart/form-data",
        follow_redirects=True,
    )
    assert "Række 2: teksten mangler" in page.text
    assert "i indbakken</button>" not in page.text


@pytest.mark.parametrize("name", ["..%2F..%2Fsecret_key", "x.csv", "a" * 16 + ".csv"])
def test_no_other_file_is_read(staff_client: StaffClient, consultation: Consultation, name: str) -> None:
    answer = staff_client("administrator").get(f"/staff/inputs/import/{name}?consultation={consultation.id}")
    assert answer.status_code in {404, 410}


def test_a_phone_call_is_typed_in_and_its_link_handed_over(
    staff_client: StaffClient, consultation: Consultation, db_session: Session
) -> None:
    client = staff_client("secretary", consultation.committee)
    form = client.get("/staff/inputs/new")
    refused = client.submit(form, {"channel": "phone", "name": "Karen Holm", "received_on": "2999-01-01"})
    assert refused.status_code == 422
    assert "Datoen kan ikke ligge i fremtiden" in refused.text
    assert 'value="Karen Holm"' in refused.text
    values = {"text": "Hun vil have lys på stien", "received_on": "2026-05-01"}
    client.submit(refused, values)
    page = client.submit(refused, values, follow_redirects=True)  # the button pressed twice
    (given,) = db_session.scalars(select(Input)).all()
    assert (given.channel, given.sender_name) == ("phone", "Karen Holm")
    token_page = next(part.split('"')[0] for part in page.text.split('value="') if "/trace/" in part.split('"')[0])
    assert "Hun vil have lys på stien" in client.get(token_page.removeprefix("http://localhost")).text


def _script_info(app: Flask) -> ScriptInfo:
    return ScriptInfo(create_app=lambda: app)
