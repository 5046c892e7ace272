package dev.softmax.fuzz;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.softmax.io.InputException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Faults that are there are found, and made small.
class HarnessTest {
  private static final byte[] FILE =
      "{\"width\": 12, \"names\": [\"a\", \"b\"]}".getBytes(US_ASCII);

  @TempDir private Path folder;

  private String fault(Target.Reader reader) {
    Target target = Target.of("test", "test.txt", List.of(FILE), reader);
    return String.valueOf(Trial.run(target, FILE, folder).fault());
  }

  @Test
  void faultsOfAllKindsAreSeen() {
    assertThat(fault(_ -> {})).isEqualTo("null");
    assertThat(
            fault(
                file -> {
                  throw new InputException(file + ": is damaged");
                }))
        .isEqualTo("null");
    assertThat(
            fault(
                _ -> {
                  throw new InputException("is damaged");
                }))
        .startsWith("a message without the file's name at HarnessTest.");
    assertThat(
            fault(
                file -> {
                  throw new InputException(file + ": " + "x".repeat(2000));
                }))
        .startsWith("a message of over 2000 characters");
    assertThat(fault(_ -> List.of().getFirst())).startsWith("NoSuchElementException");
    assertThat(fault(HarnessTest::descend)).startsWith("StackOverflowError at HarnessTest.descend");
    assertThat(fault(_ -> assertThat(new byte[64 << 20]).hasSize(64 << 20)))
        .isEqualTo("takes more memory than its bound");
  }

  private static void descend(Path file) {
    if (file.isAbsolute()) {
      descend(file.resolve("x"));
    }
  }

  @ParameterizedTest
  @EnumSource
  void mutationsChangeAFileAndCanBeRepeated(Mutation mutation) {
    int changed = 0;
    for (int seed = 0; seed < 50; seed++) {
      byte[] one = mutation.of(FILE, FILE, new SplittableRandom(seed));
      assertThat(mutation.of(FILE, FILE, new SplittableRandom(seed))).isEqualTo(one);
      changed += Arrays.equals(one, FILE) ? 0 : 1;
    }
    assertThat(changed).isGreaterThan(20);
    assertThat(mutation.of(new byte[0], new byte[0], new SplittableRandom(1))).hasSizeLessThan(17);
  }

  @Test
  void aFaultIsShrunkToWhatShowsIt() {
    byte[] file = "many words, NaN, and more words".getBytes(US_ASCII);
    List<Integer> tried = new ArrayList<>();
    byte[] smallest =
        new Shrinker(
                bytes -> {
                  tried.add(bytes.length);
                  return new String(bytes, US_ASCII).contains("NaN");
                },
                500)
            .shrink(file);
    assertThat(new String(smallest, US_ASCII)).isEqualTo("NaN");
    assertThat(tried).hasSizeLessThan(100);
  }

  @Test
  void theSameSeedGivesTheSameFiles() {
    Target target = Target.of("test", "test.txt", List.of(FILE, new byte[9]), _ -> {});
    Fuzzer one = new Fuzzer(1, 1, 5);
    Fuzzer other = new Fuzzer(1, 1, 6);
    assertThat(one.input(target, 3)).isEqualTo(new Fuzzer(9, 9, 5).input(target, 3));
    assertThat(List.of(one.input(target, 1), one.input(target, 2), one.input(target, 3)))
        .isNotEqualTo(
            List.of(other.input(target, 1), other.input(target, 2), other.input(target, 3)));
  }
}
