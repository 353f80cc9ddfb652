using Sinter.Tensors.Cpu.Gemm;
using Sinter.Tensors.Operations;

namespace Sinter.Tensors.Cpu;

/// <summary>The memory in which kernels work besides tensors, in bytes, known before they run: what the kernel that needs most of each kind takes.</summary>
/// <param name="Packed">Panels of a matrix product, which all workers share.</param>
/// <param name="Partials">Sums of parts that are added up afterwards.</param>
/// <param name="EachWorker">What each worker has for itself.</param>
public readonly record struct KernelScratch(long Packed, long Partials, long EachWorker)
{
    /// <summary>Bytes in all.</summary>
    public long Bytes(int threads) => Packed + Partials + (threads * EachWorker);

    /// <summary>What two kernels need that run one after the other.</summary>
    public KernelScratch Max(KernelScratch other)
        => new(Math.Max(Packed, other.Packed), Math.Max(Partials, other.Partials), Math.Max(EachWorker, other.EachWorker));

    internal static KernelScratch OfMatMul(Node node, int threads)
    {
        var operation = (MatMul)node.Operation;
        var (left, output) = (node.Inputs[0].Shape, node.Outputs[0].Shape);
        var (rows, columns) = (output[^2], output[^1]);
        var depth = operation.TransposeLeft ? left[^2] : left[^1];
        if (output.Product(0, output.Rank - 2) > 1)
        {
            return new KernelScratch(0, 0, GemmKernels.Chosen.ScratchFloats(rows, depth) * sizeof(float));
        }

        var strideLeft = operation.TransposeLeft ? rows : 1;
        if (ThinProduct.Suits(rows, strideLeft, operation.TransposeRight ? 1 : columns))
        {
            return new KernelScratch(0, 0, ThinProduct.ScratchFloats(depth, node.Inputs[1].Type) * sizeof(float));
        }

        return RowProduct.Suits(rows, strideLeft, operation.TransposeRight ? depth : 1, node.Inputs[1].Type)
            ? new KernelScratch(0, 0, RowProduct.ScratchFloats * sizeof(float))
            : GemmKernels.Chosen.Scratch(rows, columns, depth, threads);
    }

    internal static KernelScratch OfCast(Node node, int threads) => new(0, 0, CastKernels.ScratchFloats(node.Inputs[0].Type, node.Outputs[0].Type) * sizeof(float));

    internal static KernelScratch OfExpertOrder(Node node, int threads) => new(0, (((ExpertOrder)node.Operation).Experts + 1L) * sizeof(float), 0);

    internal static KernelScratch OfGroupedLinear(Node node, int threads)
        => GroupedLinearKernels.Scratch(node.Inputs[0].Shape[0], node.Outputs[0].Shape[1], node.Inputs[0].Shape[1], node.Inputs[1].Type, threads);

    internal static KernelScratch OfGroupedLinearWeightGradient(Node node, int threads)
        => GemmKernels.Chosen.Scratch(node.Inputs[0].Shape[1], node.Inputs[1].Shape[1], node.Inputs[0].Shape[0], threads);

    internal static KernelScratch OfLinearCrossEntropy(Node node, int threads)
    {
        var (rows, width) = (node.Inputs[0].Shape[0], node.Inputs[0].Shape[1]);
        var (count, vocabulary) = (node.Outputs[^1].Shape[0], ((LinearCrossEntropy)node.Operation).Options.Classes(node.Inputs[1].Shape[0]));
        return GemmKernels.Chosen.Scratch(count, vocabulary, width, threads)
            .Max(GemmKernels.Chosen.Scratch(count, width, vocabulary, threads))
            .Max(GemmKernels.Chosen.Scratch(vocabulary, width, count, threads))
            .Max(new KernelScratch(0, rows * sizeof(float), 0));
    }

    internal static KernelScratch OfTokenLogProbabilities(Node node, int threads)
    {
        var classes = ((TokenLogProbabilities)node.Operation).Options.Classes(node.Inputs[1].Shape[0]);
        return GemmKernels.Chosen.Scratch(node.Outputs[^1].Shape[0], classes, node.Inputs[0].Shape[1], threads);
    }

    internal static KernelScratch OfTokenLogProbabilitiesGradient(Node node, int threads)
    {
        var (count, width) = (node.Outputs[^1].Shape[0], node.Inputs[0].Shape[1]);
        var classes = ((TokenLogProbabilitiesGradient)node.Operation).Options.Classes(node.Inputs[1].Shape[0]);
        return GemmKernels.Chosen.Scratch(count, classes, width, threads)
            .Max(GemmKernels.Chosen.Scratch(count, width, classes, threads))
            .Max(GemmKernels.Chosen.Scratch(classes, width, count, threads));
    }

    internal static KernelScratch OfRmsNormGradient(Node node, int threads)
        => new(0, (long)RmsNormKernels.WeightParts * node.Inputs[1].Shape[0] * sizeof(float), 0);

    internal static KernelScratch OfLayerNormGradient(Node node, int threads)
        => new(0, 2L * LayerNormKernels.Parts * node.Inputs[1].Shape[0] * sizeof(float), 0);

    internal static KernelScratch OfCrossEntropy(Node node, int threads) => new(0, node.Inputs[0].Shape[0] * (long)sizeof(float), 0);

    /// <summary>At most: gradients of gates that nobody wants for themselves are summed all the same.</summary>
    internal static KernelScratch OfLstmCellGradient(Node node, int threads) => new(0, node.Inputs[0].ByteCount, 0);

    internal static KernelScratch OfGruCellGradient(Node node, int threads) => new(0, node.Inputs[0].ByteCount + node.Inputs[1].ByteCount, 0);

    internal static KernelScratch OfAttention(Node node, int threads)
        => new(0, 0, AttentionKernels.ScratchFloats(((Attention)node.Operation).Options, node.Inputs, threads) * sizeof(float));

    internal static KernelScratch OfAttentionGradient(Node node, int threads)
        => new(0, 0, AttentionGradientKernels.ScratchFloats((AttentionGradient)node.Operation, node.Inputs) * sizeof(float));

    internal static KernelScratch OfConvolution(Node node, int threads)
    {
        var layout = ConvolutionKernels.Layout((Convolution)node.Operation, node.Inputs[0].Shape, node.Outputs[0].Shape);
        return new(0, 0, ConvolutionKernels.ScratchFloats(layout) * sizeof(float));
    }

    internal static KernelScratch OfConvolutionInputGradient(Node node, int threads)
    {
        var layout = ConvolutionGradientKernels.Layout((ConvolutionInputGradient)node.Operation, node.Inputs[0].Shape, node.Outputs[0].Shape);
        return new(0, 0, ConvolutionGradientKernels.InputScratchFloats(layout) * sizeof(float));
    }

    internal static KernelScratch OfConvolutionWeightGradient(Node node, int threads)
    {
        var layout = ConvolutionGradientKernels.Layout((ConvolutionWeightGradient)node.Operation, node.Inputs[0].Shape, node.Inputs[1].Shape);
        return new(0, 0, ConvolutionGradientKernels.WeightScratchFloats(layout) * sizeof(float));
    }

    internal static KernelScratch OfCachedAttention(Node node, int threads)
        => CachedAttentionKernels.Scratch(((CachedAttention)node.Operation).Options, node.Inputs, threads);
}
