package combot.classifier;

import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/** Scores as bytes: eight for each label, in the order of the labels. */
record ScoreCodec(List<String> labels) {

  byte[] encode(SequencedMap<String, Double> scores) {
    var bytes = ByteBuffer.allocate(labels.size() * Double.BYTES);
    labels.forEach(label -> bytes.putDouble(scores.get(label)));
    return bytes.array();
  }

  /** Empty for what can't be scores of these labels: others may write to a shared cache. */
  Optional<SequencedMap<String, Double>> decode(byte[] bytes) {
    if (bytes.length != labels.size() * Double.BYTES) {
      return Optional.empty();
    }
    var numbers = ByteBuffer.wrap(bytes);
    var scores = new LinkedHashMap<String, Double>();
    for (var label : labels) {
      double score = numbers.getDouble();
      if (!(score >= 0 && score <= 1)) {
        return Optional.empty();
      }
      scores.put(label, score);
    }
    return Optional.of(Collections.unmodifiableSequencedMap(scores));
  }
}
