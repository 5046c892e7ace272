/// Multi-layer perceptrons that end in a softmax, on rows of features. In shapes, N is rows, D
/// features, H the width of a hidden layer, K classes.
package dev.softmax.network;
