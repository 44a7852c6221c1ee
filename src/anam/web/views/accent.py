"""The marketplace's own accent, as a style sheet: a few values in place of those of tokens.css."""

from dataclasses import asdict

from django.http import Http404, HttpRequest, HttpResponse

from anam.marketplace.colours import palette, read_colour

_SHEET = """@layer tokens {{
  :root {{
    --kelp: light-dark({light}, {dark});
    --on-kelp: light-dark({on_light}, {on_dark});
    --kelp-pressed: light-dark({light_pressed}, {dark_pressed});
  }}
}}
"""


def accent(request: HttpRequest, colour: str) -> HttpResponse:
    """What is made of one colour, by its address: it never changes, and browsers keep it for a year."""
    if read_colour(colour) != f"#{colour}":
        raise Http404
    sheet = HttpResponse(_SHEET.format(**asdict(palette(f"#{colour}"))), content_type="text/css; charset=utf-8")
    sheet["Cache-Control"] = "public, max-age=31536000, immutable"
    return sheet
