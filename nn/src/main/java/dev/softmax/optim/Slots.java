package dev.softmax.optim;

import dev.softmax.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;

/// All parameters of an optimiser, each once: a tensor that a group has under several names goes by the
/// first.
final class Slots {
  private final List<Slot> slots = new ArrayList<>();
  private final List<String> memories;

  /// @param memories names of what is remembered of each parameter, as PyTorch has them
  Slots(List<ParameterGroup> groups, List<String> memories) {
    this.memories = memories;
    Set<String> names = new HashSet<>();
    IdentityHashMap<float[], String> ofOthers = new IdentityHashMap<>();
    for (ParameterGroup group : groups) {
      IdentityHashMap<float[], String> own = new IdentityHashMap<>();
      group
          .parameters()
          .forEach(
              (name, tensor) -> {
                if (!names.add(name)) {
                  throw new IllegalArgumentException("two parameters are named '" + name + "'");
                }
                String other = ofOthers.get(tensor.data());
                if (other != null) {
                  throw new IllegalArgumentException(
                      "'%s' of one group and '%s' of another are one tensor %s"
                          .formatted(other, name, tensor.shape()));
                }
                if (own.putIfAbsent(tensor.data(), name) == null) {
                  slots.add(new Slot(name, group, tensor, memories.size()));
                }
              });
      ofOthers.putAll(own);
    }
  }

  List<Slot> all() {
    return slots;
  }

  void clearGradients() {
    for (int i = 0; i < slots.size(); i++) {
      slots.get(i).parameter.clearGradient();
    }
  }

  /// Options of the optimiser, followed by those of each parameter.
  SequencedMap<String, String> facts(Map<String, String> options) {
    SequencedMap<String, String> facts = new LinkedHashMap<>(options);
    for (Slot slot : slots) {
      facts.put("weight decay of '" + slot.name + "'", Double.toString(slot.weightDecay));
      facts.put("rate factor of '" + slot.name + "'", Double.toString(slot.rateFactor));
    }
    return facts;
  }

  OptimizerState state() {
    SequencedMap<String, Long> steps = new LinkedHashMap<>();
    slots.forEach(slot -> steps.put(slot.name, slot.steps));
    return new OptimizerState(steps, tensors());
  }

  private SequencedMap<String, Tensor> tensors() {
    SequencedMap<String, Tensor> tensors = new LinkedHashMap<>();
    for (Slot slot : slots) {
      for (int i = 0; i < memories.size(); i++) {
        tensors.put(slot.name + "." + memories.get(i), slot.memory.get(i));
      }
    }
    return tensors;
  }

  void restore(OptimizerState state) {
    SequencedMap<String, Tensor> own = tensors();
    List<String> wrong = new ArrayList<>();
    own.forEach(
        (name, tensor) -> {
          Tensor other = state.tensors().get(name);
          if (other == null) {
            wrong.add("'" + name + "' is missing");
          } else if (!other.shape().equals(tensor.shape())) {
            wrong.add("'" + name + "' is " + other.shape() + " instead of " + tensor.shape());
          }
        });
    state.tensors().keySet().stream()
        .filter(name -> !own.containsKey(name))
        .forEach(name -> wrong.add("'" + name + "' is too much"));
    slots.stream()
        .filter(slot -> !state.steps().containsKey(slot.name))
        .forEach(slot -> wrong.add("the number of steps of '" + slot.name + "' is missing"));
    if (!wrong.isEmpty()) {
      throw new IllegalArgumentException(
          "the state is of another optimiser: " + String.join(", ", wrong));
    }
    state
        .tensors()
        .forEach(
            (name, from) -> {
              Tensor to = own.getOrDefault(name, from);
              System.arraycopy(from.data(), 0, to.data(), 0, to.shape().size());
            });
    slots.forEach(slot -> slot.steps = state.steps().getOrDefault(slot.name, 0L));
  }
}
