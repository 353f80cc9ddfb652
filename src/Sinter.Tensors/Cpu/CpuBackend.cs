using Sinter.Tensors.Cpu.Gemm;
using Sinter.Tensors.Operations;

namespace Sinter.Tensors.Cpu;

/// <summary>Computes on the processor: a table of kernels, run by threads that stay.</summary>
public sealed class CpuBackend : Backend
{
    private static readonly Dictionary<Type, TableEntry> Table = new()
    {
        [typeof(Unary)] = Row<Unary>(UnaryKernels.Run),
        [typeof(UnaryGradient)] = Row<UnaryGradient>(UnaryKernels.Run),
        [typeof(Affine)] = Row<Affine>(ElementwiseKernels.Run),
        [typeof(Power)] = Row<Power>(ElementwiseKernels.Run),
        [typeof(Binary)] = Row<Binary>(ElementwiseKernels.Run),
        [typeof(AddInto)] = Row<AddInto>(ElementwiseKernels.Run),
        [typeof(Cast)] = Row<Cast>(CastKernels.Run),
        [typeof(Permute)] = Row<Permute>(ShapeKernels.Run),
        [typeof(Expand)] = Row<Expand>(ShapeKernels.Run),
        [typeof(Slice)] = Row<Slice>(ShapeKernels.Run),
        [typeof(SliceGradient)] = Row<SliceGradient>(ShapeKernels.Run),
        [typeof(Split)] = Row<Split>(ShapeKernels.Run),
        [typeof(Concatenate)] = Row<Concatenate>(ShapeKernels.Run),
        [typeof(Sum)] = Row<Sum>(SumKernels.Run),
        [typeof(Maximum)] = Row<Maximum>(ReductionKernels.Run),
        [typeof(MaximumGradient)] = Row<MaximumGradient>(ReductionKernels.Run),
        [typeof(ArgMax)] = Row<ArgMax>(ReductionKernels.Run),
        [typeof(Gather)] = Row<Gather>(GatherKernels.Run),
        [typeof(ScatterAdd)] = Row<ScatterAdd>(GatherKernels.Run),
        [typeof(OneHot)] = Row<OneHot>(GatherKernels.Run),
        [typeof(MatMul)] = Row<MatMul>(MatMulKernels.Run),
        [typeof(RmsNorm)] = Row<RmsNorm>(RmsNormKernels.Run),
        [typeof(RmsNormGradient)] = Row<RmsNormGradient>(RmsNormKernels.Run),
        [typeof(LayerNorm)] = Row<LayerNorm>(LayerNormKernels.Run),
        [typeof(LayerNormGradient)] = Row<LayerNormGradient>(LayerNormKernels.Run),
        [typeof(GatedUnit)] = Row<GatedUnit>(GatedUnitKernels.Run),
        [typeof(GatedUnitGradient)] = Row<GatedUnitGradient>(GatedUnitKernels.Run),
        [typeof(Softmax)] = Row<Softmax>(SoftmaxKernels.Run),
        [typeof(SoftmaxGradient)] = Row<SoftmaxGradient>(SoftmaxKernels.Run),
        [typeof(LogSoftmax)] = Row<LogSoftmax>(SoftmaxKernels.Run),
        [typeof(LogSoftmaxGradient)] = Row<LogSoftmaxGradient>(SoftmaxKernels.Run),
        [typeof(Dropout)] = Row<Dropout>(DropoutKernels.Run),
        [typeof(Rotary)] = Row<Rotary>(RotaryKernels.Run),
        [typeof(Attention)] = Row<Attention>(AttentionKernels.Run),
        [typeof(AttentionMask)] = Row<AttentionMask>(AttentionMaskKernels.Run),
        [typeof(AttentionGradient)] = Row<AttentionGradient>(AttentionGradientKernels.Run),
        [typeof(CachedAttention)] = Row<CachedAttention>(CachedAttentionKernels.Run),
        [typeof(Convolution)] = Row<Convolution>(ConvolutionKernels.Run),
        [typeof(ConvolutionInputGradient)] = Row<ConvolutionInputGradient>(ConvolutionGradientKernels.Run),
        [typeof(ConvolutionWeightGradient)] = Row<ConvolutionWeightGradient>(ConvolutionGradientKernels.Run),
        [typeof(MaximumPooling)] = Row<MaximumPooling>(PoolingKernels.Run),
        [typeof(MaximumPoolingGradient)] = Row<MaximumPoolingGradient>(PoolingKernels.Run),
        [typeof(AveragePooling)] = Row<AveragePooling>(PoolingKernels.Run),
        [typeof(AveragePoolingGradient)] = Row<AveragePoolingGradient>(PoolingKernels.Run),
        [typeof(BatchNorm)] = Row<BatchNorm>(BatchNormKernels.Run),
        [typeof(BatchNormGradient)] = Row<BatchNormGradient>(BatchNormKernels.Run),
        [typeof(KnownBatchNorm)] = Row<KnownBatchNorm>(BatchNormKernels.Run),
        [typeof(LstmCell)] = Row<LstmCell>(LstmKernels.Run),
        [typeof(LstmCellGradient)] = Row<LstmCellGradient>(LstmKernels.Run),
        [typeof(GruCell)] = Row<GruCell>(GruKernels.Run),
        [typeof(GruCellGradient)] = Row<GruCellGradient>(GruKernels.Run),
        [typeof(CrossEntropy)] = Row<CrossEntropy>(CrossEntropyKernels.Run),
        [typeof(LinearCrossEntropy)] = Row<LinearCrossEntropy>(LinearCrossEntropyKernels.Run),
    };

