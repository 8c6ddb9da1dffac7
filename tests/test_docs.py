"""What README, docs and the staff guide show is really so: a guide that has gone stale teaches mistakes."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from bot.__main__ import run
from bot.commands.figures_text import as_text
from bot.commands.pictures import draw_all
from procedures.checks import check
from procedures.checks.mutation import survivors
from procedures.checks.names import check_names
from procedures.definition import Definition
from procedures.problem import Source
from procedures.reading import SHIPPED, read_definition, read_province
from tests.pages import ROOT, links, name_of, pages
from tests.shipped import demonstrated, shipped_burden, shipped_province

GUIDE = re.findall(r"```yaml\n(.*?)```", (SHIPPED / "README.md").read_text(encoding="utf-8"), re.DOTALL)
LESSON, OTHER, PROVINCE = "# library-card.yaml\n", "# 另一种写法 · another form\n", "# province/documents.yaml\n"
EVENT = "# life_events/wedding.yaml\n"  # tests/procedures/test_life_events.py reads it
README = ROOT / "README.md"
TALKS = [
    (page, name, excerpt)
    for page, text in pages().items()
    for name, excerpt in re.findall(r"<!-- transcript: (\S+) -->\n```\n(.*?)```", text, re.DOTALL)
]


@pytest.fixture
def guide(tmp_path: Path) -> Path:
    """The lesson of the staff guide, put together in a province that has its documents."""
    shutil.copytree(SHIPPED / "province", tmp_path / "province")
    with (tmp_path / "province" / "documents.yaml").open("a", encoding="utf-8") as documents:
        documents.writelines(_blocks(PROVINCE))
    file = tmp_path / "definitions" / "library-card.yaml"
    file.parent.mkdir()
    file.write_text("".join(_blocks(LESSON)), encoding="utf-8")
    return file


def test_the_lesson_of_the_guide_passes_and_proves_every_line(guide: Path) -> None:
    province, problems = read_province(guide.parent.parent / "province")
    assert problems == ()
    assert province is not None
    read = read_definition(guide)
    assert read.problems == ()
    assert read.definition is not None
    procedures = {read.definition.id}
    assert check(read.definition, read.source, province, procedures).problems == ()
    assert [str(mutant) for mutant in survivors(read.definition, read.source, province, procedures)] == []


def test_the_other_forms_of_the_guide_can_be_written(guide: Path) -> None:
    province, _ = read_province(guide.parent.parent / "province")
    assert province is not None
    lesson = _read(guide.read_text(encoding="utf-8"))
    others = _blocks(OTHER)
    assert len(others) >= 5
    for other in others:
        definition = Definition.model_validate({**lesson, **_read(other)})
        problems = check_names(definition, Source(guide), province, {definition.id})
        told = [str(problem) for problem in problems if "examples" not in str(problem)]
        assert told == [], other


def test_every_block_of_the_guide_says_what_it_is() -> None:
    assert all(block.startswith((LESSON, OTHER, PROVINCE, EVENT)) for block in GUIDE)


@pytest.mark.parametrize(
    ("name", "excerpt"), [talk[1:] for talk in TALKS], ids=[f"{name_of(page)}-{name}" for page, name, _ in TALKS]
)
def test_the_pages_show_real_conversations(name: str, excerpt: str) -> None:
    transcript = (ROOT / "tests" / "transcripts" / f"{name}.txt").read_text("utf-8").splitlines()
    _assert_shortened(excerpt.splitlines(), [line for line in transcript if line])


def test_the_readme_shows_conversations_in_both_languages() -> None:
    assert {name.rsplit(".", 1)[1] for page, name, _ in TALKS if page == README} == {"zh", "en"}


def test_the_readme_gives_the_catalogue_s_figures() -> None:
    """The sentence below the picture, with the figures of today in it."""
    usual, worst = shipped_burden().usual, shipped_burden().worst
    assert usual.at_most_one_visit == worst.at_most_one_visit == (usual.procedures - 1) / usual.procedures
    measured = demonstrated().filled / demonstrated().fields
    [quoted] = re.findall(r"<!-- figures -->\n((?:> .*\n)+)", pages()[README])
    assert " ".join(quoted.replace("> ", "").split()) == " ".join([
        f"On the usual paths of {usual.procedures} procedures, citizens had {usual.papers_before} papers to bring",
        f"and now have {usual.papers_after}, ID cards included.",
        f"With {usual.id_only:.0%} of the procedures no paper is left: the ID card or a face is enough.",
        f"{usual.online:.0%} are done online to the end.",
        f"{usual.at_most_one_visit:.0%} take at most one visit, all but divorce, for which the law wants two.",
        f"Registers can fill in {usual.fields_prefilled:.0%} of the form fields;",
        f"for the people of the demonstration, a third of whose look-ups fail, they fill in {measured:.0%}.",
    ])  # fmt: skip


def test_the_pages_show_the_table_of_figures() -> None:
    [(_, excerpt)] = _shown("figures")
    _assert_shortened(
        excerpt.splitlines(), as_text(shipped_burden(), shipped_province(), "en", demonstrated()).splitlines()
    )


@pytest.mark.parametrize("name", ["outcome", "demonstration", "mutate"])
def test_the_pages_show_what_commands_really_print(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("DEFINITIONS", raising=False)
    monkeypatch.chdir(tmp_path)  # no file `.env`
    shown = _shown(name)
    assert shown
    for words, excerpt in shown:
        assert run(shlex.split(words)) == 0
        _assert_shortened(excerpt.splitlines(), "".join(capsys.readouterr()).splitlines())


@pytest.mark.parametrize("page", ["README.md", "CHANGELOG.md", "docs/commands.md", "docs/savings.md"])
def test_the_number_of_procedures_and_paths_is_right_everywhere(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    usual = shipped_burden().usual
    assert set(re.findall(r"\b(\d+) procedures|[Pp]rocedures: (\d+)", text)) <= {
        (str(usual.procedures), ""), ("", str(usual.procedures)),
    }  # fmt: skip
    assert set(re.findall(r"\bpaths: ([\d,]+)\b", text)) <= {str(usual.paths), f"{usual.paths:,}"}


def test_the_pages_show_the_pictures_of_the_catalogue() -> None:
    """After a change that is meant: `make pictures`."""
    shown = {target for page in pages() for target, _ in links(page)}
    for name, picture in draw_all(shipped_burden(), shipped_province()).items():
        assert (ROOT / "docs" / "pictures" / name).read_text(encoding="utf-8") == picture
        assert ROOT / "docs" / "pictures" / name in shown


def test_the_picture_of_the_house_shows_every_package_and_none_that_is_not_there() -> None:
    picture = (ROOT / "docs" / "pictures" / "architecture.svg").read_text(encoding="utf-8")
    drawn = set(re.findall(r">((?:bot/|procedures|intents)\w*)<", picture))
    packages = {f"bot/{file.parent.name}" for file in (ROOT / "bot").glob("*/__init__.py")}
    assert drawn == packages | {"procedures", "intents"}


def _assert_shortened(excerpt: list[str], lines: list[str]) -> None:
    """The excerpt is line by line as in `lines`; only `…` may leave some out."""
    at, left_out = 0, True
    for line in excerpt:
        if line == "…":
            left_out = True
            continue
        assert line in lines[at:], f"it does not go on with: {line}"
        found = lines.index(line, at)
        assert left_out or found == at, f"there is more before: {line}"
        at, left_out = found + 1, False


def _shown(name: str) -> list[tuple[str, str]]:
    """Each call of this command after which a page shows what comes: its words, and what is shown."""
    found = re.findall(
        rf"^\$ \.venv/bin/python -m bot ({name}\b.*)\n((?:(?!```|\$ ).*\n)+)", "".join(pages().values()), re.M
    )
    return [(words, excerpt) for words, excerpt in found]


def _blocks(kind: str) -> list[str]:
    return [block.removeprefix(kind) for block in GUIDE if block.startswith(kind)]


def _read(text: str) -> dict[str, object]:
    read: dict[str, object] = YAML(typ="safe", pure=True).load(text)
    return read
