package dev.softmax.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/// What `softmax help` explains besides the commands. Each has a text of at most 80 columns among the
/// resources.
enum HelpTopic {
  DATA("what commands read: tables, queries, texts, pictures"),
  MODELS("files of models: what is in them, which others can be read"),
  CALIBRATION("probabilities that mean what they say, and sets of classes"),
  NUMERICS("scores that are infinite or not numbers, and how exact results are"),
  RANDOMNESS("seeds, and when two runs give the same bits"),
  JSON("the objects that --json prints"),
  EXIT_STATUS("0, 1 and 2, and where messages go"),
  ENVIRONMENT("variables, folders, Java and memory");

  /// What the topic is about, in some words.
  final String title;

  HelpTopic(String title) {
    this.title = title;
  }

  /// The topic as it is written on the command line.
  String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static Optional<HelpTopic> named(String word) {
    return Arrays.stream(values()).filter(topic -> topic.word().equals(word)).findFirst();
  }

  String text() {
    String file = "help/" + word() + ".txt";
    try (InputStream in = HelpTopic.class.getResourceAsStream(file)) {
      return new String(Objects.requireNonNull(in, file).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
