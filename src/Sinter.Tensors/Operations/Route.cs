namespace Sinter.Tensors.Operations;

/// <summary>
/// The weights of the experts that a router chose. Inputs: the router's logits [tokens, experts]; the chosen experts [tokens, k], different ones for each token, as
/// <see cref="TopK"/> gives them. Output: weights [tokens, k]. Renormalised they are the softmax over the chosen logits and sum to 1, as in Mixtral (Jiang et al. 2024);
/// else the chosen probabilities of the softmax over all, as in Switch (Fedus et al. 2021) and OLMoE.
/// </summary>
public sealed class Route(bool renormalize = true) : Operation
{
    /// <summary>Whether a token's weights sum to 1.</summary>
    public bool Renormalize => renormalize;

    /// <inheritdoc/>
    public override bool HasKernel(DataType type) => type == DataType.Float32;

    /// <inheritdoc/>
    public override IReadOnlyList<TensorSpec> Infer(IReadOnlyList<Tensor> inputs)
        => inputs is [{ Shape.Rank: 2 } logits, { Shape.Rank: 2, Type: DataType.Int32 } experts] && logits.Type != DataType.Int32
            && experts.Shape[0] == logits.Shape[0] && experts.Shape[1] <= logits.Shape[1]
            ? [new(experts.Shape, logits.Type)]
            : throw Mismatch(inputs, "logits [tokens, experts] and chosen experts [tokens, k]");

    /// <inheritdoc/>
    public override IReadOnlyList<Tensor> Reference(IReadOnlyList<Tensor> inputs)
    {
        var (logits, experts) = (inputs[0], inputs[1]);
        var chosen = new OneHot(logits.Shape[1], logits.Type).Apply(experts)[0];
        var of = (renormalize ? logits : logits.LogSoftmax()).Reshape([logits.Shape[0], 1, logits.Shape[1]]);
        var picked = (chosen * of).Sum(2).Reshape(experts.Shape);
        return [renormalize ? picked.Softmax() : picked.Exp()];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Tensor?> Gradient(Node node, IReadOnlyList<Tensor?> outputGradients)
        => [new RouteGradient(renormalize).Apply(node.Inputs[0], node.Inputs[1], node.Outputs[0], outputGradients[0]!)[0], null];

    /// <inheritdoc/>
    public override long FloatingPointOperations(Node node) => 5 * (renormalize ? node.Outputs[0] : node.Inputs[0]).Shape.Count;
}

/// <summary>
/// The gradient of <see cref="Route"/>, from the logits, the chosen experts, their weights w and dw to that of the logits: with s = sum(w dw), w (dw - s) for the
/// chosen and 0 for the others where weights are renormalised; else p (dw - s) and -p s, with p the probability of each.
/// </summary>
public sealed class RouteGradient(bool renormalize) : Operation
{
    /// <summary>Whether a token's weights sum to 1.</summary>
    public bool Renormalize => renormalize;

    /// <inheritdoc/>
    public override IReadOnlyList<TensorSpec> Infer(IReadOnlyList<Tensor> inputs) => [new(inputs[0].Shape)];

    /// <inheritdoc/>
    public override long FloatingPointOperations(Node node) => (renormalize ? 1 : 6) * node.Outputs[0].Shape.Count;
}
