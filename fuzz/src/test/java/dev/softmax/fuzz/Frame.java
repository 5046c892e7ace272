package dev.softmax.fuzz;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/// What is around the part of a file that is worth damaging. Random bytes seldom get past a length or a
/// check sum that no longer fits, so most files are damaged within, and framed anew.
enum Frame {
  /// Nothing.
  NONE,
  /// The content is packed.
  GZIP,
  /// Eight bytes say how long the JSON after them is.
  SAFETENSORS;

  private static final int MOST_MUTATIONS = 3;

  private static final Mutation[] MUTATIONS = Mutation.values();
  private static final Mutation[] IN_PLACE = {Mutation.FLIP, Mutation.BYTES, Mutation.FIELD};

  /// A damaged copy of a file.
  ///
  /// @param file the bytes
  /// @param other another file of the same kind
  byte[] mutate(byte[] file, byte[] other, RandomGenerator random) {
    if (this == NONE || random.nextInt(3) == 0) {
      return damage(file, other, random);
    }
    return switch (this) {
      case NONE -> throw new AssertionError(this);
      case GZIP -> pack(damage(unpack(file), unpack(other), random));
      case SAFETENSORS -> {
        byte[] header = header(file);
        byte[] numbers = Arrays.copyOfRange(file, Long.BYTES + header.length, file.length);
        yield random.nextBoolean()
            ? joined(damage(header, header(other), random), numbers)
            : joined(header, numbers(numbers, random));
      }
    };
  }

  private static byte[] joined(byte[] header, byte[] numbers) {
    return ByteBuffer.allocate(Long.BYTES + header.length + numbers.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(header.length)
        .put(header)
        .put(numbers)
        .array();
  }

  /// Other numbers, as many as there were.
  private static byte[] numbers(byte[] file, RandomGenerator random) {
    byte[] out = file;
    for (int i = random.nextInt(MOST_MUTATIONS); i >= 0; i--) {
      out = IN_PLACE[random.nextInt(IN_PLACE.length)].of(out, out, random);
    }
    return out;
  }

  /// One change, or a few.
  private static byte[] damage(byte[] file, byte[] other, RandomGenerator random) {
    byte[] out = file;
    for (int i = random.nextInt(MOST_MUTATIONS); i >= 0; i--) {
      out = MUTATIONS[random.nextInt(MUTATIONS.length)].of(out, other, random);
    }
    return out;
  }

  private static byte[] header(byte[] file) {
    long length = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getLong();
    return Arrays.copyOfRange(file, Long.BYTES, Long.BYTES + Math.toIntExact(length));
  }

  static byte[] pack(byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(content);
    } catch (IOException e) {
      throw new IllegalStateException("writing to memory", e);
    }
    return out.toByteArray();
  }

  private static byte[] unpack(byte[] file) {
    try (GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(file))) {
      return gzip.readAllBytes();
    } catch (IOException e) {
      throw new IllegalStateException("a seed that is no gzip", e);
    }
  }
}
