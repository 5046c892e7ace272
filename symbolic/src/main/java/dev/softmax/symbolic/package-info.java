/// Formulas of softmax, and expressions of one's own: derived, simplified, written as text, LaTeX
/// and Java, drawn, evaluated with as many digits as one likes, and compared with what the kernels
/// give. Letters: `n` classes, `x1..xn` logits, `T` temperature, `p1..pn` probabilities, `y1..yn`
/// targets.
///
/// Texts are read by a parser of our own that knows numbers, variables, operators and a list of
/// functions; the algebra system sees only what it built. Symja is not loaded before the first
/// derivative or simplification.
package dev.softmax.symbolic;
