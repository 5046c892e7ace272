package dev.softmax.cli;

import dev.softmax.sequence.Perplexity;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How well a language model foresees a text, in rows and in JSON.
final class Perplexities {
  private Perplexities() {}

  /// The documented keys: `nats` a symbol, `bits` a character, `perplexity` a symbol; `null` where nothing
  /// was measured.
  static Map<String, @Nullable Object> json(Optional<Perplexity> measured) {
    return Json.object(
        "nats", measured.map(Perplexity::nats).orElse(Double.NaN),
        "bits", measured.map(Perplexity::bits).orElse(Double.NaN),
        "perplexity", measured.map(Perplexity::value).orElse(Double.NaN));
  }

  static void rows(TextTable lines, String what, Perplexity measured) {
    lines
        .row(what, measured.symbols() + " symbols")
        .row("nats a symbol", TextTable.number(measured.nats()))
        .row("bits a character", TextTable.number(measured.bits()))
        .row("perplexity", TextTable.number(measured.value()));
  }
}
