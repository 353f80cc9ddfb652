using Sinter.Tensors.Cpu.Gemm;
using Sinter.Tensors.Operations;

namespace Sinter.Tensors.Cpu;

/// <summary>
/// Kernels of <see cref="ConvolutionInputGradient"/> and <see cref="ConvolutionWeightGradient"/>. A task owns some channels: their planes of the input's gradient, or
/// their columns of the weight's. So nothing is added by two, and the order of the sums is that of the blocks.
/// </summary>
internal static unsafe class ConvolutionGradientKernels
{
    public static void Run(CpuBackend cpu, ConvolutionInputGradient operation, ReadOnlySpan<TensorView> inputs, ReadOnlySpan<TensorView> outputs)
    {
        var layout = Layout(operation, inputs[0].Shape, outputs[0].Shape);
        if (layout.IsDepthwise)
        {
            DepthwiseKernels.InputGradient(cpu, layout, inputs[0].Floats, inputs[1].Floats, outputs[0].Floats);
            return;
        }

        cpu.Workers.For(layout.Batch * layout.Groups * layout.ChannelTasks, new InputBody(layout, inputs[0].Floats, inputs[1].Floats, outputs[0].Floats));
    }

    public static void Run(CpuBackend cpu, ConvolutionWeightGradient operation, ReadOnlySpan<TensorView> inputs, ReadOnlySpan<TensorView> outputs)
    {
        var layout = Layout(operation, inputs[0].Shape, inputs[1].Shape);
        if (outputs[0].Exists && layout.IsDepthwise)
        {
            DepthwiseKernels.WeightGradient(cpu, layout, inputs[0].Floats, inputs[1].Floats, outputs[0]);
        }
        else if (outputs[0].Exists)
        {
            cpu.Workers.For(layout.Groups * layout.ChannelTasks, new WeightBody(layout, inputs[0].Floats, inputs[1].Floats, outputs[0].Floats, outputs[0].Accumulate));
        }

        if (outputs[1].Exists)
        {
            cpu.Workers.For(layout.Groups * layout.Outputs, new BiasBody(layout, inputs[1].Floats, outputs[1].Floats, outputs[1].Accumulate));
        }
    }

    public static ConvolutionLayout Layout(ConvolutionInputGradient operation, Shape dy, Shape dx)
        => new(operation.Vertical, operation.Horizontal, operation.Groups, dx, dy);

    public static ConvolutionLayout Layout(ConvolutionWeightGradient operation, Shape x, Shape dy)
        => new(operation.Vertical, operation.Horizontal, operation.Groups, x, dy);

    /// <summary>Scratch floats of a worker for the input's gradient: those of a product, and the gradient of a block of columns.</summary>
    public static long InputScratchFloats(in ConvolutionLayout layout)
        => layout.IsDepthwise ? 0 : Math.Max(InputScratchFloats(layout, layout.TaskRows), InputScratchFloats(layout, layout.LastTaskRows));

    /// <summary>Scratch floats of a worker for the weight's gradient: those of a product, and a block of columns.</summary>
    public static long WeightScratchFloats(in ConvolutionLayout layout)
        => layout.IsDepthwise ? 0 : Math.Max(WeightScratchFloats(layout, layout.TaskRows), WeightScratchFloats(layout, layout.LastTaskRows));

    private static long InputScratchFloats(in ConvolutionLayout layout, int rows)
        => GemmKernels.Chosen.ScratchFloats(rows, layout.Outputs) + CopyFloats(layout, rows);

    private static long WeightScratchFloats(in ConvolutionLayout layout, int rows)
        => GemmKernels.Chosen.ScratchFloats(layout.Outputs, layout.BlockWindows(rows)) + CopyFloats(layout, rows);

    /// <summary>Floats of a block of columns, which lie where they are read if they are the input itself.</summary>
    private static long CopyFloats(in ConvolutionLayout layout, int rows) => layout.IsPointwise ? 0 : (long)rows * layout.BlockWindows(rows);

