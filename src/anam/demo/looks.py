"""How the things that the demo's makers sell are drawn: pots, cloth, candles, paper, wood, glass, leather."""

import math

from PIL import ImageChops

from anam.demo.drawing import Colour, Sheet, arc, box, shade, turned

LINEN, WOOD, INK = (226, 216, 196), (176, 128, 82), (52, 62, 92)
OATMEAL, SEA, ASH, WHITE = (222, 204, 172), (112, 156, 140), (158, 152, 140), (240, 236, 226)
WAX, MOSS, GREY, BLUE = (233, 196, 116), (112, 122, 74), (146, 142, 138), (72, 98, 142)
GREEN, AMBER, CLEAR, CHESTNUT = (72, 116, 84), (206, 132, 44), (196, 214, 214), (122, 66, 38)
LAVENDER, OLIVE, BRASS, CARD = (168, 152, 196), (164, 164, 104), (190, 152, 78), (236, 228, 210)
# Behind things: walls of lime, sea, clay, night.
LIME, MIST, ROSE, SAND, DUSK = (232, 224, 210), (206, 216, 214), (228, 208, 196), (220, 206, 180), (176, 180, 196)


def pot(sheet: Sheet, outline: list[tuple[float, float]], colour: Colour, **where: float) -> None:
    """A pot with its dark inside, a rim, and the glaze's second coat running down from it."""
    x, y = where.get("x", 0.5), where.get("y", 0.8)
    wide, high = outline[-1]
    sheet.shadow(x, y, max(one for one, _ in outline))
    mask = sheet.mask(turned(outline, x=x, y=y))
    mask = ImageChops.lighter(mask, sheet.oval(x, y, outline[0][0], outline[0][0] * 0.16))
    sheet.body(mask, colour)
    drips = [(x - 0.5, y - high - 0.1)]
    for step in range(25):
        at = step / 24
        drips.append(
            (x - 0.45 + 0.9 * at, y - high * (0.72 + 0.08 * math.sin(step * 1.7) + 0.05 * sheet.chance.random()))
        )
    drips.append((x + 0.5, y - high - 0.1))
    coat = shade(colour, 1.16)
    sheet.over(ImageChops.multiply(mask, sheet.mask(drips, round_by=0.006)), coat, strength=0.42)
    sheet.speckle(mask, (92, 66, 44), 500)
    rim = sheet.oval(x, y - high, wide, wide * 0.2)
    sheet.body(rim, coat)
    sheet.body(sheet.oval(x, y - high, wide * 0.92, wide * 0.165), shade(colour, 0.6))


def mug(sheet: Sheet, colour: Colour, x: float = 0.47, y: float = 0.78, by: float = 1.0) -> None:
    sheet.stroke(arc(x + 0.2 * by, y - 0.2 * by, 0.12 * by, 0.11 * by, -95, 95), shade(colour, 0.8), 0.042 * by)
    pot(
        sheet, [(0.15 * by, 0), (0.195 * by, 0.05 * by), (0.2 * by, 0.25 * by), (0.19 * by, 0.4 * by)], colour, x=x, y=y
    )


def bowl(sheet: Sheet, colour: Colour, x: float = 0.5, y: float = 0.74, by: float = 1.0) -> None:
    pot(
        sheet,
        [(0.12 * by, 0), (0.14 * by, 0.025 * by), (0.3 * by, 0.14 * by), (0.36 * by, 0.27 * by)],
        colour,
        x=x,
        y=y,
    )


def plate(sheet: Sheet, colour: Colour, x: float = 0.5, y: float = 0.52, by: float = 1.0) -> None:
    sheet.shadow(x, y + 0.05 * by, 0.37 * by, 0.33 * by)
    whole = sheet.oval(x, y, 0.37 * by, 0.34 * by)
    sheet.body(whole, shade(colour, 0.9))
    sheet.body(sheet.oval(x, y - 0.004, 0.355 * by, 0.325 * by), colour, flat=True)
    sheet.body(sheet.oval(x, y, 0.25 * by, 0.225 * by), shade(colour, 0.93), flat=True)
    sheet.speckle(whole, (84, 62, 44), 1300)


