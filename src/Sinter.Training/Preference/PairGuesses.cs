using Sinter.Tensors;
using Sinter.Tensors.Operations;

namespace Sinter.Training.Preference;

/// <summary>
/// Which completion of a pair is found better, as a choice between two classes that the measurement of any objective counts. The right class alternates from pair to pair, so that what
/// cannot tell two completions apart is right half the time.
/// </summary>
internal static class PairGuesses
{
    /// <summary>Writes the right classes of the pairs of a row, and says how many pairs there are.</summary>
    /// <param name="completions">Completions of the row, chosen and rejected by turns.</param>
    /// <param name="classes">Gets 0 or 1 for each pair.</param>
    /// <exception cref="InvalidDataException">A completion has no partner.</exception>
    public static int Complete(int completions, Span<int> classes)
    {
        if (completions % 2 != 0)
        {
            throw new InvalidDataException(FormattableString.Invariant($"A row holds {completions} completions, which are no pairs; give each example two passages, a chosen and a rejected one, with trained tokens in both."));
        }

        for (var pair = 0; pair < completions / 2; pair++)
        {
            classes[pair] = pair % 2;
        }

        return completions / 2;
    }

    /// <summary>The logits [pairs, 2] of the classes, from what the chosen completion of each pair is better by, [pairs].</summary>
    public static Tensor Logits(Tensor difference)
    {
        // Of pair 0 the first class is the chosen one's, of pair 1 the second, and so on; a row has an even number of places.
        var pairs = (int)difference.Shape.Count;
        var sign = new float[pairs];
        for (var i = 0; i < pairs; i++)
        {
            sign[i] = i % 2 == 0 ? 1 : -1;
        }

        var turned = difference.Backend is Tensors.Null.NullBackend ? difference : difference * Tensor.From<float>(difference.Backend, sign, [pairs]);
        return Tensor.Concatenate(1, turned.Reshape([pairs, 1]), (-turned).Reshape([pairs, 1]));
    }
}
