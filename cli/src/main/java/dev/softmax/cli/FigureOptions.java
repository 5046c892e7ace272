package dev.softmax.cli;

import dev.softmax.plot.Bars;
import dev.softmax.plot.ConfusionMatrix;
import dev.softmax.plot.Curves;
import dev.softmax.plot.Figure;
import dev.softmax.plot.Frame;
import dev.softmax.plot.GroupedBars;
import dev.softmax.plot.HeatMap;
import dev.softmax.plot.Histogram;
import dev.softmax.plot.Panels;
import dev.softmax.plot.Raster;
import dev.softmax.plot.Reliability;
import dev.softmax.plot.Surface;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/// How a figure is drawn, and the file it goes to.
final class FigureOptions {
  @Option(names = "--title", paramLabel = "TEXT", description = "Stands above the figure.")
  @Nullable String title;

  @Option(
      names = "--size",
      paramLabel = "WxH",
      description = "Size in pixels of 1/96 inch, as 600x400.")
  @Nullable String size;

  @Option(
      names = "--scale",
      paramLabel = "X",
      description = "Pixels of a PNG for each of those (default: ${DEFAULT-VALUE}).")
  double scale = Figure.DEFAULT_SCALE;

  /// Refuses the options of a figure that nobody asked for.
  ///
  /// @param plot where it goes, if anywhere
  static void refuseWithout(@Nullable Path plot, CommandSpec command) {
    if (plot == null) {
      GivenOptions.refuse(command, FigureOptions.class, "is for --plot F");
    }
  }

  /// Writes the figure in the format that the file's name ends in.
  void save(Figure figure, Path file) throws IOException {
    check(file);
    if (!(scale >= 0.1 && scale <= 20)) {
      throw new UsageException("--scale " + scale + " is not in 0.1 to 20");
    }
    Frame frame = frame(figure.frame());
    Figure framed =
        switch (figure) {
          case Bars bars -> bars.with(frame);
          case ConfusionMatrix matrix -> matrix.with(frame);
          case Curves curves -> curves.with(frame);
          case GroupedBars bars -> bars.with(frame);
          case HeatMap map -> map.with(frame);
          case Histogram histogram -> histogram.with(frame);
          case Panels panels -> panels.with(frame);
          case Raster raster -> raster.with(frame);
          case Reliability reliability -> reliability.with(frame);
          case Surface surface -> surface.with(frame);
        };
    framed.save(file, scale);
  }

  /// The frame asked for, where `frame` is what the figure has by itself.
  private Frame frame(Frame frame) {
    Frame titled = title == null ? frame : frame.withTitle(title);
    if (size == null) {
      return titled;
    }
    String[] sides = size.split("x", -1);
    try {
      return titled.withSize(Integer.parseInt(sides[0]), Integer.parseInt(sides[sides.length - 1]));
    } catch (IllegalArgumentException e) {
      throw new UsageException("--size " + size + " is not in 200x150 to 4000x4000");
    }
  }

  /// Does the file's name end in a format that can be written?
  static void check(Path file) {
    String name = file.toString().toLowerCase(Locale.ROOT);
    if (!name.endsWith(".png") && !name.endsWith(".svg") && !name.endsWith(".pdf")) {
      throw new UsageException(file + " does not end in .png, .svg or .pdf");
    }
  }
}
