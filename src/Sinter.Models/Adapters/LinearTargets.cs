using System.Text.RegularExpressions;
using Sinter.Models.Files;
using Sinter.Tensors.Programs;

namespace Sinter.Models.Adapters;

/// <summary>The linear layers of a model that an adapter may change, and which of them a list of names means.</summary>
public static class LinearTargets
{
    /// <summary>All linear layers of the blocks, without routers.</summary>
    public const string All = "all";

    /// <summary>Those of attention: queries, keys, values and outputs.</summary>
    public const string Attention = "attention";

    /// <summary>Queries and values, as Hu et al. 2021 chose them; the whole matrix where a family's files hold queries, keys and values in one.</summary>
    public const string QueryValue = "qv";

    /// <summary>What PEFT calls all linear layers.</summary>
    private const string AllInPeft = "all-linear";

    /// <summary>The most different targets that a list names: a model has about ten kinds of layers.</summary>
    private const int MostNames = 100_000;

    /// <summary>All linear layers of a model, with those of its head; matrices of experts are none.</summary>
    public static IReadOnlyList<LinearTarget> Of(ModelConfig config)
    {
        if (config.Kind == ModelKind.Recurrent)
        {
            return [];
        }

        var matrices = ModelLayout.Of(config).Where(static spec => spec.Role == ParameterRole.Matrix && spec.Shape.Rank == 2)
            .ToDictionary(static spec => spec.Name, static spec => spec.Shape, StringComparer.Ordinal);
        return
        [
            .. ModelTensors.Of(config)
                .Where(place => place.Info.Shape.Count == 2 && place.Info.Name.EndsWith(".weight", StringComparison.Ordinal) && matrices.ContainsKey(place.Parameter))
                .Select(place =>
                {
                    var columns = matrices[place.Parameter][1];
                    return new LinearTarget(place.Info.Name[..^".weight".Length], place.Parameter, place.Row, (int)(place.Info.Elements / columns), columns, place.Layout);
                }),
        ];
    }

    /// <summary>The layers that names mean.</summary>
    /// <param name="config">The model.</param>
    /// <param name="names">
    /// <see cref="All"/>, <see cref="Attention"/> or <see cref="QueryValue"/>, or names of layers as files have them, whole or their ends (<c>q_proj</c>, <c>output.dense</c>), or ends of
    /// Sinter's names (<c>feedForward.down</c>).
    /// </param>
    /// <exception cref="ArgumentException">A name means no layer; the message says which, and what is near.</exception>
    public static IReadOnlyList<LinearTarget> Choose(ModelConfig config, IReadOnlyList<string> names)
    {
        var known = Of(config);
        if (known.Count == 0)
        {
            throw new ArgumentException($"A model of the family {config.Family} has no linear layers that an adapter changes; give a transformer.");
        }

        if (names.Count is 0 or > MostNames)
        {
            throw new ArgumentException($"An adapter names {names.Count} targets; give at least one, such as {All}, {Attention} or {QueryValue}.");
        }

        // A list has either a few short names or many whole ones: whole ones are looked up.
        var whole = known.Select(static target => target.Module).ToHashSet(StringComparer.Ordinal);
        var chosenWhole = names.Where(whole.Contains).ToHashSet(StringComparer.Ordinal);
        var tests = names.Where(name => !whole.Contains(name)).Distinct(StringComparer.Ordinal).Select(name => (Name: name, Means: Test(config, name))).ToArray();
        foreach (var (name, means) in tests)
        {
            if (!known.Any(means))
            {
                throw new ArgumentException($"The model has no linear layer '{name}'{Suggestion.For(name, KnownNames(known))}");
            }
        }

        return [.. known.Where(target => chosenWhole.Contains(target.Module) || tests.Any(test => test.Means(target)))];
    }

    /// <summary>The layers that a regular expression of PEFT means, which must match a whole name.</summary>
    /// <exception cref="ArgumentException">It is none that can be matched in bounded time, or means no layer.</exception>
    internal static IReadOnlyList<LinearTarget> Match(ModelConfig config, string pattern)
    {
        var regex = Pattern($"^(?:{pattern})$");
        var chosen = Of(config).Where(target => regex.IsMatch(target.Module)).ToArray();
        return chosen.Length > 0 ? chosen : throw new ArgumentException($"The model has no linear layer that the pattern '{pattern}' matches{Suggestion.For(pattern, KnownNames(Of(config)))}");
    }

    /// <summary>
    /// The shortest names that mean some layers and no others: what PEFT takes as <c>target_modules</c>.
    /// </summary>
    internal static IReadOnlyList<string> Names(ModelConfig config, IReadOnlyCollection<LinearTarget> chosen)
    {
        var known = Of(config);
        var modules = chosen.Select(static target => target.Module).ToHashSet(StringComparer.Ordinal);
        var means = new Dictionary<string, bool>(StringComparer.Ordinal);
        var names = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var module in modules)
        {
            var name = Ends(module).First(end => end == module || Fits(end));
            names.Add(name);
        }

        return [.. names];

        bool Fits(string end)
        {
            if (!means.TryGetValue(end, out var fits))
            {
                means[end] = fits = known.All(target => !LinearTarget.EndsWith(target.Module, end) || modules.Contains(target.Module));
            }

            return fits;
        }
    }

    /// <summary>A pattern whose time grows with its text only, as files are not to be trusted.</summary>
    internal static Regex Pattern(string pattern)
    {
        try
        {
            return pattern.Length > 1000
                ? throw new ArgumentException($"A pattern of {pattern.Length} letters is too long; at most 1000 are read.")
                : new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        }
        catch (Exception fault) when (fault is RegexParseException or NotSupportedException)
        {
            throw new ArgumentException($"The pattern '{pattern}' is none that Sinter matches ({fault.Message.TrimEnd('.')}); name the layers instead.", fault);
        }
    }

    private static Func<LinearTarget, bool> Test(ModelConfig config, string name) => name switch
    {
        All or AllInPeft => static target => target.IsOfBlock && !target.IsRouter,
        Attention => static target => target.IsOfAttention,
        QueryValue => target => IsQueryOrValue(config, target),
        "" => static _ => false,
        _ => target => target.IsMeantBy(name),
    };

    private static bool IsQueryOrValue(ModelConfig config, LinearTarget target)
    {
        var (start, end) = (target.Row, target.Row + target.Rows);
        return target.Parameter.EndsWith("ttention.qkv", StringComparison.Ordinal) ? start == 0 || end == config.QuerySize + (2 * config.KeyValueSize)
            : target.Parameter.EndsWith("crossAttention.query", StringComparison.Ordinal)
                || (target.Parameter.EndsWith("crossAttention.keyValue", StringComparison.Ordinal) && end == 2 * config.KeyValueSize);
    }

    private static string[] KnownNames(IReadOnlyList<LinearTarget> known)
        => [All, Attention, QueryValue, .. known.Select(static target => target.Leaf).Distinct(StringComparer.Ordinal)];

    /// <summary>The ends of a dotted name, the shortest first.</summary>
    private static IEnumerable<string> Ends(string name)
    {
        for (var dot = name.LastIndexOf('.'); dot >= 0; dot = dot == 0 ? -1 : name.LastIndexOf('.', dot - 1))
        {
            // An end that begins with a number means one layer only.
            if (!char.IsAsciiDigit(name[dot + 1]))
            {
                yield return name[(dot + 1)..];
            }
        }

        yield return name;
    }
}
