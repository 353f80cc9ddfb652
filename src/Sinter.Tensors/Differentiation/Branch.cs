namespace Sinter.Tensors.Differentiation;

/// <summary>
/// Branches on a shared trunk whose gradients do not wait for one another: a program computes the gradient of a branch right after the branch itself, before
/// the next one, and adds it to that of the trunk. So of all branches only one is in memory at a time, as with the heads of multi-token
/// prediction (Gloeckle et al. 2024, section 2, "Memory-efficient implementation"). What is computed is the same, but for the order in which the trunk's gradients are summed.
/// </summary>
/// <remarks>
/// It saves memory where a branch ends in a loss of its own and the losses are added: then its gradient needs nothing that comes later. Where it does need
/// something, that is computed earlier. Losses that count differently are best weighed by their scale, such as <c>scale.Affine(0.3)</c>: a factor behind a
/// <see cref="Operations.LinearCrossEntropy"/> computes the weight's gradient aside first. A branch may contain checkpointed blocks; inside one it changes nothing.
/// Where its inputs hold values a branch is computed at once like anything else.
/// </remarks>
public static class Branch
{
    /// <summary>The branch applied to a tensor.</summary>
    public static Tensor Of(Tensor input, Func<Tensor, Tensor> branch) => Of([input], inputs => [branch(inputs[0])])[0];

    /// <summary>The branch applied to several tensors.</summary>
    public static IReadOnlyList<Tensor> Of(IReadOnlyList<Tensor> inputs, Func<IReadOnlyList<Tensor>, IReadOnlyList<Tensor>> branch)
    {
        var before = Node.LastOrder;
        var outputs = branch(inputs);
        var nodes = Node.MadeAfter(before, outputs);
        if (outputs.Any(output => output.IsSymbolic) && nodes.Count > 0)
        {
            var last = nodes.Max(node => node.Order);
            foreach (var node in nodes)
            {
                // Those of a branch inside this one keep theirs, which ends earlier.
                node.BranchEnd ??= last;
            }
        }

        return outputs;
    }
}
