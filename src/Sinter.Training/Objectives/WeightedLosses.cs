using Sinter.Models;
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

    /// <summary>The loss of a language model's tokens, each times its weight [rows] where there are weights. With smoothing the logits of all rows are stored.</summary>
    /// <param name="model">The model.</param>
    /// <param name="hidden">What its trunk gives.</param>
    /// <param name="targets">As many as hidden states; negative ones are not trained.</param>
    /// <param name="weights">The weight of each; null for 1.</param>
    /// <param name="scale">A scalar that turns the sum over targets into a mean.</param>
    /// <param name="smoothing">The share of a target that is spread over all tokens alike.</param>
    public static LossTensors OfTokens(Model model, Tensor hidden, Tensor targets, Tensor? weights, Tensor scale, double smoothing)
        => smoothing > 0 ? CrossEntropy(model.Logits(hidden), targets.Reshape([(int)targets.Shape.Count]), weights, scale, smoothing)
        : weights is null ? model.TokenLoss(hidden, targets, scale)
        : Of(model.TokenLogProbabilities(hidden, targets).Affine(-1), weights, scale);

    /// <summary>These losses [rows], each times its weight [rows].</summary>
    public static LossTensors Of(Tensor losses, Tensor weights, Tensor scale)
    {
        losses *= weights.Reshape(losses.Shape);
        return new(losses.Sum() * scale.Reshape([]), losses);
    }
}
