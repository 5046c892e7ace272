package dev.softmax.vision;

import dev.softmax.io.JsonValue;
import java.util.random.RandomGenerator;

/// What it takes to build a network for pictures, but for the values of its parameters: small enough for
/// the header of a model file.
public sealed interface PictureArchitecture {
  /// torchvision's ResNets for photographs (He et al., 2016, table 1).
  ///
  /// @param depth 18, 34, 50, 101 or 152
  /// @param channels of a picture
  /// @param classes at least 2
  record ResNet(int depth, int channels, int classes) implements PictureArchitecture {
    /// Checks its parts.
    ///
    /// @throws IllegalArgumentException if there is no such network
    public ResNet {
      ResNetDepth.of(depth);
      check(channels, classes);
    }

    @Override
    public String kind() {
      return RESNET;
    }

    @Override
    public String title() {
      return "ResNet-" + depth;
    }

    @Override
    public int featureWidth() {
      return ResNetDepth.of(depth).features();
    }

    @Override
    public ResNet withClasses(int value) {
      return new ResNet(depth, channels, value);
    }

    @Override
    public dev.softmax.vision.ResNet build(RandomGenerator random) {
      return new dev.softmax.vision.ResNet(this, FirstValues.drawn(random));
    }

    @Override
    public dev.softmax.vision.ResNet zeros() {
      return new dev.softmax.vision.ResNet(this, FirstValues.zeros());
    }
  }

  /// The ResNets for small pictures (He et al., 2016, section 4.2), with shortcuts that have no
  /// parameters.
  ///
  /// @param depth `6n + 2`: 20, 32, 44, 56, …
  /// @param channels of a picture
  /// @param classes at least 2
  record CifarResNet(int depth, int channels, int classes) implements PictureArchitecture {
    /// Checks its parts.
    ///
    /// @throws IllegalArgumentException if there is no such network
    public CifarResNet {
      if (depth < 8 || depth > 1202 || depth % 6 != 2) {
        throw new IllegalArgumentException(
            "a ResNet for small pictures has 20, 32, 44, 56 or another 6n + 2 layers, not "
                + depth);
      }
      check(channels, classes);
    }

    @Override
    public String kind() {
      return CIFAR_RESNET;
    }

    @Override
    public String title() {
      return "ResNet-" + depth + " for small pictures";
    }

    @Override
    public int featureWidth() {
      return dev.softmax.vision.CifarResNet.FEATURES;
    }

    @Override
    public CifarResNet withClasses(int value) {
      return new CifarResNet(depth, channels, value);
    }

    @Override
    public dev.softmax.vision.CifarResNet build(RandomGenerator random) {
      return new dev.softmax.vision.CifarResNet(this, FirstValues.drawn(random));
    }

    @Override
    public dev.softmax.vision.CifarResNet zeros() {
      return new dev.softmax.vision.CifarResNet(this, FirstValues.zeros());
    }
  }

  /// MobileNet v1 (Howard et al., 2017, table 1) of any width.
  ///
  /// @param features of the last block, 1024 times the paper's width multiplier: 256, 512, 768 or 1024
  /// @param channels of a picture
  /// @param classes at least 2
  record MobileNet(int features, int channels, int classes) implements PictureArchitecture {
    /// Checks its parts.
    ///
    /// @throws IllegalArgumentException if there is no such network
    public MobileNet {
      if (features < 32 || features > 16_384) {
        throw new IllegalArgumentException(
            "a MobileNet has 32 to 16384 features, 1024 times its width, not " + features);
      }
      check(channels, classes);
    }

    @Override
    public String kind() {
      return MOBILE_NET;
    }

    @Override
    public String title() {
      return "MobileNet v1 " + features / 1024.0;
    }

    @Override
    public int featureWidth() {
      return features;
    }

    @Override
    public MobileNet withClasses(int value) {
      return new MobileNet(features, channels, value);
    }

    @Override
    public dev.softmax.vision.MobileNet build(RandomGenerator random) {
      return new dev.softmax.vision.MobileNet(this, FirstValues.drawn(random));
    }

