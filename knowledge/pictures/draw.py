"""Draws the pictures of the knowledge base: SVG as text, and PNG from the same SVG.

Run it after changing a label: ``python knowledge/pictures/draw.py`` rewrites every file beside
it. Every picture is 1080 px wide with text of 34 px and more, so that it reads on a phone, and
has its own background, so that it stands on light and dark themes alike.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from html import escape
from pathlib import Path
from typing import Literal

Language = Literal["ko", "en"]
LANGUAGES: tuple[Language, ...] = ("ko", "en")

WIDTH_PX = 1080
MARGIN_PX = 40
SMALLEST_TEXT_PX = 34
LINE_HEIGHT = 1.3

PAPER, INK, FAINT, WHITE, BLACK = "#f4f6f9", "#14202e", "#4a5868", "#ffffff", "#000000"
BLUE, TEAL, AMBER = "#1d4e9e", "#0b6b61", "#9a4a06"
PALE_BLUE, PALE_TEAL, PALE_AMBER = "#dce8f8", "#d5eeea", "#fbe8d3"

SANS = "'Noto Sans CJK KR','Noto Sans KR','Apple SD Gothic Neo','Malgun Gothic',sans-serif"
MONO = "'Noto Sans Mono CJK KR','Noto Sans Mono','DejaVu Sans Mono',monospace"

# Each label is (Korean, English); a line break in a label is a line break in the picture.
Label = tuple[str, str]

RINGS: tuple[tuple[Label, Label], ...] = (
    (("AI · 인공지능", "AI"), ("예: 규칙 기반 시스템", "e.g. rule-based systems")),
    (("머신러닝 (ML)", "Machine learning"), ("예: 결정 트리", "e.g. decision trees")),
    (("딥러닝 (DL)", "Deep learning"), ("예: 트랜스포머", "e.g. transformers")),
)

# Name, data, aim and examples of each kind.
KINDS: tuple[tuple[Label, ...], ...] = (
    (
        ("지도 학습", "Supervised"),
        ("데이터: 입력 + 정답", "Data: inputs + answers"),
        ("목표: 새 입력의 답 예측", "Aim: predict the answer"),
        ("예: 스팸 필터, 집값", "e.g. spam, house prices"),
    ),
    (
        ("비지도 학습", "Unsupervised"),
        ("데이터: 입력만", "Data: inputs only"),
        ("목표: 숨은 구조 찾기", "Aim: find structure"),
        ("예: 고객 군집, PCA", "e.g. customers, PCA"),
    ),
    (
        ("강화 학습", "Reinforcement"),
        ("데이터: 행동과 보상", "Data: actions, rewards"),
        ("목표: 보상 합 최대화", "Aim: largest reward"),
        ("예: 바둑, 로봇 제어", "e.g. Go, robots"),
    ),
)
AGENT, ENVIRONMENT = ("에이전트", "Agent"), ("환경", "Environment")
ACTION, REWARD = ("행동", "Action"), ("보상", "Reward")

SYSTEM_TITLE: Label = ("ML 시스템의 구성요소", "The parts of an ML system")
SYSTEM_SOURCE: Label = ("Sculley 외 (2015) 그림 1을 따름", "After Sculley et al. (2015), Figure 1")
ML_CODE: Label = ("ML 코드", "ML code")
# Column, row and width in cells of the grid; Sculley's boxes in our own arrangement.
SYSTEM_BOXES: tuple[tuple[Label, tuple[int, int, int]], ...] = (
    (("설정", "Configuration"), (0, 0, 1)),
    (("데이터 수집", "Data collection"), (1, 0, 2)),
    (("데이터 검증", "Data\nverification"), (0, 1, 1)),
    (("머신 자원\n관리", "Machine\nresource\nmanagement"), (2, 1, 1)),
    (("피처 추출", "Feature\nextraction"), (0, 2, 1)),
    (("분석 도구", "Analysis\ntools"), (1, 2, 1)),
    (("프로세스\n관리 도구", "Process\nmanagement\ntools"), (2, 2, 1)),
    (("서빙 인프라", "Serving infrastructure"), (0, 3, 2)),
    (("모니터링", "Monitoring"), (2, 3, 1)),
)

PATH_TITLE: Label = ("Docker 설치 순서 (Ubuntu)", "Installing Docker (Ubuntu)")
PATH_STEPS: tuple[tuple[Label, str], ...] = (
    (("패키지 목록 갱신", "Update"), "apt-get update"),
    (("필요한 패키지", "Prerequisites"), "ca-certificates curl"),
    (("GPG 키", "GPG key"), "/etc/apt/keyrings/docker.asc"),
    (("저장소 등록", "Repository"), "docker.sources"),
    (("Docker Engine 설치", "Docker Engine"), "apt-get install docker-ce"),
    (("설치 확인", "Test run"), "docker run hello-world"),
    (("docker 그룹 (root와 같은 권한)", "docker group (equal to root)"), "usermod -aG docker"),
    (("sudo 없이 확인", "Works without sudo"), "docker ps"),
)
# The group gives rights equal to root, and the last step is the goal: both stand out.
PATH_COLOURS = {7: (AMBER, PALE_AMBER), 8: (TEAL, PALE_TEAL)}


def pick(label: Label, language: Language) -> str:
    """The label in one language."""
    return label[LANGUAGES.index(language)]


def text(
    x: float,
    y: float,
    words: str,
    *,
    size: int = 38,
    colour: str = INK,
    bold: bool = False,
    anchor: Literal["start", "middle", "end"] = "middle",
    family: str = SANS,
) -> str:
    """Lines of text whose block is centred on the height ``y``."""
    if size < SMALLEST_TEXT_PX:
        raise ValueError(f"{words!r}: {size} px is too small to read on a phone")
    lines = words.split("\n")
    # A capital is about 0.72 em high, so its middle lies 0.36 em above the base line.
    first = y - (len(lines) - 1) * size * LINE_HEIGHT / 2 + size * 0.36
    spans = "".join(
        f'<tspan x="{x:g}" y="{first + row * size * LINE_HEIGHT:g}">{escape(line)}</tspan>'
        for row, line in enumerate(lines)
    )
    weight = "bold" if bold else "normal"
    return (
        f'<text font-family="{family}" font-size="{size}" font-weight="{weight}" '
        f'fill="{colour}" text-anchor="{anchor}">{spans}</text>'
    )


def box(x: float, y: float, width: float, height: float, fill: str, edge: str) -> str:
    """A box with round corners."""
    return (
        f'<rect x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" rx="18" '
        f'fill="{fill}" stroke="{edge}" stroke-width="4"/>'
    )


def circle(x: float, y: float, radius: float, fill: str, edge: str) -> str:
    """A filled circle."""
    return f'<circle cx="{x:g}" cy="{y:g}" r="{radius:g}" fill="{fill}" stroke="{edge}" stroke-width="5"/>'


def arrow(x: float, start: float, end: float, colour: str = INK) -> str:
    """A vertical arrow from the height ``start`` to the height ``end``."""
    back = -16 if end > start else 16
    return (
        f'<path d="M{x:g} {start:g}V{end + back:g}" stroke="{colour}" stroke-width="6"/>'
        f'<path d="M{x - 15:g} {end + back:g}h30L{x:g} {end:g}z" fill="{colour}"/>'
    )


def page(height: int, title: str, shapes: Iterator[str]) -> str:
    """The whole SVG document, on its own background."""
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH_PX}" height="{height}" '
            f'viewBox="0 0 {WIDTH_PX} {height}" fill="none">',
            f"<title>{escape(title)}</title>",
            f'<rect width="{WIDTH_PX}" height="{height}" fill="{PAPER}"/>',
            *shapes,
            "</svg>\n",
        ]
    )


def draw_ai_ml_dl(language: Language) -> str:
    """Three circles, each inside the one before."""
    centre = WIDTH_PX / 2
    rings = (
        (540, 505, PALE_BLUE, BLUE, 155),
        (665, 365, PALE_TEAL, TEAL, 435),
        (795, 220, PALE_AMBER, AMBER, 755),
    )

    def shapes() -> Iterator[str]:
        for (name, example), (y, radius, fill, edge, top) in zip(RINGS, rings, strict=True):
            yield circle(centre, y, radius, fill, edge)
            yield text(centre, top, pick(name, language), size=54, bold=True, colour=edge)
            yield text(centre, top + 72, pick(example, language), size=38)

    return page(1080, "AI ⊃ ML ⊃ DL", shapes())


def draw_points(centre: float, middle: float, *, labelled: bool) -> Iterator[str]:
    """Two clouds of points: with the colour and shape of their answer, or without."""
    spots = ((-40, -38), (14, -56), (48, -8), (-8, 2), (-52, 26), (20, 48))
    for side, (right, down) in enumerate(((-95, -55), (95, 55))):
        if not labelled:
            yield (
                f'<ellipse cx="{centre + right}" cy="{middle + down}" rx="100" ry="88" '
                f'stroke="{TEAL}" stroke-width="6" stroke-dasharray="16 12"/>'
            )
        for dx, dy in spots:
            x, y = centre + right + dx, middle + down + dy
            if labelled and side:
                yield f'<rect x="{x - 14:g}" y="{y - 14:g}" width="28" height="28" fill="{AMBER}"/>'
            else:
                yield f'<circle cx="{x:g}" cy="{y:g}" r="15" fill="{BLUE if labelled else FAINT}"/>'
    if labelled:
        yield (
            f'<path d="M{centre - 120:g} {middle + 140:g}L{centre + 120:g} {middle - 140:g}" '
            f'stroke="{INK}" stroke-width="6" stroke-dasharray="17 13"/>'
        )


def draw_loop(centre: float, middle: float, language: Language) -> Iterator[str]:
    """Agent and environment, exchanging action and reward."""
    for words, top in ((AGENT, middle - 150), (ENVIRONMENT, middle + 70)):
        yield box(centre - 150, top, 300, 80, PALE_AMBER, AMBER)
        yield text(centre, top + 40, pick(words, language), bold=True)
    yield arrow(centre - 40, middle - 66, middle + 66)
    yield arrow(centre + 40, middle + 66, middle - 66)
    yield text(centre - 66, middle, pick(ACTION, language), size=36, anchor="end")
    yield text(centre + 66, middle, pick(REWARD, language), size=36, anchor="start")


def draw_ml_types(language: Language) -> str:
    """A card for each kind: what its data look like, and examples."""
    height, gap, centre = 390, 30, 270
    colours = (BLUE, TEAL, AMBER)

    def shapes() -> Iterator[str]:
        for row, labels in enumerate(KINDS):
            top = MARGIN_PX + row * (height + gap)
            middle = top + height / 2
            yield box(MARGIN_PX, top, WIDTH_PX - 2 * MARGIN_PX, height, WHITE, colours[row])
            if row < 2:
                yield from draw_points(centre, middle, labelled=row == 0)
            else:
                yield from draw_loop(centre, middle, language)
            heading, *facts = (pick(label, language) for label in labels)
            yield text(520, top + 85, heading, size=56, bold=True, colour=colours[row], anchor="start")
            yield text(520, top + 240, "\n".join(facts), size=42, anchor="start")

    return page(3 * height + 2 * gap + 2 * MARGIN_PX, "ML types", shapes())


def draw_ml_system(language: Language) -> str:
    """Boxes of a whole system around the small black one of its ML code."""
    top, gap, cell_width, cell_height = 140, 20, 320, 210

    def shapes() -> Iterator[str]:
        yield text(WIDTH_PX / 2, 80, pick(SYSTEM_TITLE, language), size=52, bold=True)
        for words, (column, row, columns) in SYSTEM_BOXES:
            x = MARGIN_PX + column * (cell_width + gap)
            y = top + row * (cell_height + gap)
            width = columns * (cell_width + gap) - gap
            yield box(x, y, width, cell_height, PALE_BLUE, BLUE)
            yield text(x + width / 2, y + cell_height / 2, pick(words, language), size=42)
        middle = top + cell_height + gap + cell_height / 2
        yield box(WIDTH_PX / 2 - 90, middle - 42, 180, 84, BLACK, BLACK)
        yield text(WIDTH_PX / 2, middle, pick(ML_CODE, language), size=38, bold=True, colour=WHITE)
        bottom = top + 4 * (cell_height + gap) + 35
        yield text(WIDTH_PX / 2, bottom, pick(SYSTEM_SOURCE, language), size=36, colour=FAINT)

    return page(top + 4 * (cell_height + gap) + 80, pick(SYSTEM_TITLE, language), shapes())


def draw_install_path(language: Language) -> str:
    """The steps from the first update to ``docker ps``."""
    top, step = 150, 168

    def shapes() -> Iterator[str]:
        yield text(WIDTH_PX / 2, 80, pick(PATH_TITLE, language), size=54, bold=True)
        for number, (words, command) in enumerate(PATH_STEPS, start=1):
            y = top + (number - 1) * step
            middle = y + 65
            edge, fill = PATH_COLOURS.get(number, (BLUE, WHITE))
            yield box(180, y, WIDTH_PX - 180 - MARGIN_PX, 130, fill, edge)
            yield circle(100, middle, 52, edge, edge)
            yield text(100, middle, str(number), size=50, bold=True, colour=WHITE)
            if number < len(PATH_STEPS):
                yield arrow(100, middle + 58, middle + step - 58)
            yield text(215, y + 40, pick(words, language), size=44, bold=True, anchor="start")
            yield text(215, y + 95, command, size=36, colour=FAINT, anchor="start", family=MONO)

    return page(top + len(PATH_STEPS) * step, pick(PATH_TITLE, language), shapes())


PICTURES: dict[str, Callable[[Language], str]] = {
    "ai-ml-dl": draw_ai_ml_dl,
    "ml-types": draw_ml_types,
    "ml-system": draw_ml_system,
    "install-path": draw_install_path,
}


def main() -> None:
    """Writes every picture in both languages and both formats."""
    # Only drawing anew needs the renderer; what only reads the SVG (a test) runs without it.
    import resvg_py

    folder = Path(__file__).parent
    for name, draw in PICTURES.items():
        for language in LANGUAGES:
            svg = draw(language)
            stem = f"{name}.{language}"
            (folder / f"{stem}.svg").write_text(svg, encoding="utf-8", newline="\n")
            (folder / f"{stem}.png").write_bytes(resvg_py.svg_to_bytes(svg_string=svg))


if __name__ == "__main__":
    main()
