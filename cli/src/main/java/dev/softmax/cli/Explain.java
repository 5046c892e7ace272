package dev.softmax.cli;

import dev.softmax.io.InputException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// The mathematics of softmax, or of an expression. Nothing here names the algebra, so that help and
/// other commands do not load it.
@Command(
    name = "explain",
    sortOptions = false,
    description = {
      "Writes down softmax and its derivatives as formulas, derived and proven by algebra.",
      "For a number of classes: softmax, its logarithm, log-sum-exp, cross-entropy and all their"
          + " derivatives; or the value and gradient of an expression."
    },
    footer = {
      "",
      "Expressions are of x1 to x64 and T, with + - * / ^, exp, log, sqrt, sin, cos, tan, atan,"
          + " sinh,",
      "cosh, tanh, sigmoid, softplus, logsumexp, pi and e.",
      "",
      "Examples:",
      "  softmax explain --classes 3",
      "  softmax explain --classes 2 --temperature T --format latex",
      "  softmax explain --at 2,1,0.1",
      "  softmax explain --stability",
      "  softmax explain \"log(exp(x1) + exp(x2))\" --at 1,2",
      "  softmax explain --classes 3 --out formulas.svg"
    })
final class Explain implements Callable<Integer> {
  /// How formulas are written.
  enum Format {
    TEXT,
    LATEX,
    JAVA
  }

  private final Streams streams;

  @Parameters(
      paramLabel = "EXPRESSION",
      arity = "0..1",
      description = "An expression of your own, in the place of softmax.")
  private @Nullable String expression;

  @Option(
      names = "--classes",
      paramLabel = "N",
      description = "How many, 2 to 8 (default: those of --at, else 3).")
  private @Nullable Integer classes;

  @Option(
      names = "--temperature",
      paramLabel = "T",
      description = "A number above 0, or the letter T to keep it (default: 1).")
  private String temperature = "1";

  @Option(
      names = "--at",
      paramLabel = "X,…",
      description = "Evaluates there with 50 digits, and shows the kernels' error beside it.")
  private @Nullable String at;

  @Option(
      names = "--stability",
      description = "Walks through the textbook's and the stable form, step by step.")
  private boolean stability;

  @Option(
      names = "--format",
      paramLabel = "F",
      description = "text, latex or java (default: text).")
  private String format = "text";

  @Option(
      names = "--out",
      paramLabel = "F",
      description = "Draws the formulas into F.svg or F.png, too.")
  private @Nullable Path out;

  @Mixin private final CommonOptions common = new CommonOptions();

  Explain(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() {
    Format written = format();
    checkOut();
    List<BigDecimal> point = point();
    BigDecimal degree = temperature(point);
    requireAlgebra();
    Explained explained = new Explained(streams.out(), written, common.json, out, degree);
    if (expression != null) {
      if (stability || classes != null) {
        throw new UsageException("--stability and --classes are about softmax, not an EXPRESSION");
      }
      ExplainedExpression own =
          ExplainedExpression.of(expression, degree, point, written, common.json, streams.out());
      explained.draw(own.latex());
      own.print();
    } else if (stability) {
      if (out != null || written != Format.TEXT || !temperature.equals("1")) {
        throw new UsageException(
            "--stability shows numbers at temperature 1, without --out, --format or --temperature");
      }
      new ExplainedStability(streams.out(), common.json).print(point);
    } else {
      explained.formulas(classes(point), point);
    }
    return Main.DONE;
  }

  /// The distribution has no algebra: its licences do not go together with that of the rest.
  private static void requireAlgebra() {
    try {
      Class.forName("dev.softmax.symbolic.Expression", false, Explain.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new InputException(
          "explain needs an algebra whose licences keep it out of this distribution; build the"
              + " sources with mvn package and copy their folder distribution/target/symbolic to"
              + " lib/symbolic",
          e);
    }
  }

  private Format format() {
    for (Format one : Format.values()) {
      if (one.name().toLowerCase(Locale.ROOT).equals(format)) {
        return one;
      }
    }
    throw new UsageException("--format " + format + " is not text, latex or java");
  }

  private void checkOut() {
    if (out == null) {
      return;
    }
    String name = out.toString().toLowerCase(Locale.ROOT);
    if (!name.endsWith(".svg") && !name.endsWith(".png")) {
      throw new UsageException("--out " + out + " does not end in .svg or .png");
    }
    OutputFile.requireFolder(out);
  }

  private int classes(List<BigDecimal> point) {
    int number = classes != null ? classes : point.isEmpty() ? 3 : point.size();
    if (number < 2 || number > 8) {
      String origin = classes == null ? "--at has " + number + " numbers" : "--classes " + number;
      throw new UsageException(origin + ": formulas are written for 2 to 8 classes");
    }
    if (!point.isEmpty() && point.size() != number) {
      throw new UsageException(
          "--at has %d numbers, and --classes is %d".formatted(point.size(), number));
    }
    return number;
  }

  /// Empty without `--at`.
  private List<BigDecimal> point() {
    List<BigDecimal> point = new ArrayList<>();
    if (at != null) {
      for (String word : at.strip().split("\\s*,\\s*|\\s+", -1)) {
        point.add(number(word, "--at " + at + ": '" + word + "' is not a number"));
      }
    }
    return point;
  }

  private static BigDecimal number(String word, String message) {
    try {
      BigDecimal number = new BigDecimal(word);
      // More would take the algebra minutes and tell nobody anything.
      if (number.precision() > 60 || Math.abs((double) number.scale()) > 400) {
        throw new UsageException(message + " of at most 60 digits and a power of ten below 400");
      }
      return number;
    } catch (NumberFormatException e) {
      throw new UsageException(message);
    }
  }

  /// Null for the letter.
  private @Nullable BigDecimal temperature(List<BigDecimal> point) {
    if (temperature.equals("T")) {
      if (!point.isEmpty()) {
        throw new UsageException("--at needs a number for --temperature");
      }
      return null;
    }
    String message = "--temperature " + temperature + " is neither T nor a number above 0";
    BigDecimal number = number(temperature, message);
    if (number.signum() <= 0) {
      throw new UsageException(message);
    }
    return number;
  }
}
