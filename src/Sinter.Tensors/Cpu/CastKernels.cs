using Sinter.Tensors.Operations;

namespace Sinter.Tensors.Cpu;

/// <summary>Kernel of <see cref="Cast"/>.</summary>
internal static unsafe class CastKernels
{
    /// <summary>A group of numbers that are stored in blocks, which is written at once.</summary>
    private const int ElementsPerTask = NormalFloat4.GroupSize;

    /// <summary>Scratch floats of one worker: between two types of which neither is single precision.</summary>
    public static int ScratchFloats(DataType from, DataType to) => from == DataType.Float32 || to == DataType.Float32 ? 0 : ElementsPerTask;

    public static void Run(CpuBackend cpu, Cast operation, ReadOnlySpan<TensorView> inputs, ReadOnlySpan<TensorView> outputs)
        => cpu.Workers.For(
            (int)((inputs[0].Count + ElementsPerTask - 1) / ElementsPerTask),
            new Body(inputs[0].Count, inputs[0].Pointer, inputs[0].Type, outputs[0].Pointer, outputs[0].Type));

    private readonly struct Body(long count, void* source, DataType from, void* destination, DataType to) : IParallelBody
    {
        public void Run(int index, Worker worker)
        {
            var first = (long)index * ElementsPerTask;
            var length = (int)Math.Min(ElementsPerTask, count - first);
            if (from == DataType.Float32)
            {
                Write(new ReadOnlySpan<float>((float*)source + first, length), first);
                return;
            }

            if (to == DataType.Float32)
            {
                Read(first, new Span<float>((float*)destination + first, length));
                return;
            }

            var between = new Span<float>(worker.Scratch(ElementsPerTask), length);
            Read(first, between);
            Write(between, first);
        }

        private void Read(long first, Span<float> floats)
        {
            switch (from)
            {
                case DataType.BFloat16:
                    NarrowFloats.Widen(new ReadOnlySpan<BFloat16>((BFloat16*)source + first, floats.Length), floats);
                    break;
                case DataType.Float16:
                    NarrowFloats.Widen(new ReadOnlySpan<Half>((Half*)source + first, floats.Length), floats);
                    break;
                case DataType.NormalFloat4:
                    fixed (float* stretch = floats)
                    {
                        new NormalFloat4Blocks(source, count).Dequantize(first, floats.Length, stretch);
                    }

                    break;
                case DataType.Float64:
                    for (var i = 0; i < floats.Length; i++)
                    {
                        floats[i] = (float)((double*)source)[first + i];
                    }

                    break;
                default:
                    throw new InvalidOperationException($"No kernel casts from {from}.");
            }
        }

        private void Write(ReadOnlySpan<float> floats, long first)
        {
            switch (to)
            {
                case DataType.BFloat16:
                    NarrowFloats.Narrow(floats, new Span<BFloat16>((BFloat16*)destination + first, floats.Length));
                    break;
                case DataType.Float16:
                    NarrowFloats.Narrow(floats, new Span<Half>((Half*)destination + first, floats.Length));
                    break;
                case DataType.NormalFloat4:
                    fixed (float* stretch = floats)
                    {
                        new NormalFloat4Blocks(destination, count).Quantize(first, floats.Length, stretch);
                    }

                    break;
                case DataType.Float64:
                    for (var i = 0; i < floats.Length; i++)
                    {
                        ((double*)destination)[first + i] = floats[i];
                    }

                    break;
                default:
                    throw new InvalidOperationException($"No kernel casts to {to}.");
            }
        }
    }
}
