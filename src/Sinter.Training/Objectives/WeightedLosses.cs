using Sinter.Tensors;
using Sinter.Tensors.Operations;

namespace Sinter.Training.Objectives;

/// <summary>Losses whose rows count differently. The mean is over the number of targets, not the sum of their weights, so that a micro-batch counts by its targets; weights of mean 1 keep the size of the loss.</summary>
internal static class WeightedLosses
{
    /// <summary>The cross-entropy of logits [rows, classes], each row times its weight [rows].</summary>
    public static LossTensors CrossEntropy(Tensor logits, Tensor targets, Tensor? weights, Tensor scale, double smoothing)
    {
        if (weights is null)
        {
            return logits.CrossEntropy(targets, scale, options: new CrossEntropyOptions { LabelSmoothing = smoothing });
        }

        var classes = logits.Shape[1];
        var chosen = new OneHot(classes, logits.Type).Apply(targets)[0];
        var wanted = smoothing == 0 ? chosen : chosen.Affine(1 - smoothing) + chosen.Sum(-1).Affine(smoothing / classes);
        return Of((wanted * logits.LogSoftmax()).Sum(-1).Reshape([logits.Shape[0]]).Affine(-1), weights, scale);
    }

    /// <summary>These losses [rows], each times its weight [rows].</summary>
    public static LossTensors Of(Tensor losses, Tensor weights, Tensor scale)
    {
        losses *= weights.Reshape(losses.Shape);
        return new(losses.Sum() * scale.Reshape([]), losses);
    }
}
