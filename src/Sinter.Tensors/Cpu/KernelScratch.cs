using Sinter.Tensors.Cpu.Gemm;
using Sinter.Tensors.Operations;

namespace Sinter.Tensors.Cpu;

/// <summary>The memory in which kernels work besides tensors, in bytes, known before they run: what the kernel that needs most of each kind takes.</summary>
/// <param name="Packed">Panels of a matrix product, which all workers share.</param>
/// <param name="Partials">Sums of parts that are added up afterwards.</param>
/// <param name="EachWorker">What each worker has for itself.</param>
public readonly record struct KernelScratch(long Packed, long Partials, long EachWorker)
{
    // As GemmDriver cuts a product; tests hold these to what it takes.
    private const int PanelsOfRowBlock = 32;
    private const int ColumnBlock = 3072;

    /// <summary>Bytes in all.</summary>
    public long Bytes(int threads) => Packed + Partials + (threads * EachWorker);

    /// <summary>What two kernels need that run one after the other.</summary>
    public KernelScratch Max(KernelScratch other)
        => new(Math.Max(Packed, other.Packed), Math.Max(Partials, other.Partials), Math.Max(EachWorker, other.EachWorker));

    /// <summary>A product [rows, depth] by [depth, columns] of all workers, as the driver shares it out.</summary>
    internal static KernelScratch OfProduct(int rows, int columns, int depth, int threads)
    {
        var gemm = GemmKernels.Chosen;
        var (tileRows, tileColumns) = gemm.Name switch { "avx512" => (12, 32), "avx2" => (6, 16), _ => (6, 8) };
        var rowBlock = PanelsOfRowBlock * tileRows;
        if (rows <= rowBlock && (threads == 1 || columns / threads >= rows))
        {
            return new KernelScratch(0, 0, gemm.ScratchFloats(rows, depth) * sizeof(float));
        }

        var blocks = RoundUp((rows + rowBlock - 1) / rowBlock, threads);
        var rowsPerBlock = Math.Min(rows, RoundUp((rows + blocks - 1) / blocks, tileRows));
        var packed = Math.Min(RoundUp(columns, tileColumns), ColumnBlock) * (long)Math.Min(depth, GemmDriver<PortableKernel6x8>.DepthBlock);
        return new KernelScratch(packed * sizeof(float), 0, gemm.ScratchFloats(rowsPerBlock, depth) * sizeof(float));
    }

    internal static KernelScratch OfMatMul(Node node, int threads)
    {
        var operation = (MatMul)node.Operation;
        var (left, output) = (node.Inputs[0].Shape, node.Outputs[0].Shape);
        var (rows, columns) = (output[^2], output[^1]);
        var depth = operation.TransposeLeft ? left[^2] : left[^1];
        return output.Product(0, output.Rank - 2) > 1
            ? new KernelScratch(0, 0, GemmKernels.Chosen.ScratchFloats(rows, depth) * sizeof(float))
            : OfProduct(rows, columns, depth, threads);
    }

    internal static KernelScratch OfLinearCrossEntropy(Node node, int threads)
    {
        var (rows, width, vocabulary) = (node.Inputs[0].Shape[0], node.Inputs[0].Shape[1], node.Inputs[1].Shape[0]);
        var count = Math.Min(LinearCrossEntropy.BlockRows, rows);
        return OfProduct(count, vocabulary, width, threads)
            .Max(OfProduct(count, width, vocabulary, threads))
            .Max(OfProduct(vocabulary, width, count, threads))
            .Max(new KernelScratch(0, rows * sizeof(float), 0));
    }

    internal static KernelScratch OfRmsNormGradient(Node node, int threads)
        => new(0, (long)RmsNormKernels.WeightParts * node.Inputs[1].Shape[0] * sizeof(float), 0);

    internal static KernelScratch OfAttention(Node node, int threads)
    {
        var operation = (Attention)node.Operation;
        return OfAttentionBlocks(node.Inputs[0].Shape, operation.Heads, operation.KeyValueHeads, static (rows, columns, headSize, time) =>
            Math.Max(GemmKernels.Chosen.ScratchFloats(rows, headSize), GemmKernels.Chosen.ScratchFloats(rows, columns)) + ((long)AttentionKernels.BlockRows * time));
    }

    internal static KernelScratch OfAttentionGradient(Node node, int threads)
    {
        var operation = (AttentionGradient)node.Operation;
        return OfAttentionBlocks(node.Inputs[0].Shape, operation.Heads, operation.KeyValueHeads, static (rows, columns, headSize, time) => Math.Max(
            GemmKernels.Chosen.ScratchFloats(rows, headSize),
            Math.Max(GemmKernels.Chosen.ScratchFloats(rows, columns), GemmKernels.Chosen.ScratchFloats(columns, rows))) + (2L * AttentionKernels.BlockRows * time));
    }

    internal static KernelScratch OfCachedAttention(Node node, int threads) => new(0, 0, node.Inputs[1].Shape[0] * (long)sizeof(float));

    /// <summary>The most that any block of rows needs where every document is as long as it can be.</summary>
    private static KernelScratch OfAttentionBlocks(Shape qkv, int heads, int keyValueHeads, Func<int, int, int, int, long> floats)
    {
        var (time, headSize) = (qkv[1], qkv[2] / (heads + (2 * keyValueHeads)));
        var most = 0L;
        for (var first = 0; first < time; first += AttentionKernels.BlockRows)
        {
            var rows = Math.Min(AttentionKernels.BlockRows, time - first);
            most = Math.Max(most, floats(rows, first + rows, headSize, time));
        }

        return new KernelScratch(0, 0, most * sizeof(float));
    }

    private static int RoundUp(int value, int multiple) => (value + multiple - 1) / multiple * multiple;
}
