using Sinter.Tensors;
using Sinter.Tensors.Operations;

namespace Sinter.Models.Transformers;

/// <summary>The norms of a model, of the kind that its description asks for.</summary>
internal static class Norms
{
    /// <summary>The norm of a name over the last dimension; what it is given where the model has no norm of that name.</summary>
    public static Tensor Apply(Model model, Tensor x, string name)
    {
        var config = model.Config;
        return model.Find(name) is not { } weight ? x
            : config.Norm == NormKind.RmsNorm ? x.RmsNorm(weight, config.NormEpsilon, config.NormOffset)
            : x.LayerNorm(weight, model.Find(name + ".bias"), config.NormEpsilon);
    }
}
