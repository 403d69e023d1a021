"""The settings in words: what each is called, in which order they are shown, and the state of the platform."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l

GROUPS = (
    (
        _l("Kommunen"),
        (
            "municipality_name",
            "municipality_phone",
            "municipality_email",
            "municipality_address",
            "municipality_hours",
            "dpo_contact",
            "was_url",
            "primary_colour",
            "logo_url",
        ),
    ),
    (
        _l("Frister og grænser"),
        ("answer_days", "max_upload_mb", "session_hours", "require_second_factor", "rate_limits"),
    ),
    (
        _l("Mail"),
        (
            "mail_from",
            "mail_from_name",
            "mail_per_minute",
            "smtp_host",
            "smtp_port",
            "smtp_user",
            "smtp_password",
            "smtp_security",
        ),
    ),
    (
        _l("Drift"),
        (
            "engage_env",
            "public_url",
            "other_hosts",
            "trusted_proxies",
            "database_url",
            "redis_url",
            "data_dir",
            "secret_key",
            "password_salt",
            "port",
            "web_workers",
            "web_threads",
        ),
    ),
)

LABELS = {
    "municipality_name": _l("Navn"),
    "municipality_phone": _l("Telefon"),
    "municipality_email": _l("E-mail"),
    "municipality_address": _l("Adresse"),
    "municipality_hours": _l("Åbningstider"),
    "dpo_contact": _l("Databeskyttelsesrådgiver"),
    "was_url": _l("Tilgængelighedserklæring"),
    "primary_colour": _l("Farve"),
    "logo_url": _l("Logo"),
    "answer_days": _l("Dage til at svare på et input"),
    "max_upload_mb": _l("Største fil, i MB"),
    "session_hours": _l("Timer, før man skal logge ind igen"),
    "require_second_factor": _l("Totrinslogin skal slås til ved første login"),
    "rate_limits": _l("Loft over forsøg på login og formularer"),
    "mail_from": _l("Afsenderadresse"),
    "mail_from_name": _l("Afsendernavn"),
    "mail_per_minute": _l("Højst så mange mails i minuttet"),
    "smtp_host": _l("Mailserver"),
    "smtp_port": _l("Mailserverens port"),
    "smtp_user": _l("Bruger på mailserveren"),
    "smtp_password": _l("Adgangskode til mailserveren"),
    "smtp_security": _l("Kryptering til mailserveren"),
    "engage_env": _l("Drift eller udvikling"),
    "public_url": _l("Adressen, borgerne ser"),
    "other_hosts": _l("Andre værtsnavne"),
    "trusted_proxies": _l("Proxyer foran"),
    "database_url": _l("Database"),
    "redis_url": _l("Kø"),
    "data_dir": _l("Mappe til filer"),
    "secret_key": _l("Nøgle til links og login"),
    "password_salt": _l("Salt til adgangskoder"),
    "port": _l("Port"),
    "web_workers": _l("Webprocesser"),
    "web_threads": _l("Tråde i hver webproces"),
}

# Never shown: each is a key, or may hold one.
SECRETS = frozenset({"secret_key", "password_salt", "smtp_password", "database_url", "redis_url"})

USE_WORDS = {
    "button": _l("Hvid tekst på knapper"),
    "link_on_page": _l("Links på hvidt"),
    "link_on_sand": _l("Links på sandfarvet bund"),
    "link_on_tint": _l("Links på farvens egen lyse bund"),
    "dark_button": _l("Mørk visning: tekst på knapper"),
    "dark_link_on_page": _l("Mørk visning: links på siden"),
    "dark_link_on_sand": _l("Mørk visning: links på kort"),
    "dark_link_on_tint": _l("Mørk visning: links på farvens egen bund"),
}

_HEALTH = {
    "database": (_l("Databasen"), _l("Svarer."), _l("Svarer ikke. Intet kan læses eller gemmes, før den gør.")),
    "migration": (
        _l("Databasens form"),
        _l("Er den nyeste."),
        _l("Er ikke den nyeste. Kør “engage db upgrade” på serveren."),
    ),
    "queue": (
        _l("Køen"),
        _l("Svarer."),
        _l("Svarer ikke. Mails og opsummeringer venter, til den gør; intet går tabt."),
    ),
    "sweep": (
        _l("Baggrundsarbejdet"),
        _l("Har kørt inden for de sidste tre minutter."),
        _l("Har ikke kørt i tre minutter. Se, om “engage worker” og “engage schedule” kører."),
    ),
}


def health_words(states: Mapping[str, str]) -> list[tuple[str, str, bool]]:
    """Each part the platform rests on: its name, how it is, and whether that is well."""
    lines = []
    for key, (name, well, ill) in _HEALTH.items():
        is_well = states[key] == "ok"
        lines.append((str(name), str(well if is_well else ill), is_well))
    return lines
