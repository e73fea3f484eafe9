package combot.classifier;

import ai.djl.huggingface.tokenizers.Encoding;

/**
 * A text as a BERT-like model reads it: one number a token, with the special tokens at both ends.
 */
record Tokens(long[] ids, long[] mask, long[] types) {
  static Tokens of(Encoding encoding) {
    return new Tokens(encoding.getIds(), encoding.getAttentionMask(), encoding.getTypeIds());
  }

  int length() {
    return ids.length;
  }
}
