using System.Globalization;
using Sinter.Tensors;
using Sinter.Tensors.Cpu;
using Sinter.Tensors.Operations;
using Sinter.Tensors.Optimizers;
using Sinter.Tensors.Programs;

namespace Sinter.Bench.Benchmarks;

/// <summary>
/// What reads and writes more than it computes: AdamW and the layers between matrix products. Bytes are those that must move at least. The
/// cross-entropy carries its matrix products with it and is held against the multiply-add rate.
/// </summary>
internal sealed class OptimizerBenchmark : IBenchmark
{
    private const double Seconds = 0.4;
    private const int Rows = 8192;
    private const int Width = 1024;
    private const int HeadSize = 64;

    /// <summary>Weights of GPT-2 small; fewer where the four blocks would take more than a quarter of the memory.</summary>
    private const long MostWeights = 124_000_000;

    public string Name => "optimizer";

    public string Description => "AdamW, RMSNorm, SwiGLU and rotary against the measured memory rate; cross-entropy against the multiply-add rate.";

    public IEnumerable<Measurement> Run(BenchSettings settings)
    {
        var limits = new MachineLimits(settings.Threads);
        var cpu = new CpuBackend(settings.Threads);
        yield return AdamWRow(settings, cpu, limits);

        var x = Tensor.Input(cpu, [Rows, Width]);
        var weight = RandomTensor.Create(cpu, [Width]);
        var table = Tensor.From<float>(cpu, RotaryTable.Create(Rows, HeadSize, 10000), [Rows, HeadSize]);
        var positions = Tensor.Input(cpu, [Rows], DataType.Int32);
        foreach (var (name, output) in ((string, Tensor)[])
            [("rms norm", x.RmsNorm(weight)), ("swiglu", x.SwiGlu()), ("rotary", x.Rotary(positions, table, Width / HeadSize))])
        {
            var program = StepProgram.Compile(output);
            yield return Row(name, $"{Rows}x{Width}", program.BytesMoved / Timing.Seconds(Seconds, program.Run).Min() / 1e9, RateUnit.GigabytesPerSecond);
        }

        const int Vocabulary = 8192;
        const int Hidden = 384;
        var (states, head) = (RandomTensor.Create(cpu, [2048, Hidden], true), RandomTensor.Create(cpu, [Vocabulary, Hidden], true));
        var loss = states.LinearCrossEntropy(head, Tensor.Input(cpu, [2048], DataType.Int32), Tensor.Input(cpu, [])).Loss;
        var training = StepProgram.CompileTraining(
            loss, [new Parameter("states", states, Tensor.Zeros(cpu, states.Shape)), new Parameter("head", head, Tensor.Zeros(cpu, head.Shape))]);
        yield return Row(
            "linear cross-entropy and gradient", $"2048x{Vocabulary}x{Hidden}",
            training.FloatingPointOperations / Timing.Seconds(Seconds, training.Run).Min() / 1e9, RateUnit.Gflops);

        Measurement Row(string name, string shape, double rate, RateUnit unit) => new()
        {
            Name = name,
            Shape = shape,
            Threads = settings.Threads,
            Unit = unit,
            Rate = rate,
            Limit = unit == RateUnit.Gflops ? limits.Gflops() : limits.GigabytesPerSecond(),
        };
    }

    private static Measurement AdamWRow(BenchSettings settings, CpuBackend cpu, MachineLimits limits)
    {
        var memory = GC.GetGCMemoryInfo();
        var free = memory.TotalAvailableMemoryBytes - memory.MemoryLoadBytes;
        var weights = (int)Math.Min(MostWeights, free / 4 / (4 * sizeof(float)));
        var parameters = new ParameterSet(cpu, [new("weights", [1, weights], ParameterRole.Matrix)]);
        var optimizer = new AdamW(parameters, new AdamWOptions());
        var seconds = Timing.Seconds(Seconds, () => optimizer.Step(1e-3)).Min();
        return new Measurement
        {
            Name = "adamw",
            Shape = string.Create(CultureInfo.InvariantCulture, $"{weights}"),
            Threads = settings.Threads,
            Unit = RateUnit.GigabytesPerSecond,
            Rate = optimizer.BytesMoved / seconds / 1e9,
            Limit = limits.GigabytesPerSecond(),
        };
    }
}
