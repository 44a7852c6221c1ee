"""What the demo's pictures are drawn with: a table in soft light, and things on it that are lit from the left."""

import math
from io import BytesIO
from random import Random

from PIL import Image, ImageChops, ImageDraw, ImageFilter

Colour = tuple[int, int, int]
Point = tuple[float, float]
Points = list[Point]
# Drawn larger and then made small, so that edges become soft.
_FINER = 2


class Sheet:
    """A picture that is being drawn. All measures are parts of its height; `chance` is the same for each name."""

    def __init__(self, name: str, ground: Colour, *, side: int = 480, wide: float = 1.0) -> None:
        self.chance = Random(name)  # noqa: S311 - no secret
        self.unit = side * _FINER
        self.size = (int(self.unit * wide), self.unit)
        wall = Image.linear_gradient("L").resize(self.size)
        self.image = Image.composite(self.plain(shade(ground, 0.84)), self.plain(shade(ground, 1.06)), wall)

    def plain(self, colour: Colour) -> Image.Image:
        return Image.new("RGB", self.size, colour)

    def mask(self, points: Points, *, round_by: float = 0) -> Image.Image:
        """What is within an outline."""
        mask = Image.new("L", self.size)
        ImageDraw.Draw(mask).polygon([(x * self.unit, y * self.unit) for x, y in points], fill=255)
        if round_by:
            mask = mask.filter(ImageFilter.GaussianBlur(round_by * self.unit)).point(lambda v: 255 if v > 127 else 0)
        return mask

    def oval(self, x: float, y: float, wide: float, high: float) -> Image.Image:
        mask = Image.new("L", self.size)
        box = [(x - wide) * self.unit, (y - high) * self.unit, (x + wide) * self.unit, (y + high) * self.unit]
        ImageDraw.Draw(mask).ellipse(box, fill=255)
        return mask

    def shadow(self, x: float, y: float, wide: float, high: float = 0.035) -> None:
        """What a thing throws on the table, to the right."""
        soft = self.oval(x + wide * 0.12, y, wide * 1.08, high).resize((self.size[0] // 8, self.size[1] // 8))
        soft = soft.filter(ImageFilter.GaussianBlur(self.unit / 8 / 45)).resize(self.size)
        self.over(soft, (58, 46, 36), strength=0.42)

    def body(self, mask: Image.Image, colour: Colour, *, flat: bool = False, strength: float = 1.0) -> None:
        """A thing of that outline: round, and lit so; or flat. Below 1.0 one sees through it."""
        box = mask.getbbox()
        if box is None:
            return
        size = (box[2] - box[0], box[3] - box[1])
        part = mask.crop(box).point(lambda v: int(v * strength))
        ramp = Image.linear_gradient("L").rotate(90).resize(size)
        dark = ramp.point(lambda v: int(max(0, 90 - v) * 0.9 + max(0, v - 90) * (0.35 if flat else 1.15)))
        lit = Image.composite(
            Image.new("RGB", size, shade(colour, 0.42)),
            Image.new("RGB", size, shade(colour, 1.05)),
            dark if not flat else dark.point(lambda v: int(v * 0.6)),
        )
        self.image.paste(lit, box[:2], part)

    def over(self, mask: Image.Image, colour: Colour, *, strength: float = 1.0) -> None:
        """Colour on what a mask covers."""
        if place := mask.getbbox():
            part = mask.crop(place)
            self.image.paste(colour, place, part if strength == 1 else part.point(lambda v: int(v * strength)))

    def glow(self, x: float, y: float, wide: float, high: float, colour: Colour) -> None:
        """Light around a flame."""
        soft = self.oval(x, y, wide, high).resize((self.size[0] // 8, self.size[1] // 8))
        soft = soft.filter(ImageFilter.GaussianBlur(self.unit / 8 * wide / 2.5)).resize(self.size)
        self.over(soft, colour, strength=0.45)

    def stroke(self, points: Points, colour: Colour, wide: float, *, within: Image.Image | None = None) -> None:
        """A line through points, with round ends."""
        self.strokes([points], colour, wide, within=within)

    def strokes(self, lines: list[Points], colour: Colour, wide: float, *, within: Image.Image | None = None) -> None:
        """Several lines alike."""
        mask = Image.new("L", self.size)
        pen, half = ImageDraw.Draw(mask), wide * self.unit / 2
        for points in lines:
            scaled = [(x * self.unit, y * self.unit) for x, y in points]
            pen.line(scaled, fill=255, width=max(1, round(2 * half)), joint="curve")
            for x, y in (scaled[0], scaled[-1]):
                pen.ellipse([x - half, y - half, x + half, y + half], fill=255)
        self.over(ImageChops.multiply(mask, within) if within else mask, colour)

    def speckle(self, mask: Image.Image, colour: Colour, number: int) -> None:
        """Iron in the clay, fibres in the paper."""
        spots = Image.new("L", self.size)
        pen = ImageDraw.Draw(spots)
        for _ in range(number):
            x, y = self.chance.random() * self.size[0], self.chance.random() * self.size[1]
            r = self.chance.uniform(0.0008, 0.0026) * self.unit
            pen.ellipse([x - r, y - r, x + r, y + r], fill=255)
        self.over(ImageChops.multiply(spots, mask), colour, strength=0.7)

    def written(self) -> bytes:
        out = BytesIO()
        small = (self.size[0] // _FINER, self.size[1] // _FINER)
        self.image.resize(small, Image.Resampling.BOX).save(out, "PNG", compress_level=1)
        return out.getvalue()


def shade(colour: Colour, by: float) -> Colour:
    red, green, blue = (min(255, int(one * by)) for one in colour)
    return red, green, blue


def turned(outline: Points, *, x: float = 0.5, y: float = 0.8) -> Points:
    """The outline of a thing from the wheel: half-widths at heights above its foot, which stands at `x`, `y`.

    A curve through them all (Catmull and Rom's).
    """
    right: Points = []
    for place in range(len(outline) - 1):
        before, here, there, after = (outline[max(0, min(len(outline) - 1, place + one))] for one in (-1, 0, 1, 2))
        for step in range(10):
            right.append(_between(before, here, there, after, step / 10))
    right.append(outline[-1])
    return [(x + wide, y - high) for wide, high in right] + [(x - wide, y - high) for wide, high in reversed(right)]


def _between(before: Point, here: Point, there: Point, after: Point, part: float) -> Point:
    wide, high = (
        here[one]
        + 0.5 * part * (there[one] - before[one])
        + part**2 * (before[one] - 2.5 * here[one] + 2 * there[one] - 0.5 * after[one])
        + part**3 * (1.5 * (here[one] - there[one]) + 0.5 * (after[one] - before[one]))
        for one in (0, 1)
    )
    return wide, high


def box(x: float, y: float, wide: float, high: float, *, lean: float = 0.0) -> Points:
    """A rectangle around `x`, `y`, turned by `lean` degrees."""
    cos, sin = math.cos(math.radians(lean)), math.sin(math.radians(lean))
    corners = ((-wide, -high), (wide, -high), (wide, high), (-wide, high))
    return [(x + a * cos - b * sin, y + a * sin + b * cos) for a, b in corners]


def arc(x: float, y: float, wide: float, high: float, start: float, end: float) -> Points:
    """Points on an oval, from `start` to `end` degrees."""
    steps = [math.radians(start + (end - start) * step / 24) for step in range(25)]
    return [(x + wide * math.cos(one), y + high * math.sin(one)) for one in steps]
