using Sinter.Tensors.Differentiation;
using Sinter.Tensors.Operations;

namespace Sinter.Tensors.Tests.Programs;

/// <summary>
/// One step of a random graph, from numbers that may be anything: what it applies, and to which of the matrices that there are. Steps keep numbers between -1 and 1 and
/// lengthen no distance, so that neither values nor gradients grow with the depth of the graph.
/// </summary>
/// <param name="Kind">What is applied.</param>
/// <param name="First">Chooses the matrix that it is applied to.</param>
/// <param name="Second">Chooses another, where there are two.</param>
/// <param name="Detail">Chooses a dimension, a range, a function.</param>
public sealed record GraphStep(int Kind, int First, int Second, int Detail)
{
    /// <summary>Kinds of steps.</summary>
    public const int Kinds = 10;

    private const int LongestSide = 12;

    /// <summary>The step applied to one of some matrices.</summary>
    public Tensor Apply(IReadOnlyList<Tensor> matrices)
    {
        var x = matrices[First % matrices.Count];
        var dimension = Detail % 2;
        return Kind switch
        {
            0 => (x + Other(matrices, y => y.Shape == x.Shape)).Affine(0.5),
            1 => (x - Other(matrices, y => y.Shape == x.Shape)) * 0.5,
            2 => x.Affine(0.5) * Other(matrices, y => y.Shape == x.Shape),
            3 => (Detail % 3) switch { 0 => x.Tanh(), 1 => -x, _ => x.Affine(-0.75, 0.25) },
            4 => x.MatMul(Other(matrices, y => y.Shape[1] == x.Shape[1]), transposeRight: true).Affine(0.5 / x.Shape[1]),
            5 => x.Slice(dimension, Detail % x.Shape[dimension], 1 + (Second % (x.Shape[dimension] - (Detail % x.Shape[dimension])))),
            6 => (x - x.Mean(dimension)) * 0.5,
            7 => x.Reshape([x.Shape[1], x.Shape[0]]),
            8 => x.Transpose(),
            _ => Join(x, Other(matrices, y => y.Shape[1] == x.Shape[1])),
        };
    }

    private static Tensor Join(Tensor x, Tensor y) => x.Shape[0] + y.Shape[0] > LongestSide ? x.Affine(0.5) : Tensor.Concatenate(0, x, y);

    /// <summary>One of the matrices that fit; the first matrix of a step fits itself.</summary>
    private Tensor Other(IReadOnlyList<Tensor> matrices, Func<Tensor, bool> fits)
    {
        var fitting = matrices.Where(fits).ToArray();
        return fitting[Second % fitting.Length];
    }
}

/// <summary>A graph of random steps, each over what is given and what the steps before it made.</summary>
/// <param name="Steps">The steps.</param>
public sealed record RandomGraph(IReadOnlyList<GraphStep> Steps)
{
    /// <summary>The outputs: what the last steps made and, so that every step matters, the middle one.</summary>
    /// <param name="given">What the graph begins with.</param>
    /// <param name="blocks">The first step and the number of steps of each checkpointed block, in order; empty for none.</param>
    public IReadOnlyList<Tensor> Apply(IReadOnlyList<Tensor> given, params IReadOnlyList<(int First, int Count)> blocks)
    {
        List<Tensor> matrices = [.. given];
        for (var step = 0; step < Steps.Count;)
        {
            var (first, count) = blocks.FirstOrDefault(block => block.First >= step, (First: Steps.Count, Count: 0));
            for (; step < Math.Min(first, Steps.Count); step++)
            {
                matrices.Add(Steps[step].Apply(matrices));
            }

            if (step < Steps.Count)
            {
                var last = Math.Min(Steps.Count, step + Math.Max(1, count));
                matrices.AddRange(Checkpoint.Of([.. matrices], inside => Made(inside, first, last)));
                step = last;
            }
        }

        return [.. matrices.Skip(Math.Max(given.Count, matrices.Count - 2)), matrices[given.Count + (Steps.Count / 2)]];
    }

    /// <inheritdoc/>
    public override string ToString() => string.Join(", ", Steps);

    private List<Tensor> Made(IReadOnlyList<Tensor> inside, int first, int last)
    {
        List<Tensor> matrices = [.. inside];
        for (var step = first; step < last; step++)
        {
            matrices.Add(Steps[step].Apply(matrices));
        }

        return matrices[inside.Count..];
    }
}
