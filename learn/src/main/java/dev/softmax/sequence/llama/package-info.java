/// Language models in the files of llama2.c (Karpathy, 2023): weights and tokenizer.
package dev.softmax.sequence.llama;
