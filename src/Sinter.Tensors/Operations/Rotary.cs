namespace Sinter.Tensors.Operations;

/// <summary>Which two elements of a head turn together.</summary>
public enum RotaryPairing
{
    /// <summary>Element i and element i + r/2 of the r that turn: Hugging Face, GPT-NeoX.</summary>
    HalfSplit,

    /// <summary>Elements 2i and 2i + 1: Su et al. 2021, Meta's Llama, llama2.c, GPT-J.</summary>
    Interleaved,
}

/// <summary>
/// Rotary position embedding (Su et al. 2021): in each rotated head the first r elements turn pair by pair, pair i by position · base^(-2i/r), and the
/// rest of the head passes (r is the head's size, or less where a model turns only a part: GPT-NeoX, Phi).
/// Inputs: x [rows..., heads · head size], of which the first heads are rotated and the rest (the values)
/// pass; positions, one for each row; the table [positions, r] of cosines and sines from <see cref="RotaryTable"/>.
/// </summary>
public sealed class Rotary(int headSize, int rotatedHeads, bool inverse = false, RotaryPairing pairing = RotaryPairing.HalfSplit) : Operation
{
    /// <summary>Elements in a head.</summary>
    public int HeadSize => headSize;

    /// <summary>How many heads at the start of a row are rotated.</summary>
    public int RotatedHeads => rotatedHeads;

    /// <summary>Whether to turn backwards, as the gradient does.</summary>
    public bool Inverse => inverse;

    /// <summary>Which two elements turn together.</summary>
    public RotaryPairing Pairing => pairing;

    /// <inheritdoc/>
    public override int InPlaceInput => 0;

    /// <inheritdoc/>
    public override bool HasKernel(DataType type) => type == DataType.Float32;

    /// <inheritdoc/>
    public override IReadOnlyList<TensorSpec> Infer(IReadOnlyList<Tensor> inputs)
    {
        if (inputs is [var x, var positions, var table] && positions.Type == DataType.Int32 && x.Shape.Rank >= 1
            && x.Shape[^1] % headSize == 0 && x.Shape[^1] >= headSize * rotatedHeads
            && positions.Shape.Count == x.Shape.Product(0, x.Shape.Rank - 1)
            && table.Shape.Rank == 2 && table.Shape[1] <= headSize && table.Shape[1] % 2 == 0 && table.Type == x.Type)
        {
            return [new(x.Shape, x.Type)];
        }

        throw Mismatch(inputs, $"rows of heads of {headSize}, a position for each row, and a table [positions, an even number up to {headSize}]");
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Tensor> Reference(IReadOnlyList<Tensor> inputs)
    {
        var (x, size) = (inputs[0], inputs[2].Shape[1]);
        var (rows, half) = ((int)x.Shape.Product(0, x.Shape.Rank - 1), size / 2);
        var turns = inputs[2].Gather(inputs[1].Reshape([rows])).Reshape([rows, 1, size]);
        var cosines = turns.Slice(2, 0, half);
        var sines = turns.Slice(2, half, half).Affine(inverse ? -1 : 1);
        var heads = x.Reshape([rows, x.Shape[^1] / headSize, headSize]);
        var turning = heads.Slice(1, 0, rotatedHeads).Slice(2, 0, size);
        var interleaved = pairing == RotaryPairing.Interleaved;

        // The interleaved layout is the other seen as [half, 2] in place of [2, half].
        var split = interleaved ? turning.Reshape([rows, rotatedHeads, half, 2]).Permute(0, 1, 3, 2).Reshape(turning.Shape) : turning;
        var (first, second) = (split.Slice(2, 0, half), split.Slice(2, half, half));
        var turned = Tensor.Concatenate(2, (first * cosines) - (second * sines), (second * cosines) + (first * sines));
        turned = interleaved ? turned.Reshape([rows, rotatedHeads, 2, half]).Permute(0, 1, 3, 2).Reshape(turning.Shape) : turned;
        var whole = size == headSize ? turned : Tensor.Concatenate(2, turned, heads.Slice(1, 0, rotatedHeads).Slice(2, size, headSize - size));
        var others = heads.Shape[1] - rotatedHeads;
        var all = others == 0 ? whole : Tensor.Concatenate(1, whole, heads.Slice(1, rotatedHeads, others));
        return [all.Reshape(x.Shape)];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Tensor?> Gradient(Node node, IReadOnlyList<Tensor?> outputGradients)
        => [new Rotary(headSize, rotatedHeads, !inverse, pairing).Apply(outputGradients[0]!, node.Inputs[1], node.Inputs[2])[0], null, null];

    /// <inheritdoc/>
    public override long FloatingPointOperations(Node node) => 3 * node.Inputs[0].Shape.Count;
}

/// <summary>Cosines and sines for <see cref="Rotary"/>.</summary>
public static class RotaryTable
{
    /// <summary>
    /// The table [positions, size]: in row p the cosines of p · base^(-2i/size) for i below size/2, then the sines, with frequencies and lengths as the
    /// scaling changes them. Angles are computed in double precision and rounded once.
    /// </summary>
    /// <param name="positions">Rows: positions from 0 on.</param>
    /// <param name="headSize">Elements of a head that turn: all, or the first few; even.</param>
    /// <param name="ropeBase">The base, such as 10,000.</param>
    /// <param name="scaling">How frequencies are stretched for a longer context; null for not at all.</param>
    public static float[] Create(int positions, int headSize, double ropeBase, RotaryScaling? scaling = null)
    {
        var half = headSize / 2;
        var table = new float[positions * headSize];
        var frequencies = Frequencies(headSize, ropeBase, scaling);
        var length = scaling?.Length ?? 1;
        for (var i = 0; i < half; i++)
        {
            for (var p = 0; p < positions; p++)
            {
                table[(p * headSize) + i] = (float)(length * Math.Cos(p * frequencies[i]));
                table[(p * headSize) + half + i] = (float)(length * Math.Sin(p * frequencies[i]));
            }
        }

        return table;
    }

    /// <summary>For each pair of elements the angle in radians by which one position turns it.</summary>
    public static double[] Frequencies(int headSize, double ropeBase, RotaryScaling? scaling = null)
    {
        if (headSize < 2 || headSize % 2 != 0)
        {
            throw new ArgumentOutOfRangeException(nameof(headSize), $"Elements turn in pairs; {headSize} is no even number of them.");
        }

        var frequencies = Enumerable.Range(0, headSize / 2).Select(i => Math.Pow(ropeBase, -2.0 * i / headSize));
        return [.. scaling is null ? frequencies : frequencies.Select((frequency, i) => scaling.Scale(frequency, i, headSize, ropeBase))];
    }

    extension(Tensor x)
    {
        /// <summary>Turns the first heads of each row by its position; see <see cref="Rotary"/>.</summary>
        /// <param name="positions">A position for each row.</param>
        /// <param name="table">Cosines and sines from <see cref="Create"/>.</param>
        /// <param name="rotatedHeads">How many heads at the start of a row turn.</param>
        /// <param name="pairing">Which two elements turn together.</param>
        /// <param name="headSize">Elements in a head where the table turns only the first few of them; 0 for as many as the table turns.</param>
        public Tensor Rotary(Tensor positions, Tensor table, int rotatedHeads, RotaryPairing pairing = RotaryPairing.HalfSplit, int headSize = 0)
            => new Rotary(headSize == 0 ? table.Shape[^1] : headSize, rotatedHeads, pairing: pairing).Apply(x, positions, table)[0];
    }
}
