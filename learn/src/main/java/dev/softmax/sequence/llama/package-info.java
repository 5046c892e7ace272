/// Language models in the files of llama2.c (Karpathy, 2023): weights and tokenizer.
/// Letters: `V` tokens of the vocabulary.
package dev.softmax.sequence.llama;
