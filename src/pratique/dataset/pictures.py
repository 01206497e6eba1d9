"""Draw a dataset: campaign sizes, timeline, behaviours by activation; PNG, SVG and one page.

The page holds the SVGs inline and no script. All text goes through the escaper.
"""

import io
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from pratique import escape
from pratique.dataset.exporters.files import written
from pratique.dataset.figures import Figures
from pratique.errors import DatasetError
from pratique.model import ACTIVATIONS

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_BEHAVIOURS = 40
_LABELLED = 40
"""Bars up to which each carries its count."""
_BRIGHT = 0.6
"""Share of the brightest cell from which black is easier to read than white."""


def draw(counted: Figures, folder: Path) -> tuple[Path, ...]:
    """Write each picture as PNG and SVG, and `index.html` that shows them."""
    try:
        import matplotlib as mpl
        from matplotlib.figure import Figure
    except ImportError as error:
        raise DatasetError("matplotlib is missing; install pratique with `dataset`") from error
    mpl.rcParams["svg.hashsalt"] = "pratique"  # the same data gives the same file
    paths: list[Path] = []
    for name, (title, size, paint) in _PICTURES.items():
        figure = Figure(figsize=size, layout="constrained")
        axes = figure.add_subplot()
        axes.set_title(title)
        paint(counted, axes)
        paths += _saved(figure, folder / name)
    page = written(folder / "index.html", (_page(counted, folder).encode(),))
    return (*paths, page)


def _saved(figure: "Figure", path: Path) -> Iterator[Path]:
    for form, metadata in (("png", {"Software": None}), ("svg", {"Date": None})):
        drawn = io.BytesIO()
        figure.savefig(drawn, format=form, dpi=120, metadata=metadata)
        yield written(path.with_suffix(f".{form}"), (drawn.getvalue(),))


def _sizes(counted: Figures, axes: "Axes") -> None:
    sizes = [count for _, count in counted.campaigns]
    axes.plot(range(1, len(sizes) + 1), sizes, drawstyle="steps-post", marker=".", markersize=4)
    axes.set_xlabel("campaign, largest first")
    axes.set_ylabel("samples")
    if sizes:
        axes.set_xscale("log")
        axes.set_yscale("log")
        for axis in (axes.xaxis, axes.yaxis):
            axis.set_major_formatter("{x:,.0f}")
    axes.grid(visible=True, alpha=0.3)


def _timeline(counted: Figures, axes: "Axes") -> None:
    known = list(_gapless([one for one in counted.months if one[0] != "unknown"]))
    bars = axes.bar([name for name, _ in known], [count for _, count in known])
    if len(known) <= _LABELLED:  # a bar of one sample beside one of thousands is not seen
        axes.bar_label(bars, [str(count) if count else "" for _, count in known], fontsize=8)
    axes.tick_params(axis="x", rotation=90)
    axes.set_ylabel("samples first seen")


def _gapless(known: list[tuple[str, int]]) -> Iterator[tuple[str, int]]:
    """Yield years with those between them that saw nothing; months as they are."""
    if not known or any(not name.isdigit() for name, _ in known):
        yield from known
        return
    counts = dict(known)
    for year in range(int(known[0][0]), int(known[-1][0]) + 1):
        yield str(year), counts.get(str(year), 0)


def _heat(counted: Figures, axes: "Axes") -> None:
    shown = [name for name, _ in counted.behaviours[:_BEHAVIOURS]]
    table = {(behaviour, when): count for behaviour, when, count in counted.heat}
    cells = [[table.get((name, when), 0) ** 0.5 for when in ACTIVATIONS] for name in shown]
    if not cells:
        return
    axes.imshow(cells, aspect="auto", cmap="viridis")
    axes.set_xticks(range(len(ACTIVATIONS)), ACTIVATIONS)
    axes.tick_params(axis="x", labeltop=True)  # the table is long: read from both its ends
    for edge in (column - 0.5 for column in range(1, len(ACTIVATIONS))):
        axes.axvline(edge, color="w", linewidth=0.4, alpha=0.4)
    axes.set_xlabel("when it runs; the colour is the square root of the count")
    axes.set_yticks(range(len(shown)), shown)
    bright = max(max(row) for row in cells) * _BRIGHT
    for row, name in enumerate(shown):
        for column, when in enumerate(ACTIVATIONS):
            count = table.get((name, when), 0)
            if count:
                ink = "k" if cells[row][column] > bright else "w"
                axes.text(column, row, str(count), ha="center", va="center", fontsize=6, color=ink)


_Paint = Callable[[Figures, "Axes"], None]
_PICTURES: dict[str, tuple[str, tuple[float, float], _Paint]] = {
    "campaigns": ("Sizes of campaigns", (7, 4), _sizes),
    "timeline": ("First sightings", (9, 4), _timeline),
    "heat": ("Samples by behaviour and activation", (9, 11), _heat),
}


def _page(counted: Figures, folder: Path) -> str:
    parts = [
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>Known malware</title>',
        "<style>body{font:16px/1.5 sans-serif;max-width:72rem;margin:2rem auto;padding:0 1rem}",
        "svg{max-width:100%;height:auto}</style>",
        "<h1>Known malware</h1>",
        f"<p>{counted.samples} samples, {len(counted.campaigns)} campaigns.</p><ul>",
    ]
    parts += [f"<li>{escape.html(one, 2000)}</li>" for one in (*counted.biases, *counted.gaps)]
    parts.append("</ul>")
    for name, (title, _, _) in _PICTURES.items():
        drawn = (folder / name).with_suffix(".svg").read_text(encoding="utf-8")
        parts.append(f"<h2>{escape.html(title)}</h2>{drawn[drawn.index('<svg') :]}")
    return "\n".join(parts) + "\n</html>\n"
