"""Both languages say everything, and no label is shown half."""

from __future__ import annotations

import re
from typing import get_args

import pytest
from fluent.syntax import FluentSerializer, parse
from fluent.syntax.ast import Junk, Message

from bot.commands.labels import LOCALES, Labels
from procedures.settling import GapWhy
from procedures.vocabulary import WayName

VARIABLE = re.compile(r"\$(\w+)")


def messages(language: str) -> list[str]:
    resource = parse(written(language))
    assert not [entry for entry in resource.body if isinstance(entry, Junk)]
    return [entry.id.name for entry in resource.body if isinstance(entry, Message)]


def rooms(language: str) -> dict[str, set[str]]:
    """What each label has room for."""
    entries = (entry for entry in parse(written(language)).body if isinstance(entry, Message))
    return {entry.id.name: set(VARIABLE.findall(FluentSerializer().serialize_entry(entry))) for entry in entries}


def written(language: str) -> str:
    return (LOCALES / f"commands.{language}.ftl").read_text(encoding="utf-8")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_label_can_be_said(language: str) -> None:
    labels = Labels(language)
    words = dict.fromkeys(VARIABLE.findall(written(language)), "x")
    for name in messages(language):
        assert labels(name, **words)


def test_both_languages_have_the_same_labels() -> None:
    assert messages("zh") == messages("en")
    assert rooms("zh") == rooms("en")


def test_every_way_and_every_gap_has_a_label() -> None:
    wanted = {f"way-{way}" for way in get_args(WayName)} | {f"gap-{why}" for why in get_args(GapWhy)}
    assert wanted <= set(messages("en"))


def test_a_label_is_never_shown_half() -> None:
    with pytest.raises(LookupError, match="stop"):
        Labels("en")("stop")
