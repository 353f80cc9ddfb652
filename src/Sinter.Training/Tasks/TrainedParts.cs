using System.Text.RegularExpressions;
using Sinter.Models;
using Sinter.Tensors.Programs;
using static System.FormattableString;

namespace Sinter.Training.Tasks;

/// <summary>Which parameters of a model are trained, for <see cref="ModelTuning.Trains"/>.</summary>
public static class TrainedParts
{
    /// <summary>The head alone: what stands behind the trunk.</summary>
    /// <param name="config">The model with its head.</param>
    /// <exception cref="ArgumentException">The model has no head of its own.</exception>
    public static Func<ParameterSpec, bool> Head(ModelConfig config)
        => ModelLayout.Of(config).Any(static spec => IsOfHead(spec.Name)) ? static spec => IsOfHead(spec.Name)
            : throw new ArgumentException($"A model of the family {config.Family} with the head {config.Head} has no weights of a head of its own (its output is its embedding); train its last layers instead.");

    /// <summary>The head, the last norm and the last layers; of an encoder-decoder those of its decoder.</summary>
    /// <param name="config">The model with its head.</param>
    /// <param name="layers">How many, from 0.</param>
    /// <exception cref="ArgumentException">There are not so many layers.</exception>
    public static Func<ParameterSpec, bool> LastLayers(ModelConfig config, int layers)
    {
        var all = config.Kind == ModelKind.EncoderDecoder ? config.DecoderLayers : config.Layers;
        if (layers < 0 || layers > all)
        {
            throw new ArgumentException(Invariant($"The last {layers} layers are to be trained, and the model has {all}; give a number from 0 to that."), nameof(layers));
        }

        var depth = LayerRates.Top(config) - layers;
        return spec => LayerRates.Depth(config, spec.Name) >= depth;
    }

    /// <summary>Parameters by their names, in which * stands for any characters and ? for one.</summary>
    /// <param name="config">The model with its head.</param>
    /// <param name="patterns">The patterns, at least one; each must match a parameter.</param>
    /// <exception cref="ArgumentException">A pattern matches nothing.</exception>
    public static Func<ParameterSpec, bool> Named(ModelConfig config, IReadOnlyList<string> patterns)
    {
        if (patterns.Count == 0)
        {
            throw new ArgumentException("No names of parameters are given; name those that are to be trained, such as '*.attention.*'.", nameof(patterns));
        }

        string[] names = [.. ModelLayout.Of(config).Select(static spec => spec.Name)];
        var regexes = patterns.Select(pattern =>
        {
            var regex = new Regex("^" + Regex.Escape(pattern).Replace("\\*", ".*", StringComparison.Ordinal).Replace("\\?", ".", StringComparison.Ordinal) + "$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
            return Array.Exists(names, regex.IsMatch) ? regex : throw new ArgumentException(Missing(pattern, names), nameof(patterns));
        }).ToArray();
        return spec => Array.Exists(regexes, regex => regex.IsMatch(spec.Name));
    }

    private static string Missing(string pattern, string[] names)
    {
        // Names differ in their layer only: one of each kind is enough to show.
        var bare = pattern.Replace("*", "", StringComparison.Ordinal).Replace("?", "", StringComparison.Ordinal);
        var kinds = names.Select(static name => Regex.Replace(name, "[0-9]+", "*", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)).Distinct(StringComparer.Ordinal).ToArray();
        var near = Suggestion.Nearest(pattern, names.Concat(kinds)) ?? Suggestion.Nearest(bare.Trim('.'), names);
        var parts = names.Where(name => bare.Length > 2 && name.Contains(bare.Trim('.'), StringComparison.OrdinalIgnoreCase)).Take(3).ToArray();
        return $"No parameter of the model is called '{pattern}'{(near is not null ? $"; did you mean '{near}'?" : parts.Length > 0 ? $"; near are {string.Join(", ", parts)}." : $"; there are {string.Join(", ", kinds)}.")}";
    }

    private static bool IsOfHead(string name)
    {
        var part = name.EndsWith(".bias", StringComparison.Ordinal) ? name[..^".bias".Length] : name;
        return part is "classifier" or "head.dense" or "head.norm" or "output";
    }
}
