/// Choosing a token from the logits of a language model: an ordered chain of steps over a `float[]`,
/// and the working object that runs it. Letters: `V` tokens of the vocabulary, `x` logits, `p`
/// probabilities, `T` temperature, `N` candidates that the steps so far have left.
package dev.softmax.sampling;
