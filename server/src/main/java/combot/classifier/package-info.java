/**
 * Text to scores: how likely it is that a complaint is about the product, the delivery, an employee
 * or something else.
 *
 * <p>In come a participant's words and out go probabilities by label; the embedded model, any
 * Hugging Face text classifier in ONNX, the score cache, the training and the evaluation live here.
 * What a score is used for (the threshold, the class of a conversation) belongs to the study and
 * never comes in, nor does anything of the server's framework.
 */
package combot.classifier;
