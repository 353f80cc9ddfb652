using Sinter.Models;
using Sinter.Tensors;
using Sinter.Tensors.Programs;

namespace Sinter.Training.Reinforcement;

/// <summary>A second copy of a model as it is now, without gradients: what a policy must not stray too far from.</summary>
public static class ReferenceModel
{
    /// <summary>
    /// Whether the model without its adapter is the reference, so that no copy is needed: where nothing but an adapter is trained, such as LoRA. An adapter that was trained before is merged first, or the
    /// reference is the model before that training.
    /// </summary>
    public static bool IsInside(Model model)
    {
        if (model.Adapter is not { } adapter || adapter is ValueHead { Inner: null })
        {
            return false;
        }

        var beside = adapter.Layout(model.Config).Select(static spec => spec.Name).ToHashSet(StringComparer.Ordinal);
        return model.Parameters.Trained.All(parameter => beside.Contains(parameter.Name));
    }

    /// <summary>The copy.</summary>
    /// <param name="model">The model; its later changes do not reach the copy.</param>
    public static Model Of(Model model)
    {
        var trained = model.Parameters.Trained.Select(static parameter => parameter.Name).ToHashSet(StringComparer.Ordinal);
        var frozen = model.Parameters.All.FirstOrDefault(parameter => !trained.Contains(parameter.Name) && parameter.Role == ParameterRole.Matrix)?.Value.Type ?? DataType.Float32;
        var copy = Model.Create(model.Config, model.Backend, trainable: false, new ModelTuning { Trains = spec => trained.Contains(spec.Name), Adapter = model.Adapter, FrozenType = frozen });
        foreach (var (from, to) in model.Parameters.All.Join(copy.Parameters.All, static parameter => parameter.Name, static parameter => parameter.Name, static (from, to) => (from.Value, to.Value)))
        {
            Copy(from, to);
        }

        GC.KeepAlive(model);
        return copy;
    }

    private static void Copy(Tensor from, Tensor to)
    {
        switch (from.Type)
        {
            case DataType.Float32:
                from.AsSpan<float>().CopyTo(to.AsSpan<float>());
                break;
            case DataType.BFloat16:
                from.AsSpan<BFloat16>().CopyTo(to.AsSpan<BFloat16>());
                break;
            case DataType.Float16:
                from.AsSpan<Half>().CopyTo(to.AsSpan<Half>());
                break;
            default:
                throw new NotSupportedException($"A model with weights of {from.Type} cannot be copied as a reference; train without one (a distance weight of 0).");
        }
    }
}