    @Override
    public dev.softmax.vision.MobileNet zeros() {
      return new dev.softmax.vision.MobileNet(this, FirstValues.zeros());
    }
  }

  /// A small convolutional network that is trained from nothing in minutes.
  ///
  /// @param width number of filters of the first of three blocks; the others have 2 and 4 times as many
  /// @param channels of a picture
  /// @param classes at least 2
  record SmallCnn(int width, int channels, int classes) implements PictureArchitecture {
    /// Checks its parts.
    ///
    /// @throws IllegalArgumentException if there is no such network
    public SmallCnn {
      if (width < 1 || width > 4096) {
        throw new IllegalArgumentException(
            "a small network has 1 to 4096 filters first, not " + width);
      }
      check(channels, classes);
    }

    @Override
    public String kind() {
      return SMALL_CNN;
    }

    @Override
    public String title() {
      return "small convolutional network of width " + width;
    }

    @Override
    public int featureWidth() {
      return dev.softmax.vision.SmallCnn.LAST * width;
    }

    @Override
    public SmallCnn withClasses(int value) {
      return new SmallCnn(width, channels, value);
    }

    @Override
    public dev.softmax.vision.SmallCnn build(RandomGenerator random) {
      return new dev.softmax.vision.SmallCnn(this, FirstValues.drawn(random));
    }

    @Override
    public dev.softmax.vision.SmallCnn zeros() {
      return new dev.softmax.vision.SmallCnn(this, FirstValues.zeros());
    }
  }

  /// [#kind()] of a [ResNet].
  String RESNET = "resnet";

  /// [#kind()] of a [CifarResNet].
  String CIFAR_RESNET = "cifar-resnet";

  /// [#kind()] of a [MobileNet].
  String MOBILE_NET = "mobilenet-v1";

  /// [#kind()] of a [SmallCnn].
  String SMALL_CNN = "small-cnn";

  /// The word for its sort in files.
  String kind();

  /// What it is called in tables and sentences, such as `ResNet-18`.
  String title();

  /// Number of channels of a picture, `C`.
  int channels();

  /// Number of classes, `K`.
  int classes();

  /// Number of features that the last layer sees, `F`.
  int featureWidth();

  /// The same with other classes.
  ///
  /// @throws IllegalArgumentException if there are fewer than two
  PictureArchitecture withClasses(int value);

  /// A network with fresh random weights, to be trained.
  PictureNetwork build(RandomGenerator random);

  /// A network of zeros, to be filled from a file.
  PictureNetwork zeros();

  /// Its kind and numbers, for a file.
  default JsonValue.Fields json() {
    JsonValue.Fields fields = JsonValue.fields().with("kind", new JsonValue.Text(kind()));
    JsonValue.Fields own =
        switch (this) {
          case ResNet net -> fields.with("depth", JsonValue.of(net.depth()));
          case CifarResNet net -> fields.with("depth", JsonValue.of(net.depth()));
          case MobileNet net -> fields.with("features", JsonValue.of(net.features()));
          case SmallCnn net -> fields.with("width", JsonValue.of(net.width()));
        };
    return own.with("channels", JsonValue.of(channels())).with("classes", JsonValue.of(classes()));
  }

  /// What [#json()] wrote.
  ///
  /// @throws IllegalArgumentException if it has another form, or there is no such network
  static PictureArchitecture of(JsonValue.Fields json) {
    String kind = json.need("kind").text();
    int channels = json.need("channels").count();
    int classes = json.need("classes").count();
    return switch (kind) {
      case RESNET -> new ResNet(json.need("depth").count(), channels, classes);
      case CIFAR_RESNET -> new CifarResNet(json.need("depth").count(), channels, classes);
      case MOBILE_NET -> new MobileNet(json.need("features").count(), channels, classes);
      case SMALL_CNN -> new SmallCnn(json.need("width").count(), channels, classes);
      default -> throw new IllegalArgumentException("it has the unknown network '" + kind + "'");
    };
  }

  private static void check(int channels, int classes) {
    if (channels < 1 || classes < 2) {
      throw new IllegalArgumentException(
          "a network for pictures has at least 1 channel and 2 classes, not %d and %d"
              .formatted(channels, classes));
    }
  }
}
