using Sinter.Tensors.Cpu.Gemm;
using Sinter.Tensors.Operations;
using Sinter.Tensors.Programs;

namespace Sinter.Tensors.Cpu;

/// <summary>Computes on the processor: a table of kernels, run by threads that stay.</summary>
public sealed class CpuBackend : Backend
{
    private static readonly Dictionary<Type, (TableEntry Run, Func<Node, int, KernelScratch> Scratch)> Table = new()
    {
        [typeof(Unary)] = Row<Unary>(UnaryKernels.Run),
        [typeof(UnaryGradient)] = Row<UnaryGradient>(UnaryKernels.Run),
        [typeof(Affine)] = Row<Affine>(ElementwiseKernels.Run),
        [typeof(ScaleBy)] = Row<ScaleBy>(ElementwiseKernels.Run),
        [typeof(Power)] = Row<Power>(ElementwiseKernels.Run),
        [typeof(Binary)] = Row<Binary>(ElementwiseKernels.Run),
        [typeof(AddInto)] = Row<AddInto>(ElementwiseKernels.Run),
        [typeof(Cast)] = Row<Cast>(CastKernels.Run, KernelScratch.OfCast),
        [typeof(Permute)] = Row<Permute>(ShapeKernels.Run),
        [typeof(Expand)] = Row<Expand>(ExpandKernels.Run),
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
        [typeof(MatMul)] = Row<MatMul>(MatMulKernels.Run, KernelScratch.OfMatMul),
        [typeof(TopK)] = Row<TopK>(RoutingKernels.Run),
        [typeof(Route)] = Row<Route>(RoutingKernels.Run),
        [typeof(RouteGradient)] = Row<RouteGradient>(RoutingKernels.Run),
        [typeof(ExpertOrder)] = Row<ExpertOrder>(RoutingKernels.Run, KernelScratch.OfExpertOrder),
        [typeof(GroupedLinear)] = Row<GroupedLinear>(GroupedLinearKernels.Run, KernelScratch.OfGroupedLinear),
        [typeof(GroupedLinearWeightGradient)] = Row<GroupedLinearWeightGradient>(GroupedLinearKernels.Run, KernelScratch.OfGroupedLinearWeightGradient),
        [typeof(CombineExperts)] = Row<CombineExperts>(CombineExpertsKernels.Run),
        [typeof(CombineExpertsGradient)] = Row<CombineExpertsGradient>(CombineExpertsKernels.Run),
        [typeof(RmsNorm)] = Row<RmsNorm>(RmsNormKernels.Run),
        [typeof(RmsNormGradient)] = Row<RmsNormGradient>(RmsNormKernels.Run, KernelScratch.OfRmsNormGradient),
        [typeof(LayerNorm)] = Row<LayerNorm>(LayerNormKernels.Run),
        [typeof(LayerNormGradient)] = Row<LayerNormGradient>(LayerNormKernels.Run, KernelScratch.OfLayerNormGradient),
        [typeof(GatedUnit)] = Row<GatedUnit>(GatedUnitKernels.Run),
        [typeof(GatedUnitGradient)] = Row<GatedUnitGradient>(GatedUnitKernels.Run),
        [typeof(Softmax)] = Row<Softmax>(SoftmaxKernels.Run),
        [typeof(SoftmaxGradient)] = Row<SoftmaxGradient>(SoftmaxKernels.Run),
        [typeof(LogSoftmax)] = Row<LogSoftmax>(SoftmaxKernels.Run),
        [typeof(LogSoftmaxGradient)] = Row<LogSoftmaxGradient>(SoftmaxKernels.Run),
        [typeof(Dropout)] = Row<Dropout>(DropoutKernels.Run),
        [typeof(Rotary)] = Row<Rotary>(RotaryKernels.Run),
        [typeof(Attention)] = Row<Attention>(AttentionKernels.Run, KernelScratch.OfAttention),
        [typeof(AttentionMask)] = Row<AttentionMask>(AttentionMaskKernels.Run),
        [typeof(AttentionGradient)] = Row<AttentionGradient>(AttentionGradientKernels.Run, KernelScratch.OfAttentionGradient),
        [typeof(CachedAttention)] = Row<CachedAttention>(CachedAttentionKernels.Run, KernelScratch.OfCachedAttention),
        [typeof(Convolution)] = Row<Convolution>(ConvolutionKernels.Run, KernelScratch.OfConvolution),
        [typeof(ConvolutionInputGradient)] = Row<ConvolutionInputGradient>(ConvolutionGradientKernels.Run, KernelScratch.OfConvolutionInputGradient),
        [typeof(ConvolutionWeightGradient)] = Row<ConvolutionWeightGradient>(ConvolutionGradientKernels.Run, KernelScratch.OfConvolutionWeightGradient),
        [typeof(MaximumPooling)] = Row<MaximumPooling>(PoolingKernels.Run),
        [typeof(MaximumPoolingGradient)] = Row<MaximumPoolingGradient>(PoolingKernels.Run),
        [typeof(AveragePooling)] = Row<AveragePooling>(PoolingKernels.Run),
        [typeof(AveragePoolingGradient)] = Row<AveragePoolingGradient>(PoolingKernels.Run),
        [typeof(BatchNorm)] = Row<BatchNorm>(BatchNormKernels.Run),
        [typeof(BatchNormGradient)] = Row<BatchNormGradient>(BatchNormKernels.Run),
        [typeof(KnownBatchNorm)] = Row<KnownBatchNorm>(BatchNormKernels.Run),
        [typeof(LstmCell)] = Row<LstmCell>(LstmKernels.Run),
        [typeof(LstmCellGradient)] = Row<LstmCellGradient>(LstmKernels.Run, KernelScratch.OfLstmCellGradient),
        [typeof(GruCell)] = Row<GruCell>(GruKernels.Run),
        [typeof(GruCellGradient)] = Row<GruCellGradient>(GruKernels.Run, KernelScratch.OfGruCellGradient),
        [typeof(CrossEntropy)] = Row<CrossEntropy>(CrossEntropyKernels.Run, KernelScratch.OfCrossEntropy),
        [typeof(LogProbabilities)] = Row<LogProbabilities>(TokenLogProbabilityKernels.Run),
        [typeof(LogProbabilitiesGradient)] = Row<LogProbabilitiesGradient>(TokenLogProbabilityKernels.Run),
        [typeof(TokenLogProbabilities)] = Row<TokenLogProbabilities>(TokenLogProbabilityKernels.Run, KernelScratch.OfTokenLogProbabilities),
        [typeof(TokenLogProbabilitiesGradient)] = Row<TokenLogProbabilitiesGradient>(TokenLogProbabilityKernels.Run, KernelScratch.OfTokenLogProbabilitiesGradient),
        [typeof(LinearCrossEntropy)] = Row<LinearCrossEntropy>(LinearCrossEntropyKernels.Run, KernelScratch.OfLinearCrossEntropy),
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
            ? (current, inputs, outputs) => entry.Run(this, current, inputs, outputs)
            : throw new InvalidOperationException($"The backend '{Name}' has no kernel for {operation.Name}.");

    /// <summary>The operations that this backend has kernels for.</summary>
    internal static IEnumerable<Type> Operations => Table.Keys;

    /// <summary>
    /// The memory in which the kernels of a program work, besides its arena: that of the kernel which needs most. It is kept from kernel to kernel and from program
    /// to program. The program may be one of a backend that only counts.
    /// </summary>
    /// <param name="program">The program.</param>
    /// <param name="threads">Threads that would compute; 0 for one a core.</param>
    public static KernelScratch Scratch(StepProgram program, int threads)
        => Scratch(program.Nodes, threads == 0 ? Environment.ProcessorCount : threads);

    /// <summary>Gives back the memory in which kernels work besides tensors; the next ones take what they need. Not while anything computes here.</summary>
    public void FreeScratch()
    {
        lock (_gemm)
        {
            _packedB?.Free();
            _packedB = null;
            _partials?.Free();
            _partials = null;
        }

        Workers.FreeScratch();
    }

    /// <summary>A matrix product by all workers.</summary>
    internal void Multiply(in GemmCall call)
    {
        lock (_gemm)
        {
            var before = _packedB;
            GemmKernels.Chosen.Run(Workers, call, ref _packedB);
            if (before != _packedB)
            {
                before?.Free();
            }
        }
    }

    /// <inheritdoc/>
    internal override void Prepare(IEnumerable<Node> nodes) => Reserve(Scratch(nodes, Threads));

    /// <summary>Makes room for the panels of the largest product at once, where to grow step by step would hold two blocks at a time.</summary>
    internal void Reserve(KernelScratch scratch)
    {
        lock (_gemm)
        {
            if ((_packedB?.Bytes ?? 0) < scratch.Packed)
            {
                _packedB?.Free();
                _packedB = new NativeBuffer(scratch.Packed);
            }
        }
    }

    /// <summary>Memory for sums of parts that are added up afterwards; grows to what is needed, one user at a time.</summary>
    internal unsafe float* Partials(long floats)
    {
        if (_partials is null || _partials.Bytes < floats * sizeof(float))
        {
            _partials?.Free();
            _partials = new NativeBuffer(floats * sizeof(float));
        }

        return (float*)_partials.Pointer;
    }

    /// <summary>The same for some nodes.</summary>
    internal static KernelScratch Scratch(IEnumerable<Node> nodes, int threads) => nodes
        .Where(static node => node.Inputs.Count > 0 && node.Inputs[0].Type != DataType.Float64)
        .Select(node => Table.TryGetValue(node.Operation.GetType(), out var entry) ? entry.Scratch(node, threads) : default)
        .Aggregate(default(KernelScratch), static (most, one) => most.Max(one));

    private static (TableEntry Run, Func<Node, int, KernelScratch> Scratch) Row<TOperation>(TypedKernel<TOperation> kernel, Func<Node, int, KernelScratch>? scratch = null)
        where TOperation : Operation
        => ((cpu, operation, inputs, outputs) => kernel(cpu, (TOperation)operation, inputs, outputs), scratch ?? ((_, _) => default));
}
