namespace Sinter.Tensors.Operations;

/// <summary>Losses that are made of other operations, for heads with few outputs.</summary>
public static class ComposedLosses
{
    extension(Tensor x)
    {
        /// <summary>
        /// The squared error of these predictions: scale · sum of (x - targets)², and (x - targets)² of each. With the scale 1 / count it is the mean squared error.
        /// </summary>
        /// <param name="targets">As many as predictions, of the same shape.</param>
        /// <param name="scale">A scalar.</param>
        /// <exception cref="ArgumentException">The shapes differ.</exception>
        public LossTensors SquaredError(Tensor targets, Tensor scale)
        {
            Check("SquaredError", x, targets, scale);
            return Scaled((x - targets).Square(), scale);
        }

        /// <summary>
        /// The loss of a reward model, these being its rewards of what was preferred (Ouyang et al. 2022, equation 1; Bradley and Terry 1952): scale · sum of
        /// -log sigmoid(x - rejected - margin), and -log sigmoid(...) of each pair. However far apart rewards are, it stays finite.
        /// </summary>
        /// <param name="rejected">The rewards of what was rejected, of the same shape.</param>
        /// <param name="scale">A scalar; 1 / pairs gives the mean.</param>
        /// <param name="margin">By how much the preferred one must be better (Touvron et al. 2023, equation 2).</param>
        /// <exception cref="ArgumentException">The shapes differ.</exception>
        public LossTensors PreferenceLoss(Tensor rejected, Tensor scale, double margin = 0)
        {
            Check("PreferenceLoss", x, rejected, scale);
            return Scaled((rejected - x).Affine(1, margin).Softplus(), scale);
        }
    }

    /// <summary>Shapes that broadcast would compare everything with everything: a mistake that only shows in a loss that stays.</summary>
    private static void Check(string name, Tensor x, Tensor other, Tensor scale)
    {
        if (x.Shape != other.Shape || scale.Shape.Count != 1)
        {
            throw new ArgumentException($"{name} was given {x.Shape} and {other.Shape} with the scale {scale.Shape}; expected two tensors of one shape and a scalar.");
        }
    }

    private static LossTensors Scaled(Tensor losses, Tensor scale) => new(losses.Sum() * scale.Reshape([]), losses);
}
