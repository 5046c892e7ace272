/// Kernels without argument checks, behind the facade: SIMD and scalar row operations, the matrix
/// product and deterministic parallel loops. Letters: those of [dev.softmax]; `m × k × n` the sizes of a
/// product, `D` features, `V` tokens of a vocabulary, `B` pictures, `H` height, `W` width, `C` channels.
package dev.softmax.kernel;
