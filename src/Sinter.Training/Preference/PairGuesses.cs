using Sinter.Tensors;
using Sinter.Tensors.Null;
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

    /// <summary>The logits [pairs, 2] of the classes, from what the chosen completion of each pair is better by.</summary>
    /// <param name="difference">What it is better by, [pairs].</param>
    /// <param name="classes">The right class of each pair, as many; negative where there is no pair.</param>
    public static Tensor Logits(Tensor difference, Tensor classes)
    {
        var turned = difference * ByClass(classes, 1, -1);
        return TwoClasses(turned, -turned);
    }

    /// <summary>The logits [n, 2] of two classes, from those of each, [n].</summary>
    public static Tensor TwoClasses(Tensor first, Tensor second)
    {
        var count = (int)first.Shape.Count;
        return Tensor.Concatenate(1, first.Reshape([count, 1]), second.Reshape([count, 1]));
    }

    /// <summary>One number for the first class and another for the second, 0 where there is neither.</summary>
    public static Tensor ByClass(Tensor classes, float first, float second)
    {
        var table = classes.Backend is NullBackend ? Tensor.Over(classes.Backend, null, 0, [2, 1]) : Tensor.From<float>(classes.Backend, [first, second], [2, 1]);
        return table.Gather(classes).Reshape([(int)classes.Shape.Count]);
    }
}
