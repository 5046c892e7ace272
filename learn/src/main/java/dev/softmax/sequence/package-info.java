/// Language models: from a text to symbols, a network that gives the logits of the next symbol, its
/// training, the perplexity of a text, and new text.
///
/// A symbol is a character, a byte or a token; its id is its number from 0. Letters: `V` symbols of a
/// vocabulary, `N` symbols of a text, `B` pieces of it at a time, `T` symbols of a piece (a window), `H`
/// width of a network.
package dev.softmax.sequence;
