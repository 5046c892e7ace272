/// Tensors of floats with reverse-mode differentiation.
///
/// A [Tape] records what is done with the tensors that entered by it and lends their memory; [Tensor]
/// has the operations; each operation is one record of the sealed [Op], with its forward and backward
/// pass together. In shapes, B is the batch, T the length of a sequence, D, E, H, I, O counts of
/// features, K classes, V the size of a vocabulary, N and M any number of rows and columns; `…` stands
/// for any leading dimensions.
package dev.softmax.tensor;
