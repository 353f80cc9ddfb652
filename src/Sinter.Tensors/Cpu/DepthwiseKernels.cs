using System.Numerics;

namespace Sinter.Tensors.Cpu;

/// <summary>
/// Kernels of a convolution whose groups have one channel and one output each: for a product there is nothing to share, so each tap is added to (or measured against)
/// the plane that it moves over, which stays in the innermost cache.
/// </summary>
internal static unsafe class DepthwiseKernels
{
    private const int ElementsPerTask = 8192;

    public static void Forward(CpuBackend cpu, ConvolutionLayout layout, float* x, float* weight, float* bias, float* y)
    {
        var planes = layout.Batch * layout.Groups;
        var planesPerTask = Math.Max(1, ElementsPerTask / layout.Windows);
        cpu.Workers.For((planes + planesPerTask - 1) / planesPerTask, new ForwardBody(layout, planes, planesPerTask, x, weight, bias, y));
    }

    public static void InputGradient(CpuBackend cpu, ConvolutionLayout layout, float* dy, float* weight, float* dx)
    {
        var planes = layout.Batch * layout.Groups;
        var planesPerTask = Math.Max(1, ElementsPerTask / layout.Plane);
        cpu.Workers.For((planes + planesPerTask - 1) / planesPerTask, new InputBody(layout, planes, planesPerTask, dy, weight, dx));
    }

    public static void WeightGradient(CpuBackend cpu, ConvolutionLayout layout, float* x, float* dy, TensorView dweight)
        => cpu.Workers.For(layout.Groups, new WeightBody(layout, x, dy, dweight.Floats, dweight.Accumulate));

    /// <summary>to[j · toStep] += factor · from[j · fromStep].</summary>
    private static void AddScaled(float factor, float* from, int fromStep, float* to, int toStep, int count)
    {
        var j = 0;
        if (fromStep == 1 && toStep == 1)
        {
            for (; j + Vector<float>.Count <= count; j += Vector<float>.Count)
            {
                Vector.Store(Vector.FusedMultiplyAdd(new Vector<float>(factor), Vector.Load(from + j), Vector.Load(to + j)), to + j);
            }
        }

        for (; j < count; j++)
        {
            to[j * toStep] = MathF.FusedMultiplyAdd(factor, from[j * fromStep], to[j * toStep]);
        }
    }

    private readonly struct ForwardBody(ConvolutionLayout layout, int planes, int planesPerTask, float* x, float* weight, float* bias, float* y) : IParallelBody
    {
        public void Run(int index, Worker worker)
        {
            for (var plane = index * planesPerTask; plane < Math.Min(planes, (index + 1) * planesPerTask); plane++)
            {
                var channel = plane % layout.Groups;
                var from = x + ((long)plane * layout.Plane);
                var to = y + ((long)plane * layout.Windows);
                new Span<float>(to, layout.Windows).Fill(bias is null ? 0 : bias[channel]);
                for (var tap = 0; tap < layout.Taps; tap++)
                {
                    foreach (var run in layout.Runs(tap, 0, layout.Windows))
                    {
                        AddScaled(weight[((long)channel * layout.Taps) + tap], from + run.Input, layout.HorizontalStride, to + run.Start, 1, run.Count);
                    }
                }
            }
        }
    }

    private readonly struct InputBody(ConvolutionLayout layout, int planes, int planesPerTask, float* dy, float* weight, float* dx) : IParallelBody
    {
        public void Run(int index, Worker worker)
        {
            for (var plane = index * planesPerTask; plane < Math.Min(planes, (index + 1) * planesPerTask); plane++)
            {
                var channel = plane % layout.Groups;
                var from = dy + ((long)plane * layout.Windows);
                var to = dx + ((long)plane * layout.Plane);
                new Span<float>(to, layout.Plane).Clear();
                for (var tap = 0; tap < layout.Taps; tap++)
                {
                    foreach (var run in layout.Runs(tap, 0, layout.Windows))
                    {
                        AddScaled(weight[((long)channel * layout.Taps) + tap], from + run.Start, 1, to + run.Input, layout.HorizontalStride, run.Count);
                    }
                }
            }
        }
    }

    private readonly struct WeightBody(ConvolutionLayout layout, float* x, float* dy, float* dweight, bool accumulate) : IParallelBody
    {
        public void Run(int channel, Worker worker)
        {
            for (var tap = 0; tap < layout.Taps; tap++)
            {
                var sum = 0.0;
                for (var batch = 0; batch < layout.Batch; batch++)
                {
                    var from = layout.Input(x, batch, channel);
                    var gradient = layout.Output(dy, batch, channel);
                    foreach (var run in layout.Runs(tap, 0, layout.Windows))
                    {
                        sum += Product(from + run.Input, gradient + run.Start, run.Count);
                    }
                }

                var to = dweight + ((long)channel * layout.Taps) + tap;
                *to = (float)(accumulate ? *to + sum : sum);
            }
        }

        private float Product(float* from, float* gradient, int count)
        {
            if (layout.HorizontalStride == 1)
            {
                return VectorMath.Dot(from, gradient, count);
            }

            var sum = 0f;
            for (var j = 0; j < count; j++)
            {
                sum = MathF.FusedMultiplyAdd(from[j * layout.HorizontalStride], gradient[j], sum);
            }

            return sum;
        }
    }
}
