package dev.softmax.training;

import dev.softmax.io.InputException;
import dev.softmax.io.JsonValue;
import dev.softmax.io.Safetensors;
import dev.softmax.io.StoredTensor;
import dev.softmax.nn.Part;
import dev.softmax.nn.StateDict;
import dev.softmax.optim.Optimizer;
import dev.softmax.optim.OptimizerState;
import dev.softmax.tensor.Tensor;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// A training between two epochs, as a safetensors file: `model.…`, `best.…` and `optimizer.…` are the
/// values of the model, of the best model so far, and of the optimiser's memory; the metadata's
/// `checkpoint` is JSON that says how far the training is and what it was started with.
///
/// @param model whose parameters and buffers it holds
/// @param optimizer whose memory it holds
/// @param best the best model so far, if there is one
/// @param options which must be the same when it goes on, but for the epochs and the patience
record Checkpoint(Part model, Optimizer optimizer, Snapshot best, TrainingOptions options) {
  private static final String MODEL = "model.";
  private static final String BEST = "best.";
  private static final String OPTIMIZER = "optimizer.";
  private static final String KEY = "checkpoint";
  private static final String OPTIONS = "options";
  private static final String FACTS = "facts";

  /// Longer values of options are cut in messages.
  private static final int LONGEST = 200;

  void write(Path file, Position position) {
    Map<String, StoredTensor> tensors = new LinkedHashMap<>();
    model.state().forEach((name, tensor) -> tensors.put(MODEL + name, StateDict.stored(tensor)));
    best.tensors().forEach((name, tensor) -> tensors.put(BEST + name, StateDict.stored(tensor)));
    OptimizerState state = optimizer.state();
    state
        .tensors()
        .forEach((name, tensor) -> tensors.put(OPTIMIZER + name, StateDict.stored(tensor)));
    Safetensors.write(file, Map.of(KEY, json(position, state).json()), tensors);
  }

  private JsonValue json(Position position, OptimizerState state) {
    JsonValue.Fields steps = JsonValue.fields();
    for (Map.Entry<String, Long> entry : state.steps().entrySet()) {
      steps = steps.with(entry.getKey(), JsonValue.of(entry.getValue()));
    }
    return JsonValue.fields()
        .with("epoch", JsonValue.of(position.epoch()))
        .with("step", JsonValue.of(position.step()))
        .with("bestEpoch", JsonValue.of(position.bestEpoch()))
        .with("bestLoss", text(position.bestLoss()))
        .with("bestAccuracy", text(position.bestAccuracy()))
        .with("batchSize", JsonValue.of(options.batchSize()))
        .with("seed", JsonValue.of(options.seed()))
        .with("optimizer", new JsonValue.Text(optimizer.getClass().getSimpleName()))
        .with(OPTIONS, JsonValue.of(settings()))
        .with(FACTS, JsonValue.of(options.facts()))
        .with("steps", steps);
  }

  /// What decides on steps, by name.
  private SequencedMap<String, String> settings() {
    SequencedMap<String, String> settings = new LinkedHashMap<>();
    settings.put("the schedule", options.schedule().toString());
    settings.put("the largest norm", Double.toString(options.largestNorm()));
    settings.put("smaller last batches left out", Boolean.toString(options.dropLast()));
    settings.put("the best model by", options.best().name());
    settings.putAll(optimizer.facts());
    return settings;
  }

  /// As a text, since there may be none: `NaN`.
  private static JsonValue text(double value) {
    return new JsonValue.Text(Double.toString(value));
  }

  /// Puts model, best model and optimiser where they were, all of them or, when something does not fit,
  /// none.
  Position read(Path file) {
    try (Safetensors tensors = Safetensors.open(file)) {
      String json = tensors.metadata().get(KEY);
      if (json == null) {
        throw new InputException(file + ": is not a checkpoint of a training");
      }
      JsonValue.Fields fields = JsonValue.parse(json).object();
      StateDict whole = StateDict.of(tensors);
      whole.under(MODEL).check(model);
      check(file, fields);
      Position position = position(fields);
      OptimizerState state = state(whole, fields);
      if (position.bestEpoch() > 0 && options.best() != TrainingOptions.Best.LAST) {
        whole.under(BEST).check(model);
        best.take();
        whole.under(BEST).copyInto(best.tensors());
      }
      optimizer.restore(state);
      whole.under(MODEL).copyInto(model.state());
      return position;
    } catch (IllegalArgumentException e) {
      throw new InputException(
          file + ": is not a checkpoint of this training: " + e.getMessage(), e);
    }
  }

  private void check(Path file, JsonValue.Fields fields) {
    String of = fields.need("optimizer").text();
    String own = optimizer.getClass().getSimpleName();
    same(file, "the optimiser", InputException.quote(of), InputException.quote(own));
    same(
        file,
        "a batch size of",
        Integer.toString(fields.need("batchSize").count()),
        Integer.toString(options.batchSize()));
    if (!(fields.need("seed") instanceof JsonValue.Numeral(String seed))) {
      throw new IllegalArgumentException("it has something else where a seed should be");
    }
    same(file, "the seed", seed, Long.toString(options.seed()));
    if (!fields.values().containsKey(OPTIONS) || !fields.values().containsKey(FACTS)) {
      throw new InputException(
          file + ": is a checkpoint of an older version, which does not say its training's options");
    }
    same(file, fields.need(OPTIONS).object(), settings());
    same(file, fields.need(FACTS).object(), options.facts());
  }

  private static void same(Path file, JsonValue.Fields there, SequencedMap<String, String> here) {
    SequencedMap<String, String> names = new LinkedHashMap<>();
    here.keySet().forEach(name -> names.put(name, name));
    there.values().keySet().forEach(name -> names.putIfAbsent(name, InputException.quote(name)));
    names.forEach(
        (name, what) -> {
          JsonValue value = there.values().get(name);
          String text = value == null ? null : value.text();
          if (!Objects.equals(text, here.get(name))) {
            throw differs(file, what, shown(text), shown(here.get(name)));
          }
        });
  }

  private static String shown(@Nullable String value) {
    if (value == null) {
      return "none";
    }
    return value.length() <= LONGEST ? "'" + value + "'" : InputException.quote(value);
  }

  private static void same(Path file, String what, String there, String here) {
    if (!there.equals(here)) {
      throw differs(file, what, there, here);
    }
  }

  private static InputException differs(Path file, String what, String there, String here) {
    return new InputException(
        "%s: is a checkpoint of a training with %s %s, not %s".formatted(file, what, there, here));
  }

  private static Position position(JsonValue.Fields fields) {
    return new Position(
        fields.need("epoch").count(),
        (long) fields.need("step").number(),
        fields.need("bestEpoch").count(),
        Double.parseDouble(fields.need("bestLoss").text()),
        Double.parseDouble(fields.need("bestAccuracy").text()));
  }

  private OptimizerState state(StateDict whole, JsonValue.Fields fields) {
    SequencedMap<String, Long> steps = new LinkedHashMap<>();
    fields
        .need("steps")
        .object()
        .values()
        .forEach((name, value) -> steps.put(name, (long) value.number()));
    SequencedMap<String, Tensor> memory = new LinkedHashMap<>();
    optimizer
        .state()
        .tensors()
        .forEach(
            (name, tensor) ->
                memory.put(
                    name, Tensor.of(new float[tensor.shape().size()], tensor.shape().lengths())));
    StateDict own = whole.under(OPTIMIZER);
    own.check(memory);
    own.copyInto(memory);
    return new OptimizerState(steps, memory);
  }
}
