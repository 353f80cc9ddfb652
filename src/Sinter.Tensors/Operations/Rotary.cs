namespace Sinter.Tensors.Operations;

/// <summary>
/// Rotary position embedding (Su et al. 2021) in the half-split layout of Hugging Face: in each rotated head of size d, element i and
/// i + d/2 turn by position · base^(-2i/d). Inputs: x [rows..., heads · d], of which the first heads are rotated and the rest (the values)
/// pass; positions, one for each row; the table [positions, d] of cosines and sines from <see cref="RotaryTable"/>.
/// </summary>
public sealed class Rotary(int headSize, int rotatedHeads, bool inverse = false) : Operation
{
    /// <summary>Elements in a head.</summary>
    public int HeadSize => headSize;

    /// <summary>How many heads at the start of a row are rotated.</summary>
    public int RotatedHeads => rotatedHeads;

    /// <summary>Whether to turn backwards, as the gradient does.</summary>
    public bool Inverse => inverse;

    /// <inheritdoc/>
    public override int InPlaceInput => 0;

    /// <inheritdoc/>
    public override bool HasKernel(DataType type) => type == DataType.Float32;

    /// <inheritdoc/>
    public override IReadOnlyList<TensorSpec> Infer(IReadOnlyList<Tensor> inputs)
    {
        if (inputs is [var x, var positions, var table] && positions.Type == DataType.Int32
            && x.Shape[^1] % headSize == 0 && x.Shape[^1] >= headSize * rotatedHeads
            && positions.Shape.Count == x.Shape.Product(0, x.Shape.Rank - 1)
            && table.Shape.Rank == 2 && table.Shape[1] == headSize && table.Type == x.Type)
        {
            return [new(x.Shape, x.Type)];
        }

        throw Mismatch(inputs, $"rows of heads of {headSize}, a position for each row, and a table [positions, {headSize}]");
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Tensor> Reference(IReadOnlyList<Tensor> inputs)
    {
        var (x, half) = (inputs[0], headSize / 2);
        var rows = (int)x.Shape.Product(0, x.Shape.Rank - 1);
        var turns = inputs[2].Gather(inputs[1].Reshape([rows])).Reshape([rows, 1, headSize]);
        var cosines = turns.Slice(2, 0, half);
        var sines = turns.Slice(2, half, half).Affine(inverse ? -1 : 1);
        var heads = x.Reshape([rows, x.Shape[^1] / headSize, headSize]);
        var rotated = heads.Slice(1, 0, rotatedHeads);
        var (first, second) = (rotated.Slice(2, 0, half), rotated.Slice(2, half, half));
        var turned = Tensor.Concatenate(2, (first * cosines) - (second * sines), (second * cosines) + (first * sines));
        var others = heads.Shape[1] - rotatedHeads;
        var all = others == 0 ? turned : Tensor.Concatenate(1, turned, heads.Slice(1, rotatedHeads, others));
        return [all.Reshape(x.Shape)];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Tensor?> Gradient(Node node, IReadOnlyList<Tensor?> outputGradients)
        => [new Rotary(headSize, rotatedHeads, !inverse).Apply(outputGradients[0]!, node.Inputs[1], node.Inputs[2])[0], null, null];

    /// <inheritdoc/>
    public override long FloatingPointOperations(Node node) => 3 * node.Inputs[0].Shape.Count;
}

/// <summary>Cosines and sines for <see cref="Rotary"/>.</summary>
public static class RotaryTable
{
    /// <summary>
    /// The table [positions, headSize]: in row p the cosines of p · base^(-2i/d) for i below d/2, then the sines. Angles are computed in
    /// double precision and rounded once.
    /// </summary>
    public static float[] Create(int positions, int headSize, double ropeBase)
    {
        var half = headSize / 2;
        var table = new float[positions * headSize];
        for (var i = 0; i < half; i++)
        {
            var frequency = Math.Pow(ropeBase, -2.0 * i / headSize);
            for (var p = 0; p < positions; p++)
            {
                table[(p * headSize) + i] = (float)Math.Cos(p * frequency);
                table[(p * headSize) + half + i] = (float)Math.Sin(p * frequency);
            }
        }

        return table;
    }

    extension(Tensor x)
    {
        /// <summary>Turns the first heads of each row by its position; see <see cref="Rotary"/>.</summary>
        public Tensor Rotary(Tensor positions, Tensor table, int rotatedHeads)
            => new Rotary(table.Shape[1], rotatedHeads).Apply(x, positions, table)[0];
    }
}
