using Sinter.Tensors;
using Sinter.Tensors.Operations;

namespace Sinter.Models.Heads;

/// <summary>
/// The losses of heads, from the logits of <see cref="ModelHeads"/>. A classifier's is the cross-entropy of its logits (<see cref="LossFunctions"/>), a regression's the squared error of
/// its numbers (<see cref="ComposedLosses"/>); here are those that compare texts or tokens with each other.
/// </summary>
public static class HeadLosses
{
    /// <summary>What is taken off the logits of what cannot be: e to its negative is 0 in single precision.</summary>
    private const double Never = 1e9;

    extension(Tensor logits)
    {
        /// <summary>The loss of a multiple choice: the cross-entropy over the choices of each question (Radford et al. 2018, section 3.3).</summary>
        /// <param name="choices">Choices of each question; the texts lie question by question.</param>
        /// <param name="targets">The right choice of each question [questions]; a negative one is not trained.</param>
        /// <param name="scale">A scalar; 1 / questions gives the mean.</param>
        /// <exception cref="ArgumentException">The texts are not a whole number of questions.</exception>
        public LossTensors ChoiceLoss(int choices, Tensor targets, Tensor scale)
        {
            var texts = (int)logits.Shape.Count;
            return choices > 0 && texts % choices == 0
                ? logits.Reshape([texts / choices, choices]).CrossEntropy(targets, scale)
                : throw new ArgumentException($"{texts} texts are no whole number of questions with {choices} choices each.");
        }

        /// <summary>
        /// The loss of an extractive answer: the mean of the cross-entropies of its first and its last token, each over the tokens of the row (Devlin et al. 2019, section 4.2). One
        /// question with its text is a row. The losses are those of the first tokens, then those of the last.
        /// </summary>
        /// <param name="rows">Rows of the batch.</param>
        /// <param name="starts">The first token of each answer, as position in its row [rows]; a negative one is not trained.</param>
        /// <param name="ends">The last token of each answer [rows]; a negative one is not trained.</param>
        /// <param name="scale">A scalar; 1 / rows gives the mean.</param>
        /// <param name="candidates">
        /// The first position of each row that an answer may have, and the one after the last, [rows, 2], so that question and padding are out of the question; null for all
        /// positions, padding too, as transformers has it.
        /// </param>
        /// <exception cref="ArgumentException">The logits are not two for each position of so many rows.</exception>
        public LossTensors AnswerLoss(int rows, Tensor starts, Tensor ends, Tensor scale, Tensor? candidates = null)
        {
            if (rows < 1 || logits.Shape[^1] != 2 || logits.Shape.Count % (2 * rows) != 0)
            {
                throw new ArgumentException($"The logits {logits.Shape} are not two for each position of {rows} rows.");
            }

            // [rows · time, 2] to [2, rows, time]: first tokens, last tokens.
            var time = (int)(logits.Shape.Count / 2 / rows);
            var both = logits.Reshape([rows * time, 2]).Transpose().Reshape([2, rows, time]);
            if (candidates is not null)
            {
                both += candidates.Reshape([1, rows, 2]).Members(time, logits.Type).Affine(Never, -Never);
            }

            both = both.Reshape([2 * rows, time]);
            var (first, last) = (both.Slice(0, 0, rows).CrossEntropy(starts, scale), both.Slice(0, rows, rows).CrossEntropy(ends, scale));
            return new((first.Loss + last.Loss) / 2, Tensor.Concatenate(0, first.Losses, last.Losses));
        }

        /// <summary>The loss of rewards whose first half is of preferred texts and whose second half of the rejected ones, in the same order; see <see cref="ComposedLosses"/>.</summary>
        /// <param name="scale">A scalar; 1 / pairs gives the mean.</param>
        /// <param name="margin">By how much the preferred one must be better.</param>
        /// <exception cref="ArgumentException">The texts are odd in number.</exception>
        public LossTensors PairLoss(Tensor scale, double margin = 0)
        {
            var texts = (int)logits.Shape.Count;
            var rewards = texts % 2 == 0 ? logits.Reshape([texts]) : throw new ArgumentException($"{texts} texts are no pairs.");
            return rewards.Slice(0, 0, texts / 2).PreferenceLoss(rewards.Slice(0, texts / 2, texts / 2), scale, margin);
        }
    }
}
