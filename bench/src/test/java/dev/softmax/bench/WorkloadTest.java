package dev.softmax.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The timed work does what its row says.
class WorkloadTest {
  /// From `rows.checksum(rows.numbers((1000,), 1, 16))` and `rows.bits(4, 2) % 10` of bench/peers.
  @Test
  void inputsAreThePeersInputs() {
    assertThat(Numbers.checksum(Numbers.floats(1000, 1, 16))).isEqualTo(15681.218293190002);
    assertThat(Numbers.checksum(Numbers.doubles(1000, 1, 16))).isEqualTo(15681.218293190002);
    assertThat(Numbers.targets(4, 2, 10)).containsExactly(2, 3, 5, 9);
  }

  @Test
  void softmaxRowsSumToOne() {
    double[] p = {0.25, 0.75};
    assertThat(Numbers.checksum(p)).isEqualTo(0.25 + 2 * 0.75);
    Workload one = Workload.of("softmax/1x1");
    one.run();
    assertThat(one.checksum()).isEqualTo(1);
  }

  /// From `rows.checksum(rows.numbers((6, 7), 1, 1) @ rows.numbers((7, 5), 2, 1))`.
  @ParameterizedTest
  @ValueSource(strings = {"matmul/6x7x5", "matmul-double/6x7x5"})
  void productsMultiply(String row) {
    Workload work = Workload.of(row);
    work.run();
    assertThat(work.checksum()).isCloseTo(19.60044666705653, within(1e-5));
  }

  /// From `rows.make("linear-cross-entropy/40x16x700").answer()`.
  @Test
  void linearCrossEntropyIsThePeers() {
    Workload work = Workload.of("linear-cross-entropy/40x16x700");
    work.run();
    assertThat(work.checksum()).isCloseTo(45.70765885927368, within(1e-4));
  }

  /// From `rows.make("sparsemax/6x300").answer()`, and the same of `entmax15`.
  @Test
  void entmaxIsThePeers() {
    Workload sparsemax = Workload.of("sparsemax/6x300");
    sparsemax.run();
    assertThat(sparsemax.checksum()).isCloseTo(25.692301212416744, within(1e-5));
    Workload entmax15 = Workload.of("entmax15/6x300");
    entmax15.run();
    assertThat(entmax15.checksum()).isCloseTo(25.318962884607956, within(1e-5));
  }

  /// A square matrix of each storage order: its transposed reading is another product.
  @Test
  void transposedFactorsAreReadTransposed() {
    List<Double> sums =
        Stream.of("matmul/8x8x8", "matmul-nt/8x8x8", "matmul-tn/8x8x8")
            .map(Workload::of)
            .peek(Workload::run)
            .map(Workload::checksum)
            .toList();
    assertThat(sums).doesNotHaveDuplicates();
  }

  static List<String> smallRows() throws IOException {
    return Files.readAllLines(Path.of("targets.csv")).stream()
        .skip(1)
        .map(line -> line.substring(0, line.indexOf(',')))
        .distinct()
        .filter(row -> !row.startsWith("process/"))
        .filter(row -> !row.matches("(regression|text|picture|smile|tribuo|liblinear|spark)/.*"))
        .filter(row -> !row.matches(".*(1024|2048|4096|8192|16384).*"))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("smallRows")
  void everyRowOfTheTableRuns(String row) {
    Workload work = Workload.of(row);
    double before = work.checksum();
    work.run();
    assertThat(work.checksum()).isPositive().isNotEqualTo(before);
  }

  @Test
  void unknownRowsAreNamed() {
    assertThatThrownBy(() -> Workload.of("hardmax/3x4"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("hardmax");
  }
}
