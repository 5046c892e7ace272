package dev.softmax.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.softmax.io.Safetensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// `train`, `predict`, `evaluate`, `inspect`, `calibrate`, `export` and `import` on pictures.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ImageCommandsTest {
  private static final int EACH = 12;

  @TempDir private static Path folder = Path.of("");
  private String photos = "";
  private String model = "";
  private Run trained = new Run(0, "", "");

  @BeforeAll
  void train() throws IOException {
    photos = DrawnPictures.folder(folder.resolve("photos"), EACH).toString();
    model = folder.resolve("model.safetensors").toString();
    trained =
        Run.of(
            "train",
            photos,
            "--epochs",
            "12",
            "--batch",
            "8",
            "--augment",
            "none",
            "--model",
            model,
            "--json");
  }

  private static Map<String, ?> first(Run run) {
    assertThat(run.status()).as(run.err()).isZero();
    return run.json().getFirst();
  }

  private String picture(String name) {
    return Path.of(photos, name, "picture-03.png").toString();
  }

  @Test
  void aFolderOfFoldersIsLearned() {
    Map<String, ?> json = first(trained);
    assertThat(json.keySet())
        .containsExactly(
            "model", "rows", "classes", "accuracy", "logLoss", "ece", "seconds", "warnings");
    assertThat(Run.number(json, "rows")).isEqualTo(3 * EACH);
    assertThat(Run.number(json, "classes")).isEqualTo(3);
    assertThat(Run.number(json, "accuracy")).isGreaterThanOrEqualTo(0.7);
    assertThat(trained.err()).isEmpty();
  }

  @Test
  void fewPicturesHaveATableEach() {
    Run run = Run.of("predict", model, picture("lying"), picture("squares"));
    assertThat(run.status()).isZero();
    List<String> lines = run.out().lines().toList();
    assertThat(lines).hasSize(9);
    assertThat(lines.get(0)).isEqualTo(picture("lying"));
    assertThat(lines.get(1)).matches("  lying +[01]\\.[0-9]{4}");
    assertThat(lines.get(4)).isEmpty();
    assertThat(lines.get(6)).matches("  squares +[01]\\.[0-9]{4}");
    double sum =
        lines.subList(1, 4).stream()
            .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
            .sum();
    assertThat(sum).isCloseTo(1, within(2e-4));
    assertThat(Run.of("predict", model, picture("lying"), "--top", "1").out()).hasLineCount(2);
  }

  @Test
  void aFolderHasALineForEachPicture() {
    Run run = Run.of("predict", model, photos);
    assertThat(run.status()).isZero();
    assertThat(run.out()).hasLineCount(3 * EACH);
    long right =
        run.out().lines().filter(line -> line.matches(".*/(\\w+)/[^ ]* +\\1 +[0-9.e-]+")).count();
    assertThat(right).isGreaterThan(2 * EACH);
    assertThat(Run.of("predict", model, photos, "--csv").out())
        .startsWith("input,label,probability,p_lying,p_squares,p_standing\n")
        .hasLineCount(3 * EACH + 1);
  }

  @Test
  void jsonAndTemperature() {
    Map<String, ?> cold =
        first(Run.of("predict", model, picture("lying"), "--temperature", "0.1", "--json"));
    Map<String, ?> warm =
        first(Run.of("predict", model, picture("lying"), "--temperature", "10", "--json"));
    assertThat(cold.keySet()).containsExactly("input", "label", "probability", "top");
    assertThat(Run.list(cold, "top")).hasSize(3);
    assertThat(warm.get("label")).isEqualTo(cold.get("label"));
    assertThat(Run.number(warm, "probability")).isLessThan(Run.number(cold, "probability"));
  }

  @Test
  void namesOfClassesComeFromAFile() throws IOException {
    String names = Files.writeString(folder.resolve("names.txt"), "ONE\nTWO\nTHREE\n").toString();
    assertThat(Run.of("predict", model, picture("lying"), "--labels", names).out())
        .contains("  ONE ");
    Path few = Files.writeString(folder.resolve("few.txt"), "ONE\nTWO\n");
    Run run = Run.of("predict", model, picture("lying"), "--labels", few.toString());
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("few.txt", "2", "3").hasLineCount(1);
  }

  @ParameterizedTest
  @CsvSource({"png", "svg", "pdf"})
  void thePictureIsDrawnBesideItsClasses(String format) throws IOException {
    Path plot = folder.resolve("figure." + format);
    Run run = Run.of("predict", model, picture("lying"), "--plot", plot.toString());
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out()).contains("lying");
    if (format.equals("png")) {
      assertThat(ImageIO.read(plot.toFile()).getWidth()).isEqualTo(1360);
    } else if (format.equals("svg")) {
      assertThat(Files.readString(plot)).contains(">lying<", ">picture-03.png<", "image/png");
    } else {
      assertThat(Files.size(plot)).isGreaterThan(1000);
    }
  }

  @Test
  void featuresAreWritten() throws IOException {
    Path csv = folder.resolve("features.csv");
    Path tensors = folder.resolve("features.safetensors");
    assertThat(Run.of("predict", model, photos, "--features", csv.toString()).status()).isZero();
    assertThat(Run.of("predict", model, photos, "--features", tensors.toString()).status())
        .isZero();
    List<String> lines = Files.readAllLines(csv);
    assertThat(lines).hasSize(3 * EACH + 1);
    assertThat(lines.getFirst()).startsWith("input,f0,f1,");
    try (Safetensors file = Safetensors.open(tensors)) {
      float[] values = file.tensor("features").toFloats();
      int width = lines.getFirst().split(",", -1).length - 1;
      assertThat(file.tensor("features").shape()).containsExactly(3 * EACH, width);
      assertThat(file.metadata().get("inputs")).startsWith("[\"").contains("picture-03.png");
      String[] cells = lines.get(5).split(",", -1);
      assertThat(Float.parseFloat(cells[width])).isEqualTo(values[5 * width - 1]);
    }
  }

  @Test
  void evaluatesAndInspects() {
    Map<String, ?> json = first(Run.of("evaluate", model, photos, "--json"));
    assertThat(Run.number(json, "rows")).isEqualTo(3 * EACH);
    assertThat(Run.number(json, "accuracy")).isGreaterThan(0.8);
    Run inspected = Run.of("inspect", model);
    assertThat(inspected.out())
        .contains("image", "3 classes: lying, squares, standing", "parameters", "pictures");
    Map<String, ?> details = first(Run.of("inspect", model, "--json"));
    Map<?, ?> recipe = (Map<?, ?>) Objects.requireNonNull(details.get("pictures"));
    assertThat(recipe.get("crop")).isEqualTo(16);
    assertThat((Map<?, ?>) details.get("shapes")).isNotEmpty();
  }

  @Test
  void isCalibrated() {
    String out = folder.resolve("calibrated.safetensors").toString();
    Map<String, ?> json = first(Run.of("calibrate", model, photos, "--model", out, "--json"));
    Map<String, ?> after = first(Run.of("evaluate", out, photos, "--json"));
    Map<?, ?> said = (Map<?, ?>) Objects.requireNonNull(json.get("after"));
    assertThat(Run.number(after, "logLoss"))
        .isCloseTo(
            ((Number) Objects.requireNonNull(said.get("logLoss"))).doubleValue(), within(1e-6));
    assertThat(Run.number(first(Run.of("inspect", out, "--json")), "temperature"))
        .isEqualTo(Run.number(json, "temperature"));
  }

  @Test
  void aHeadIsLearnedOnAnotherModel() {
    String head = folder.resolve("head.safetensors").toString();
    String cache = folder.resolve("cache").toString();
    for (int i = 0; i < 2; i++) {
      Map<String, ?> json =
          first(
              Run.of(
                  "train",
                  photos,
                  "--pretrained",
                  model,
                  "--features-cache",
                  cache,
                  "--balanced",
                  "--model",
                  head,
                  "--json"));
      assertThat(Run.number(json, "accuracy")).isGreaterThanOrEqualTo(0.7);
    }
    assertThat(Objects.requireNonNull(Path.of(cache).toFile().list())).isNotEmpty();
    assertThat(Run.of("predict", head, picture("lying")).out()).contains("lying");
  }

  @Test
  void allOfAnotherModelLearnsOn() {
    String tuned = folder.resolve("tuned.safetensors").toString();
    Map<String, ?> json =
        first(
            Run.of(
                "train",
                photos,
                "--pretrained",
                model,
                "--tune",
                "all",
                "--epochs",
                "6",
                "--batch",
                "8",
                "--learning-rate",
                "0.003",
                "--no-flip",
                "--model",
                tuned,
                "--json"));
    assertThat(Run.number(json, "accuracy")).isGreaterThanOrEqualTo(0.7);
    assertThat(Run.of("inspect", tuned).out()).contains("fine-tune", "learningRate    0.003");
  }

  @Test
  void aTableOfPathsIsLearned() throws IOException {
    StringBuilder table = new StringBuilder("file,kind\n");
    for (String name : DrawnPictures.CLASSES) {
      for (int i = 0; i < EACH; i++) {
        table.append("photos/%s/picture-%02d.png,%s\n".formatted(name, i, name));
      }
    }
    String csv = Files.writeString(folder.resolve("paths.csv"), table).toString();
    String out = folder.resolve("table.safetensors").toString();
    Run run =
        Run.of(
            "train", csv, "--kind", "image", "--target", "kind", "--epochs", "1", "--model", out);
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out()).contains("36 pictures", "3 classes: lying, squares, standing");
    assertThat(first(Run.of("evaluate", out, csv, "--target", "kind", "--json")))
        .containsKey("accuracy");
    assertThat(Run.of("predict", out, csv).out()).hasLineCount(3 * EACH);
  }

  @Test
  void weightsGoOutAndComeBack() throws IOException {
    Path names = Files.writeString(folder.resolve("classes.txt"), "lying\nsquares\nstanding\n");
    String residual = folder.resolve("residual.safetensors").toString();
    String weights = folder.resolve("weights.safetensors").toString();
    String back = folder.resolve("back.safetensors").toString();
    Run learned =
        Run.of("train", photos, "--network", "resnet8", "--epochs", "1", "--model", residual);
    assertThat(learned.status()).as(learned.err()).isZero();
    first(Run.of("export", residual, "--weights", weights, "--json"));
    try (Safetensors file = Safetensors.open(Path.of(weights))) {
      assertThat(file.metadata()).containsEntry("format", "pt");
      assertThat(file.names()).contains("conv1.weight", "linear.weight");
    }
    Map<?, ?> recipe =
        (Map<?, ?>)
            Objects.requireNonNull(first(Run.of("inspect", residual, "--json")).get("pictures"));
    String mean = String.valueOf(recipe.get("mean")).replaceAll("[\\[\\] ]", "");
    String deviation = String.valueOf(recipe.get("deviation")).replaceAll("[\\[\\] ]", "");
    Run run =
        Run.of(
            "import",
            weights,
            "--labels",
            names.toString(),
            "--sizing",
            "squash",
            "--size",
            "16",
            "--crop",
            "16",
            "--mean=" + mean,
            "--deviation=" + deviation,
            "--model",
            back,
            "--json");
    assertThat(first(run).get("model")).isEqualTo(back);
    assertThat(Run.of("predict", back, photos, "--csv").out())
        .isEqualTo(Run.of("predict", residual, photos, "--csv").out());
    assertThat(Run.of("import", weights, "--labels", names.toString(), "--model", back).out())
        .contains("ResNet-8", "3 classes: lying", "squashed to 32 × 32");
  }
}
