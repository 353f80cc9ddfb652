using Sinter.Models.Files;
using Sinter.Models.Transformers;

namespace Sinter.Models.Adapters;

/// <summary>Which parts of a model are trained whole and saved with an adapter.</summary>
internal static class SavedParts
{
    /// <summary>All parameters of the head.</summary>
    public const string Head = "head";

    /// <summary>The tensors that names mean.</summary>
    /// <param name="config">The model.</param>
    /// <param name="names"><see cref="Head"/>, or names of modules as files have them, whole or their ends.</param>
    /// <param name="optional">Names among them that may mean nothing.</param>
    /// <exception cref="ArgumentException">A name means nothing, or a part of a matrix that lies together with others.</exception>
    public static IReadOnlyList<TensorPlace> Choose(ModelConfig config, IReadOnlyList<string> names, IReadOnlyList<string> optional)
    {
        if (names.Count == 0)
        {
            return [];
        }

        var places = ModelTensors.Of(config).ToList();
        foreach (var name in names)
        {
            if (!places.Exists(place => IsMeant(place, name)) && !optional.Contains(name, StringComparer.Ordinal))
            {
                throw new ArgumentException($"The model has no part '{name}' to be saved with an adapter{Suggestion.For(name, [Head, .. places.Select(static place => ModuleOf(place.Info.Name)).Select(static module => module[(module.LastIndexOf('.') + 1)..]).Distinct(StringComparer.Ordinal)])}");
            }
        }

        var chosen = places.Where(place => names.Any(name => IsMeant(place, name))).ToList();
        var parameters = chosen.Select(static place => place.Parameter).ToHashSet(StringComparer.Ordinal);
        return places.Find(place => parameters.Contains(place.Parameter) && !chosen.Contains(place)) is { } part
            ? throw new ArgumentException($"The part '{ModuleOf(chosen.First(place => place.Parameter == part.Parameter).Info.Name)}' lies in one matrix with '{ModuleOf(part.Info.Name)}'; save both or none.")
            : chosen;
    }

    /// <summary>The module of a tensor: its name without <c>.weight</c> or <c>.bias</c>.</summary>
    public static string ModuleOf(string tensor) => tensor[..Math.Max(0, tensor.LastIndexOf('.'))];

    /// <summary>Whether a parameter is of the head.</summary>
    public static bool IsOfHead(string parameter) => (parameter.EndsWith(".bias", StringComparison.Ordinal) ? parameter[..^".bias".Length] : parameter)
        is HeadTransform.Dense or HeadTransform.Norm or HeadTransform.Classifier or "output";

    private static bool IsMeant(TensorPlace place, string name) => name == Head ? IsOfHead(place.Parameter) : LinearTarget.EndsWith(ModuleOf(place.Info.Name), name);
}
