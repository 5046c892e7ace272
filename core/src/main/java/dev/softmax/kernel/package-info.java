/// Kernels without argument checks, behind the facade: SIMD and scalar row operations, the matrix
/// product and deterministic parallel loops.
package dev.softmax.kernel;
