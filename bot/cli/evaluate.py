"""``setupbot eval``: scores the matcher on labelled questions."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli.session import open_answerer

if TYPE_CHECKING:
    from bot.evaluation import Evaluation, LabelledQuestion, Score

SHARES = ("top1", "top3", "right", "wrong", "false")


@click.command("eval")
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path(path_type=Path))
@click.option(
    "--predictions", type=click.Path(path_type=Path), metavar="OUT", help="Write a JSON line a question."
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option("--choose", is_flag=True, help="Print the limits that serve these questions best.")
def evaluate_command(files: tuple[Path, ...], predictions: Path | None, as_json: bool, choose: bool) -> None:
    """Score the matcher on FILE..., JSON Lines of q, label, also, lang, kind."""
    from bot.evaluation import evaluate, read_questions

    collections = [read_questions(file) for file in files]
    if choose:
        _choose(collections)
        return
    answerer, _ = open_answerer()
    evaluation = evaluate(answerer, chain.from_iterable(collections))
    if predictions:
        _write(predictions, "".join(f"{row.as_json()}\n" for row in evaluation.predictions))
    if as_json:
        import json

        click.echo(json.dumps(evaluation.as_dict(), ensure_ascii=False, indent=2))
    else:
        _print(evaluation)


def _choose(collections: Sequence[Sequence[LabelledQuestion]]) -> None:
    from bot.evaluation import evaluate
    from bot.limit_choice import WIDE_OPEN, choose_limits
    from bot.settings import read_settings
    from bot.wiring import make_answerer

    answerer = make_answerer(read_settings(), WIDE_OPEN)
    click.echo(choose_limits(evaluate(answerer, questions).predictions for questions in collections))


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise click.FileError(str(path), hint=error.strerror or "cannot be written") from error


def _print(evaluation: Evaluation) -> None:
    from rich.cells import cell_len

    rows = [("group", "rows", "off", *SHARES), *map(_row, evaluation.scores)]
    width = max(cell_len(row[0]) for row in rows)
    for row in rows:
        numbers = "".join(f"{cell:>8}" for cell in row[1:])
        click.echo(row[0] + " " * (width - cell_len(row[0])) + numbers)
    click.echo(f"p50 {evaluation.p50_ms:.1f} ms, p99 {evaluation.p99_ms:.1f} ms")


def _row(score: Score) -> tuple[str, ...]:
    shares = score.shares()
    cells = ("–" if shares[name] is None else f"{shares[name]:.1%}" for name in SHARES)
    return (score.group, str(score.on_topic), str(score.off_topic), *cells)
