"""The words of the commands in the language of whoever calls them, from `locales/commands.*.ftl`."""

from __future__ import annotations

from pathlib import Path

from fluent.runtime import FluentBundle, FluentResource

LOCALES = Path(__file__).parent.parent / "locales"


class Labels:
    """`labels("way", way=…)` is one line in the chosen language."""

    def __init__(self, language: str) -> None:
        # Isolation marks are for mixed directions of writing; here they would only be in the way of scripts.
        self._bundle = FluentBundle([language], use_isolating=False)
        self._bundle.add_resource(FluentResource((LOCALES / f"commands.{language}.ftl").read_text(encoding="utf-8")))

    def __call__(self, name: str, **words: str | int) -> str:
        """Raises LookupError if a word is missing: a label is never shown half."""
        pattern = self._bundle.get_message(name).value
        if pattern is None:
            raise LookupError(name)
        said, errors = self._bundle.format_pattern(pattern, words)
        if errors:
            raise LookupError(f"{name}: {errors[0]}")
        return str(said)
