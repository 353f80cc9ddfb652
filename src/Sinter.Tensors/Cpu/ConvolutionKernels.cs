using Sinter.Tensors.Cpu.Gemm;
using Sinter.Tensors.Operations;

namespace Sinter.Tensors.Cpu;

/// <summary>Kernel of <see cref="Convolution"/>: for each block of windows of each group, their columns and the product with the weight.</summary>
internal static unsafe class ConvolutionKernels
{
    public static void Run(CpuBackend cpu, Convolution operation, ReadOnlySpan<TensorView> inputs, ReadOnlySpan<TensorView> outputs)
    {
        var layout = Layout(operation, inputs[0].Shape, outputs[0].Shape);
        if (layout.IsDepthwise)
        {
            DepthwiseKernels.Forward(cpu, layout, inputs[0].Floats, inputs[1].Floats, inputs.Length == 3 ? inputs[2].Floats : null, outputs[0].Floats);
            return;
        }

        var blockWindows = layout.BlockWindows(layout.Depth);
        var blocks = (layout.Windows + blockWindows - 1) / blockWindows;
        cpu.Workers.For(
            layout.Batch * layout.Groups * blocks,
            new Body(layout, blockWindows, blocks, inputs[0].Floats, inputs[1].Floats, inputs.Length == 3 ? inputs[2].Floats : null, outputs[0].Floats));
    }

    public static ConvolutionLayout Layout(Convolution operation, Shape input, Shape output)
        => new(operation.Vertical, operation.Horizontal, operation.Groups, input, output);

    /// <summary>Scratch floats of a worker: those of a product, and a block of columns.</summary>
    public static long ScratchFloats(in ConvolutionLayout layout)
    {
        if (layout.IsDepthwise)
        {
            return 0;
        }

        var columns = layout.IsPointwise ? 0 : (long)layout.Depth * layout.BlockWindows(layout.Depth);
        return GemmKernels.Chosen.ScratchFloats(layout.Outputs, layout.Depth) + columns;
    }

    private readonly struct Body(ConvolutionLayout layout, int blockWindows, int blocks, float* x, float* weight, float* bias, float* y) : IParallelBody
    {
        public void Run(int index, Worker worker)
        {
            var (block, group, batch) = (index % blocks, index / blocks % layout.Groups, index / blocks / layout.Groups);
            var first = block * blockWindows;
            var count = Math.Min(blockWindows, layout.Windows - first);
            var gemm = GemmKernels.Chosen;
            var gemmFloats = gemm.ScratchFloats(layout.Outputs, layout.Depth);
            var scratch = worker.Scratch(ScratchFloats(layout));
            var to = layout.Output(y, batch, group) + first;
            gemm.RunAlone(
                new GemmCall
                {
                    Rows = layout.Outputs,
                    Columns = count,
                    Depth = layout.Depth,
                    A = Matrix.RowMajor(weight + ((long)group * layout.Outputs * layout.Depth), layout.Depth),
                    B = layout.Columns(layout.Input(x, batch, group), layout.Channels, first, count, scratch + gemmFloats),
                    C = to,
                    Stride = layout.Windows,
                },
                scratch);
            if (bias is null)
            {
                return;
            }

            for (var i = 0; i < layout.Outputs; i++)
            {
                VectorMath.Add(bias[(group * layout.Outputs) + i], to + ((long)i * layout.Windows), count);
            }
        }
    }
}
