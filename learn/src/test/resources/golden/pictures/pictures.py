"""Makes small pictures of every kind that is read, and what Pillow and torchvision make of them.

    python pictures.py [FOLDER OF PHOTOGRAPHS]

The pictures are formulas. pictures.csv has for each the size and the SHA-256 of
ImageOps.exif_transpose(Image.open(file)).convert("RGB") and of its convert("L"); resized.csv of resized
and cropped ones; values.csv the first values of prepared ones as hexadecimal floats. With a folder,
photographs.csv has the same of its files. Versions are in the first line of each.
"""

import csv
import hashlib
import io
import struct
import sys
import zlib
from pathlib import Path

import numpy as np
import PIL
import torch
from PIL import Image, ImageCms, ImageOps

library = torch.library.Library("torchvision", "DEF")  # torchvision's C++ part may be for another torch
for name in ("nms", "qnms"):
    library.define(f"{name}(Tensor dets, Tensor scores, float iou_threshold) -> Tensor")
import torchvision  # noqa: E402
from torchvision.transforms import CenterCrop, InterpolationMode, Normalize, Resize, ToTensor  # noqa: E402

HERE = Path(__file__).resolve().parent
FILES = HERE / "files"
MODES = {"bilinear": InterpolationMode.BILINEAR, "bicubic": InterpolationMode.BICUBIC}


def colours(height, width, channels=3, top=255):
    """Waves, an edge and some noise: all values and no two channels alike."""
    y, x = np.mgrid[0:height, 0:width].astype(np.float64)
    planes = []
    for c in range(channels):
        wave = 0.5 + 0.5 * np.sin((x * (3 + c) + y * (5 - c)) / 9.0 + c)
        edge = (x * 2 + y * (c + 1) > width) * 0.3
        noise = ((x * 7919 + y * 104729 + c * 1299709) % 97) / 970
        planes.append(np.clip((wave * 0.8 + edge + noise - 0.1) * top, 0, top))
    return np.stack(planes, -1).astype(np.uint16 if top > 255 else np.uint8)


def picture(mode, height=29, width=41):
    if mode == "L":
        return Image.fromarray(colours(height, width, 1)[:, :, 0], "L")
    if mode == "1":
        return picture("L", height, width).convert("1")
    if mode == "P":
        return picture("RGB", height, width).quantize(61, dither=Image.Dither.NONE)
    bands = {"LA": 2, "RGB": 3, "RGBA": 4, "CMYK": 4}[mode]
    return Image.fromarray(colours(height, width, bands), mode)


def write(name, data):
    (FILES / name).write_bytes(data)


def save(name, image, **options):
    image.save(FILES / name, **options)


def encoded(image, kind, **options):
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def exif(orientation):
    tags = Image.Exif()
    tags[274] = orientation
    return tags


def profile():
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()


def frame_of(jpeg):
    at = 2
    while jpeg[at + 1] not in (0xC0, 0xC1, 0xC2):
        at += 2 + int.from_bytes(jpeg[at + 2 : at + 4], "big")
    return at


def sampled(image, subsampling, factors, height, width):
    """A JPEG whose first component has other sampling factors, and another size: the same blocks."""
    jpeg = bytearray(encoded(image, "JPEG", subsampling=subsampling, quality=90))
    at = frame_of(jpeg)
    jpeg[at + 5 : at + 9] = struct.pack(">HH", height, width)
    jpeg[at + 11] = factors
    return bytes(jpeg)


def without_segments(jpeg, *markers):
    out, at = jpeg[:2], 2
    while jpeg[at + 1] != 0xDA:
        end = at + 2 + int.from_bytes(jpeg[at + 2 : at + 4], "big")
        if jpeg[at + 1] not in markers:
            out += jpeg[at:end]
        at = end
    return out + jpeg[at:]


