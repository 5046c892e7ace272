import org.jspecify.annotations.NullMarked;

/// The mathematics of softmax on paper, through the computer algebra system Symja.
@NullMarked
module dev.softmax.symbolic {
  requires static org.jspecify;
  requires dev.softmax.core;
  requires java.desktop;
  requires matheclipse.core;
  requires matheclipse.parser;
  requires org.apfloat;
  requires jlatexmath;

  exports dev.softmax.symbolic; // expressions, the formulas of softmax, their pictures
}
