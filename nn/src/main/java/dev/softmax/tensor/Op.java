package dev.softmax.tensor;

/// A differentiable operation, as the tape keeps it: what its backward pass needs. A record that
/// implements it has a static `apply`, the forward pass, beside it.
sealed interface Op
    permits Activate,
        AdditiveWeights,
        Attention,
        AveragePool,
        BagLookup,
        BatchNorm,
        Concatenate,
        Convolution,
        Dropout,
        Elementwise,
        EntmaxOfAlpha,
        Gather,
        Gru,
        LayerNorm,
        Linear,
        LinearBlock,
        LinearLoss,
        LogLikelihood,
        LogSumExpAlong,
        Loss,
        MatMul,
        MaxPool,
        PixelNorm,
        Pointwise,
        RmsNorm,
        Rotary,
        Scale,
        Slice,
        SoftmaxAlong,
        StraightThrough,
        Sum,
        Thinned,
        TopKAlong,
        TransformAlong,
        Transpose {

  /// Adds to the inputs' gradients the product of the result's gradient with the operation's Jacobian.
  /// Inputs that need no gradient are left out.
  void backward(Tensor result);

  /// Computes anew what the forward pass left and [#backward] used up, if it does; asked for before
  /// every backward pass but the first.
  ///
  /// @param result whose values may be written again, the same
  default void renew(Tensor result) {}
}
