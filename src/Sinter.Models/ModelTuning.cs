using Sinter.Models.Adapters;
using Sinter.Tensors;
using Sinter.Tensors.Programs;

namespace Sinter.Models;

/// <summary>What of a model is trained, and how the rest lies in memory; the default trains everything.</summary>
public sealed record ModelTuning
{
    /// <summary>Whether a parameter of the description is trained; null for all of them. Those of the adapter always are.</summary>
    public Func<ParameterSpec, bool>? Trains { get; init; }

    /// <summary>Small parts that are trained beside the model's own weights; null for none.</summary>
    public IAdapter? Adapter { get; init; }

    /// <summary>How frozen matrices are stored: as floats, in 16 bits, or in fewer. Vectors and tables that tokens are looked up in stay floats.</summary>
    public DataType FrozenType { get; init; }

    /// <summary>The parameters of a model under this tuning.</summary>
    /// <param name="config">The description.</param>
    /// <param name="layout">Its own parameters.</param>
    internal IEnumerable<ParameterSpec> Apply(ModelConfig config, IEnumerable<ParameterSpec> layout)
    {
        foreach (var spec in layout)
        {
            var isTrained = Trains?.Invoke(spec) ?? true;
            yield return isTrained ? spec : spec with { IsFrozen = true, Type = spec.Role == ParameterRole.Matrix ? FrozenType : DataType.Float32 };
        }

        foreach (var spec in Adapter?.Layout(config) ?? [])
        {
            yield return spec;
        }
    }
}
