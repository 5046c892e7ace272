package dev.softmax.cli;

import dev.softmax.io.InputException;
import dev.softmax.model.ImageClassifier;
import dev.softmax.nn.StateDict;
import dev.softmax.vision.PictureNetwork;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// A model's weights for another library.
@Command(
    name = "export",
    sortOptions = false,
    description = {
      "Writes the weights of a network of pictures for PyTorch, as safetensors.",
      "They have the names of PyTorch's state_dict for it:"
          + " load_state_dict(safetensors.torch.load_file(F)) takes them."
    },
    footer = {"", "Examples:", "  softmax export tuned.safetensors --weights resnet18.safetensors"})
final class Export implements Callable<Integer> {
  private final Streams streams;

  @Parameters(index = "0", paramLabel = "MODEL", description = "A model of pictures.")
  private @Nullable Path model;

  @Option(
      names = "--weights",
      required = true,
      paramLabel = "F",
      description = "The file for the weights, F.safetensors.")
  private @Nullable Path weights;

  @Mixin private final CommonOptions common = new CommonOptions();

  Export(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() {
    Path from = Objects.requireNonNull(model);
    Path to = Objects.requireNonNull(weights);
    OutputFile.requireFolder(to);
    if (!(ModelInput.of(from) instanceof ImageClassifier pictures)) {
      throw new InputException(
          from + ": is no model of pictures; others' weights are in their files already");
    }
    PictureNetwork network =
        pictures
            .network()
            .orElseThrow(
                () -> new InputException(from + ": an ONNX model's weights cannot be taken out"));
    StateDict.write(network, to);
    int tensors = network.state().size();
    if (common.json) {
      Json.print(streams.out(), Json.object("weights", to.toString(), "tensors", tensors));
    } else {
      new TextTable("ll")
          .row("network", PictureTexts.network(pictures))
          .row("tensors", Integer.toString(tensors))
          .row("weights", to.toString())
          .print(streams.out());
    }
    return Main.DONE;
  }
}
