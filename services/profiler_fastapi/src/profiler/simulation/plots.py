"""Plots as plain SVG: axes, lines, dots and bars, nothing else."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

WIDTH: Final = 560
HEIGHT: Final = 340
LEFT: Final = 56
BOTTOM: Final = 44
TOP: Final = 34
RIGHT: Final = 16
COLOURS: Final = ("#1864ab", "#c92a2a", "#495057")

Points = Sequence[tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Curve:
    """A named line with dots; ``is_guide`` draws it thin, dashed and without dots."""

    name: str
    points: Points
    is_guide: bool = False


@dataclass(frozen=True, slots=True)
class Axes:
    """The title, the names of both axes, and the range that each shows."""

    title: str
    x: str
    y: str
    x_range: tuple[float, float]
    y_range: tuple[float, float]

    def place(self, x: float, y: float) -> tuple[float, float]:
        """Where a value stands on the canvas, in pixels."""
        across = (x - self.x_range[0]) / (self.x_range[1] - self.x_range[0])
        up = (y - self.y_range[0]) / (self.y_range[1] - self.y_range[0])
        return (
            round(LEFT + across * (WIDTH - LEFT - RIGHT), 1),
            round(HEIGHT - BOTTOM - up * (HEIGHT - BOTTOM - TOP), 1),
        )


def draw_curves(axes: Axes, curves: Sequence[Curve]) -> str:
    """One SVG of lines over a numeric x axis."""
    parts = [_draw_curve(axes, curve, n) for n, curve in enumerate(curves)]
    return _frame(axes, [*_draw_ticks(axes, with_x=True), *parts])


def draw_bars(axes: Axes, bars: Sequence[tuple[str, float, float, float]]) -> str:
    """One SVG of bars: name, value, lowest and highest; the x axis shows their names."""
    parts, zero = [], axes.place(0, 0)[1]
    for n, (name, value, lowest, highest) in enumerate(bars):
        x, y = axes.place(n + 0.5, value)
        low, high = axes.place(0, lowest)[1], axes.place(0, highest)[1]
        parts.append(
            f'<rect x="{x - 26:.1f}" y="{min(y, zero):.1f}" width="52" '
            f'height="{abs(y - zero):.1f}" fill="{COLOURS[0]}"/>'
            f'<line x1="{x}" y1="{low}" x2="{x}" y2="{high}" stroke="{COLOURS[2]}"/>'
            + _write(x, HEIGHT - BOTTOM + 16, name)
        )
    ticks = _draw_ticks(axes, with_x=False)
    return _frame(axes, [*ticks, _rule(LEFT, zero, WIDTH - RIGHT, zero), *parts])


def _draw_curve(axes: Axes, curve: Curve, place: int) -> str:
    colour = COLOURS[2] if curve.is_guide else COLOURS[place % 2]
    dots = [axes.place(x, y) for x, y in curve.points]
    path = " ".join(f"{x},{y}" for x, y in dots)
    style = 'stroke-dasharray="4 4"' if curve.is_guide else 'stroke-width="2"'
    line = f'<polyline points="{path}" fill="none" stroke="{colour}" {style}/>'
    marks = "".join(f'<circle cx="{x}" cy="{y}" r="3" fill="{colour}"/>' for x, y in dots)
    name = _write(LEFT + 8, TOP + 14 + 16 * place, curve.name, colour=colour, anchor="start")
    return line + ("" if curve.is_guide else marks) + name


def _draw_ticks(axes: Axes, *, with_x: bool) -> list[str]:
    parts = []
    for n in range(6):
        y_value = axes.y_range[0] + n / 5 * (axes.y_range[1] - axes.y_range[0])
        y = axes.place(axes.x_range[0], y_value)[1]
        parts.append(_rule(LEFT - 4, y, LEFT, y))
        parts.append(_write(LEFT - 8, y + 4, f"{y_value:.2f}", anchor="end"))
        x_value = axes.x_range[0] + n / 5 * (axes.x_range[1] - axes.x_range[0])
        x = axes.place(x_value, axes.y_range[0])[0]
        parts.append(_write(x, HEIGHT - BOTTOM + 16, f"{x_value:.1f}") if with_x else "")
    return parts


def _frame(axes: Axes, parts: Sequence[str]) -> str:
    inner = "\n".join(part for part in parts if part)
    down = f'transform="rotate(-90 14 {HEIGHT / 2})"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        f'aria-label="{axes.title}" font-family="sans-serif" font-size="12">\n'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>\n'
        f"{_write(WIDTH / 2, 18, axes.title)}\n{_write(WIDTH / 2, HEIGHT - 8, axes.x)}\n"
        f"{_write(14, HEIGHT / 2, axes.y, extra=down)}\n"
        f"{_rule(LEFT, TOP, LEFT, HEIGHT - BOTTOM)}\n"
        f"{_rule(LEFT, HEIGHT - BOTTOM, WIDTH - RIGHT, HEIGHT - BOTTOM)}\n{inner}\n</svg>\n"
    )


def _rule(x1: float, y1: float, x2: float, y2: float) -> str:
    return f'<line x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}" stroke="{COLOURS[2]}"/>'


def _write(
    x: float,
    y: float,
    text: str,
    *,
    colour: str = COLOURS[2],
    anchor: str = "middle",
    extra: str = "",
) -> str:
    place = f'x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" {extra}'
    return f'<text {place} fill="{colour}">{text}</text>'