def jpegs():
    save("grey.jpg", picture("L"), quality=85)
    for name, subsampling in {"444": 0, "422": 1, "420": 2}.items():
        save(f"{name}.jpg", picture("RGB"), quality=85, subsampling=subsampling)
        save(f"{name}-progressive.jpg", picture("RGB"), quality=70, subsampling=subsampling, progressive=True)
    for height, width in ((1, 1), (2, 3), (3, 2), (5, 4), (9, 5), (16, 16), (17, 33)):
        save(f"420-{width}x{height}.jpg", picture("RGB", height, width), quality=80)
        save(f"422-{width}x{height}.jpg", picture("RGB", height, width), quality=80, subsampling=1)
    write("440.jpg", sampled(picture("RGB", 48, 32), 1, 0x12, 45, 45))
    write("440-2x5.jpg", sampled(picture("RGB", 8, 16), 1, 0x12, 5, 2))
    write("411.jpg", sampled(picture("RGB", 32, 48), 2, 0x41, 23, 65))
    write("410.jpg", sampled(picture("RGB", 32, 64), 2, 0x14, 61, 30))
    save("low.jpg", picture("RGB"), quality=3)
    save("high.jpg", picture("RGB"), quality=100)
    save("restart.jpg", picture("RGB"), restart_marker_blocks=2)
    save("optimized-profile.jpg", picture("RGB"), optimize=True, icc_profile=profile())
    save("rgb.jpg", picture("RGB"), keep_rgb=True)
    save("cmyk.jpg", picture("CMYK"), quality=90)
    cmyk = bytearray(encoded(picture("CMYK"), "JPEG", quality=90))
    cmyk[cmyk.index(b"Adobe") + 11] = 2
    write("ycck.jpg", bytes(cmyk))
    write("cmyk-unmarked.jpg", without_segments(bytes(cmyk), 0xEE))
    write("unmarked.jpg", without_segments(encoded(picture("RGB"), "JPEG", subsampling=0), 0xE0))
    unnamed = bytearray(without_segments(encoded(picture("RGB"), "JPEG", subsampling=0), 0xE0))
    at, scan = frame_of(unnamed), unnamed.index(b"\xff\xda")
    for i, name in enumerate((7, 8, 9)):
        unnamed[at + 10 + 3 * i] = unnamed[scan + 5 + 2 * i] = name
    write("other-names.jpg", bytes(unnamed))
    for orientation in range(1, 9):
        save(f"orientation-{orientation}.jpg", picture("RGB", 11, 19), exif=exif(orientation))
    xmp = b'<x xmlns:tiff="http://ns.adobe.com/tiff/1.0/" tiff:Orientation="6"/>'
    save("orientation-xmp.jpg", picture("RGB", 11, 19), xmp=xmp)


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def packed(rows, bits):
    if bits == 8:
        return [row.astype(np.uint8).tobytes() for row in rows]
    if bits == 16:
        return [row.astype(">u2").tobytes() for row in rows]
    out = []
    for row in rows:
        flat = ((row.reshape(-1, 1) >> np.arange(bits - 1, -1, -1)) & 1).astype(np.uint8)
        out.append(np.packbits(flat.reshape(-1)).tobytes())
    return out


def png(samples, bits, kind, chunks=b"", interlaced=False):
    """PNG of samples (H, W, C), with filters 0 to 4 in turn where a byte is a sample."""
    height, width, channels = samples.shape
    passes = [(0, 0, 1, 1)]
    if interlaced:
        passes = [(0, 0, 8, 8), (0, 4, 8, 8), (4, 0, 8, 4), (0, 2, 4, 4), (2, 0, 4, 2), (0, 1, 2, 2), (1, 0, 2, 1)]
    raw = b""
    for top, left, down, right in passes:
        part = samples[top::down, left::right]
        if part.size:
            raw += b"".join(b"\0" + row for row in packed(part, bits))
    head = struct.pack(">IIBBBBB", width, height, bits, kind, 0, 0, int(interlaced))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunks + chunk(b"IDAT", zlib.compress(raw)) + chunk(b"IEND", b"")


def pngs():
    for mode in ("L", "LA", "P", "RGB", "RGBA", "1"):
        save(f"{mode.lower()}.png", picture(mode))
    save("p-transparent.png", picture("P"), transparency=bytes(range(0, 244, 4)))
    save("rgb-transparent.png", picture("RGB"), transparency=(10, 20, 30))
    save("l-transparent.png", picture("L"), transparency=7)
    save("l-16.png", Image.fromarray(colours(29, 41, 1, 65535)[:, :, 0]))
    save("profile.png", picture("RGB"), icc_profile=profile())
    save("orientation-6.png", picture("RGB", 11, 19), exif=exif(6))
    for height, width in ((1, 1), (3, 2), (13, 21)):
        save(f"rgba-{width}x{height}.png", picture("RGBA", height, width))
        write(f"interlaced-{width}x{height}.png", png(colours(height, width), 8, 2, interlaced=True))
    for kind, channels, name in ((0, 1, "l"), (4, 2, "la"), (2, 3, "rgb"), (6, 4, "rgba")):
        write(f"{name}-16-interlaced.png", png(colours(14, 23, channels, 65535), 16, kind, interlaced=True))
        if channels > 1:
            write(f"{name}-16.png", png(colours(14, 23, channels, 65535), 16, kind))
    palette = chunk(b"PLTE", colours(1, 16).tobytes())
    for bits in (1, 2, 4):
        few = colours(19, 27, 1) >> (8 - bits)
        write(f"l-{bits}.png", png(few, bits, 0))
        write(f"p-{bits}.png", png(few, bits, 3, palette))
        write(f"p-{bits}-interlaced.png", png(few, bits, 3, palette, interlaced=True))
    gamma = chunk(b"gAMA", struct.pack(">I", 100000)) + chunk(b"bKGD", struct.pack(">HHH", 9, 9, 9))
    write("gamma.png", png(colours(14, 23), 8, 2, gamma))


