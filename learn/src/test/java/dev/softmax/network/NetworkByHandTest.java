package dev.softmax.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.softmax.nn.Activation;
import dev.softmax.nn.Embedding;
import dev.softmax.nn.EmbeddingBag;
import dev.softmax.nn.Linear;
import dev.softmax.nn.Sequential;
import dev.softmax.tensor.Bag;
import dev.softmax.tensor.Tape;
import dev.softmax.tensor.Tensor;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// Small networks whose numbers can be worked out with pencil and paper, layer by layer.
class NetworkByHandTest {
  /// Half a unit of float's seventh digit.
  private static final float CLOSE = 1e-6f;

  /// ```
  /// import numpy as np
  /// E = np.array([[0,.1,.2],[.3,.4,.5],[.6,.7,.8],[.9,1,1.1]])
  /// h = np.maximum(0, E[[1,2,2,3]].mean(0) @ np.array([[.1,-.2,.3],[.5,.4,-.6]]).T + [.1,.2])
  /// z = h @ np.array([[1,-1],[.5,2]]).T + [0,.1]
  /// print(np.exp(z) / np.exp(z).sum())  # [0.2952543 0.7047457]
  /// ```
  @Test
  void sentimentOfFourTokens() {
    Tensor table =
        Tensor.of(new float[] {0, .1f, .2f, .3f, .4f, .5f, .6f, .7f, .8f, .9f, 1, 1.1f}, 4, 3);
    Sequential head =
        Sequential.of(
            new Linear(
                Tensor.of(new float[] {.1f, -.2f, .3f, .5f, .4f, -.6f}, 2, 3),
                Tensor.of(new float[] {.1f, .2f}, 2)),
            Activation.RELU,
            new Linear(
                Tensor.of(new float[] {1, -1, .5f, 2}, 2, 2), Tensor.of(new float[] {0, .1f}, 2)));
    Tape tape = Tape.inference();
    int[] tokens = {1, 2, 2, 3};
    Tensor bag =
        new EmbeddingBag(table, Bag.MEAN).forward(tape.indices(tokens, 4), new int[] {0, 4});
    float[] expected = {(float) 0.295254302001909, (float) 0.7047456979980911};
    assertThat(head.forward(bag).softmax(1).values()).containsExactly(expected, within(CLOSE));
    Tensor sequence =
        new Embedding(table, Embedding.NO_PADDING).forward(tape.indices(tokens, 1, 4));
    assertThat(head.forward(sequence.mean(1)).softmax(1).values())
        .containsExactly(expected, within(CLOSE));
  }

  @Test
  void sentimentOfThePapersSize() {
    SplittableRandom random = new SplittableRandom(1);
    EmbeddingBag embedding = EmbeddingBag.of(10_000, 100, Bag.MEAN, random);
    Sequential head = HiddenLayers.NONE.withWidths(256).network(100, 2, random);
    int[] tokens = {1, 5, 9_999, 0, 17, 4, 4, 4, 2, 8};
    float[] p =
        head.forward(embedding.forward(Tape.inference().indices(tokens, 2, 5))).softmax(1).values();
    assertThat(p).hasSize(4).doesNotContain(0, 1);
    assertThat(p[0] + p[1]).isCloseTo(1, within(CLOSE));
    assertThat(p[2] + p[3]).isCloseTo(1, within(CLOSE));
    assertThat(p[0]).isNotEqualTo(p[2]);
  }

  @Test
  void oneLinearLayer() {
    Linear layer =
        new Linear(
            Tensor.of(new float[] {1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1, 1, 1}, 3, 5),
            Tensor.of(new float[] {0, 0, -11.9f}, 3));
    Tensor x = Tape.inference().tensor(new float[] {2, 1, 3, 4, 5}, 1, 5);
    // Logits 2, 1, 0.1.
    assertThat(layer.forward(x).softmax(1).values())
        .containsExactly(new float[] {.6590011f, .24243297f, .09856589f}, within(CLOSE));
    Linear drawn = Linear.of(5, 3, new SplittableRandom(5));
    Tensor p = drawn.forward(x).softmax(1);
    assertThat(p.shape().lengths()).containsExactly(1, 3);
    assertThat(p.sum().item()).isCloseTo(1, within(CLOSE));
  }
}
