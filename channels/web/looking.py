"""Look at one photo, in a process of its own: ``python looking.py PIXELS``, the photo on stdin, its thumbnail on stdout.

A file made to break a decoder, or to fill memory, takes this process with it and not the bot. It is run as a script, so that
it loads nothing of the project. Exit codes: 0 a photo, its format on stderr; 2 too many pixels; 1 no photo.
"""

from __future__ import annotations

import io
import resource
import sys
import warnings

from PIL import Image, ImageOps

KINDS = ("JPEG", "PNG", "WEBP")
MEMORY = 768 * 1024 * 1024
SECONDS = 20
THUMBNAIL = (320, 320)


def look_at(content: bytes, most: int) -> tuple[str, bytes]:
    """Decode a photo of at most ``most`` pixels; return its format and a small JPEG of it.

    Raises:
        OverflowError: It has more pixels; nothing was decoded.
        Exception: Whatever a decoder raises for bytes that are no photo.
    """
    with Image.open(io.BytesIO(content), formats=KINDS) as image:
        kind = str(image.format)
        if image.width * image.height > most:
            raise OverflowError
        image.draft("RGB", (1280, 1280))  # a JPEG is decoded no larger than it has to be
        image.load()
        small = ImageOps.exif_transpose(image)
        small.thumbnail(THUMBNAIL)
        into = io.BytesIO()
        small.convert("RGB").save(into, "JPEG", quality=80)
        return kind, into.getvalue()


def main() -> int:
    """Look at what comes on stdin."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    try:
        kind, small = look_at(sys.stdin.buffer.read(), int(sys.argv[1]))
    except (OverflowError, Image.DecompressionBombError, Image.DecompressionBombWarning):
        return 2
    except BaseException:
        return 1
    sys.stdout.buffer.write(small)
    sys.stderr.write(kind)
    return 0


if __name__ == "__main__":
    sys.exit(main())
