namespace Sinter.Models.Tests.Heads;

/// <summary>Gradients beside differences of the loss.</summary>
internal static class Slopes
{
    /// <summary>Along its own gradient the loss rises with the gradient's length.</summary>
    public static void ShouldBeGradients(TextModel model, ReferenceModel reference)
    {
        var run = new HeadRun(model, reference);
        run.Differentiate();
        var loss = run.LossProgram();
        foreach (var parameter in model.Parameters.All)
        {
            var gradient = parameter.Gradient.ToArray<float>();
            var length = Math.Sqrt(gradient.Sum(static value => (double)value * value));
            if (IsSameForAll(model.Config, parameter.Name))
            {
                length.ShouldBeLessThan(1e-6, parameter.Name + " must not matter");
                continue;
            }

            length.ShouldBeGreaterThan(1e-4, parameter.Name + " must matter");

            // The reference models have a token whose embeddings are near 0, before a norm: their slopes soon change.
            var step = parameter.Name is "embedding" or "positions" or "tokenTypes" ? 1e-4 : 0.01;
            var weights = parameter.Value.ToArray<float>();

            var slope = (At(step) - At(-step)) / (2 * step);

            slope.ShouldBe(length, tolerance: 0.02 * length, parameter.Name);

            // A step along the gradient, of this length.
            double At(double distance)
            {
                weights.Select((weight, i) => (float)(weight + (distance / length * gradient[i]))).ToArray().CopyTo(parameter.Value.AsSpan<float>());
                var value = loss();
                weights.CopyTo(parameter.Value.AsSpan<float>());
                return value;
            }
        }
    }

    /// <summary>Whether a parameter adds the same to everything that a softmax compares.</summary>
    private static bool IsSameForAll(ModelConfig config, string name) => config.Head switch
    {
        ModelHead.QuestionAnswering => name == "classifier.bias" || name == $"{config.Layers - 1}.feedForward.norm.bias",
        ModelHead.MultipleChoice => name == "classifier.bias",
        _ => false,
    };
}
