using Sinter.Tensors;
using Sinter.Tensors.Cpu;
using Sinter.Tensors.Operations;
using Sinter.Tensors.Programs;

namespace Sinter.Bench.Benchmarks;

/// <summary>Causal attention of 6 heads of 64, alone and with its gradient. Operations are those of the causal half.</summary>
internal sealed class AttentionBenchmark : IBenchmark
{
    private const int Heads = 6;
    private const int HeadSize = 64;
    private const double Seconds = 0.5;

    public string Name => "attention";

    public string Description => "Causal attention, forward and with its gradient, against the measured multiply-add rate.";

    public IEnumerable<Measurement> Run(BenchSettings settings)
    {
        var limits = new MachineLimits(settings.Threads);
        var cpu = new CpuBackend(settings.Threads);
        foreach (var time in (int[])[1024, 4096])
        {
            var qkv = RandomTensor.Create(cpu, [1, time, 3 * Heads * HeadSize], requiresGradient: true);
            var attended = qkv.Attention(Tensor.Input(cpu, [1, time], DataType.Int32), Heads, Heads);
            yield return Row("attention", StepProgram.Compile(attended));

            var loss = (attended * RandomTensor.Create(cpu, attended.Shape)).Sum();
            yield return Row("attention and gradient", StepProgram.CompileTraining(loss, [new Parameter("qkv", qkv, Tensor.Zeros(cpu, qkv.Shape))]));

            Measurement Row(string name, StepProgram program) => new()
            {
                Name = name,
                Shape = $"T{time} H{Heads} D{HeadSize}",
                Threads = settings.Threads,
                Unit = RateUnit.Gflops,
                Rate = program.FloatingPointOperations / Timing.Seconds(Seconds, program.Run).Min() / 1e9,
                Limit = limits.Gflops(),
            };
        }
    }
}
