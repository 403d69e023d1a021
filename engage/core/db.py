"""The database: base class, column types, and the one place that commits."""

from __future__ import annotations

import contextlib
import datetime as dt
import functools
import secrets
import time
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

import orjson
import sqlalchemy as sa
import structlog
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import event
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, declared_attr, mapped_column, registry
from sqlalchemy.pool import ConnectionPoolEntry

from engage.core import clock

log = structlog.get_logger()
REST_SECONDS = 0.2

JsonDict = dict[str, Any]
LocalisedText = dict[str, str]  # {"da": "…", "en": "…"}

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class UtcDateTime(sa.types.TypeDecorator[dt.datetime]):
    """An aware UTC time in every database; a naive one is refused."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    @property
    def python_type(self) -> type[dt.datetime]:
        return dt.datetime

    def process_bind_param(self, value: dt.datetime | None, dialect: sa.Dialect) -> dt.datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone cannot be stored")
        value = value.astimezone(dt.UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: dt.datetime | None, dialect: sa.Dialect) -> dt.datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=dt.UTC) if value.tzinfo is None else value.astimezone(dt.UTC)


class _Base(DeclarativeBase):
    registry = registry(
        metadata=sa.MetaData(naming_convention=NAMING),
        type_annotation_map={
            dt.datetime: UtcDateTime,
            JsonDict: sa.JSON().with_variant(JSONB, "postgresql"),
            LocalisedText: sa.JSON().with_variant(JSONB, "postgresql"),
            list[str]: sa.JSON().with_variant(JSONB, "postgresql"),
            str: sa.Text(),
            int: sa.BigInteger().with_variant(sa.Integer, "sqlite"),
        },
    )


db = SQLAlchemy(model_class=_Base, session_options={"expire_on_commit": False})

if TYPE_CHECKING:

    class Base(_Base):
        """What every model inherits from."""

        __abstract__ = True
else:
    Base = db.Model


def random_id() -> int:
    """A primary key that tells nothing of the order in which rows came."""
    return secrets.randbelow(2**62) + 1


def new_public_id() -> str:
    """A random id for addresses: 96 bits, 16 characters."""
    return secrets.token_urlsafe(12)


class HasId:
    """A plain running number, never shown outside."""

    id: Mapped[int] = mapped_column(primary_key=True)


class HasRandomId:
    """A random key, for what a citizen sent: the order of the rows must not tell who sent what."""

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, default=random_id)


class HasPublicId:
    """The id that stands in addresses."""

    public_id: Mapped[str] = mapped_column(sa.String(24), unique=True, default=new_public_id)


class HasVersion:
    """Optimistic locking: an update of a row that somebody else changed raises StaleDataError."""

    version: Mapped[int] = mapped_column(sa.Integer, default=1)

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:
        return {"version_id_col": cls.version}


# For a table that changes all the time and that no kept page reads: among `__table_args__`, see core/changes.py.
BUSY: dict[str, Any] = {"info": {"busy": True}}


def session() -> Session:
    """The session of this request or task."""
    return db.session()


# Outside a use case every statement stands alone: reading a page takes no BEGIN and no ROLLBACK (see `engine_options`).
AS_ONE: dict[str, dict[str, Any]] = {
    "sqlite": {"begin_immediate": True},
    "postgresql": {"isolation_level": "READ COMMITTED"},
}


@contextlib.contextmanager
def transaction() -> Iterator[Session]:
    """One use case, one commit: the outermost call commits or rolls back, inner calls join it.

    What was registered with `on_commit` runs after the commit, and not at all after a rollback.
    On SQLite the write lock is taken at the start, so that two writers wait instead of failing.
    """
    current = session()
    if current.info.get("in_use_case"):
        yield current
        return
    current.commit()  # ends the read transaction of the request, so that the use case sees what is there now
    current.info["in_use_case"] = True
    current.info["after_commit"] = []
    current.info["done_once"] = set()
    try:
        current.connection(execution_options=AS_ONE[current.get_bind().dialect.name])
        yield current
        current.commit()
    except BaseException:
        current.rollback()
        current.info["after_commit"] = []
        raise
    finally:
        current.info["in_use_case"] = False
    for action in current.info.pop("after_commit"):
        try:
            action()
        except Exception:  # the row is saved: the sweep sends what is left
            log.exception("after_commit_failed")


def write_alone(statement: sa.Insert | sa.Update, values: dict[str, Any]) -> int:
    """A use case of one single statement: PostgreSQL, asked outside a transaction, commits it in the same go.

    Returns how many rows were written.
    """
    current = session()
    if current.get_bind().dialect.name == "sqlite" or current.info.get("in_use_case"):
        with transaction():
            return int(current.connection().execute(statement, values).rowcount)
    written = int(current.connection().execute(statement, values).rowcount)
    let_go()
    return written


def insert_rows(
    connection: sa.Connection,
    table: sa.FromClause,
    common: dict[str, int],
    rows: Sequence[dict[str, str | int | None]],
    on_conflict: str = "",
) -> None:
    """Insert several small rows by one statement. `common` stands in all of them; `on_conflict` is the end of the SQL.

    The columns take texts and numbers as they are. SQLAlchemy would send a statement for each row, or build one anew.
    """
    if rows:
        each = {f"{name}_{number}": value for number, row in enumerate(rows) for name, value in row.items()}
        statement = _inserting(table, tuple(common), tuple(rows[0]), len(rows), on_conflict)
        connection.execute(statement, common | each)


@functools.cache
def _inserting(
    table: sa.FromClause, common: tuple[str, ...], own: tuple[str, ...], count: int, on_conflict: str
) -> sa.TextClause:
    """Always the same for so many rows, so that the database need not plan it each time."""
    shared = [f":{name}" for name in common]
    rows = (", ".join(shared + [f":{name}_{number}" for name in own]) for number in range(count))
    columns, values = ", ".join(common + own), ", ".join(f"({row})" for row in rows)
    return sa.text(f"INSERT INTO {table} ({columns}) VALUES {values} {on_conflict}")  # noqa: S608 - names of our own


def let_go() -> None:
    """End the reading under way, outside a use case: nothing is held any more, and what was read is kept."""
    session().commit()


@contextlib.contextmanager
def snapshot() -> Iterator[None]:
    """All that is read inside is as it was at one moment; outside a use case, and for reading only.

    On PostgreSQL a write is refused. What was loaded before is read anew.
    """
    current = session()
    if current.info.get("in_use_case"):
        raise RuntimeError("a snapshot cannot be taken inside a transaction")
    current.rollback()
    current.expire_all()
    if current.get_bind().dialect.name == "postgresql":
        current.connection(execution_options={"isolation_level": "REPEATABLE READ", "postgresql_readonly": True})
    try:
        yield
    finally:
        current.rollback()


def first_time(what: object) -> bool:
    """True when this is asked for the first time in the use case under way; only inside `transaction()`."""
    done: set[object] = session().info["done_once"]
    new = what not in done
    done.add(what)
    return new


def on_commit(action: Callable[[], None]) -> None:
    """Run an action when the use case has been committed; only inside `transaction()`."""
    info = session().info
    if not info.get("in_use_case"):
        raise RuntimeError("on_commit is called outside a transaction")
    info["after_commit"].append(action)


def engine_options(uri: str, pool_size: int) -> dict[str, Any]:
    """How to reach a database, with time limits; much in it is JSON, which orjson reads three times as fast."""
    if uri.startswith("sqlite"):
        return {"json_deserializer": orjson.loads, "connect_args": {"timeout": 10}}
    return {
        "json_deserializer": orjson.loads,
        "isolation_level": "AUTOCOMMIT",
        "pool_size": pool_size,
        "pool_timeout": 5,
        "pool_use_lifo": True,
        "connect_args": {"connect_timeout": 3, "options": "-c statement_timeout=30000 -c lock_timeout=10000"},
    }


def install(engine: sa.Engine) -> None:
    """Set up an engine's connections: SQLite in WAL mode with foreign keys, PostgreSQL looked after."""
    if engine.dialect.name != "sqlite":
        _ask_after_a_rest(engine)
        return

    @event.listens_for(engine, "connect")
    def _on_connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # SQLAlchemy says BEGIN, see below
        cursor = connection.cursor()
        for pragma in ("journal_mode=WAL", "foreign_keys=ON", "busy_timeout=10000", "synchronous=NORMAL"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _on_begin(connection: sa.Connection) -> None:
        immediate = connection.get_execution_options().get("begin_immediate", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")


def _ask_after_a_rest(engine: sa.Engine) -> None:
    """Ask a connection that has lain still whether it is alive; a busy one need not be asked."""

    @event.listens_for(engine, "checkin")
    def _on_checkin(_connection: Any, record: ConnectionPoolEntry) -> None:
        record.info["rested_from"] = time.monotonic()

    @event.listens_for(engine, "checkout")
    def _on_checkout(connection: Any, record: ConnectionPoolEntry, _proxy: Any) -> None:
        if time.monotonic() - record.info.get("rested_from", 0) > REST_SECONDS:
            try:
                engine.dialect.do_ping(connection)
            except engine.dialect.loaded_dbapi.Error as error:
                raise sa.exc.InvalidatePoolError from error  # the others will be no better


def recent(
    moment: sa.ColumnElement[Any] | sa.orm.InstrumentedAttribute[Any], age: dt.timedelta
) -> sa.ColumnElement[bool]:
    """True where a time is less than `age` ago. One far in the future was written before the clock was put back."""
    now = clock.now()
    return sa.and_(moment > now - age, moment < now + age)


def now_column(**kwargs: Any) -> Mapped[dt.datetime]:
    """A column that holds when the row was made."""
    return mapped_column(default=clock.now, **kwargs)
