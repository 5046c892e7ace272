package dev.softmax.plot;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// A figure of plain arrays, checked when it is made and drawn when it is saved. The same figure
/// gives the same bytes each time.
///
/// SVG and PDF keep text as text and need no font on the machine that writes them (the PDF only for
/// letters outside Western European ones). A PNG needs a font that Java can find.
public sealed interface Figure
    permits Bars,
        ConfusionMatrix,
        Curves,
        GroupedBars,
        HeatMap,
        Histogram,
        Panels,
        Raster,
        Reliability,
        Surface {

  /// Pixels of a PNG for each pixel of the frame, where none are asked for.
  double DEFAULT_SCALE = 2;

  /// Title, names of the axes and size.
  Frame frame();

  /// Writes the figure in the format of the file's ending: `.png` (at [#DEFAULT_SCALE]), `.svg` or
  /// `.pdf`. The file is written whole or not at all.
  ///
  /// @throws IllegalArgumentException if the file ends in anything else
  /// @throws IOException if the file cannot be written, or Java finds no font for it
  default void save(Path file) throws IOException {
    save(file, DEFAULT_SCALE);
  }

  /// As [#save(Path)], with `scale` pixels of a PNG for each pixel of the frame: a frame of 600
  /// pixels at scale 1 is a picture of 600 pixels at 96 dots per inch, at scale 3.125 one of 1875
  /// pixels at 300. SVG and PDF have no pixels, so `scale` is of no account there.
  ///
  /// @throws IllegalArgumentException if the file ends in anything else, or scale is not in 0.1..20
  /// @throws IOException if the file cannot be written, or Java finds no font for it
  default void save(Path file, double scale) throws IOException {
    byte[] bytes =
        switch (Format.of(file)) {
          case PNG -> png(scale);
          case SVG -> svg().getBytes(StandardCharsets.UTF_8);
          case PDF -> pdf();
        };
    WholeFile.write(file, bytes);
  }

  /// The figure as PNG, with `scale` pixels for each pixel of the frame.
  ///
  /// @throws IllegalArgumentException if scale is not in 0.1..20
  /// @throws IOException if Java finds no font
  default byte[] png(double scale) throws IOException {
    return Drawing.on(new PngCanvas(frame().width(), frame().height(), scale), this);
  }

  /// The figure as an SVG document.
  ///
  /// @throws IOException if a colour field cannot be encoded
  default String svg() throws IOException {
    return new String(
        Drawing.on(new SvgCanvas(frame().width(), frame().height()), this), StandardCharsets.UTF_8);
  }

  /// The figure as a PDF of one page; a pixel of the frame is 1/96 inch.
  ///
  /// @throws IOException if a label has letters for which Java finds no font
  default byte[] pdf() throws IOException {
    return Drawing.on(new PdfCanvas(frame().width(), frame().height()), this);
  }
}
