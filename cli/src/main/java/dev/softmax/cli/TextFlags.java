package dev.softmax.cli;

import dev.softmax.model.TextTrainOptions;
import dev.softmax.network.NetworkOptions;
import dev.softmax.network.TextNetworkOptions;
import dev.softmax.text.NGrams;
import dev.softmax.text.Stemming;
import dev.softmax.text.TextOptions;
import dev.softmax.text.TokenOptions;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// What a classifier of texts learns from: words, n-grams, vectors.
final class TextFlags {
  @Option(
      names = "--tokens",
      paramLabel = "HOW",
      description = "Words of Unicode, or what stands between white space: unicode or whitespace.")
  String tokens = "unicode";

  @Option(names = "--keep-case", description = "Tell upper from lower case.")
  boolean keepCase;

  @Option(names = "--punctuation", description = "Marks and symbols are words, too.")
  boolean punctuation;

  @Option(
      names = "--stem",
      paramLabel = "LANGUAGE",
      description = "Cut off the endings of a language's words, such as english.")
  @Nullable String stem;

  @Option(
      names = "--ngrams",
      paramLabel = "N",
      description = "Longest sequence of words that counts as a feature (default: 2).")
  int ngrams = 2;

  @Option(
      names = "--char-ngrams",
      paramLabel = "A-B",
      description = "Pieces of words from A to B characters are features, too, such as 3-5.")
  @Nullable String charNgrams;

  @Option(
      names = "--buckets",
      paramLabel = "N",
      description = "Hash n-grams into so many features (default: each has its own).")
  int buckets;

  @Option(
      names = "--min-count",
      paramLabel = "N",
      description = "Least number of times that a word or n-gram must occur (default: 1).")
  int minCount = 1;

  @Option(
      names = "--width",
      paramLabel = "E",
      description =
          "Length of the vectors of words (default: 100), or width of a language model (default:"
              + " 256; of a Transformer 192).")
  @Nullable Integer width;

  @Option(
      names = "--token-dropout",
      paramLabel = "SHARE",
      description = "Share of each text's words that a step leaves out (default: 0.2).")
  @Nullable Double tokenDropout;

  @Option(
      names = "--vectors",
      paramLabel = "F",
      description = "Pretrained vectors of words, in GloVe's or word2vec's text form.")
  @Nullable Path vectors;

  /// The options of a text classifier.
  TextTrainOptions options(NetworkFlags network, SolverOptions solver, long seed, boolean bags) {
    if (width != null && vectors != null) {
      throw new UsageException("--vectors have a length of their own; leave --width out");
    }
    TextNetworkOptions defaults = TextNetworkOptions.defaults();
    try {
      NetworkOptions training = network.options(defaults.training(), solver, seed);
      TextNetworkOptions net = defaults.withTraining(training).withBalanced(solver.rows.balanced);
      net = width == null ? net : net.withWidth(width);
      if (vectors == null && !bags) {
        requireRoom(net);
      }
      net = tokenDropout == null ? net : net.withTokenDropout(tokenDropout);
      return TextTrainOptions.defaults()
          .withText(bags ? ofBags() : text())
          .withNetwork(net)
          .withSeed(seed);
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }

  /// Buckets have vectors, whatever the words of the data are.
  private void requireRoom(TextNetworkOptions net) {
    try {
      TextNetworkOptions.requireRoom(buckets, net.width());
    } catch (IllegalArgumentException e) {
      throw new UsageException(
          "--buckets " + buckets + " and --width " + net.width() + ": " + e.getMessage());
    }
  }

  /// Features are numbers with blanks between, and stand in no order.
  private TextOptions ofBags() {
    return TextOptions.defaults()
        .withTokens(TokenOptions.defaults().withSegmentation(TokenOptions.Segmentation.WHITESPACE))
        .withMinCount(minCount);
  }

  private TextOptions text() {
    TokenOptions.Segmentation segmentation =
        switch (tokens) {
          case "unicode" -> TokenOptions.Segmentation.UNICODE;
          case "whitespace" -> TokenOptions.Segmentation.WHITESPACE;
          default ->
              throw new UsageException("--tokens " + tokens + " is not unicode or whitespace");
        };
    NGrams grams = NGrams.NONE.withWords(ngrams).withBuckets(buckets).withMinCount(minCount);
    if (charNgrams != null) {
      if (!charNgrams.matches("[0-9]{1,2}-[0-9]{1,2}")) {
        throw new UsageException("--char-ngrams " + charNgrams + " is not of the form 3-5");
      }
      String[] bounds = charNgrams.split("-", -1);
      grams = grams.withChars(Integer.parseInt(bounds[0]), Integer.parseInt(bounds[1]));
    }
    return TextOptions.defaults()
        .withTokens(new TokenOptions(segmentation, !keepCase, stemming(), punctuation))
        .withNgrams(grams)
        .withMinCount(minCount);
  }

  private Stemming stemming() {
    if (stem == null) {
      return Stemming.NONE;
    }
    return Arrays.stream(Stemming.values())
        .filter(language -> language.name().equalsIgnoreCase(stem))
        .findFirst()
        .orElseThrow(
            () ->
                new UsageException(
                    "there is no stemmer for '"
                        + stem
                        + "'; there are "
                        + Arrays.stream(Stemming.values())
                            .map(language -> language.name().toLowerCase(Locale.ROOT))
                            .collect(Collectors.joining(", "))));
  }
}
