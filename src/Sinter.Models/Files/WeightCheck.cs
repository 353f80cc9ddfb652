using static System.FormattableString;

namespace Sinter.Models.Files;

/// <summary>Whether a file holds the weights that a description asks for.</summary>
internal static class WeightCheck
{
    /// <summary>Names in a message at most.</summary>
    private const int Shown = 5;

    /// <summary>What is missing or of another shape, as one sentence; null where all is there. Tensors that nobody asks for are passed over.</summary>
    public static string? FindFault(ModelConfig config, IWeightSource weights)
    {
        var (missing, missingCount) = (new List<TensorInfo>(), 0L);
        var (odd, oddCount) = ("", 0L);
        foreach (var (expected, _, _, _) in ModelTensors.Of(config))
        {
            if (weights.Find(expected.Name) is not { } found)
            {
                missingCount++;
                if (missing.Count < Shown)
                {
                    missing.Add(expected);
                }
            }
            else if (!found.Shape.SequenceEqual(expected.Shape) && oddCount++ == 0)
            {
                odd = $"'{weights.Path}' holds the tensor {found}, expected {expected} by the {ModelConfigJson.FileName} beside it";
            }
        }

        return missingCount switch
        {
            0 => oddCount switch
            {
                0 => null,
                1 => odd + ".",
                _ => Invariant($"{odd}, and {oddCount - 1} more of another shape."),
            },
            1 => $"'{weights.Path}' holds no tensor '{missing[0].Name}', expected {missing[0]} by the {ModelConfigJson.FileName} beside it.",
            _ => Invariant($"'{weights.Path}' lacks {missingCount} tensors that the {ModelConfigJson.FileName} beside it asks for: {string.Join(", ", missing)}{(missingCount > missing.Count ? Invariant($" and {missingCount - missing.Count} more") : "")}."),
        };
    }
}