def jug(sheet: Sheet, colour: Colour) -> None:
    sheet.stroke(arc(0.66, 0.5, 0.12, 0.16, -80, 90), shade(colour, 0.8), 0.04)
    pot(sheet, [(0.13, 0), (0.2, 0.1), (0.21, 0.22), (0.13, 0.42), (0.15, 0.52)], colour, x=0.5, y=0.82)
    sheet.body(sheet.mask([(0.36, 0.29), (0.27, 0.27), (0.39, 0.36)], round_by=0.006), colour)


def vase(sheet: Sheet, colour: Colour) -> None:
    for lean, high in ((-0.06, 0.13), (0.05, 0.09)):
        sheet.stroke([(0.5, 0.45), (0.5 + lean * 0.4, 0.32), (0.5 + lean, high)], (96, 110, 70), 0.011)
        for step in range(5):
            part = step / 5
            spot = sheet.oval(
                0.5 + lean * (0.35 + 0.65 * part) + (0.025 if step % 2 else -0.025),
                0.34 - (0.34 - high) * part,
                0.024,
                0.013,
            )
            sheet.over(spot, (128, 142, 92))
        sheet.over(sheet.oval(0.5 + lean, high, 0.03, 0.03), (226, 172, 120))
    pot(sheet, [(0.11, 0), (0.17, 0.1), (0.16, 0.18), (0.05, 0.3), (0.06, 0.38)], colour, y=0.84)


def breakfast(sheet: Sheet, *_: Colour) -> None:
    plate(sheet, OATMEAL, 0.32, 0.4, 0.66)
    plate(sheet, SEA, 0.7, 0.42, 0.62)
    bowl(sheet, SEA, 0.3, 0.72, 0.5)
    mug(sheet, OATMEAL, 0.54, 0.86, 0.6)
    mug(sheet, SEA, 0.8, 0.8, 0.5)


def cloth(sheet: Sheet, colour: Colour, stripe: Colour = LINEN, kind: str = "stripe") -> None:
    """Folded, with its weave; a fringe below where there is one."""
    sheet.shadow(0.5, 0.8, 0.33, 0.05)
    for fold, (top, by) in enumerate(((0.2, 0.86), (0.23, 0.93), (0.26, 1.0))):
        outline = box(
            0.5 + 0.008 * (2 - fold), (top + 0.78) / 2, 0.3 - 0.012 * fold, (0.78 - top) / 2, lean=-1 + fold * 0.6
        )
        mask = sheet.mask(outline, round_by=0.008)
        sheet.body(mask, shade(colour, by), flat=True)
    if kind == "fringe":
        knots = [0.23 + 0.54 * step / 39 for step in range(40)]
        sheet.strokes([[(x, 0.77), (x + sheet.chance.uniform(-0.006, 0.006), 0.85)] for x in knots], colour, 0.006)
    threads = [0.27 + 0.5 * step / 59 for step in range(60)]
    sheet.strokes([[(0.22, y), (0.78, y)] for y in threads], shade(colour, 0.95), 0.0016, within=mask)
    if kind == "herringbone":
        bones = [
            [(x, y), (x + 0.026, y + (0.013 if column % 2 else -0.013))]
            for column, x in enumerate(0.22 + 0.026 * place for place in range(22))
            for y in (0.26 + 0.018 * place for place in range(30))
        ]
        sheet.strokes(bones, stripe, 0.0035, within=mask)
    else:
        for y, wide in ((0.36, 0.02), (0.4, 0.006), (0.66, 0.02), (0.7, 0.006)):
            sheet.stroke([(0.15, y), (0.85, y)], stripe, wide, within=mask)


