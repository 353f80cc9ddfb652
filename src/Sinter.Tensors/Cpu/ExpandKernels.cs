using Sinter.Tensors.Operations;

namespace Sinter.Tensors.Cpu;

/// <summary>
/// Kernel of <see cref="Expand"/>. The result is made of groups that each repeat one run of the input: the innermost dimensions that are kept are the run, those around
/// them that are repeated say how often. A group is a run copied once, and then what is there already copied behind itself, twice as much each time.
/// </summary>
internal static unsafe class ExpandKernels
{
    /// <summary>Elements of a task: what it writes stays in the cache, from where it is copied again.</summary>
    private const int ElementsPerTask = 8192;

    public static void Run(CpuBackend cpu, Expand operation, ReadOnlySpan<TensorView> inputs, ReadOnlySpan<TensorView> outputs)
    {
        switch (inputs[0].Type.Size())
        {
            case sizeof(long):
                Repeat<long>(cpu, inputs[0], outputs[0]);
                break;
            case sizeof(short):
                Repeat<short>(cpu, inputs[0], outputs[0]);
                break;
            default:
                Repeat<int>(cpu, inputs[0], outputs[0]);
                break;
        }
    }

    private static void Repeat<T>(CpuBackend cpu, TensorView source, TensorView destination)
        where T : unmanaged
    {
        var (from, to) = (source.Shape, destination.Shape);
        var outer = to.Rank;
        var run = 1L;
        for (; outer > 0 && from[outer - 1] == to[outer - 1]; outer--)
        {
            run *= to[outer - 1];
        }

        var group = run;
        for (; outer > 0 && from[outer - 1] == 1; outer--)
        {
            group *= to[outer - 1];
        }

        cpu.Workers.For(
            checked((int)((destination.Count + ElementsPerTask - 1) / ElementsPerTask)),
            new Body<T>((T*)source.Pointer, (T*)destination.Pointer, from, to, outer, run, group, destination.Count));
    }

    private readonly struct Body<T>(T* source, T* destination, Shape from, Shape to, int outer, long run, long group, long count) : IParallelBody
        where T : unmanaged
    {
        public void Run(int index, Worker worker)
        {
            var end = Math.Min((index + 1L) * ElementsPerTask, count);
            for (var first = (long)index * ElementsPerTask; first < end;)
            {
                var (number, within) = Math.DivRem(first, group);
                var length = (int)Math.Min(group - within, end - first);
                if (run == 1)
                {
                    new Span<T>(destination + first, length).Fill(source[Start(number)]);
                }
                else
                {
                    Fill(source + (Start(number) * run), within % run, destination + first, length);
                }

                first += length;
            }
        }

        /// <summary>The run of the input that a group repeats.</summary>
        private long Start(long number)
        {
            var (start, stride) = (0L, 1L);
            for (var dimension = outer - 1; dimension >= 0 && number > 0; dimension--)
            {
                (number, var position) = Math.DivRem(number, to[dimension]);
                if (from[dimension] > 1)
                {
                    start += position * stride;
                    stride *= from[dimension];
                }
            }

            return start;
        }

        /// <summary>Writes a length of the repeated run, from a place within the run on.</summary>
        private void Fill(T* repeated, long within, T* place, int length)
        {
            var written = (int)Math.Min(run - within, length);
            new Span<T>(repeated + within, written).CopyTo(new Span<T>(place, written));
            place += written;
            length -= written;
            written = (int)Math.Min(run, length);
            new Span<T>(repeated, written).CopyTo(new Span<T>(place, written));
            while (written < length)
            {
                var more = Math.Min(written, length - written);
                new Span<T>(place, more).CopyTo(new Span<T>(place + written, more));
                written += more;
            }
        }
    }
}
