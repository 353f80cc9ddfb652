using Sinter.Models;
using Sinter.Tensors;
using Sinter.Tensors.Operations;

namespace Sinter.Training.Objectives;

/// <summary>An objective whose loss is of the hidden states of one pass over the text, so that another loss can be computed from the same ones, see <see cref="TextContrast"/>.</summary>
public abstract class TokenObjective : Objective
{
    private protected TokenObjective()
    {
    }

    /// <inheritdoc/>
    public sealed override LossTensors Loss(Model model, IReadOnlyList<Tensor> inputs, Tensor scale)
    {
        var routers = new RouterRecord();
        return Loss(model, Hidden(model, inputs, routers), routers, inputs, scale);
    }

    /// <summary>The hidden states [batch, time, hidden size].</summary>
    /// <param name="model">The model.</param>
    /// <param name="inputs">As in <see cref="Objective.Loss"/>.</param>
    /// <param name="routers">Takes what the routers of the model decide.</param>
    internal abstract Tensor Hidden(Model model, IReadOnlyList<Tensor> inputs, RouterRecord routers);

    /// <summary>The loss of these hidden states.</summary>
    /// <param name="model">The model.</param>
    /// <param name="hidden">What <see cref="Hidden"/> gave.</param>
    /// <param name="routers">What the routers decided.</param>
    /// <param name="inputs">As in <see cref="Objective.Loss"/>.</param>
    /// <param name="scale">A scalar that turns the sum over targets into a mean.</param>
    internal abstract LossTensors Loss(Model model, Tensor hidden, RouterRecord routers, IReadOnlyList<Tensor> inputs, Tensor scale);
}
