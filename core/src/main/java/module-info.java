import org.jspecify.annotations.NullMarked;

/// Softmax, log-sum-exp, cross-entropy, top-k and sampling on `float[]` and `double[]`, with no dependency.
@NullMarked
module dev.softmax.core {
  requires static org.jspecify;
  // Optional at run time: without it the scalar kernels answer.
  requires static jdk.incubator.vector;

  exports dev.softmax; // the facade: every argument check lives here
  exports dev.softmax.sampling; // chooses tokens from logits
  exports dev.softmax.kernel to
      dev.softmax.nn,
      dev.softmax.learn; // without checks, for the modules above
}
