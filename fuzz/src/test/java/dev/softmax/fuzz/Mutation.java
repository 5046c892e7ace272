package dev.softmax.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/// One kind of damage to the bytes of a file.
enum Mutation {
  /// Single bits change.
  FLIP,
  /// Single bytes become others.
  BYTES,
  /// A number of 1, 2, 4 or 8 bytes becomes one that lengths and counts should not have.
  FIELD,
  /// A number in text becomes one that is none, not finite, negative or huge.
  NUMBER,
  /// A word of text becomes another word of the file.
  WORD,
  /// A sign such as a quote, comma or bracket becomes another, or stands twice.
  SIGN,
  /// The file ends early.
  CUT,
  /// A piece is left out.
  REMOVE,
  /// A piece stands several times.
  REPEAT,
  /// Random bytes stand between two.
  INSERT,
  /// A piece moves to another place.
  MOVE,
  /// The end is that of another file.
  SPLICE;

  private static final int LONGEST_PIECE = 512;
  private static final int MOST_REPEATS = 20;

  private static final String[] NUMBERS = {
    "NaN",
    "nan",
    "inf",
    "-Infinity",
    "1e999",
    "-1e999",
    "1e-999",
    "-1",
    "0",
    "-0",
    "1",
    "2",
    "",
    "2147483647",
    "2147483648",
    "-2147483648",
    "4294967296",
    "9223372036854775807",
    "99999999999999999999",
    "0x10",
    "1e5",
    "1,5",
    "1_000",
    "00",
    "1.5",
    "1e308",
    "-1e308",
    "1e38",
    "٣"
  };

  private static final String SIGNS = "\"'{}[]()<>:;,|\t \n\r\\/=#?&\0";

  /// A damaged copy.
  ///
  /// @param file the bytes
  /// @param other another file of its kind, for what is spliced
  byte[] of(byte[] file, byte[] other, RandomGenerator random) {
    if (file.length == 0) {
      return INSERT == this ? insert(file, random) : file.clone();
    }
    int at = random.nextInt(file.length);
    return switch (this) {
      case FLIP -> flip(file, random);
      case BYTES -> bytes(file, random);
      case FIELD -> field(file, random);
      case NUMBER -> number(file, at, random);
      case WORD -> word(file, at, random);
      case SIGN -> sign(file, at, random);
      case CUT -> Arrays.copyOf(file, at);
      case REMOVE -> join(head(file, at), tail(file, at + piece(random)));
      case REPEAT -> repeat(file, at, random);
      case INSERT -> insert(file, random);
      case MOVE -> move(file, at, random);
      case SPLICE -> join(head(file, at), tail(other, random.nextInt(other.length + 1)));
    };
  }

