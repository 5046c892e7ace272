package dev.softmax.fuzz;

import static dev.softmax.fuzz.Seeds.golden;

import dev.softmax.duckdb.DuckdbOptions;
import dev.softmax.duckdb.DuckdbSource;
import dev.softmax.duckdb.DuckdbTables;
import dev.softmax.image.Picture;
import dev.softmax.model.ImageClassifier;
import dev.softmax.onnx.OnnxClassifier;
import dev.softmax.onnx.OnnxOptions;
import java.nio.file.Path;
import java.util.List;

/// Readers whose work is done by native libraries, ONNX Runtime and DuckDB.
final class NativeTargets {
  private NativeTargets() {}

  static List<Target> targets() {
    return List.of(
        Target.of("onnx", "model.onnx", golden("onnx/onnx", "*.onnx"), NativeTargets::onnx),
        Target.of(
            "parquet",
            "table.parquet",
            golden("duckdb/duckdb", "*.parquet"),
            NativeTargets::duckdb),
        Target.of(
            "json",
            "table.json",
            Seeds.texts(
                "{\"a\": 1, \"b\": \"x\"}\n{\"a\": 2.5, \"b\": null}\n",
                "[{\"a\": 1, \"day\": \"2024-01-01\"}, {\"a\": -3e2, \"day\": \"2023-02-28\"}]"),
            NativeTargets::duckdb));
  }

  private static void onnx(Path file) {
    ImageClassifier model = OnnxClassifier.read(file, OnnxOptions.defaults());
    Picture picture = Picture.of(new byte[9 * 7 * 3], 9, 7, 3);
    Checks.named(
        file,
        () -> Checks.probabilities(model.probabilities(List.of(picture)), model.labels().size()));
  }

  private static void duckdb(Path file) {
    DuckdbTables.read(
        DuckdbSource.of(file.toString()).orElseThrow(), DuckdbOptions.defaults().withThreads(1));
  }
}
