package dev.softmax.cli;

import dev.softmax.io.InputException;
import dev.softmax.model.ImageClassifier;
import dev.softmax.model.ModelFile;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Weights of another library to a model file.
@Command(
    name = "import",
    sortOptions = false,
    description = {
      "Makes a model file of the weights of a network of pictures.",
      "The weights are those of ResNet-18, -34 and -50 as torchvision has them, the ResNets for"
          + " CIFAR-10 and MobileNet v1, in safetensors or a checkpoint of PyTorch (.pth, .th; nothing"
          + " in it is executed). The file holds what the weights do not tell, too: the names of the"
          + " classes, and how pictures are made ready."
    },
    footer = {
      "",
      "Examples:",
      "  softmax import resnet18.pth --labels imagenet_classes.txt --model resnet18.safetensors",
      "  softmax import resnet20.th --labels cifar10.txt --model cifar.safetensors",
      "  softmax import net.safetensors --labels names.txt --sizing squash --size 224 --model m"
    })
final class Import implements Callable<Integer> {
  private final Streams streams;

  @Parameters(
      index = "0",
      paramLabel = "WEIGHTS",
      description = "A state_dict in safetensors, or a checkpoint of PyTorch.")
  private @Nullable Path weights;

  @Option(
      names = "--model",
      required = true,
      paramLabel = "OUT",
      description = "The file for the model, OUT.safetensors.")
  private @Nullable Path model;

  @Mixin private final PictureFlags pictures = new PictureFlags();
  @Mixin private final CommonOptions common = new CommonOptions();

  Import(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() {
    Path from = Objects.requireNonNull(weights);
    Path to = Objects.requireNonNull(model);
    OutputFile.requireFolder(to);
    if (!(ModelInput.of(from) instanceof ImageClassifier read)) {
      throw new InputException(from + ": is a model of another kind already");
    }
    if (read.network().isEmpty()) {
      throw new InputException(
          from + ": an ONNX model stays what it is; the commands take it where they take a model");
    }
    ImageClassifier named = pictures.applied(read, from);
    ModelFile.write(named, to);
    if (common.json) {
      Json.print(
          streams.out(),
          Json.object(
              "model", to.toString(),
              "classes", named.labels().size(),
              "network", PictureTexts.network(named)));
    } else {
      new TextTable("ll")
          .row("network", PictureTexts.network(named))
          .row("classes", Texts.classes(named.labels().names()))
          .row("pictures", PictureTexts.recipe(named.recipe()))
          .row("model", to.toString())
          .print(streams.out());
    }
    return Main.DONE;
  }
}
