package dev.softmax.image;

/// What the header of a VP8 key frame says about all of its macroblocks (RFC 6386, section 9).
final class Vp8Header {
  private static final int SEGMENTS = 4;

  final boolean segmentMap;
  final int[] segmentProbabilities = {255, 255, 255};
  final boolean simpleFilter;
  final int filterLevel;
  final int sharpness;
  final int partitions;

  /// Probabilities of coefficients, as [Vp8Tables#COEFFICIENTS].
  final int[] coefficients = Vp8Tables.COEFFICIENTS.clone();

  /// The probability that a macroblock has no coefficients, negative if none is without.
  final int skipped;

  /// Level of the filter of a segment, without and with 4 × 4 prediction.
  final int[][] levels = new int[SEGMENTS][2];

  /// Steps of a segment: of Y first and others, of the second order first and others, of chroma.
  final int[][] steps = new int[SEGMENTS][6];

  Vp8Header(Vp8Bits bits) {
    bits.number(2); // colour space and clamping: all decoders clamp
    boolean segmented = bits.flag() == 1;
    int[] quantizers = new int[SEGMENTS];
    int[] filters = new int[SEGMENTS];
    boolean absolute = false;
    boolean map = false;
    if (segmented) {
      map = bits.flag() == 1;
      if (bits.flag() == 1) {
        absolute = bits.flag() == 1;
        for (int i = 0; i < SEGMENTS; i++) {
          quantizers[i] = bits.optional(7);
        }
        for (int i = 0; i < SEGMENTS; i++) {
          filters[i] = bits.optional(6);
        }
      }
      for (int i = 0; map && i < 3; i++) {
        segmentProbabilities[i] = bits.flag() == 1 ? bits.number(8) : 255;
      }
    }
    segmentMap = map;
    simpleFilter = bits.flag() == 1;
    filterLevel = bits.number(6);
    sharpness = bits.number(3);
    levels(bits, filters, segmented, absolute);
    partitions = 1 << bits.number(2);
    steps(bits, quantizers, segmented, absolute);
    bits.flag(); // whether probabilities are kept for the next frame
    for (int i = 0; i < coefficients.length; i++) {
      if (bits.bit(Vp8Tables.UPDATES[i]) == 1) {
        coefficients[i] = bits.number(8);
      }
    }
    skipped = bits.flag() == 1 ? bits.number(8) : -1;
  }

  private void levels(Vp8Bits bits, int[] filters, boolean segmented, boolean absolute) {
    int reference = 0;
    int mode = 0;
    boolean adjusted = bits.flag() == 1;
    if (adjusted && bits.flag() == 1) {
      for (int i = 0; i < 8; i++) {
        int delta = bits.optional(6);
        reference = i == 0 ? delta : reference;
        mode = i == 4 ? delta : mode;
      }
    }
    for (int i = 0; i < SEGMENTS; i++) {
      int level = !segmented ? filterLevel : filters[i] + (absolute ? 0 : filterLevel);
      levels[i][0] = Math.clamp(level + reference, 0, 63);
      levels[i][1] = Math.clamp(level + reference + mode, 0, 63);
    }
  }

  private void steps(Vp8Bits bits, int[] quantizers, boolean segmented, boolean absolute) {
    int base = bits.number(7);
    int[] deltas = new int[5]; // Y first, second order first and others, chroma first and others
    for (int i = 0; i < deltas.length; i++) {
      deltas[i] = bits.optional(4);
    }
    for (int i = 0; i < SEGMENTS; i++) {
      int q = !segmented ? base : quantizers[i] + (absolute ? 0 : base);
      steps[i][0] = step(Vp8Tables.DC, q + deltas[0]);
      steps[i][1] = step(Vp8Tables.AC, q);
      steps[i][2] = 2 * step(Vp8Tables.DC, q + deltas[1]);
      steps[i][3] = Math.max(step(Vp8Tables.AC, q + deltas[2]) * 155 / 100, 8);
      steps[i][4] = Math.min(step(Vp8Tables.DC, q + deltas[3]), 132);
      steps[i][5] = step(Vp8Tables.AC, q + deltas[4]);
    }
  }

  private static int step(int[] table, int index) {
    return table[Math.clamp(index, 0, 127)];
  }
}