def gif_in_screen():
    """A frame of 13 x 9 at (4, 3) of a screen of 24 x 17, index 2 transparent."""
    gif = bytearray(encoded(picture("P", 9, 13), "GIF", transparency=2))
    struct.pack_into("<HH", gif, 6, 24, 17)
    at = gif.index(b"\x2c", 13 + (3 << ((gif[10] & 7) + 1)) + 8)
    struct.pack_into("<HH", gif, at + 1, 4, 3)
    return bytes(gif)


def gifs():
    save("p.gif", picture("P"))
    save("l.gif", picture("L"))
    save("plain.gif", picture("RGB").quantize(2, dither=Image.Dither.NONE), interlace=0)
    save("transparent.gif", picture("P"), transparency=3)
    frames = [picture("P"), ImageOps.mirror(picture("P")), ImageOps.flip(picture("P"))]
    save("animated.gif", frames[0], save_all=True, append_images=frames[1:], duration=50, loop=0)
    write("in-screen.gif", gif_in_screen())


def bmp(bits, rows, masks=b"", compression=0, width=0, height=0, palette=b""):
    head = struct.pack("<IiiHHIIiiII", 40, width, height, 1, bits, compression, len(rows), 2835, 2835, len(palette) // 4, 0)
    offset = 14 + len(head) + len(masks) + len(palette)
    return b"BM" + struct.pack("<IHHI", offset + len(rows), 0, 0, offset) + head + masks + palette + rows


def bmps():
    for mode in ("1", "L", "P", "RGB", "RGBA"):
        save(f"{mode.lower()}.bmp", picture(mode))
    high = colours(12, 14, 1, 65535)[:, :, 0]
    write("555.bmp", bmp(16, (high & 0x7FFF).astype("<u2").tobytes(), width=14, height=12))
    masks = struct.pack("<III", 0xF800, 0x7E0, 0x1F)
    write("565.bmp", bmp(16, high.astype("<u2").tobytes(), masks, 3, width=14, height=12))
    write("top-down.bmp", bmp(24, colours(12, 16).tobytes(), width=16, height=-12))
    palette = b"".join(bytes(c) + b"\0" for c in colours(1, 16)[0])
    write("p-4.bmp", bmp(4, (colours(12, 8, 1)[:, :, 0]).tobytes(), width=16, height=12, palette=palette))
    runs = b"".join(bytes((5, y % 16, 0, 3, y, 1, 2, 0, 8, 15, 0, 0)) for y in range(12)) + b"\0\1"
    runs = bytes(b if i % 1 == 0 else b for i, b in enumerate(runs))
    write("rle-8.bmp", bmp(8, runs, compression=1, width=16, height=12, palette=palette))


def tiffs():
    for mode in ("1", "L", "LA", "P", "RGB", "RGBA", "CMYK"):
        save(f"{mode.lower()}.tif", picture(mode))
    for compression in ("tiff_lzw", "tiff_adobe_deflate", "packbits", "jpeg"):
        save(f"rgb-{compression.replace('tiff_', '')}.tif", picture("RGB"), compression=compression)
    save("group-4.tif", picture("1"), compression="group4")
    save("l-16.tif", Image.fromarray(colours(29, 41, 1, 65535)[:, :, 0]))
    save("predictor.tif", picture("RGB"), compression="tiff_lzw", tiffinfo={317: 2})
    save("orientation-6.tif", picture("RGB", 11, 19), tiffinfo={274: 6})
    save("orientation-3.tif", picture("L", 11, 19), tiffinfo={274: 3})
    save("white-is-zero.tif", picture("L"), tiffinfo={262: 0})
    save("profile.tif", picture("RGB"), icc_profile=profile())


def webps():
    save("lossless.webp", picture("RGB"), lossless=True)
    save("lossless-alpha.webp", picture("RGBA"), lossless=True, exact=True)
    save("lossy.webp", picture("RGB"), quality=80)
    save("lossy-low.webp", picture("RGB", 61, 83), quality=10)
    save("lossy-alpha.webp", picture("RGBA"), quality=80)
    save("lossy-1x1.webp", picture("RGB", 1, 1))
    save("orientation-6.webp", picture("RGB", 11, 19), lossless=True, exif=exif(6))
    frames = [picture("RGB"), ImageOps.mirror(picture("RGB"))]
    save("animated.webp", frames[0], save_all=True, append_images=frames[1:], lossless=True, duration=50)
    save("lossy-animated.webp", frames[0], save_all=True, append_images=frames[1:], quality=60, duration=50)


def opened(file):
    with Image.open(file) as image:
        return ImageOps.exif_transpose(image)


def rgb(file):
    """As Pillow has it; but of 16-bit grey, of which Pillow shows all from 255 on as white, the upper 8 bits."""
    image = opened(file)
    if image.mode.startswith("I;16"):
        return Image.fromarray((np.asarray(image) >> 8).astype(np.uint8)).convert("RGB")
    return image.convert("RGB")


def digest(image):
    return hashlib.sha256(np.ascontiguousarray(image).tobytes()).hexdigest()


def table(name, header, rows):
    with open(HERE / name, "w", newline="") as file:
        file.write(f"# Pillow {PIL.__version__}, torchvision {torchvision.__version__},")
        file.write(f" torch {torch.__version__}, numpy {np.__version__}\n")
        out = csv.writer(file, lineterminator="\n")
        out.writerow(header)
        out.writerows(rows)


def read_rows():
    for file in sorted(FILES.iterdir()):
        image = rgb(file)
        yield file.name, image.width, image.height, digest(image), digest(image.convert("L"))


def resized_rows():
    for file in ("444.jpg", "1.png", "l.png", "rgba-1x1.png", "420-17x33.jpg", "420-33x17.jpg"):
        if not (FILES / file).exists():
            continue
        for channels, mode in ((3, "RGB"), (1, "L")):
            image = rgb(FILES / file).convert(mode)
            for kind, resampling in MODES.items():
                for size in ((1, 1), (3, 2), (11, 7), (37, 20), (53, 40), (30, 53), (64, 80), (211, 5)):
                    yield file, channels, kind, f"{size[1]}x{size[0]}", digest(Resize(size, resampling)(image))
                for side in (1, 8, 17, 24, 37, 50):
                    yield file, channels, kind, f"side {side}", digest(Resize(side, resampling)(image))
            for size in ((1, 1), (2, 3), (36, 52), (35, 50), (40, 20), (21, 60), (64, 64), (38, 54)):
                yield file, channels, "crop", f"{size[1]}x{size[0]}", digest(CenterCrop(size)(image))


def recipe(size, crop):
    mean, deviation = [0.485, 0.456, 0.406], [0.229, 0.224, 0.225]
    return lambda image: Normalize(mean, deviation)(ToTensor()(CenterCrop(crop)(Resize(size)(image))))


def values_rows():
    for file in ("444.jpg", "rgba.png"):
        values = recipe(40, 32)(rgb(FILES / file)).permute(1, 2, 0).contiguous().numpy()
        yield file, digest(values), *(float(v).hex() for v in values.reshape(-1)[:6])


def photograph_rows(folder):
    for file in sorted(Path(folder).iterdir()):
        image = rgb(file)
        resized = Resize(256)(image)
        values = recipe(256, 224)(image).permute(1, 2, 0).contiguous().numpy()
        hashes = (digest(p) for p in (image, resized, CenterCrop(224)(resized), values))
        yield file.name, image.width, image.height, *hashes


def main():
    FILES.mkdir(exist_ok=True)
    for make in (jpegs, pngs, gifs, bmps, tiffs, webps):
        make()
    table("pictures.csv", ("file", "width", "height", "rgb", "grey"), read_rows())
    table("resized.csv", ("file", "channels", "kind", "size", "sha256"), resized_rows())
    table("values.csv", ("file", "sha256", *range(6)), values_rows())
    if len(sys.argv) > 1:
        header = ("file", "width", "height", "rgb", "resized", "cropped", "values")
        table("photographs.csv", header, photograph_rows(sys.argv[1]))


main()
