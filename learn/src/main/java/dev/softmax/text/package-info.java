/// Texts as bags of tokens: words, n-grams, vocabularies, pretrained word vectors. Letters: `N` texts,
/// `T` tokens of all texts together, `V` rows of the embedding table, `D` numbers of a vector. Places
/// in a text are counted in `char`s, as [String] does.
package dev.softmax.text;
