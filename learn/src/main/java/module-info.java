import org.jspecify.annotations.NullMarked;

/// Tables, texts, softmax regression, metrics and model files.
@NullMarked
module dev.softmax.learn {
  requires static org.jspecify;
  requires transitive dev.softmax.nn;
  requires de.siegmar.fastcsv;
  requires tools.jackson.core;
  requires org.apache.commons.numbers.gamma; // tails of the normal and of chi-squared
  requires org.apache.lucene.core;
  requires org.apache.lucene.analysis.common;
  requires java.desktop; // ImageIO's readers; no window is opened
  requires com.twelvemonkeys.imageio.webp;

  exports dev.softmax.calibration; // probabilities that mean what they say
  exports dev.softmax.data; // tables, texts with labels, encoders, splits
  exports dev.softmax.image; // pictures, read and prepared
  exports dev.softmax.linear; // softmax regression
  exports dev.softmax.metrics; // what probabilities are worth
  exports dev.softmax.model; // models with their encoders, and their files
  exports dev.softmax.network; // perceptrons on features, networks on bags of tokens
  exports dev.softmax.policy; // acting by softmax: policies, bandits
  exports dev.softmax.policy.environment; // worlds to act in
  exports dev.softmax.policy.learning; // learning to act in them
  exports dev.softmax.sequence; // language models: symbols, networks, training, new text
  exports dev.softmax.sequence.llama; // weights and tokenizers of llama2.c
  exports dev.softmax.text; // words, vocabularies, encoders from texts to bags of tokens
  exports dev.softmax.text.fasttext; // fastText's supervised models
}
