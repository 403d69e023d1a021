"""Settings, read once from the environment, typed, and refused when wrong."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from engage.core.colours import is_colour, nearest_readable, weakest_use
from engage.core.hours import OpeningHours, opening_hours

STANDARD_COLOUR = "#1c5a3c"  # the style sheets' own


class ConfigurationError(Exception):
    """The environment holds a setting that cannot be used; the message names each one, a line each."""


class Settings(BaseModel):
    """Every setting of the platform. A field's name in capitals is its environment variable."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    engage_env: Literal["development", "production"] = Field(
        "development", description="`production` demands the secrets, HTTPS cookies and no demo content."
    )
    secret_key: str = Field(
        "", description="Signs sessions and makes private links. Required in production, at least 32 characters."
    )
    password_salt: str = Field("", description="Salt of the password hashes. Required in production.")
    data_dir: Path = Field(Path("instance"), description="Folder for SQLite, uploaded files and the embedded queue.")
    database_url: str = Field("", description="Database address; empty means SQLite in `DATA_DIR`.")
    redis_url: str = Field("", description="Queue and rate limits; empty means files in `DATA_DIR`.")
    public_url: str = Field(
        "http://127.0.0.1:8000",
        description="The address citizens see, in mails and QR codes; no slash at the end. Production demands https.",
    )
    other_hosts: str = Field(
        "", description="Other host names this server may be called by, with commas between; `PUBLIC_URL`'s always may."
    )
    trusted_proxies: int = Field(0, ge=0, le=5, description="How many reverse proxies stand in front.")
    smtp_host: str = Field("", description="Mail server; empty means the mail catcher that `make run` starts.")
    smtp_port: int = Field(25, ge=1, le=65535, description="Port of the mail server.")
    smtp_user: str = Field("", description="User name at the mail server, if it asks for one.")
    smtp_password: str = Field("", description="Password at the mail server.")
    smtp_security: Literal["none", "starttls", "tls"] = Field("none", description="How the mail connection is secured.")
    mail_from: str = Field("borger@engage.example", description="Sender address of every mail.")
    mail_from_name: str = Field("", description="Sender name; empty means the municipality's name.")
    mail_per_minute: int = Field(600, ge=1, le=60000, description="The most mails sent in a minute by campaigns.")
    municipality_name: str = Field("Vesthimmerlands Kommune", description="Shown in the header, the title and mails.")
    municipality_phone: str = Field("99 66 70 00", description="Telephone number for citizens who need help.")
    municipality_email: str = Field("post@vesthimmerland.dk", description="Written contact for citizens.")
    municipality_address: str = Field("Vestre Boulevard 7, 9600 Aars", description="Postal address in the footer.")
    municipality_hours: str = Field(
        "", description="When the town hall is open, like `mon-wed 9.00-15.00, thu 9.00-17.00`; empty shows nothing."
    )
    primary_colour: str = Field(
        STANDARD_COLOUR,
        description="The municipality's colour; refused where it cannot be read. `/staff/settings` tries one.",
    )
    logo_url: str = Field("", description="Path of a logo under /static or on this site; empty shows the name.")
    was_url: str = Field("", description="The official accessibility statement that `/was` leads to.")
    dpo_contact: str = Field("dpo@vesthimmerland.dk", description="Data protection officer, named in every notice.")
    session_hours: int = Field(10, ge=1, le=48, description="How long staff stay signed in.")
    answer_days: int = Field(28, ge=1, le=365, description="Days from an input's arrival to its due date.")
    max_upload_mb: int = Field(20, ge=1, le=200, description="The largest file staff may upload.")
    require_second_factor: bool = Field(
        False, description="Staff must set up a one-time code at their first sign-in; always so in production."
    )
    rate_limits: bool = Field(True, description="Limits on sign-in and public forms.")
    port: int = Field(8000, ge=1, le=65535, description="Port that `make run` listens on, at 127.0.0.1.")
    web_workers: int = Field(2, ge=1, le=32, description="Web processes.")
    web_threads: int = Field(4, ge=1, le=64, description="Threads in each web process.")

    @field_validator("public_url")
    @classmethod
    def _plain_address(cls, value: str) -> str:
        parts = urlsplit(value)
        if parts.scheme not in {"http", "https"} or not parts.netloc or parts.path not in {"", "/"}:
            raise ValueError("must be like https://deltag.example.dk")
        return value.rstrip("/")

    @field_validator("municipality_hours")
    @classmethod
    def _days_and_times(cls, value: str) -> str:
        opening_hours(value)
        return value

    @field_validator("primary_colour")
    @classmethod
    def _readable(cls, value: str) -> str:
        if not is_colour(value):
            raise ValueError("must be like #1c5a3c")
        if not weakest_use(value).reads:
            raise ValueError(
                f"cannot be read everywhere it is used (WCAG asks for 4.5:1); {nearest_readable(value)} can"
            )
        return value.lower()

    @field_validator("mail_from")
    @classmethod
    def _an_address(cls, value: str) -> str:
        if not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", value):
            raise ValueError("must be an e-mail address")
        return value

    @model_validator(mode="after")
    def _production_needs_secrets(self) -> Settings:
        if self.production:
            missing = [
                name for name in ("secret_key", "password_salt", "database_url", "smtp_host") if not getattr(self, name)
            ]
            if missing:
                raise ValueError("production needs " + ", ".join(name.upper() for name in missing))
            if not self.public_url.startswith("https://"):
                raise ValueError("PUBLIC_URL must begin with https:// in production: no sign-in works without")
            if len(self.secret_key) < 32:
                raise ValueError("SECRET_KEY must have at least 32 characters")
        return self

    @property
    def production(self) -> bool:
        """True where real citizens are served."""
        return self.engage_env == "production"

    @property
    def hours(self) -> list[OpeningHours]:
        """When the town hall is open; empty when it is not said."""
        return opening_hours(self.municipality_hours)

    @property
    def host_names(self) -> list[str]:
        """The names that requests may call this server by: the public one, the others, and those of loopback."""
        public = urlsplit(self.public_url).hostname or ""
        others = [name.strip() for name in self.other_hosts.split(",") if name.strip()]
        return [public, *others, "127.0.0.1", "localhost"]

    @property
    def database_uri(self) -> str:
        """The SQLAlchemy address, with the psycopg 3 driver for PostgreSQL."""
        if not self.database_url:
            return f"sqlite:///{(self.data_dir / 'engage.db').resolve()}"
        return re.sub(r"^postgres(ql)?://", "postgresql+psycopg://", self.database_url)

    @property
    def second_factor_required(self) -> bool:
        """True when nobody gets in with a password alone."""
        return self.production or self.require_second_factor

    @property
    def sender_name(self) -> str:
        """The name before the sender address in mails."""
        return self.mail_from_name or self.municipality_name


def load_settings(environ: Mapping[str, str]) -> Settings:
    """Read the settings from an environment; raises ConfigurationError naming everything that is wrong."""
    given = {name: environ[name.upper()] for name in Settings.model_fields if environ.get(name.upper(), "") != ""}
    try:
        settings = Settings.model_validate(given)
    except ValidationError as error:
        lines = [f"{'.'.join(str(part) for part in one['loc']).upper()}: {one['msg']}" for one in error.errors()]
        raise ConfigurationError("\n".join(lines)) from error
    if settings.secret_key and settings.password_salt:
        return settings
    return settings.model_copy(
        update={
            "secret_key": settings.secret_key or _kept_secret(settings.data_dir, "secret_key"),
            "password_salt": settings.password_salt or _kept_secret(settings.data_dir, "password_salt"),
        }
    )


def _kept_secret(folder: Path, name: str) -> str:
    """A secret for development, made once and kept in a file only the owner reads."""
    path = folder / name
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("x") as file:
            path.chmod(0o600)
            file.write(secrets.token_urlsafe(48))
    except FileExistsError:
        pass
    return path.read_text()
