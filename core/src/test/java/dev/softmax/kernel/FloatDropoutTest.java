package dev.softmax.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/// Philox against its published answers, and masks against their definition.
class FloatDropoutTest {
  /// The known answers of Random123's `kat_vectors`: words of the counter, of the key, of the result.
  @Test
  void philoxGivesItsKnownAnswers() {
    check(0, 0, 0, 0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8);
    check(-1, -1, -1, 0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd);
    check(
        0x299f31d0a4093822L,
        0x0370734413198a2eL,
        0x85a308d3243f6a88L,
        0xd16cfe09,
        0x94fdcceb,
        0x5001e420,
        0x24126ea1);
  }

  private static void check(long key, long stream, long index, int... want) {
    int[] words = new int[6];
    Philox.words(key, stream, index, words, 1);
    assertThat(Arrays.copyOfRange(words, 1, 5)).isEqualTo(want);
    assertThat(Philox.bits(key, stream, index))
        .isEqualTo((want[0] & 0xFFFFFFFFL) | (long) want[1] << 32);
    assertThat(Philox.uniform(key, stream, index)).isBetween(0.0, Math.nextDown(1.0));
  }

  private static float[] mask(float keep, int from, int to) {
    float[] mask = new float[100_000];
    FloatDropout.mask(0x123456789ABCDEFL, 0x7654321_89ABCDEFL, keep, mask, from, to);
    return mask;
  }

  @Test
  void anElementDependsOnItsIndexAlone() {
    float[] want = new float[100_000];
    int[] words = new int[4];
    for (int i = 0; i < want.length; i++) {
      int place = i % 32;
      Philox.words(0x123456789ABCDEFL, 0x7654321_89ABCDEFL, i / 32 * 8 + place % 16 / 2, words, 0);
      int word = words[place / 16 * 2 + place % 2];
      want[i] = (word >>> 8) * 0x1p-24 < 0.75 ? 1 / 0.75f : 0;
    }
    assertThat(mask(0.75f, 0, 100_000)).isEqualTo(want);
    for (int[] cut : new int[][] {{0, 1}, {3, 40}, {31, 65}, {33, 34}, {7, 5000}, {64, 99_999}}) {
      float[] mask = mask(0.75f, cut[0], cut[1]);
      assertThat(Arrays.copyOfRange(mask, cut[0], cut[1]))
          .isEqualTo(Arrays.copyOfRange(want, cut[0], cut[1]));
      assertThat(mask[cut[1]] + (cut[0] == 0 ? 0 : mask[cut[0] - 1])).isZero();
    }
  }

  @Test
  void theShareOfKeptElementsIsTheProbability() {
    for (float keep : new float[] {0.1f, 0.5f, 0.9f}) {
      double sum = FloatElements.sum(mask(keep, 0, 100_000), 0, 100_000);
      assertThat(sum / 100_000).isCloseTo(1, within(5 * Math.sqrt((1 - keep) / keep / 100_000)));
    }
    assertThat(mask(1, 0, 100_000)).containsOnly(1f);
  }
}