def candles(sheet: Sheet, colour: Colour, sizes: tuple[tuple[float, float, float], ...] = ()) -> None:
    for x, wide, high in sizes:
        sheet.shadow(x, 0.82, wide)
        mask = ImageChops.lighter(
            sheet.mask(turned([(wide, 0), (wide * 0.94, high)], x=x, y=0.82)), sheet.oval(x, 0.82, wide, wide * 0.16)
        )
        sheet.body(mask, colour)
        sheet.body(sheet.oval(x, 0.82 - high, wide * 0.94, wide * 0.2), shade(colour, 1.08), flat=True)
        sheet.stroke([(x, 0.82 - high), (x + 0.004, 0.79 - high)], (60, 48, 40), 0.006)
        sheet.glow(x + 0.003, 0.755 - high, 0.06, 0.08, (255, 222, 140))
        sheet.over(
            sheet.mask(turned([(0.001, 0), (0.014, 0.02), (0.002, 0.065)], x=x + 0.003, y=0.79 - high)), (255, 206, 96)
        )


def tin(sheet: Sheet, colour: Colour, inside: Colour = WAX) -> None:
    sheet.shadow(0.5, 0.72, 0.25)
    mask = ImageChops.lighter(sheet.mask(turned([(0.24, 0), (0.24, 0.19)], y=0.72)), sheet.oval(0.5, 0.72, 0.24, 0.06))
    sheet.body(mask, colour)
    sheet.body(sheet.oval(0.5, 0.53, 0.24, 0.062), shade(colour, 1.15))
    sheet.body(sheet.oval(0.5, 0.532, 0.218, 0.052), inside, flat=True)
    sheet.body(sheet.mask(box(0.5, 0.635, 0.13, 0.05), round_by=0.01), CARD, flat=True)
    sheet.stroke([(0.42, 0.625), (0.58, 0.625)], INK, 0.008)
    sheet.stroke([(0.45, 0.65), (0.55, 0.65)], INK, 0.004)


def ring(sheet: Sheet, colour: Colour) -> None:
    sheet.shadow(0.5, 0.72, 0.36, 0.12)
    sheet.body(sheet.oval(0.5, 0.69, 0.36, 0.13), colour)
    sheet.body(sheet.oval(0.5, 0.68, 0.24, 0.075), SAND, flat=True)
    for x, y in ((0.5, 0.6), (0.2, 0.68), (0.8, 0.68), (0.62, 0.79)):
        sheet.body(sheet.mask(turned([(0.032, 0), (0.03, 0.24)], x=x, y=y)), WAX)
        sheet.stroke([(x, y - 0.24), (x, y - 0.26)], (60, 48, 40), 0.005)
        sheet.over(sheet.mask(turned([(0.001, 0), (0.012, 0.018), (0.002, 0.055)], x=x, y=y - 0.26)), (255, 206, 96))


