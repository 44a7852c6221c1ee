"""Pictures for the tests, made when they are needed."""

from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, TiffImagePlugin

GALWAY = {1: "N", 2: (53.0, 16.0, 14.0), 3: "W", 4: (9.0, 2.0, 57.0)}


def picture(kind: str = "JPEG", size: tuple[int, int] = (60, 40), colour: Any = (180, 60, 40), **options: Any) -> bytes:
    """A picture of one colour, of that kind."""
    out = BytesIO()
    Image.new(options.pop("mode", "RGB"), size, colour).save(out, kind, **options)
    return out.getvalue()


def photograph(**options: Any) -> bytes:
    """A JPEG as a telephone writes it: lying on its side, with a camera, a comment and a place."""
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    exif[0x010F] = "Secret Camera"
    exif.get_ifd(0x8825).update(
        {
            key: tuple(map(TiffImagePlugin.IFDRational, value)) if isinstance(value, tuple) else value
            for key, value in GALWAY.items()
        }
    )
    return picture(exif=exif, comment=b"taken at home", size=(80, 50), **options)


def moving(kind: str) -> bytes:
    """A picture that moves."""
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("red", "green", "blue")]
    out = BytesIO()
    frames[0].save(out, kind, save_all=True, append_images=frames[1:], duration=50)
    return out.getvalue()


def upload(content: bytes | None = None, name: str = "mug.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, picture() if content is None else content, content_type="image/jpeg")
