/// Layers with the names and initial values of PyTorch, and their files.
///
/// A [Part] has parameters by name; a [Layer] is a part that makes one tensor of another, and a method
/// such as `Tensor::relu` is one too. Whether dropout drops and batch normalisation counts is known from
/// the tape of the input. In shapes, N is the batch, I and O counts of features in and out, V the size
/// of a vocabulary, E the length of an embedding, and `…` stands for any leading dimensions.
package dev.softmax.nn;