def slab(
    sheet: Sheet, colour: Colour, motif: str = "", count: int = 1, size: tuple[float, float] = (0.24, 0.31)
) -> None:
    """Books, cards, boxes, boards and soap: flat things with a mark."""
    for number in range(count):
        lean = (number - (count - 1) / 2) * 9 - 3
        x, y = 0.5 + (number - (count - 1) / 2) * 0.06, 0.52 + (count - 1 - number) * 0.012
        sheet.shadow(x, y + size[1] * 0.9, size[0] * 1.02, 0.06)
        sheet.body(
            sheet.mask(box(x + 0.008, y + 0.014, *size, lean=lean), round_by=0.012), shade(colour, 0.7), flat=True
        )
        mask = sheet.mask(box(x, y, *size, lean=lean), round_by=0.012)
        sheet.body(mask, colour, flat=True)
    light = shade(colour, 1.55)
    if motif == "hare":
        sheet.over(sheet.oval(0.5, 0.6, 0.085, 0.06), light)
        sheet.over(sheet.oval(0.43, 0.53, 0.042, 0.038), light)
        sheet.stroke([(0.42, 0.51), (0.44, 0.41)], light, 0.022)
        sheet.stroke([(0.45, 0.51), (0.485, 0.42)], light, 0.02)
        sheet.over(sheet.oval(0.59, 0.59, 0.02, 0.02), CARD)
    elif motif == "grass":
        roots = [0.3 + 0.4 * step / 25 for step in range(26)]
        tips = [(x + sheet.chance.uniform(-0.04, 0.05), sheet.chance.uniform(0.3, 0.5)) for x in roots]
        blades = [[(x, 0.8), (x + 0.01, 0.6), tip] for x, tip in zip(roots, tips, strict=True)]
        sheet.strokes(blades, light, 0.006, within=mask)
    elif motif == "grain":
        grain = [
            [(0.1 + 0.8 * at / 12, 0.2 + 0.043 * step + 0.012 * math.sin(at * 0.8 + step * 0.35)) for at in range(13)]
            for step in range(16)
        ]
        sheet.strokes(grain, shade(colour, 0.86), 0.004, within=mask)
    elif motif == "mark":
        sheet.over(
            sheet.mask(box(0.5, 0.52, size[0] * 0.62, size[1] * 0.5, lean=-3), round_by=0.012), shade(colour, 0.93)
        )
        sheet.stroke(arc(0.5, 0.52, 0.045, 0.045, 0, 360), light, 0.007)
        sheet.stroke([(0.5, 0.56), (0.5, 0.49)], light, 0.007)
    elif motif == "sprig":
        for step in range(6):
            y = 0.64 - 0.045 * step
            for side in (-1, 1):
                sheet.over(sheet.oval(0.5 + side * 0.03, y, 0.02, 0.011), light)
        sheet.stroke([(0.5, 0.7), (0.5, 0.36)], light, 0.006)


def spoon(sheet: Sheet, colour: Colour) -> None:
    sheet.shadow(0.5, 0.62, 0.3, 0.1)
    sheet.stroke([(0.3, 0.72), (0.76, 0.24)], shade(colour, 0.9), 0.045)
    sheet.body(sheet.oval(0.29, 0.72, 0.11, 0.12), colour)
    sheet.body(sheet.oval(0.285, 0.715, 0.08, 0.09), shade(colour, 0.82))
    sheet.stroke([(0.42, 0.585), (0.74, 0.255)], shade(colour, 1.15), 0.008)


def glass(
    sheet: Sheet, colour: Colour, where: tuple[tuple[float, float, float], ...] = ((0.5, 0.8, 1.0),), tall: float = 0.34
) -> None:
    for x, y, by in where:
        outline = [(0.12 * by, 0), (0.125 * by, 0.03 * by), (0.145 * by, tall * by)]
        wide, high = outline[-1]
        sheet.shadow(x, y, 0.14 * by)
        mask = ImageChops.lighter(sheet.mask(turned(outline, x=x, y=y)), sheet.oval(x, y, 0.12 * by, 0.03 * by))
        sheet.body(mask, colour, strength=0.62)
        sheet.over(sheet.oval(x, y - high, wide, wide * 0.2), (255, 255, 255), strength=0.35)
        sheet.over(sheet.oval(x, y - high, wide * 0.94, wide * 0.17), colour, strength=0.45)
        sheet.over(sheet.oval(x, y - 0.01, 0.11 * by, 0.026 * by), shade(colour, 0.6), strength=0.5)
        sheet.over(
            sheet.mask(box(x - 0.085 * by, y - high * 0.52, 0.01 * by, high * 0.36)), (255, 255, 255), strength=0.5
        )
        for _ in range(9):
            spot = sheet.oval(
                x + sheet.chance.uniform(-0.1, 0.1) * by, y - sheet.chance.uniform(0.05, 0.9) * high, 0.005, 0.006
            )
            sheet.over(spot, (255, 255, 255), strength=0.4)


