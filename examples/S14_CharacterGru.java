// A network that writes: characters as ids below 128, vectors of 32, a GRU of 64, linear to 128,
// softmax at every step. First with the weights as they are drawn, on five characters; then trained
// for a few seconds on the text below, and asked to go on after "the ": each step's likeliest
// character is the next step's input.
//
//   examples/run S14

import dev.softmax.CrossEntropy;
import dev.softmax.nn.*;
import dev.softmax.optim.Adam;
import dev.softmax.optim.AdamOptions;
import dev.softmax.tensor.Indices;
import dev.softmax.tensor.Tape;
import dev.softmax.tensor.Tensor;

static final int VOCABULARY = 128;
static final int BATCH = 8;
static final int STEPS = 24;
static final String TEXT =
    """
    the lamp by the door is lit at dusk, and the door is shut when the wind is up.
    the cat on the mat looks out at the lamp, and the wind goes round the house.
    """;

final SplittableRandom random = new SplittableRandom(14);
final Embedding embedding = Embedding.of(VOCABULARY, 32, random);
final Gru gru = Gru.of(32, 64, 1, random);
final Linear head = Linear.of(64, VOCABULARY, random);

void main() {
  Tensor p = logits(Indices.of(ids("hello"), 1, 5)).softmax(-1);
  IO.println("shape      " + p.shape());
  IO.println("sums       " + Arrays.toString(p.sum(-1).values()));

  var parts = Parts.NONE.with("embedding", embedding).with("gru", gru).with("head", head);
  Adam adam = Adam.of(parts.parameters(), AdamOptions.defaults());
  Tape tape = Tape.training(1);
  int[] text = ids(TEXT);
  for (int step = 0; step <= 150; step++) {
    int[] inputs = new int[BATCH * STEPS];
    int[] targets = new int[BATCH * STEPS];
    for (int b = 0; b < BATCH; b++) {
      int from = random.nextInt(text.length - STEPS);
      System.arraycopy(text, from, inputs, b * STEPS, STEPS);
      System.arraycopy(text, from + 1, targets, b * STEPS, STEPS);
    }
    Tensor loss =
        logits(tape.indices(inputs, BATCH, STEPS))
            .crossEntropy(tape.indices(targets, BATCH, STEPS), CrossEntropy.defaults());
    tape.backward(loss);
    adam.step(0.01);
    adam.clearGradients();
    if (step % 50 == 0) IO.println("step %3d   %.3f nats".formatted(step, loss.item()));
    tape.reset();
  }
  IO.println("written    " + write("the ", 60));
}

Tensor logits(Indices ids) {
  return head.forward(gru.run(embedding, ids, null, null).hidden());
}

String write(String prompt, int count) {
  GruState state = gru.stepper(embedding);
  StringBuilder text = new StringBuilder(prompt);
  float[] hidden = {};
  for (int i = 0; i < prompt.length() + count - 1; i++) {
    hidden = state.step(text.charAt(i));
    if (i + 1 >= prompt.length()) {
      float[] logits = head.forward(Tensor.of(hidden, 1, 64)).values();
      int best = IntStream.range(0, VOCABULARY).reduce(0, (a, b) -> logits[b] > logits[a] ? b : a);
      text.append((char) best);
    }
  }
  return text.toString().replace('\n', '/');
}

int[] ids(String text) {
  return text.chars().toArray();
}
