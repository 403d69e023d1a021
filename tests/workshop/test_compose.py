"""docker-compose.yml and the proxy's settings, judged without a container engine."""

import re
from pathlib import PurePosixPath

import pytest
import yaml
from compose_spec import PyCompose
from flask import Flask

from engage.cli import COMMANDS
from engage.config import Settings, load_settings
from engage.core.jobs import QUEUE_NAMES
from tests.workshop.compose import FILE, GIVEN, ROOT, filled_in, merged, our_commands, services

WITHOUT_HEALTHCHECK = {
    "migrate": "runs to its end, and what needs the tables waits for that",
    "schedule": "/readyz of the web tells when its jobs are not done",
}
TOKEN = "AbCdEfGhIjKlMnOp-0123456789_zyxwvutsrq"
DEMO = dict(
    line.split("=", 1) for line in (ROOT / "deploy" / "demo.env").read_text().splitlines() if not line.startswith("#")
)


def test_it_is_a_compose_file() -> None:
    document = yaml.dump(merged())
    PyCompose.from_yaml(document)
    with pytest.raises(ValueError, match="helthcheck"):
        PyCompose.from_yaml(document.replace("healthcheck:", "helthcheck:"))


@pytest.mark.parametrize("name", GIVEN)
def test_what_must_be_chosen_is_demanded(name: str) -> None:
    with pytest.raises(KeyError, match=name):
        filled_in({one: value for one, value in GIVEN.items() if one != name})


def test_every_service_can_be_watched() -> None:
    unwatched = {name for name, service in services().items() if "healthcheck" not in service}
    assert unwatched == set(WITHOUT_HEALTHCHECK)


def test_nothing_runs_as_root_or_may_become_it() -> None:
    for name, service in services().items():
        user, group = service["user"].split(":")
        assert min(int(user), int(group)) > 0, name
        assert service["cap_drop"] == ["ALL"], name
        assert service["security_opt"] == ["no-new-privileges:true"], name
    assert re.search(r"^USER engage$", (ROOT / "Dockerfile").read_text(), re.MULTILINE)
    assert "--uid 10001" in (ROOT / "Dockerfile").read_text()  # the owner of /data in the image


def test_only_the_proxy_is_reached_from_outside() -> None:
    assert {name for name, service in services().items() if "ports" in service} == {"proxy"}


def test_what_is_waited_for_is_there() -> None:
    known = services()
    for service in known.values():
        for name, how in service.get("depends_on", {}).items():
            wanted = {"service_healthy"} if "healthcheck" in known[name] else {"service_completed_successfully"}
            assert how["condition"] in wanted


def test_every_file_of_ours_is_there() -> None:
    mounted = [
        volume.split(":")[0]
        for service in services().values()
        for volume in service.get("volumes", [])
        if volume.startswith("./")
    ]
    assert mounted
    assert [path for path in mounted if not (FILE.parent / path).is_file()] == []
    copied = re.findall(r"^COPY (.+) \S+$", (ROOT / "Dockerfile").read_text(), re.MULTILINE)
    allowed = (ROOT / ".dockerignore").read_text().splitlines()
    for source in " ".join(copied).split():
        assert (ROOT / source).exists(), source
        assert f"!{PurePosixPath(source).parts[0]}" in allowed, source


def test_every_command_is_there_and_every_queue_has_a_worker() -> None:
    commands = our_commands()
    assert {line[1] for line in commands.values()} <= {*COMMANDS, "db"}
    worked = [
        queue for line in commands.values() if line[1] == "worker" for queue in line[2 : line.index("--concurrency")]
    ]
    assert sorted(worked) == sorted(QUEUE_NAMES)


@pytest.mark.parametrize(("given", "production"), [(GIVEN, True), (DEMO, False)])
def test_the_settings_given_are_settings_and_are_accepted(given: dict[str, str], production: bool) -> None:
    environment = services(given)["web"]["environment"]
    assert {name.lower() for name in environment} <= set(Settings.model_fields)
    settings = load_settings(environment)
    assert settings.production is production
    assert settings.host_names[0] in {"deltag.example.dk", "127.0.0.1"}


def logged_path(path: str) -> str:
    """What the proxy's log says of a path: its map blocks, read and applied as nginx does, first match of each."""
    text = (ROOT / "deploy" / "nginx.conf").read_text()
    maps = {
        result: re.findall(r'"~(.+)" "\$\w+";', block)
        for result, block in re.findall(r"map \$uri \$(\w+) \{(.+?)\n  \}", text, re.DOTALL)
    }
    assert set(maps) == {"safe_path", "logged_path"}
    for rule in (*maps["logged_path"], *maps["safe_path"]):
        if found := re.search(rule.replace("(?<", "(?P<"), path):
            return found[1]
    return "-"


def test_no_private_link_is_in_the_proxys_log(app: Flask) -> None:
    rules = [rule.rule for rule in app.url_map.iter_rules()]
    assert [rule for rule in rules if "<token>" in rule]
    for rule in rules:
        filled = re.sub(r"<[^>]+>", TOKEN, rule)
        assert TOKEN not in logged_path(filled), rule
    assert logged_path("/staff/inputs/abc") == "/staff/inputs"
    assert logged_path(f"/{TOKEN}") == "-"
    assert logged_path("/") == "/"


def test_the_proxy_quotes_no_address_elsewhere() -> None:
    text = (ROOT / "deploy" / "nginx.conf").read_text()
    assert re.findall(r"error_log \S+ (\w+);", text) == ["alert"]  # below it, nginx quotes the request
    assert not re.search(r"\$(request|request_uri|args|http_referer)\b", text)
    assert text.count("{") - text.count("{0,20}") - text.count("{1,20}") == text.count("}") - 2
