package dev.softmax.image;

/// VP8's arithmetic decoder of single bits with given probabilities (RFC 6386, section 7). Behind the end
/// of its data it reads zeros, as libwebp does.
final class Vp8Bits {
  private final byte[] data;
  private final int end;
  private int at;
  private int range = 255;
  private int value;
  private int bits = -8;

  Vp8Bits(byte[] data, int at, int end) {
    this.data = data;
    this.at = at;
    this.end = end;
    value = next() << 8 | next();
    bits = 0;
  }

  private int next() {
    return at < end ? data[at++] & 0xff : 0;
  }

  /// A bit that is 0 with a probability of so many 256ths.
  int bit(int probability) {
    int split = 1 + (((range - 1) * probability) >> 8);
    int bit;
    if (value >= split << 8) {
      range -= split;
      value -= split << 8;
      bit = 1;
    } else {
      range = split;
      bit = 0;
    }
    while (range < 128) {
      value <<= 1;
      range <<= 1;
      if (++bits == 8) {
        bits = 0;
        value |= next();
      }
    }
    return bit;
  }

  /// A bit that is as likely 0 as 1.
  int flag() {
    return bit(128);
  }

  /// A number of so many bits, the highest first.
  int number(int length) {
    int number = 0;
    for (int i = 0; i < length; i++) {
      number = number << 1 | flag();
    }
    return number;
  }

  /// A number of so many bits and its sign.
  int signed(int length) {
    int number = number(length);
    return flag() == 1 ? -number : number;
  }

  /// A signed number, or 0 if a flag says that there is none.
  int optional(int length) {
    return flag() == 1 ? signed(length) : 0;
  }
}
