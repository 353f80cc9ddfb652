using Sinter.Tensors;
using Sinter.Tensors.Operations;

namespace Sinter.Models.Adapters;

/// <summary>
/// A parameter as what it holds at each run of a program. An operation on parameters alone would be computed once, while the program is recorded; on this it is recorded too, as this is seen
/// beside the second input, which a program computes. Output: the first input as it is.
/// </summary>
/// <param name="detached">Whether no gradient flows back to the parameter.</param>
internal sealed class Recorded(bool detached) : Operation
{
    /// <inheritdoc/>
    public override bool IsView => true;

    /// <inheritdoc/>
    public override bool ReadsNarrow(int input) => true;

    /// <inheritdoc/>
    public override IReadOnlyList<TensorSpec> Infer(IReadOnlyList<Tensor> inputs)
        => inputs is [var x, _] ? [new(x.Shape, x.Type)] : throw Mismatch(inputs, "a parameter and what a program computes");

    /// <inheritdoc/>
    public override IReadOnlyList<Tensor?> Gradient(Node node, IReadOnlyList<Tensor?> outputGradients) => [detached ? null : outputGradients[0], null];

    /// <inheritdoc/>
    public override long FloatingPointOperations(Node node) => 0;

    /// <inheritdoc/>
    public override long BytesMoved(Node node) => 0;
}

/// <summary>Parameters within programs.</summary>
internal static class RecordedParameters
{
    extension(Tensor parameter)
    {
        /// <summary>The parameter, so that what is made of it is computed at each run.</summary>
        /// <param name="beside">Something that the program computes.</param>
        public Tensor Beside(Tensor beside) => new Recorded(detached: false).Apply(parameter, beside)[0];

        /// <summary>The same, as a constant to gradients.</summary>
        public Tensor ConstantBeside(Tensor beside) => new Recorded(detached: true).Apply(parameter, beside)[0];

        /// <summary>
        /// Rows of the parameter, as they are at each run. Where gradients flow back, the slice is part of every program that uses it; else it would be a copy of what was there when the program was
        /// recorded, so that it is the same memory instead.
        /// </summary>
        /// <param name="start">The first row.</param>
        /// <param name="count">How many.</param>
        public Tensor RowsFrom(int start, int count) => parameter.RequiresGradient ? parameter.Slice(0, start, count) : parameter.SharedRows(start, count);
    }
}