    private readonly Lock _gemm = new();
    private NativeBuffer? _packedB;
    private NativeBuffer? _partials;

    /// <summary>A backend that computes with a number of threads.</summary>
    /// <param name="threads">Threads, the caller's included; 0 for one a core.</param>
    public CpuBackend(int threads = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(threads);
        Workers = Workers.Of(threads == 0 ? Environment.ProcessorCount : threads);
    }

    private delegate void TypedKernel<in TOperation>(CpuBackend cpu, TOperation operation, ReadOnlySpan<TensorView> inputs, ReadOnlySpan<TensorView> outputs);

    private delegate void TableEntry(CpuBackend cpu, Operation operation, ReadOnlySpan<TensorView> inputs, ReadOnlySpan<TensorView> outputs);

    /// <summary>The backend that uses all cores.</summary>
    public static CpuBackend Shared { get; } = new();

    /// <inheritdoc/>
    public override string Name => "cpu";

    /// <summary>Threads that compute.</summary>
    public int Threads => Workers.Count;

    internal Workers Workers { get; }

    /// <inheritdoc/>
    public override NativeBuffer? Allocate(long bytes) => new(bytes);

    /// <inheritdoc/>
    public override Kernel Find(Operation operation)
        => Table.TryGetValue(operation.GetType(), out var entry)
            ? (current, inputs, outputs) => entry(this, current, inputs, outputs)
            : throw new InvalidOperationException($"The backend '{Name}' has no kernel for {operation.Name}.");

    /// <summary>The operations that this backend has kernels for.</summary>
    internal static IEnumerable<Type> Operations => Table.Keys;

    /// <summary>A matrix product by all workers.</summary>
    internal void Multiply(in GemmCall call)
    {
        lock (_gemm)
        {
            GemmKernels.Chosen.Run(Workers, call, ref _packedB);
        }
    }

    /// <summary>Memory for sums of parts that are added up afterwards; grows to what is needed, one user at a time.</summary>
    internal unsafe float* Partials(long floats)
    {
        if (_partials is null || _partials.Bytes < floats * sizeof(float))
        {
            _partials = new NativeBuffer(floats * sizeof(float));
        }

        return (float*)_partials.Pointer;
    }

    private static TableEntry Row<TOperation>(TypedKernel<TOperation> kernel)
        where TOperation : Operation
        => (cpu, operation, inputs, outputs) => kernel(cpu, (TOperation)operation, inputs, outputs);
}