    /// <summary>The columns' gradient is weightᵀ · dy, and each of its elements belongs to the element that was read there.</summary>
    private readonly struct InputBody(ConvolutionLayout layout, float* dy, float* weight, float* dx) : IParallelBody
    {
        public void Run(int index, Worker worker)
        {
            var (task, group, batch) = (index % layout.ChannelTasks, index / layout.ChannelTasks % layout.Groups, index / layout.ChannelTasks / layout.Groups);
            var channel = task * layout.ChannelsPerTask;
            var channels = Math.Min(layout.ChannelsPerTask, layout.Channels - channel);
            var rows = channels * layout.Taps;
            var blockWindows = layout.BlockWindows(rows);
            var gemm = GemmKernels.Chosen;
            var gemmFloats = gemm.ScratchFloats(rows, layout.Outputs);
            var scratch = worker.Scratch(InputScratchFloats(layout, rows));
            var planes = layout.Input(dx, batch, group, channel);
            if (!layout.IsPointwise)
            {
                new Span<float>(planes, channels * layout.Plane).Clear();
            }

            for (var first = 0; first < layout.Windows; first += blockWindows)
            {
                var count = Math.Min(blockWindows, layout.Windows - first);
                gemm.RunAlone(
                    new GemmCall
                    {
                        Rows = rows,
                        Columns = count,
                        Depth = layout.Outputs,
                        A = Matrix.RowMajor(weight + ((long)group * layout.Outputs * layout.Depth) + (channel * layout.Taps), layout.Depth).Transposed,
                        B = Matrix.RowMajor(layout.Output(dy, batch, group) + first, layout.Windows),
                        C = layout.IsPointwise ? planes + first : scratch + gemmFloats,
                        Stride = layout.IsPointwise ? layout.Plane : count,
                    },
                    scratch);
                if (!layout.IsPointwise)
                {
                    layout.AddBack(scratch + gemmFloats, planes, channels, first, count);
                }
            }
        }
    }

    /// <summary>dweight = sum over batch and blocks of dy · columnsᵀ.</summary>
    private readonly struct WeightBody(ConvolutionLayout layout, float* x, float* dy, float* dweight, bool accumulate) : IParallelBody
    {
        public void Run(int index, Worker worker)
        {
            var (task, group) = (index % layout.ChannelTasks, index / layout.ChannelTasks);
            var channel = task * layout.ChannelsPerTask;
            var channels = Math.Min(layout.ChannelsPerTask, layout.Channels - channel);
            var rows = channels * layout.Taps;
            var blockWindows = layout.BlockWindows(rows);
            var gemm = GemmKernels.Chosen;
            var gemmFloats = gemm.ScratchFloats(layout.Outputs, blockWindows);
            var scratch = worker.Scratch(WeightScratchFloats(layout, rows));
            var to = dweight + ((long)group * layout.Outputs * layout.Depth) + (channel * layout.Taps);
            var start = accumulate ? to : null;
            for (var batch = 0; batch < layout.Batch; batch++)
            {
                for (var first = 0; first < layout.Windows; first += blockWindows)
                {
                    var count = Math.Min(blockWindows, layout.Windows - first);
                    gemm.RunAlone(
                        new GemmCall
                        {
                            Rows = layout.Outputs,
                            Columns = rows,
                            Depth = count,
                            A = Matrix.RowMajor(layout.Output(dy, batch, group) + first, layout.Windows),
                            B = layout.Columns(layout.Input(x, batch, group, channel), channels, first, count, scratch + gemmFloats).Transposed,
                            C = to,
                            Stride = layout.Depth,
                            Start = start,
                        },
                        scratch);
                    start = to;
                }
            }
        }
    }

    private readonly struct BiasBody(ConvolutionLayout layout, float* dy, float* dbias, bool accumulate) : IParallelBody
    {
        public void Run(int index, Worker worker)
        {
            var sum = 0.0;
            for (var batch = 0; batch < layout.Batch; batch++)
            {
                sum += VectorMath.Sum(layout.Output(dy, batch, 0, index), layout.Windows);
            }

            dbias[index] = (float)(accumulate ? dbias[index] + sum : sum);
        }
    }
}