  private static byte[] flip(byte[] file, RandomGenerator random) {
    byte[] out = file.clone();
    for (int i = random.nextInt(8); i >= 0; i--) {
      out[random.nextInt(out.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return out;
  }

  private static byte[] bytes(byte[] file, RandomGenerator random) {
    byte[] out = file.clone();
    for (int i = random.nextInt(4); i >= 0; i--) {
      out[random.nextInt(out.length)] = (byte) random.nextInt();
    }
    return out;
  }

  private static byte[] field(byte[] file, RandomGenerator random) {
    int width = Math.min(1 << random.nextInt(4), Integer.highestOneBit(file.length));
    byte[] out = file.clone();
    ByteBuffer buffer =
        ByteBuffer.wrap(out)
            .order(random.nextBoolean() ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    int at = random.nextInt(file.length - width + 1);
    if (random.nextBoolean()) {
      // Headers are where lengths are.
      at = Math.min(at, random.nextInt(64));
    }
    long old = read(buffer, at, width);
    long value =
        switch (random.nextInt(9)) {
          case 0 -> 0;
          case 1 -> -1;
          case 2 -> Long.MAX_VALUE >>> (Long.SIZE - Byte.SIZE * width);
          case 3 -> Long.MIN_VALUE >> (Long.SIZE - Byte.SIZE * width);
          case 4 -> file.length + (random.nextInt(17) - 8);
          case 5 -> old + (random.nextInt(5) - 2);
          case 6 -> old * (2 + random.nextInt(1000));
          case 7 -> 1L << random.nextInt(Byte.SIZE * width);
          default -> -old;
        };
    switch (width) {
      case 1 -> buffer.put(at, (byte) value);
      case 2 -> buffer.putShort(at, (short) value);
      case 4 -> buffer.putInt(at, (int) value);
      default -> buffer.putLong(at, value);
    }
    return out;
  }

  private static long read(ByteBuffer buffer, int at, int width) {
    return switch (width) {
      case 1 -> buffer.get(at);
      case 2 -> buffer.getShort(at);
      case 4 -> buffer.getInt(at);
      default -> buffer.getLong(at);
    };
  }

  private static byte[] number(byte[] file, int at, RandomGenerator random) {
    int from = at;
    while (from < file.length && !isDigit(file[from])) {
      from++;
    }
    int to = from;
    while (to < file.length && (isDigit(file[to]) || ".eE+-".indexOf(file[to]) >= 0)) {
      to++;
    }
    byte[] number = NUMBERS[random.nextInt(NUMBERS.length)].getBytes(StandardCharsets.UTF_8);
    return join(head(file, from), number, tail(file, to));
  }

  private static byte[] word(byte[] file, int at, RandomGenerator random) {
    int from = letter(file, at);
    int source = letter(file, random.nextInt(file.length));
    byte[] word = Arrays.copyOfRange(file, source, wordEnd(file, source));
    return join(head(file, from), word, tail(file, wordEnd(file, from)));
  }

  private static int letter(byte[] file, int from) {
    int at = from;
    while (at < file.length && !isLetter(file[at])) {
      at++;
    }
    return at;
  }

  private static int wordEnd(byte[] file, int from) {
    int at = from;
    while (at < file.length && isLetter(file[at]) && at - from < LONGEST_PIECE) {
      at++;
    }
    return at;
  }

  private static byte[] sign(byte[] file, int at, RandomGenerator random) {
    int place = at;
    while (place < file.length && SIGNS.indexOf(file[place]) < 0) {
      place++;
    }
    byte sign = (byte) SIGNS.charAt(random.nextInt(SIGNS.length()));
    int next = random.nextBoolean() ? place : place + 1;
    return join(head(file, place), new byte[] {sign}, tail(file, next));
  }

  private static byte[] repeat(byte[] file, int at, RandomGenerator random) {
    byte[] piece = Arrays.copyOfRange(file, at, Math.min(file.length, at + piece(random)));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(head(file, at));
    for (int i = random.nextInt(MOST_REPEATS) + 1; i >= 0; i--) {
      out.writeBytes(piece);
    }
    out.writeBytes(tail(file, at + piece.length));
    return out.toByteArray();
  }

  private static byte[] insert(byte[] file, RandomGenerator random) {
    int at = random.nextInt(file.length + 1);
    byte[] more = new byte[1 + random.nextInt(16)];
    random.nextBytes(more);
    return join(head(file, at), more, tail(file, at));
  }

  private static byte[] move(byte[] file, int at, RandomGenerator random) {
    int end = Math.min(file.length, at + piece(random));
    byte[] rest = join(head(file, at), tail(file, end));
    int to = random.nextInt(rest.length + 1);
    return join(head(rest, to), Arrays.copyOfRange(file, at, end), tail(rest, to));
  }

  /// A length, small ones as likely as large ones.
  private static int piece(RandomGenerator random) {
    return 1 + random.nextInt(1 << random.nextInt(Integer.numberOfTrailingZeros(LONGEST_PIECE)));
  }

  private static byte[] head(byte[] file, int end) {
    return Arrays.copyOf(file, Math.min(end, file.length));
  }

  private static byte[] tail(byte[] file, int from) {
    return Arrays.copyOfRange(file, Math.min(from, file.length), file.length);
  }

  private static byte[] join(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  private static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }

  private static boolean isLetter(byte b) {
    return (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z') || b == '_';
  }
}
