using System.Numerics;
using Sinter.Tensors.Operations;

namespace Sinter.Tensors.Cpu;

/// <summary>Kernels of <see cref="TopK"/>, for floats and doubles, of <see cref="Route"/> and its gradient, and of <see cref="ExpertOrder"/>: a token's row a time.</summary>
internal static unsafe class RoutingKernels
{
    private const int ElementsPerTask = 8192;

    public static void Run(CpuBackend cpu, TopK operation, ReadOnlySpan<TensorView> inputs, ReadOnlySpan<TensorView> outputs)
    {
        var (x, indices) = (inputs[0], outputs[0]);
        var width = x.Shape[^1];
        var rows = x.Count / width;
        if (x.Type == DataType.Float64)
        {
            cpu.Workers.For(Tasks(rows, width), new TopKBody<double>((double*)x.Pointer, indices.Integers, rows, width, operation.Count));
        }
        else
        {
            cpu.Workers.For(Tasks(rows, width), new TopKBody<float>(x.Floats, indices.Integers, rows, width, operation.Count));
        }
    }

    public static void Run(CpuBackend cpu, Route operation, ReadOnlySpan<TensorView> inputs, ReadOnlySpan<TensorView> outputs)
    {
        var (logits, chosen) = (inputs[0], inputs[1]);
        var experts = logits.Shape[1];
        ExpertIndices.Check(operation, chosen, experts);
        cpu.Workers.For(
            Tasks(logits.Shape[0], experts),
            new RouteBody(operation.Renormalize, logits.Floats, chosen.Integers, outputs[0].Floats, logits.Shape[0], experts, chosen.Shape[1]));
    }

    public static void Run(CpuBackend cpu, RouteGradient operation, ReadOnlySpan<TensorView> inputs, ReadOnlySpan<TensorView> outputs)
    {
        var (logits, chosen) = (inputs[0], inputs[1]);
        var experts = logits.Shape[1];
        ExpertIndices.Check(operation, chosen, experts);
        cpu.Workers.For(
            Tasks(logits.Shape[0], experts),
            new RouteGradientBody(
                operation.Renormalize, logits.Floats, chosen.Integers, inputs[2].Floats, inputs[3].Floats, outputs[0].Floats, logits.Shape[0], experts, chosen.Shape[1]));
    }

    /// <summary>A counting sort, by one thread: it is as quick as the assignments are read.</summary>
    public static void Run(CpuBackend cpu, ExpertOrder operation, ReadOnlySpan<TensorView> inputs, ReadOnlySpan<TensorView> outputs)
    {
        var chosen = inputs[0].Integers;
        var experts = operation.Experts;
        var (count, slots) = ((int)inputs[0].Count, inputs[0].Shape[1]);
        ExpertIndices.Check(operation, inputs[0], experts);

        // The next free row of each expert: first how many rows the experts before it have.
        var next = (int*)cpu.Partials(experts + 1);
        new Span<int>(next, experts + 1).Clear();
        for (var a = 0; a < count; a++)
        {
            next[chosen[a] + 1]++;
        }

        for (var expert = 0; expert < experts; expert++)
        {
            next[expert + 1] += next[expert];
        }

        if (outputs[3].Exists)
        {
            new ReadOnlySpan<int>(next, experts + 1).CopyTo(new Span<int>(outputs[3].Integers, experts + 1));
        }

        var tokens = outputs[0].Integers;
        var assignments = outputs[1].Integers;
        var rows = outputs[2].Integers;
        for (var a = 0; a < count; a++)
        {
            var row = next[chosen[a]]++;
            if (tokens is not null)
            {
                tokens[row] = a / slots;
            }

            if (assignments is not null)
            {
                assignments[row] = a;
            }

            if (rows is not null)
            {
                rows[a] = row;
            }
        }
    }

    private static int RowsPerTask(int width) => Math.Max(1, ElementsPerTask / width);

