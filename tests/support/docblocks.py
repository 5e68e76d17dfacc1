"""The code blocks of the documents: found, with what is said of them, and run line by line.

A comment on the line before a block says what cannot be seen in it:

    <!-- not run: REASON -->          it needs what a test has not got
    <!-- ends with N: REASON -->      one of its commands has this exit code, and that is meant
    <!-- file: PATH -->               it is a file of the project, written there before the next block is run
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from click.testing import CliRunner

from thongbao.cli import main

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import click

PROJECT = Path(__file__).resolve().parents[2]
SHELL = ("sh", "bash", "console")
PAGES = [
    PROJECT / "README.md",
    *sorted(p for p in (PROJECT / "docs").rglob("*.md") if not {"_build", "_made"} & {*p.parts}),
]

MARK = re.compile(r"<!-- (not run|ends with|file)(?:: ?| )(.*?) -->")
BLOCK = re.compile(
    r"(?P<mark>^ *<!--[^\n]*-->\n\s*)?^(?P<space> *)```(?P<language>\w+)[^\n]*\n(?P<text>.*?)^(?P=space)```$",
    re.MULTILINE | re.DOTALL,
)

MEANT = {
    r"\bOFFICE\b": "zhumadian", r"\bDATE\b": "2020-02-19", r"\bDAY\b": "2020-02-18", r"\bCODE\b": "411702",
    r"\bROLE\b": "director", r"\bDIR\b": "some-folder",
    r"/mnt/safe/": "safe/",
}  # fmt: skip
"""What a reader puts in the place of a word in capitals."""


class Block(NamedTuple):
    """A code block.

    Attributes:
        page: relative to the project.
        line: of its first fence, from 1.
        mark, said: what the comment before it says: "not run", "ends with", "file", or "" and "".
    """

    page: str
    line: int
    language: str
    text: str
    mark: str
    said: str


class Failed(AssertionError):
    """A line of a page did not do what the page says."""


def blocks(page: Path) -> list[Block]:
    """Return the code blocks of a page that name a language, in their order."""
    text = page.read_text(encoding="utf-8")
    found = []
    for match in BLOCK.finditer(text):
        mark = MARK.search(match["mark"] or "")
        indent = len(match["space"])
        body = "".join(line[indent:] for line in match["text"].splitlines(keepends=True))
        line = text.count("\n", 0, match.start("language")) + 1
        name = page.relative_to(PROJECT).as_posix()
        found.append(Block(name, line, match["language"], body, mark[1] if mark else "", mark[2] if mark else ""))
    return found


def lines(block: Block) -> list[str]:
    """Return the commands of a shell block, prompts and comments taken off, broken lines joined."""
    joined = re.sub(r"\\\n\s*", "", block.text)
    plain = [re.sub(r"^\$ ", "", re.sub(r"(^|\s)#.*$", "", line)).strip() for line in joined.splitlines()]
    return [line for line in plain if line]


def words_of(line: str) -> tuple[dict[str, str], list[str]]:
    """Split a line into the variables that it sets before its command, and the command's words."""
    words = shlex.split(line)
    count = next((at for at, word in enumerate(words) if not re.fullmatch(r"[A-Z_]+=.*", word)), len(words))
    return dict(word.split("=", 1) for word in words[:count]), words[count:]


def parsed(words: list[str]) -> click.Command:
    """Look whether a command line of thongbao has a command and options that are there; values are not looked at.

    Raises:
        click.UsageError: it has not.
    """
    context = main.make_context("thongbao", [], resilient_parsing=True)
    if not words or words[0].startswith("-"):
        main.make_parser(context).parse_args(list(words))
        return main
    _, command, rest = main.resolve_command(context, list(words))
    assert command is not None
    command.make_parser(command.make_context(words[0], [], resilient_parsing=True)).parse_args(list(rest))
    return command


def inline_commands(page: Path) -> Iterator[list[str]]:
    """Return the words of each command line of thongbao that stands in the running text of a page."""
    text = re.sub(r"^ *```.*?^ *```$", "", page.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    for said in re.findall(r"(?<!`)`thongbao ([^`…|]+)`(?!`)", text):
        yield re.sub(r"\[|\]", "", " ".join(said.split())).split()


def run(page: Path, home: Path, environment: Mapping[str, str], meant: Mapping[str, str]) -> int:
    """Run the shell blocks of a page in a home, in their order; return how many lines were run.

    Commands of thongbao run in this process, all else in a shell.

    Args:
        environment: variables that hold for all of them; what a page exports is added.
        meant: pattern -> what stands for it, besides MEANT.

    Raises:
        Failed: a line ended with another code than the page says.
    """
    variables, count = dict(environment), 0
    for block in blocks(page):
        if block.mark == "file":
            target = home / filled(block.said, meant)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(block.text, encoding="utf-8")
        if block.language not in SHELL or block.mark == "not run":
            continue
        may_end = {0, int(block.said.split(":")[0])} if block.mark == "ends with" else {0}
        for line in lines(block):
            code, output = _run_line(filled(line, meant), home, variables)
            if code not in may_end:
                raise Failed(f"{block.page}, block at line {block.line}: {line}\nended with {code}:\n{output}")
            count += 1
    return count


def filled(text: str, meant: Mapping[str, str]) -> str:
    """Put something into the place of each word that stands for something else."""
    for pattern, value in {**meant, **MEANT}.items():
        text = re.sub(pattern, value, text)
    return text


def _run_line(line: str, home: Path, variables: dict[str, str]) -> tuple[int, str]:
    if line.startswith("export "):
        variables |= words_of(line.removeprefix("export "))[0]
        return 0, ""
    own, words = words_of(line)
    if words[:1] == ["thongbao"]:
        return _thongbao([name for word in words[1:] for name in _globbed(word, home)], {**variables, **own})
    done = subprocess.run(
        ["/bin/sh", "-c", line], cwd=home, env={**os.environ, **variables}, capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout + done.stderr


def _thongbao(words: list[str], variables: dict[str, str]) -> tuple[int, str]:
    result: Any = CliRunner().invoke(main, words, input="y\n", env=variables)
    unexpected = result.exception if not isinstance(result.exception, (SystemExit, type(None))) else ""
    return result.exit_code, f"{result.output}{unexpected!r}" if unexpected else result.output


def _globbed(word: str, home: Path) -> list[str]:
    if "*" not in word:
        return [word]
    return sorted(path.relative_to(home).as_posix() for path in home.glob(word)) or [word]