def lantern(sheet: Sheet, colour: Colour) -> None:
    sheet.stroke([(0.5, 0.0), (0.5, 0.2)], (70, 58, 46), 0.008)
    sheet.glow(0.5, 0.56, 0.34, 0.34, (255, 214, 128))
    mask = sheet.mask(turned([(0.1, 0), (0.23, 0.12), (0.24, 0.26), (0.1, 0.46), (0.08, 0.5)], y=0.8))
    sheet.body(mask, colour, strength=0.8)
    sheet.over(ImageChops.multiply(mask, sheet.oval(0.5, 0.58, 0.14, 0.17)), (255, 222, 140), strength=0.6)
    sheet.over(sheet.oval(0.5, 0.62, 0.03, 0.07), (255, 246, 214), strength=0.9)
    sheet.over(sheet.mask(box(0.36, 0.55, 0.012, 0.12)), (255, 255, 255), strength=0.4)
    sheet.body(sheet.mask(box(0.5, 0.27, 0.095, 0.035), round_by=0.008), BRASS)
    sheet.stroke(arc(0.5, 0.215, 0.03, 0.03, 0, 360), BRASS, 0.012)


def carafe(sheet: Sheet, colour: Colour) -> None:
    sheet.shadow(0.5, 0.84, 0.19)
    outline = [(0.17, 0), (0.19, 0.05), (0.18, 0.26), (0.08, 0.42), (0.075, 0.54)]
    mask = ImageChops.lighter(sheet.mask(turned(outline, y=0.84)), sheet.oval(0.5, 0.84, 0.17, 0.04))
    sheet.body(mask, colour, strength=0.55)
    water = ImageChops.multiply(mask, sheet.mask(box(0.5, 0.74, 0.3, 0.16)))
    sheet.over(water, (150, 190, 200), strength=0.4)
    sheet.over(sheet.mask(box(0.38, 0.66, 0.01, 0.13)), (255, 255, 255), strength=0.6)
    cup = sheet.mask(turned([(0.115, 0), (0.105, 0.17), (0.095, 0.18)], y=0.42))
    sheet.body(cup, colour, strength=0.6)


def strap(sheet: Sheet, colour: Colour, buckle: bool = True) -> None:
    sheet.shadow(0.5, 0.66, 0.3, 0.16)
    dark = shade(colour, 0.7)
    for grow, tone in ((0.0, dark), (0.012, colour)):
        spiral = []
        for step in range(120):
            turn = step / 119 * (5 if buckle else 2) * math.pi
            r = 0.1 + 0.19 * step / 119
            spiral.append((0.48 + r * math.cos(turn), 0.52 - grow + r * 0.86 * math.sin(turn)))
        sheet.stroke(spiral, tone, 0.042)
    x, y = spiral[-1]
    if buckle:
        sheet.stroke([(x, y), (x + 0.02, y + 0.2)], colour, 0.042)
        sheet.stroke([*box(x + 0.02, y + 0.22, 0.04, 0.045), (x - 0.02, y + 0.175)], BRASS, 0.014)
    else:
        sheet.stroke(arc(x + 0.01, y, 0.06, 0.06, 0, 360), BRASS, 0.013)


def satchel(sheet: Sheet, colour: Colour) -> None:
    sheet.stroke(arc(0.5, 0.42, 0.26, 0.32, 180, 360), shade(colour, 0.75), 0.026)
    sheet.shadow(0.5, 0.84, 0.33)
    sheet.body(sheet.mask(box(0.5, 0.62, 0.31, 0.22), round_by=0.035), shade(colour, 0.85))
    sheet.body(
        sheet.mask([(0.19, 0.4), (0.81, 0.4), (0.79, 0.62), (0.68, 0.7), (0.32, 0.7), (0.21, 0.62)], round_by=0.025),
        colour,
        flat=True,
    )
    for x in (0.35, 0.65):
        sheet.stroke([(x, 0.56), (x, 0.76)], shade(colour, 0.7), 0.034)
        sheet.stroke([*box(x, 0.72, 0.024, 0.02), (x - 0.024, 0.7)], BRASS, 0.008)
