/// Networks that end in a softmax: multi-layer perceptrons on rows of features, and on the mean of the
/// vectors of a text's tokens. In shapes, N is rows or texts, D features, V tokens, E the length of
/// their vectors, H the width of a hidden layer, K classes.
package dev.softmax.network;
