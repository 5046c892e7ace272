package dev.softmax.image;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Scanner;

/// Tables of VP8 (RFC 6386, sections 11.5, 13.4, 13.5 and 14.1), from the resource `vp8.txt`.
final class Vp8Tables {
  /// First probabilities of coefficients, 4 types of blocks × 8 bands × 3 contexts × 11.
  static final int[] COEFFICIENTS;

  /// Probabilities that these are changed.
  static final int[] UPDATES;

  /// Probabilities of the modes of 4 × 4 blocks, 10 modes above × 10 modes to the left × 9.
  static final int[] MODES;

  /// Steps of quantization of the first coefficient.
  static final int[] DC;

  /// Steps of quantization of the others.
  static final int[] AC;

  static {
    Map<String, int[]> tables = read();
    COEFFICIENTS = Objects.requireNonNull(tables.get("coefficients"));
    UPDATES = Objects.requireNonNull(tables.get("updates"));
    MODES = Objects.requireNonNull(tables.get("modes"));
    DC = Objects.requireNonNull(tables.get("dc"));
    AC = Objects.requireNonNull(tables.get("ac"));
  }

  private Vp8Tables() {}

  private static Map<String, int[]> read() {
    Map<String, int[]> tables = new HashMap<>();
    try (InputStream in = Objects.requireNonNull(Vp8Tables.class.getResourceAsStream("vp8.txt"));
        Scanner words = new Scanner(in, StandardCharsets.US_ASCII)) {
      while (words.hasNext()) {
        int[] values = new int[Integer.parseInt(words.next())];
        String name = words.next();
        for (int i = 0; i < values.length; i++) {
          values[i] = words.nextInt();
        }
        tables.put(name, values);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return tables;
  }
}
