using System.Globalization;
using Sinter.Models.Files;

namespace Sinter.Models.Adapters;

/// <summary>
/// A few weights of a model, by which an adapter knows the model again that it was made for. Rounding to 16 bits does not change them much, other training does.
/// </summary>
internal static class BaseProbe
{
    /// <summary>The key in the metadata of the adapter's file.</summary>
    public const string Key = "sinter_base_weights";

    private const int Places = 64;

    /// <summary>The weights, as text; null where they cannot be read in parts.</summary>
    /// <param name="config">The model's description.</param>
    /// <param name="weights">Its weights under the names of that description.</param>
    public static string? Of(ModelConfig config, IWeightSource weights)
        => Values(config, weights) is { } values ? string.Join(' ', values.Select(static value => value.ToString("G7", CultureInfo.InvariantCulture))) : null;

    /// <summary>Whether a model is the one that was probed; true where it cannot be known.</summary>
    public static bool Fits(string probe, ModelConfig config, IWeightSource weights)
    {
        var expected = probe.Split(' ');
        return expected.Length != Places || Values(config, weights) is not { } found || !expected.Index().Any(entry =>
            float.TryParse(entry.Item, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && Math.Abs(found[entry.Index] - value) > (0.01f * Math.Abs(value)) + 1e-5f);
    }

    /// <summary>One weight each of matrices of the blocks, from the first to the last.</summary>
    private static float[]? Values(ModelConfig config, IWeightSource weights)
    {
        var targets = LinearTargets.Of(config).Where(static target => target.IsOfBlock).ToArray();
        if (targets.Length == 0)
        {
            return null;
        }

        var values = new float[Places];
        for (var i = 0; i < Places; i++)
        {
            var target = targets[i * targets.Length / Places];
            var (source, name) = (weights, target.Module + ".weight");
            while (source is RenamedWeights renamed)
            {
                (source, name) = renamed.Behind(name);
            }

            if (source is not IStoredWeights stored || stored.Find(name) is not { } info || !stored.IsContiguous(name))
            {
                return null;
            }

            stored.ReadFloat32(name, (i * 7919L) % info.Elements, values.AsSpan(i, 1));
        }

        return values;
    }
}
