"""Rows picture/*: 12 megapixels made small, from a JPEG file in memory or from its samples.

`prepare` writes the file (PictureWork.java reads it): waves and noise of a formula, 4:2:0, quality 88.
"""

import io
from pathlib import Path

import numpy as np

HEIGHT, WIDTH, SIDE = 3000, 4000, 256


def prepare(folder):
    from PIL import Image

    file = folder / "picture.jpg"
    if file.exists():
        return
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float32)
    noise = np.random.default_rng(1).integers(-10, 11, (HEIGHT, WIDTH, 3))
    waves = [80 * np.sin(x / (37 + 9 * c) + y / (53 - 7 * c)) + 40 * np.sin(x * y / 9e4 + c) for c in range(3)]
    samples = np.clip(127 + np.stack(waves, -1) + noise, 0, 255).astype(np.uint8)
    folder.mkdir(parents=True, exist_ok=True)
    Image.fromarray(samples).save(file, quality=88)


def row(name, folder):
    from PIL import Image
    from rows import Row, checksum

    jpeg = (Path(folder) / "picture.jpg").read_bytes()
    picture = Image.open(io.BytesIO(jpeg)).convert("RGB")
    size = (SIDE * WIDTH // HEIGHT, SIDE)
    resample = Image.Resampling.BILINEAR

    def read():
        return Image.open(io.BytesIO(jpeg)).convert("RGB").resize(size, resample)

    def resize():
        return picture.resize(size, resample)

    work = {"jpeg-12mp": read, "resize-12mp": resize}[name]
    return Row({"work": work}, {"Pillow": "work()"}, lambda: checksum(np.asarray(work())))
