package dev.softmax.nn;

import dev.softmax.tensor.Tensor;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/// Something with parameters: a layer, a model.
///
/// Names are those of PyTorch's `state_dict` for the same modules, with the names of children before
/// them and a dot between: `hidden.weight`. [Parts] joins children to a part.
public interface Part {
  /// What training changes, by name, always in the same order. A tensor that two children share has the
  /// names of both, in files too; optimisers and clipping take it once.
  SequencedMap<String, Tensor> parameters();

  /// What belongs to the values of the part but is not trained by gradients, by name, such as the
  /// running means of batch normalisation.
  default SequencedMap<String, Tensor> buffers() {
    return Collections.emptyNavigableMap();
  }

  /// Parameters and buffers, by name: PyTorch's `state_dict`.
  default SequencedMap<String, Tensor> state() {
    SequencedMap<String, Tensor> all = new LinkedHashMap<>(parameters());
    all.putAll(buffers());
    return Collections.unmodifiableSequencedMap(all);
  }
}
