using System.Runtime.CompilerServices;
using Sinter.Models.Files;

namespace Sinter.Models.Adapters;

/// <summary>The parts that an adapter saves of the models that it is given to.</summary>
/// <param name="names">As <see cref="SavedParts.Choose"/> reads them.</param>
/// <param name="optional">Names among them that a model need not have.</param>
internal sealed class SavedSet(IReadOnlyList<string> names, IReadOnlyList<string> optional)
{
    private readonly ConditionalWeakTable<ModelConfig, Found> _found = [];

    /// <summary>The tensors of a model.</summary>
    public IReadOnlyList<TensorPlace> Of(ModelConfig config) => In(config).Places;

    /// <summary>Whether a parameter is among them.</summary>
    public bool Contains(ModelConfig config, string parameter) => In(config).Parameters.Contains(parameter);

    private Found In(ModelConfig config) => _found.GetValue(config, given =>
    {
        var places = SavedParts.Choose(given, names, optional);
        return new Found(places, places.Select(static place => place.Parameter).ToHashSet(StringComparer.Ordinal));
    });

    private sealed record Found(IReadOnlyList<TensorPlace> Places, HashSet<string> Parameters);
}
