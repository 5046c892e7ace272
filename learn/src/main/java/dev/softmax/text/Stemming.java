package dev.softmax.text;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.tartarus.snowball.SnowballStemmer;
import org.tartarus.snowball.ext.DanishStemmer;
import org.tartarus.snowball.ext.DutchStemmer;
import org.tartarus.snowball.ext.EnglishStemmer;
import org.tartarus.snowball.ext.FinnishStemmer;
import org.tartarus.snowball.ext.FrenchStemmer;
import org.tartarus.snowball.ext.GermanStemmer;
import org.tartarus.snowball.ext.HungarianStemmer;
import org.tartarus.snowball.ext.ItalianStemmer;
import org.tartarus.snowball.ext.NorwegianStemmer;
import org.tartarus.snowball.ext.PortugueseStemmer;
import org.tartarus.snowball.ext.RomanianStemmer;
import org.tartarus.snowball.ext.RussianStemmer;
import org.tartarus.snowball.ext.SpanishStemmer;
import org.tartarus.snowball.ext.SwedishStemmer;
import org.tartarus.snowball.ext.TurkishStemmer;

/// Whose endings are cut off from words: Snowball's stemmers (snowballstem.org).
public enum Stemming {
  /// Words stay whole.
  NONE(null),
  /// Danish.
  DANISH(DanishStemmer::new),
  /// Dutch.
  DUTCH(DutchStemmer::new),
  /// English, by Porter's second algorithm.
  ENGLISH(EnglishStemmer::new),
  /// Finnish.
  FINNISH(FinnishStemmer::new),
  /// French.
  FRENCH(FrenchStemmer::new),
  /// German.
  GERMAN(GermanStemmer::new),
  /// Hungarian.
  HUNGARIAN(HungarianStemmer::new),
  /// Italian.
  ITALIAN(ItalianStemmer::new),
  /// Norwegian.
  NORWEGIAN(NorwegianStemmer::new),
  /// Portuguese.
  PORTUGUESE(PortugueseStemmer::new),
  /// Romanian.
  ROMANIAN(RomanianStemmer::new),
  /// Russian.
  RUSSIAN(RussianStemmer::new),
  /// Spanish.
  SPANISH(SpanishStemmer::new),
  /// Swedish.
  SWEDISH(SwedishStemmer::new),
  /// Turkish.
  TURKISH(TurkishStemmer::new);

  @SuppressWarnings("ImmutableEnumChecker") // constructors, which hold nothing
  private final @Nullable Supplier<SnowballStemmer> maker;

  Stemming(@Nullable Supplier<SnowballStemmer> maker) {
    this.maker = maker;
  }

  /// A stemmer for one thread, `null` where words stay whole.
  @Nullable SnowballStemmer stemmer() {
    return maker == null ? null : maker.get();
  }
}
