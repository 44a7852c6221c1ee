"""The colours of a picture as every screen shows them: sRGB, reckoned with the profile before that is thrown away."""

from io import BytesIO

from PIL import Image, ImageCms

_WHITE = (255, 255, 255)


def is_clear(image: Image.Image) -> bool:
    """Whether one can see through it, somewhere."""
    return image.mode in ("RGBA", "LA", "PA", "La", "RGBa") or "transparency" in image.info


def in_eight_bits(image: Image.Image) -> Image.Image:
    """Of sixteen, the upper eight are what a screen shows."""
    if not image.mode.startswith(("I", "F")):
        return image
    return image.convert("I").point(lambda value: value / 256).convert("L")


def to_srgb(image: Image.Image) -> Image.Image:
    """`image` in sRGB, as RGB or, where one can see through it, as RGBA; nothing but pixels.

    A profile that is broken, or of another kind of colours than the picture has, is passed over.
    """
    profile = image.info.get("icc_profile")
    image = in_eight_bits(image)
    alpha = image.convert("RGBA").getchannel("A") if is_clear(image) else None
    if image.mode not in ("RGB", "L", "CMYK"):
        image = image.convert("L" if image.mode in ("1", "LA", "La") else "RGB")
    plain = (profile and _by_profile(image, profile)) or image.convert("RGB")
    plain.info = {}
    if alpha:
        plain.putalpha(alpha)
    return plain


def on_white(image: Image.Image) -> Image.Image:
    """`image`, of `to_srgb`, on white where one can see through it."""
    if image.mode != "RGBA":
        return image
    ground = Image.new("RGB", image.size, _WHITE)
    ground.paste(image, mask=image.getchannel("A"))
    return ground


def _by_profile(image: Image.Image, profile: bytes) -> Image.Image | None:
    try:
        theirs, ours = ImageCms.ImageCmsProfile(BytesIO(profile)), ImageCms.createProfile("sRGB")
        return ImageCms.profileToProfile(
            image,
            theirs,
            ours,
            renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
            outputMode="RGB",
            flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
        )
    except (ImageCms.PyCMSError, OSError, ValueError):
        return None
