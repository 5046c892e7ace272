package dev.softmax.image;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// WebP files: lossy pictures by [Vp8Frame], others by TwelveMonkeys' reader, whose lossy pictures are not
/// those of libwebp.
final class WebpPicture {
  private static final int VP8 = 0x20385056; // "VP8 " from its last letter to its first
  private static final int VP8L = 0x4c385056;
  private static final int EXTENDED = 0x58385056; // "VP8X"
  private static final int ANIMATION = 0x464d4e41; // "ANMF"
  private static final int FRAME_HEADER = 16;

  private WebpPicture() {}

  static Picture decode(byte[] file, PictureOptions options) throws IOException {
    ByteBuffer chunks = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    if (chunks.getInt(4) + 8L > file.length) {
      throw new EOFException("fewer bytes than its header says");
    }
    int frame = lossy(chunks);
    if (frame < 0) {
      checkLossless(chunks, options);
      return RasterPicture.decode(file, PictureFormat.WEBP, options);
    }
    int width = chunks.getShort(frame + 14) & 0x3fff;
    int height = chunks.getShort(frame + 16) & 0x3fff;
    options.check(width, height);
    Picture picture =
        Vp8Frame.decode(file, frame + 8, Math.addExact(frame + 8, chunks.getInt(frame + 4)));
    return onCanvas(picture, chunks, options);
  }

  /// The first frame of an animation on its canvas, black around it; a still picture as it is.
  private static Picture onCanvas(Picture picture, ByteBuffer chunks, PictureOptions options)
      throws IOException {
    for (int at = 12; at + 18 <= chunks.limit(); at = next(chunks, at)) {
      if (chunks.getInt(at) == ANIMATION) {
        int width = (chunks.getInt(24) & 0xffffff) + 1;
        int height = (chunks.getInt(27) & 0xffffff) + 1;
        options.check(width, height);
        int left = 2 * (chunks.getInt(at + 8) & 0xffffff);
        int top = 2 * (chunks.getInt(at + 11) & 0xffffff);
        return Crop.at(picture, -top, -left, height, width);
      }
      if (chunks.getInt(at) == VP8) {
        break;
      }
    }
    return picture;
  }

  /// Sees that the first lossless frame is as large as the chunk around it says: TwelveMonkeys' reader sets
  /// memory aside for what the chunk says, however little there is, and takes zeros for what is not there.
  private static void checkLossless(ByteBuffer chunks, PictureOptions options) throws IOException {
    int width = -1;
    int height = -1;
    int at = 12;
    while (at + 8 <= chunks.limit()) {
      switch (chunks.getInt(at)) {
        case EXTENDED -> {
          width = (chunks.getInt(at + 12) & 0xffffff) + 1;
          height = (chunks.getInt(at + 15) & 0xffffff) + 1;
        }
        case ANIMATION -> {
          width = (chunks.getInt(at + 14) & 0xffffff) + 1;
          height = (chunks.getInt(at + 17) & 0xffffff) + 1;
          at += FRAME_HEADER + 8;
          continue;
        }
        case VP8L -> {
          int bits = chunks.getInt(at + 9);
          int frameWidth = (bits & 0x3fff) + 1;
          int frameHeight = (bits >> 14 & 0x3fff) + 1;
          options.check(frameWidth, frameHeight);
          if (width > 0 && (width != frameWidth || height != frameHeight)) {
            throw new IOException(
                "its frame is %d×%d pixels large, but should be %d×%d"
                    .formatted(frameWidth, frameHeight, width, height));
          }
          return;
        }
        default -> {}
      }
      at = next(chunks, at);
    }
    throw new EOFException("no frame");
  }

  private static int next(ByteBuffer chunks, int at) {
    int length = Math.max(chunks.getInt(at + 4), 0);
    return Math.addExact(at + 8, Math.addExact(length, length & 1));
  }

  /// The chunk of a picture that is lossy, or whose first frame is; negative if there is none.
  private static int lossy(ByteBuffer chunks) {
    int at = 12;
    while (at + 8 <= chunks.limit()) {
      int name = chunks.getInt(at);
      if (name == VP8) {
        return at;
      }
      int length = chunks.getInt(at + 4);
      if (name == VP8L || length < 0 || length > chunks.limit() - at - 8) {
        return -1;
      }
      at = name == ANIMATION ? at + 8 + FRAME_HEADER : next(chunks, at);
    }
    return -1;
  }
}
