"""`ticket`: whether the code that a citizen shows is genuine, and what it promises. It asks no network, no database."""

from __future__ import annotations

import contextlib
import json
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Annotated

import typer
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from bot.commands import serving
from bot.commands.ending import FoundWrong, WrongUse
from bot.commands.finding import spoken_in
from bot.database.encryption import Vault
from bot.database.errors import KeyUnusable
from bot.settings import Settings
from bot.tickets.checklist import Forged, NotATicket, OtherRelease, TicketProblem, UnknownKey, verify
from bot.tickets.keys import NoPublicKey, by_fingerprint, read_public, signing_keys, written

STDIN = "-"
MOST = 64 * 1024
"""Characters that are read of a file: far more than any ticket, and 700 public keys."""
WHY: Mapping[type[TicketProblem], str] = {
    NotATicket: "not-a-ticket",
    UnknownKey: "unknown-key",
    Forged: "forged",
    OtherRelease: "other-release",
}
"""What scripts read; the sentences for clerks are called the same."""

ticket = typer.Typer(add_completion=False, rich_markup_mode=None, no_args_is_help=True)


@ticket.callback()
def about() -> None:
    """Verify the QR codes of booked visits at the counter.

    A clerk needs this program and the public keys: no database, no network.
    """


@ticket.command("verify")
def verify_(
    text: Annotated[str, typer.Argument(metavar="TEXT|FILE|-", help="What the scanner read.")] = STDIN,
    key: Annotated[
        list[str] | None, typer.Option(metavar="PUBLIC", help="A public key, or a file with one a line; repeatable.")
    ] = None,
    json_wanted: Annotated[bool, typer.Option("--json", help="One JSON object instead of words.")] = False,
    language: Annotated[str | None, typer.Option(help="zh or en.")] = None,
) -> None:
    """Verify a ticket and show what it promises.

    It takes the text of the code, as a scanner types it; a picture is not read. Without --key the keys of this
    installation count. Exit code 0: genuine; 1: not, with the reason. Whether a visit was moved or cancelled since, a
    ticket cannot tell: of two for the same visit the one with the higher number counts.
    """
    told = serving.settings()
    spoken = spoken_in(language, told.language)
    keys = _given(key) if key else by_fingerprint(each.public for each in signing_keys(_vault(told)))
    code = _read(text).strip()
    from bot.commands.ticket_text import as_json, as_text, problem_text  # Fluent is slow to import

    try:
        checklist = verify(code, keys)
    except TicketProblem as problem:
        why = WHY[type(problem)]
        if json_wanted:
            typer.echo(json.dumps({"genuine": False, "why": why}))
        raise FoundWrong(problem_text(why, problem, spoken)) from None
    catalogue = serving.open_catalogue(told)
    if json_wanted:
        typer.echo(json.dumps(as_json(checklist, catalogue), ensure_ascii=False))
    else:
        typer.echo(as_text(checklist, catalogue, spoken))


@ticket.command("public-key")
def public_key() -> None:
    """Print the public keys of this installation, the oldest first: KEY BASE64.

    They are no secret. Give them to whoever verifies, again after keys add; keep the old lines, since tickets that were
    signed with an older key are still out.
    """
    for each in signing_keys(_vault(serving.settings())):
        typer.echo(written(each))


def _vault(told: Settings) -> Vault:
    """The keys as they are; unlike a start, it makes none."""
    try:
        if told.secret is not None:
            return Vault.from_secret(told.secret.get_secret_value())
        if told.keys_file.exists():
            return Vault.from_file(told.keys_file)
    except KeyUnusable as trouble:
        raise WrongUse(str(trouble)) from None
    raise WrongUse(f"There is no key file {told.keys_file}: set KEYS_FILE, or give a public key with --key.")


def _given(told: Iterable[str]) -> Mapping[str, Ed25519PublicKey]:
    """Keys by their fingerprints, as they stand on the command line and in files. Raises WrongUse."""
    contents = ((each, _content(each)) for each in told)
    lines = (line for each, content in contents for line in (each if content is None else content).splitlines())
    return by_fingerprint(_public(line) for line in lines if line.strip())


def _public(line: str) -> Ed25519PublicKey:
    try:
        return read_public(line)
    except NoPublicKey:
        raise WrongUse(f'"{line}" is neither a file nor a key as "ticket public-key" prints it.') from None


def _read(text: str) -> str:
    """What is written there, or a beginning that is too long for a ticket. A scanner ends its line with Enter."""
    if text == STDIN:
        return sys.stdin.readline(MOST)
    content = _content(text)
    return text if content is None else content


def _content(name: str) -> str | None:
    """The beginning of the file of this name; None where there is none."""
    with contextlib.suppress(OSError, ValueError), Path(name).open(encoding="utf-8", errors="replace") as file:
        return file.read(MOST)
    return None
