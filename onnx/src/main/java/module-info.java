import org.jspecify.annotations.NullMarked;

/// Classifiers of pictures in ONNX, through ONNX Runtime and its native library.
@NullMarked
module dev.softmax.onnx {
  requires static org.jspecify;
  requires transitive dev.softmax.learn;
  requires com.microsoft.onnxruntime;
  // ONNX Runtime's log; an automatic module cannot say so itself.
  requires java.logging;

  exports dev.softmax.onnx; // reading an ONNX file as a classifier
}
