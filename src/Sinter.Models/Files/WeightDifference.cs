using static System.FormattableString;

namespace Sinter.Models.Files;

/// <summary>How the weights that are there differ from those that a model asks for, all of it at once.</summary>
/// <param name="Missing">Asked for and not there.</param>
/// <param name="Extra">There and not asked for.</param>
/// <param name="Misshapen">There in another shape.</param>
public sealed record WeightDifference(IReadOnlyList<TensorInfo> Missing, IReadOnlyList<TensorInfo> Extra, IReadOnlyList<(TensorInfo Found, TensorInfo Expected)> Misshapen)
{
    // A model has hundreds of tensors, and a wrong one lacks them all.
    private const int Listed = 10;

    /// <summary>Whether nothing is missing, too many or of another shape.</summary>
    public bool IsEmpty => Missing.Count == 0 && Extra.Count == 0 && Misshapen.Count == 0;

    /// <summary>Compares weights with what a model asks for.</summary>
    /// <param name="weights">The weights that are there.</param>
    /// <param name="expected">Names and shapes of those asked for, each once.</param>
    public static WeightDifference Between(IWeightSource weights, IEnumerable<TensorInfo> expected)
    {
        var missing = new List<TensorInfo>();
        var misshapen = new List<(TensorInfo Found, TensorInfo Expected)>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var one in expected)
        {
            names.Add(one.Name);
            if (weights.Find(one.Name) is not { } found)
            {
                missing.Add(one);
            }
            else if (!found.Shape.SequenceEqual(one.Shape))
            {
                misshapen.Add((found, one));
            }
        }

        return new WeightDifference(missing, [.. weights.Tensors.Where(tensor => !names.Contains(tensor.Name))], misshapen);
    }

    /// <summary>
    /// The difference in words, at most ten names of each kind and how many more there are:
    /// <c>lacks 2 tensors (a [4]; b [4]) and has 1 tensor of another shape (c [3], expected [4])</c>; empty where there is none.
    /// </summary>
    public override string ToString()
    {
        var parts = new List<string>();
        if (Missing.Count > 0)
        {
            parts.Add(Invariant($"lacks {Count(Missing.Count)} ({List(Missing.Select(static tensor => tensor.ToString()), Missing.Count)})"));
        }

        if (Misshapen.Count > 0)
        {
            parts.Add(Invariant($"has {Count(Misshapen.Count)} of another shape ({List(Misshapen.Select(static pair => $"{pair.Found}, expected {TensorInfo.Describe(pair.Expected.Shape)}"), Misshapen.Count)})"));
        }

        if (Extra.Count > 0)
        {
            parts.Add(Invariant($"has {Count(Extra.Count)} that the model does not know ({List(Extra.Select(static tensor => tensor.ToString()), Extra.Count)})"));
        }

        return parts.Count < 3 ? string.Join(" and ", parts) : $"{parts[0]}, {parts[1]} and {parts[2]}";
    }

    /// <summary>Throws where a tensor is missing or of another shape, and where asked also where one is too many.</summary>
    /// <param name="path">The weights that the message names.</param>
    /// <param name="allowExtra">Whether tensors that the model does not know are passed over.</param>
    /// <exception cref="InvalidDataException">The weights are not those of the model; the message lists how.</exception>
    public void ThrowIfAny(string path, bool allowExtra = true)
    {
        if (Missing.Count > 0 || Misshapen.Count > 0 || (Extra.Count > 0 && !allowExtra))
        {
            throw new InvalidDataException($"'{path}' {this}; do the weights and the config belong to the same model?");
        }
    }

    private static string Count(int count) => count == 1 ? "1 tensor" : Invariant($"{count} tensors");

    private static string List(IEnumerable<string> items, int count) => string.Join("; ", items.Take(Listed)) + (count > Listed ? Invariant($"; and {count - Listed} more") : "");
}
