"""Pictures of articles as they are shown: sniffed, decoded, made smaller and encoded anew, or refused.

What a site sent as a picture is hostile. Only PNG, JPEG, WebP and GIF are read, each by the bytes it begins with; what
is written holds pixels and nothing else: no metadata, no place of the camera, no colour profile, nothing behind them.
"""

import io
import warnings
from typing import NamedTuple

from PIL import Image, ImageOps, ImageSequence

from cundang.text.file_type import find_file_type

LONGEST_SIDE = 1600  # pixels, of a picture as it is shown
LARGEST = 16_000_000  # bytes of a file
MOST_PIXELS = 25_000_000  # a camera's 24 megapixels; to decode a WebP picture of as many takes some 400 MB
_MOST_MOVING, _MOST_FRAMES = 12_000_000, 300  # pixels of all frames, and frames; a longer film is its first frame
_FORMATS = {"image/png": "PNG", "image/jpeg": "JPEG", "image/webp": "WEBP", "image/gif": "GIF"}
SHOWN = tuple(_FORMATS)  # media types
_TYPES = {name: media_type for media_type, name in _FORMATS.items()}
_SAVED = {"JPEG": {"quality": 85, "optimize": True}, "PNG": {}, "WEBP": {"quality": 85, "method": 2}}

Image.MAX_IMAGE_PIXELS = MOST_PIXELS  # beyond it Pillow warns, and raises at twice as many
warnings.filterwarnings("error", category=Image.DecompressionBombWarning)


class NotShownError(Exception):
    """A picture that is not shown, with the reason."""


class Encoded(NamedTuple):
    """A picture as it is shown: its media type and its bytes."""

    media_type: str
    body: bytes


def encode_anew(body: bytes) -> Encoded:
    """Decode a picture, make its longest side LONGEST_SIDE at most, and encode it: JPEG as JPEG, PNG and GIF as PNG,
    WebP and films as WebP. Raises NotShownError for what is none of them, is damaged, or too large.
    """
    if len(body) > LARGEST:
        raise NotShownError(f"larger than {LARGEST // 1_000_000} MB")
    found = find_file_type(body)
    if found is None or found.media_type not in _FORMATS:
        raise NotShownError(f"{found.name if found else 'no picture'}, which is not shown")
    try:
        with Image.open(io.BytesIO(body), formats=[_FORMATS[found.media_type]]) as image:
            return _encode(image)
    except NotShownError:
        raise
    except (
        Exception
    ) as error:  # Pillow raises errors of many kinds for damaged files: OSError, ValueError, struct.error
        raise NotShownError(f"it cannot be decoded ({type(error).__name__})") from error


def _encode(image: Image.Image) -> Encoded:
    if image.width * image.height > MOST_PIXELS:
        raise NotShownError(f"more than {MOST_PIXELS // 1_000_000} megapixels")
    if getattr(image, "is_animated", False) and len(frames := _read_frames(image)) > 1:
        film = io.BytesIO()
        durations = [int(frame.info.get("duration") or 100) for frame in frames]
        frames[0].save(film, "WEBP", save_all=True, append_images=frames[1:], duration=durations, loop=0, method=0)
        return Encoded("image/webp", film.getvalue())
    image.seek(0)
    form = {"GIF": "PNG"}.get(image.format or "", image.format or "PNG")
    if image.mode in ("L", "RGB", "RGBA"):
        image.thumbnail((LONGEST_SIDE, LONGEST_SIDE))  # before it is copied; of a JPEG it decodes no more than it needs
    ImageOps.exif_transpose(image, in_place=True)
    shown = _simplify(image, form)
    shown.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    written = io.BytesIO()
    _without_metadata(shown).save(written, form, **_SAVED[form])
    return Encoded(_TYPES[form], written.getvalue())


def _simplify(image: Image.Image, form: str) -> Image.Image:
    """The picture in grey or colours of 8 bits, with its transparency, if it has some."""
    if image.mode.startswith("I;16") or image.mode in ("I", "F"):
        return image.convert("I").point(lambda value: value / 256).convert("L")
    if form != "JPEG" and (image.has_transparency_data or image.mode in ("LA", "RGBA", "PA")):
        return image.convert("RGBA")
    return image if image.mode in ("L", "RGB") else image.convert("RGB")


def _without_metadata(image: Image.Image) -> Image.Image:
    image.info = {}
    return image


def _read_frames(image: Image.Image) -> list[Image.Image]:
    """The frames of a film, each made small; of one that is too long the first alone."""
    frames: list[Image.Image] = []
    pixels = 0
    for frame in ImageSequence.Iterator(image):
        pixels += frame.width * frame.height
        if pixels > _MOST_MOVING or len(frames) == _MOST_FRAMES:
            return frames[:1]
        shown = frame.convert("RGBA")
        shown.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        shown.info = {"duration": frame.info.get("duration")}
        frames.append(shown)
    return frames
