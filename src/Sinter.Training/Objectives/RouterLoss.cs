using Sinter.Models;
using Sinter.Tensors;
using Sinter.Tensors.Null;
using Sinter.Tensors.Operations;

namespace Sinter.Training.Objectives;

/// <summary>Adds to a loss what keeps the experts of a mixture evenly used.</summary>
internal static class RouterLoss
{
    /// <summary>
    /// The loss and <see cref="ModelConfig.RouterLossWeight"/> times the load-balancing loss of the pass; the losses of single targets stay as they are. The load is that of
    /// the tokens of the pass, as in Mixtral's code. A pass counts by its share of the targets of a step, so that accumulated passes give the weighted mean of theirs.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="routers">What its routers decided; of a model without experts nothing, and the loss stays as it is.</param>
    /// <param name="targets">The targets; negative ones are not trained.</param>
    /// <param name="scale">One over the targets of the step.</param>
    /// <param name="loss">The loss of the targets.</param>
    public static LossTensors Add(Model model, RouterRecord routers, Tensor targets, Tensor scale, LossTensors loss)
        => model.Config.RouterLossWeight > 0 && routers.LoadBalancingLoss() is { } balance
            ? loss with { Loss = loss.Loss + (balance * (Trained(model, targets) * scale.Reshape([]))).Affine(model.Config.RouterLossWeight) }
            : loss;

    /// <summary>How many targets are trained, a scalar: rows of ones, where a negative index gives a zero.</summary>
    private static Tensor Trained(Model model, Tensor targets)
    {
        Shape shape = [model.Config.VocabularySize, 1];
        var ones = model.Backend is NullBackend ? Tensor.Over(model.Backend, null, 0, shape) : Tensor.Ones(shape, backend: model.Backend);
        return ones.Gather(targets).Sum();
    }
}
