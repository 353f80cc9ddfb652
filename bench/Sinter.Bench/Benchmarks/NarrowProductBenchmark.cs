using System.Globalization;
using Sinter.Tensors;
using Sinter.Tensors.Cpu;
using Sinter.Tensors.Operations;
using Sinter.Tensors.Programs;

namespace Sinter.Bench.Benchmarks;

/// <summary>A linear layer, and the gradient of its input, whose weight is stored in a narrow type, beside the same with floats; the best try of rounds A B A B A B.</summary>
internal sealed class NarrowProductBenchmark : IBenchmark
{
    private const int Rounds = 3;
    private const double SecondsOfRound = 0.15;

    public string Name => "narrow";

    public string Description => "Products with weights in 16 and in 4 bits against the measured multiply-add rate. Peer: the same with floats.";

    public IEnumerable<Measurement> Run(BenchSettings settings)
    {
        var limits = new MachineLimits(settings.Threads);
        var cpu = new CpuBackend(settings.Threads);
        foreach (var type in (DataType[])[DataType.BFloat16, DataType.NormalFloat4])
        {
            foreach (var size in (int[])[768, 2048])
            {
                foreach (var rows in (int[])[1, 16, 128, 1024])
                {
                    foreach (var backwards in (bool[])[false, true])
                    {
                        var (name, shape) = ($"{(backwards ? "input gradient" : "linear")} {type}", string.Create(CultureInfo.InvariantCulture, $"{rows}x{size}x{size}"));
                        if (settings.Wants(name, shape))
                        {
                            var (own, other) = Times(Compile(cpu, type, rows, size, backwards), Compile(cpu, DataType.Float32, rows, size, backwards));
                            yield return new Measurement
                            {
                                Name = name,
                                Shape = shape,
                                Threads = settings.Threads,
                                Unit = RateUnit.Gflops,
                                Rate = 2.0 * rows * size * size / own / 1e9,
                                Limit = limits.Gflops(),
                                Peer = "floats",
                                PeerRate = 2.0 * rows * size * size / other / 1e9,
                            };
                        }
                    }
                }
            }
        }
    }

    private static (double Own, double Other) Times(StepProgram own, StepProgram other)
    {
        Timing.Warm(own.Run);
        Timing.Warm(other.Run);
        var (best, bestOther) = (double.PositiveInfinity, double.PositiveInfinity);
        for (var round = 0; round < Rounds; round++)
        {
            best = Math.Min(best, Timing.Seconds(SecondsOfRound, own.Run).Min());
            bestOther = Math.Min(bestOther, Timing.Seconds(SecondsOfRound, other.Run).Min());
        }

        return (best, bestOther);
    }

    private static StepProgram Compile(CpuBackend cpu, DataType type, int rows, int size, bool backwards)
    {
        var x = Tensor.Input(cpu, [rows, size]);
        var weight = RandomTensor.Create(cpu, [size, size]).Cast(type);
        var program = StepProgram.Compile(backwards ? x.MatMul(weight) : x.Linear(weight));
        RandomTensor.Create(cpu, [rows, size]).AsSpan<float>().CopyTo(program.Values<float>(x));
        return program;
    }
}
