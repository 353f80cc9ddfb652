namespace Sinter.Tensors.Differentiation;

/// <summary>
/// Gradient checkpointing by block (Chen et al. 2016): what is computed inside a block is not kept for its gradient but computed again when that is
/// due, from the block's inputs and whatever else it reads. A stack of checkpointed blocks needs the memory of its inputs and of one
/// block, at the price of one more forward pass. The results are the same bits, as the same kernels run on the same numbers.
/// </summary>
/// <remarks>
/// Blocks may contain checkpointed blocks. What a block computes must depend on what it reads only, as that of all operations does that have a gradient;
/// the loss with the last layer gains nothing from being inside one, as it computes its gradients in the forward pass.
/// Where a block's inputs hold values it is computed at once like anything else, and keeps what it computes.
/// </remarks>
public static class Checkpoint
{
    /// <summary>The block applied to a tensor, to be computed again for its gradient.</summary>
    public static Tensor Of(Tensor input, Func<Tensor, Tensor> block) => Of([input], inputs => [block(inputs[0])])[0];

    /// <summary>The block applied to several tensors, to be computed again for its gradient.</summary>
    public static IReadOnlyList<Tensor> Of(IReadOnlyList<Tensor> inputs, Func<IReadOnlyList<Tensor>, IReadOnlyList<Tensor>> block)
    {
        var before = Node.LastOrder;
        var outputs = block(inputs);
        if (outputs.Any(output => output.IsSymbolic))
        {
            CheckpointedBlock.Mark(outputs, before);
        }

        return outputs;
    }
}
