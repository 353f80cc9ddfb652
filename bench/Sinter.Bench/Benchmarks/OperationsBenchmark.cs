using Sinter.Tensors;
using Sinter.Tensors.Cpu;
using Sinter.Tensors.Programs;
using Sinter.Tensors.Tests;

namespace Sinter.Bench.Benchmarks;

/// <summary>
/// The operations of the tests' own table, at the large inputs of its rows: forward, and the gradient alone. Each is held against the limit that it is
/// nearer to, arithmetic or memory. An operation that is added to the table is measured, and shown by <see cref="SupportTable"/>, without another line here.
/// </summary>
internal sealed class OperationsBenchmark : IBenchmark
{
    private const double Seconds = 0.1;

    public string Name => "operations";

    public string Description => "The operations of the tests' table at large inputs, forward and gradient, each against the limit that bounds it: memory or multiply-adds.";

    public IEnumerable<Measurement> Run(BenchSettings settings)
    {
        var limits = new MachineLimits(settings.Threads);
        var cpu = new CpuBackend(settings.Threads);
        foreach (var test in OperationCase.All)
        {
            if (test.Large is not { } large)
            {
                continue;
            }

            var shape = string.Join(" ", large.Select(static input => string.Join("x", input.Shape.ToArray())).Where(static text => text.Length > 0));
            if (settings.Wants(test.Name, shape))
            {
                yield return Row(test.Name, shape, Forward(cpu, test.Apply, large));
            }

            if (settings.Wants(test.Name + " gradient", shape))
            {
                var inputs = large.Select(input => Leaf(cpu, input)).ToArray();
                if (KernelTimes.OfGradient(test.Apply(inputs), [.. inputs.Where((_, i) => large[i].TakesGradient)]) is { } times)
                {
                    yield return Row(test.Name + (times.HoldsForward ? " and gradient" : " gradient"), shape, times.Best(Seconds));
                }
            }
        }

        Measurement Row(string name, string shape, KernelCost cost)
        {
            var (arithmetic, memory) = (cost.FloatingPointOperations / cost.Seconds / 1e9, cost.BytesMoved / cost.Seconds / 1e9);
            var (arithmeticLimit, memoryLimit) = (limits.Gflops(), limits.GigabytesPerSecond());
            var byMemory = memory / memoryLimit > arithmetic / arithmeticLimit;
            return new Measurement
            {
                Name = name,
                Shape = shape,
                Threads = settings.Threads,
                Unit = byMemory ? RateUnit.GigabytesPerSecond : RateUnit.Gflops,
                Rate = byMemory ? memory : arithmetic,
                Limit = byMemory ? memoryLimit : arithmeticLimit,
            };
        }
    }

    /// <summary>The kernels of the result where no gradient is wanted.</summary>
    private static KernelCost Forward(CpuBackend cpu, Func<Tensor[], Tensor> apply, CaseInput[] large)
    {
        var inputs = large.Select(input => input.TakesGradient ? Tensor.Input(cpu, input.Shape) : Leaf(cpu, input)).ToArray();
        var program = StepProgram.Compile(apply(inputs));
        for (var i = 0; i < inputs.Length; i++)
        {
            if (inputs[i].IsInput)
            {
                Leaf(cpu, large[i]).AsSpan<float>().CopyTo(program.Values<float>(inputs[i]));
            }
        }

        return KernelTimes.Of(program).Best(Seconds);
    }

    private static Tensor Leaf(CpuBackend cpu, CaseInput input)
    {
        if (input.Integers is { } integers)
        {
            return Tensor.From<int>(cpu, integers, input.Shape);
        }

        return input.Fixed is { } values
            ? Tensor.From<float>(cpu, values, input.Shape)
            : Tensor.Uniform(new Tensors.Randomness.RandomStream(1, input.Shape.ToString()), input.Shape, input.Minimum, input.Minimum + 2, requiresGradient: true, backend: cpu);
    }
}
