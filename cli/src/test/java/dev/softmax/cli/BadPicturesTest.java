package dev.softmax.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.softmax.io.Safetensors;
import dev.softmax.io.StoredTensor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Bad pictures, folders, checkpoints and options: one sentence, and no file.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadPicturesTest {
  private static final String ONNX = "../onnx/src/test/resources/golden/onnx/";

  @TempDir private static Path folder = Path.of("");
  private String photos = "";
  private String model = "";
  private String out = "";

  @BeforeAll
  void train() throws IOException {
    photos = DrawnPictures.folder(folder.resolve("photos"), 6).toString();
    model = folder.resolve("model.safetensors").toString();
    out = folder.resolve("out.safetensors").toString();
    Run run = Run.of("train", photos, "--epochs", "1", "--model", model);
    assertThat(run.status()).as(run.err()).isZero();
  }

  private void assertRefused(Run run, String... parts) {
    assertThat(run.status()).as(run.err()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .startsWith("softmax: ")
        .doesNotContain("internal error")
        .contains(parts)
        .hasLineCount(1);
    assertThat(Path.of(out)).doesNotExist();
  }

  private Path truncated(Path file) throws IOException {
    DrawnPictures.write(DrawnPictures.drawn("lying", 200, 200, 1), file);
    byte[] all = Files.readAllBytes(file);
    return Files.write(file, Arrays.copyOf(all, all.length / 2));
  }

  @Test
  void filesThatAreNoPicturesAreNamed() throws IOException {
    Path text = Files.writeString(folder.resolve("notes.jpg"), "these are notes\n");
    assertRefused(Run.of("predict", model, text.toString()), "notes.jpg", "is no picture");
    assertRefused(Run.of("predict", model, text.toString(), "--csv"), "notes.jpg");
    assertRefused(Run.of("predict", model, text.toString(), "--json"), "notes.jpg");
    Path cut = truncated(folder.resolve("cut.jpg"));
    assertRefused(Run.of("predict", model, cut.toString()), "cut.jpg", "truncated");
    Path huge = DrawnPictures.huge(folder.resolve("huge.png"));
    assertRefused(Run.of("predict", model, huge.toString()), "huge.png", "30000×30000");
    assertRefused(Run.of("predict", model, folder + "/none.png"), "none.png", "does not exist");
  }

  @Test
  void oddPicturesAreStillPictures() throws IOException {
    Path one = DrawnPictures.write(DrawnPictures.drawn("lying", 1, 1, 0), folder.resolve("1.png"));
    Path wide =
        DrawnPictures.write(DrawnPictures.drawn("lying", 300, 2, 0), folder.resolve("wide.png"));
    Path moving = DrawnPictures.animation(folder.resolve("moving.gif"));
    Run run = Run.of("predict", model, one.toString(), wide.toString(), moving.toString());
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out()).contains("1.png", "wide.png", "moving.gif");
  }

  @Test
  void aBadPictureInAFolderIsNamedAndTheOthersArePredicted() throws IOException {
    Path mixed = Files.createDirectories(folder.resolve("mixed"));
    for (int i = 0; i < 40; i++) {
      DrawnPictures.write(
          DrawnPictures.drawn("lying", 10 + i, 20, i), mixed.resolve("p%02d.png".formatted(i)));
    }
    Files.writeString(mixed.resolve("p07.png"), "text");
    truncated(mixed.resolve("p35.jpg"));
    Path features = folder.resolve("mixed.csv");
    Run run = Run.of("predict", model, mixed.toString(), "--features", features.toString());
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out()).hasLineCount(39).contains("p06.png", "p08.png", "p39.png");
    assertThat(run.err()).hasLineCount(2).contains("p07.png: is no picture", "p35.jpg: ");
    assertThat(Files.readAllLines(features)).hasSize(40);
  }

  @Test
  void foldersThatTeachNothing() throws IOException {
    Path empty = Files.createDirectories(folder.resolve("empty"));
    assertRefused(Run.of("train", empty.toString(), "--model", out), "empty", "holds no picture");
    assertRefused(Run.of("predict", model, empty.toString()), "empty", "holds no picture");
    Path parent = folder.resolve("single");
    Path single = Files.createDirectories(parent.resolve("cats"));
    DrawnPictures.write(DrawnPictures.drawn("lying", 9, 9, 0), single.resolve("a.png"));
    DrawnPictures.write(DrawnPictures.drawn("lying", 9, 9, 1), single.resolve("b.png"));
    assertRefused(Run.of("train", parent.toString(), "--model", out), "single", "one class only");
    assertRefused(
        Run.of("train", single.toString(), "--model", out), "cats", "no folder for each class");
    assertRefused(Run.of("train", photos, "--model", folder + "/none/m"), "there is no folder");
    assertRefused(
        Run.of("train", photos, "--pretrained", folder + "/none.pth", "--model", out), "none.pth");
    Path broken = DrawnPictures.folder(folder.resolve("broken"), 5);
    Files.writeString(broken.resolve("lying/picture-01.png"), "text");
    assertRefused(
        Run.of("train", broken.toString(), "--model", out), "picture-01.png", "is no picture");
    assertRefused(Run.of("calibrate", model, broken.toString(), "--model", out), "picture-01.png");
  }

  @Test
  void pictureOfManySizesAreLearned() throws IOException {
    Path sizes = Files.createDirectories(folder.resolve("sizes"));
    for (String name : DrawnPictures.CLASSES) {
      Path of = Files.createDirectories(sizes.resolve(name));
      for (int i = 0; i < 5; i++) {
        DrawnPictures.write(
            DrawnPictures.drawn(name, 20 + 3 * i, 40 - i, i), of.resolve(i + ".png"));
      }
    }
    String many = folder.resolve("many.safetensors").toString();
    Run run =
        Run.of("train", sizes.toString(), "--picture-size", "24", "--epochs", "1", "--model", many);
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(Run.of("inspect", many).out()).contains("24 × 24");
  }

  @Test
  void checkpointsThatAreNotWhole() throws IOException {
    String weights = folder.resolve("whole.safetensors").toString();
    assertThat(Run.of("export", model, "--weights", weights).status()).isZero();
    Path part = folder.resolve("part.safetensors");
    String missing;
    try (Safetensors whole = Safetensors.open(Path.of(weights))) {
      missing = whole.names().getLast();
      Map<String, StoredTensor> tensors = new LinkedHashMap<>();
      whole.names().stream()
          .filter(name -> !name.equals(missing))
          .forEach(
              name ->
                  tensors.put(
                      name,
                      StoredTensor.of(whole.tensor(name).toFloats(), whole.tensor(name).shape())));
      Safetensors.write(part, Map.of(), tensors);
    }
    assertRefused(Run.of("import", part.toString(), "--model", out), "part.safetensors", missing);
  }

  @Test
  void picklesThatCallCodeAreNotRun() throws IOException {
    Path mark = folder.resolve("mark");
    // Protocol 2: os.system("touch …"), as an attacker would have it.
    String code = "\u0080\u0002cos\nsystem\n(X" + (char) (6 + mark.toString().length());
    byte[] pickle = (code + "\0\0\0touch " + mark + "tR.").getBytes(StandardCharsets.ISO_8859_1);
    Path bare = Files.write(folder.resolve("bare.pth"), pickle);
    assertRefused(Run.of("import", bare.toString(), "--model", out), "bare.pth", "not run");
    Path file = folder.resolve("evil.pth");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      zip.putNextEntry(new ZipEntry("evil/data.pkl"));
      zip.write(pickle);
      zip.putNextEntry(new ZipEntry("evil/version"));
      zip.write("3\n".getBytes(StandardCharsets.US_ASCII));
    }
    assertRefused(Run.of("import", file.toString(), "--model", out), "evil.pth", "os.system");
    assertRefused(Run.of("predict", file.toString(), photos), "evil.pth", "os.system");
    assertThat(mark).doesNotExist();
  }

  @Test
  void modelsOfOtherThings() throws IOException {
    assertRefused(
        Run.of("predict", ONNX + "not-a-picture.onnx", photos), "not-a-picture.onnx", "no picture");
    Path text = Files.writeString(folder.resolve("text.onnx"), "text");
    assertRefused(Run.of("predict", text.toString(), photos), "text.onnx");
    assertRefused(Run.of("import", ONNX + "nchw.onnx", "--model", out), "nchw.onnx", "ONNX model");
    assertRefused(
        Run.of("export", ONNX + "nchw.onnx", "--weights", out), "nchw.onnx", "ONNX model");
    assertRefused(
        Run.of("predict", ONNX + "nchw.onnx", photos, "--features", folder + "/f.csv"),
        "--features");
    String table = folder.resolve("table.safetensors").toString();
    Run.of("train", "../examples/data/iris.csv", "--model", table);
    assertRefused(Run.of("export", table, "--weights", out), "no model of pictures");
    assertRefused(
        Run.of("train", photos, "--pretrained", table, "--model", out), "no model of pictures");
  }

  @Test
  void onnxModelsArePredictedWith() {
    Run run = Run.of("predict", ONNX + "nchw.onnx", photos + "/lying/picture-00.png");
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out()).hasLineCount(6);
    assertThat(Run.of("inspect", ONNX + "nchw.onnx").out()).contains("image", "5 classes");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          predict M P --sizing tall         | there are shorter, squash and pad
          predict M P --resampling nearest  | there are bilinear, bicubic
          predict M P --mean 1,2            | 2 means
          predict M P --crop 0              | crop
          predict M P --channels 1          | channels
          predict M P --plot a.gif          | does not end in .png, .svg or .pdf
          predict M P --plot a.png          | --plot draws one picture
          predict M P --features a.txt      | does not end in .csv or .safetensors
          predict M P --explain             | --explain is for texts
          predict M P --text x              | is for models of texts
          predict I P --labels F            | --labels is for models of pictures
          predict I P --plot a.png          | --plot is for models of pictures
          evaluate I P --size 5             | --size is for models of pictures
          train P --model O --hidden 5      | --hidden is not for pictures
          train P P --kind image --model O  | in one folder
          train P --model O --network vgg   | there is no network 'vgg'
          train P --model O --network resnet21 | 6n + 2
          train P --model O --tune head     | --tune needs a network
          train P --model O --jitter 2      | 0 to 1
          train P --model O --augment all   | there are auto, none, shift, small and photos
          train P --model O --pretrained M --epochs 3    | --epochs is for --tune all
          train P --model O --pretrained M --network small | not for --pretrained
          train P --model O --split 0.5 --test P         | not both
          train D --model O --flip          | --flip is for pictures
          train P --model O --kind photo    | table, sparse, text, image and language
          """)
  void wrongOptionsAreStatus2(String line, String message) {
    String iris = folder.resolve("iris.safetensors").toString();
    Run.of("train", "../examples/data/iris.csv", "--model", iris);
    Map<String, String> names =
        Map.of(
            "M",
            model,
            "P",
            photos,
            "O",
            out,
            "I",
            iris,
            "F",
            "names.txt",
            "D",
            "../examples/data/iris.csv");
    List<String> words =
        Arrays.stream(line.split(" ")).map(word -> names.getOrDefault(word, word)).toList();
    Run run = Run.of(words);
    assertThat(run.status()).as(run.err()).isEqualTo(2);
    assertThat(run.err()).startsWith("softmax: ").contains(message).hasLineCount(1);
    assertThat(Path.of(out)).doesNotExist();
  }
}
