package dev.softmax.nn;

import dev.softmax.tensor.Tensor;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.function.Function;

/// Children by name, joined to one part: the parameter `weight` of the child `hidden` is
/// `hidden.weight`. Immutable.
///
/// ```
/// Parts parts = Parts.NONE.with("embedding", embedding).with("hidden", hidden);
/// ```
public final class Parts implements Part {
  /// No children.
  public static final Parts NONE = new Parts(new LinkedHashMap<>());

  private final SequencedMap<String, Part> children;

  private Parts(SequencedMap<String, Part> children) {
    this.children = children;
  }

  /// These children and one more.
  ///
  /// @throws IllegalArgumentException if there is one of that name, or the name is empty
  public Parts with(String name, Part child) {
    if (name.isEmpty() || children.containsKey(name)) {
      throw new IllegalArgumentException(
          name.isEmpty() ? "a child has no name" : "two children are named '" + name + "'");
    }
    SequencedMap<String, Part> more = new LinkedHashMap<>(children);
    more.put(name, child);
    return new Parts(more);
  }

  @Override
  public SequencedMap<String, Tensor> parameters() {
    return joined(Part::parameters);
  }

  @Override
  public SequencedMap<String, Tensor> buffers() {
    return joined(Part::buffers);
  }

  private SequencedMap<String, Tensor> joined(
      Function<Part, SequencedMap<String, Tensor>> ofChild) {
    SequencedMap<String, Tensor> all = new LinkedHashMap<>();
    children.forEach(
        (name, child) ->
            ofChild.apply(child).forEach((own, tensor) -> all.put(name + "." + own, tensor)));
    return Collections.unmodifiableSequencedMap(all);
  }
}