    private static int Tasks(long rows, int width) => (int)((rows + RowsPerTask(width) - 1) / RowsPerTask(width));

    private readonly struct TopKBody<T>(T* x, int* indices, long rows, int width, int count) : IParallelBody
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public void Run(int index, Worker worker)
        {
            var last = Math.Min(rows, (index + 1L) * RowsPerTask(width));
            for (var row = (long)index * RowsPerTask(width); row < last; row++)
            {
                var values = x + (row * width);
                var to = indices + (row * count);
                for (var i = 0; i < count; i++)
                {
                    to[i] = Next(values, i == 0 ? -1 : to[i - 1]);
                }
            }
        }

        /// <summary>The first element in order of those that come after a given one; of all for -1.</summary>
        private int Next(T* values, int previous)
        {
            var best = -1;
            for (var j = 0; j < width; j++)
            {
                if ((previous < 0 || Before(values, previous, j)) && (best < 0 || Before(values, j, best)))
                {
                    best = j;
                }
            }

            return best;
        }

        /// <summary>Whether element i comes before j: no numbers first, then larger ones, of equal ones the lower index.</summary>
        private static bool Before(T* values, int i, int j)
        {
            var (a, b) = (values[i], values[j]);
            return a > b || (!(a < b) && (T.IsNaN(a) == T.IsNaN(b) ? i < j : T.IsNaN(a)));
        }
    }

    private readonly struct RouteBody(bool renormalize, float* logits, int* chosen, float* weights, int rows, int experts, int slots) : IParallelBody
    {
        public void Run(int index, Worker worker)
        {
            var last = Math.Min(rows, (index + 1) * RowsPerTask(experts));
            for (var row = index * RowsPerTask(experts); row < last; row++)
            {
                var x = logits + ((long)row * experts);
                var ids = chosen + ((long)row * slots);
                var to = weights + ((long)row * slots);
                var largest = float.NegativeInfinity;
                for (var i = 0; i < (renormalize ? slots : experts); i++)
                {
                    largest = MathF.Max(largest, x[renormalize ? ids[i] : i]);
                }

                var sum = 0f;
                for (var i = 0; i < slots; i++)
                {
                    to[i] = MathF.Exp(x[ids[i]] - largest);
                    sum += to[i];
                }

                sum = renormalize ? sum : ExpertIndices.SumOfExponentials(x, largest, experts);
                for (var i = 0; i < slots; i++)
                {
                    to[i] /= sum;
                }
            }
        }
    }

    private readonly struct RouteGradientBody(
        bool renormalize, float* logits, int* chosen, float* weights, float* gradients, float* to, int rows, int experts, int slots) : IParallelBody
    {
        public void Run(int index, Worker worker)
        {
            var last = Math.Min(rows, (index + 1) * RowsPerTask(experts));
            for (var row = index * RowsPerTask(experts); row < last; row++)
            {
                var x = logits + ((long)row * experts);
                var dx = to + ((long)row * experts);
                var ids = chosen + ((long)row * slots);
                var w = weights + ((long)row * slots);
                var dw = gradients + ((long)row * slots);
                var dot = 0f;
                for (var i = 0; i < slots; i++)
                {
                    dot += w[i] * dw[i];
                }

                if (renormalize)
                {
                    new Span<float>(dx, experts).Clear();
                    for (var i = 0; i < slots; i++)
                    {
                        dx[ids[i]] = w[i] * (dw[i] - dot);
                    }

                    continue;
                }

                var largest = VectorMath.Largest(x, experts);
                var factor = -dot / ExpertIndices.SumOfExponentials(x, largest, experts);
                for (var i = 0; i < experts; i++)
                {
                    dx[i] = factor * MathF.Exp(x[i] - largest);
                }

                for (var i = 0; i < slots; i++)
                {
                    dx[ids[i]] += w[i] * dw[i];
                }
            }
        }
    }
}
