using System.Runtime.CompilerServices;
using Sinter.Tensors;
using Sinter.Tensors.Null;
using Sinter.Tensors.Operations;
using static System.FormattableString;

namespace Sinter.Models.Adapters;

/// <summary>
/// Which tokens of a batch are the virtual ones at the beginning of a text, from their positions: tables that positions are looked up in, one row for each.
/// </summary>
/// <param name="count">Virtual tokens of a text.</param>
internal sealed class VirtualTokens(int count)
{
    /// <summary>The most virtual tokens of a text.</summary>
    public const int Most = 1 << 13;

    private readonly ConditionalWeakTable<Model, Tables> _tables = [];

    /// <summary>The number, once it is known that it can be.</summary>
    /// <exception cref="ArgumentException">It cannot.</exception>
    public static int Checked(int count) => count is >= 1 and <= Most
        ? count
        : throw new ArgumentException(Invariant($"There are {count} virtual tokens; give 1 to {Most}, usually 8 to 100."));

    /// <summary>Refuses a model that has no room or no place for virtual tokens.</summary>
    /// <exception cref="ArgumentException">It has none.</exception>
    public void Require(ModelConfig config)
    {
        if (config.Kind is not (ModelKind.Decoder or ModelKind.Encoder) || config.PredictedTokens > 1)
        {
            throw new ArgumentException($"Virtual tokens are for decoders and encoders that predict one token; a model of the family {config.Family} takes LoRA.");
        }

        if (count >= config.ContextLength)
        {
            throw new ArgumentException(Invariant($"{count} virtual tokens leave no room in a context of {config.ContextLength} tokens; give fewer."));
        }
    }

    /// <summary>Numbers [batch, time, width] with those of learned rows in the place of the virtual tokens'.</summary>
    /// <param name="model">The model.</param>
    /// <param name="x">The numbers.</param>
    /// <param name="rows">What is learned [virtual tokens, width].</param>
    /// <param name="positions">The position of each token in its text [batch, time].</param>
    public Tensor Replace(Model model, Tensor x, Tensor rows, Tensor positions)
    {
        var tables = _tables.GetValue(model, Make);
        var tokens = (int)positions.Shape.Count;
        var chosen = tables.Chosen.Gather(positions).Reshape([tokens, count]).MatMul(rows).Reshape(x.Shape);
        return (x * tables.Kept.Gather(positions).Reshape([x.Shape[0], x.Shape[1], 1])) + chosen;
    }

    private Tables Make(Model model)
    {
        var (backend, length) = (model.Backend, model.Config.ContextLength);
        if (backend is NullBackend)
        {
            return new Tables(Tensor.Over(backend, null, 0, [length, count]), Tensor.Over(backend, null, 0, [length, 1]));
        }

        var (chosen, kept) = (Tensor.Zeros(backend, [length, count]), Tensor.Zeros(backend, [length, 1]));
        kept.AsSpan<float>()[count..].Fill(1);
        for (var i = 0; i < count; i++)
        {
            chosen.AsSpan<float>()[(i * count) + i] = 1;
        }

        return new Tables(chosen, kept);
    }

    /// <summary>By position, which virtual token stands there [context, virtual tokens], and 1 where none does [context, 1].</summary>
    private sealed record Tables(Tensor Chosen, Tensor Kept);
}
