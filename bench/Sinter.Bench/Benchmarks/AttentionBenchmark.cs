using System.Globalization;
using Sinter.Bench.Peers;
using Sinter.Tensors;
using Sinter.Tensors.Cpu;
using Sinter.Tensors.Operations;
using Sinter.Tensors.Programs;

namespace Sinter.Bench.Benchmarks;

/// <summary>
/// Attention of 6 heads of 64, alone and with its gradient: causal, to both sides, and through a window. Operations are those of what is seen, for causal
/// attention the half. The memory besides what goes in and comes out shows that it grows as the time does, not as its square.
/// </summary>
internal sealed class AttentionBenchmark : IBenchmark
{
    private const int Heads = 6;
    private const int HeadSize = 64;
    private const int Rounds = 2;
    private const double SecondsOfRound = 0.3;

    /// <summary>The peer stores time x time scores several times over: of longer sequences it would need tens of gigabytes.</summary>
    private const int LongestOfPeer = 4096;

    public string Name => "attention";

    public string Description => "Attention, forward and with its gradient, against the measured multiply-add rate. Peer: PyTorch, by plain softmax.";

    public IEnumerable<Measurement> Run(BenchSettings settings)
    {
        var limits = new MachineLimits(settings.Threads);
        var cpu = new CpuBackend(settings.Threads);
        using var turns = Turns.With("kernels.py", settings, Rounds);
        var options = new AttentionOptions { Heads = Heads, KeyValueHeads = Heads };
        foreach (var (name, time, one) in ((string, int, AttentionOptions)[])
            [
                ("attention", 1024, options), ("attention", 4096, options), ("attention", 16384, options),
                ("attention both sides", 4096, options with { Causal = false }), ("attention window 1024", 4096, options with { Window = 1024 }),
            ])
        {
            var shape = string.Create(CultureInfo.InvariantCulture, $"T{time} H{Heads} D{HeadSize}");
            foreach (var gradient in (bool[])[false, true])
            {
                var row = gradient ? name + " and gradient" : name;
                if (settings.Wants(row, shape))
                {
                    yield return Measure(row, shape, time, one, gradient);
                }
            }
        }

        Measurement Measure(string name, string shape, int time, AttentionOptions one, bool gradient)
        {
            var qkv = RandomTensor.Create(cpu, [1, time, 3 * Heads * HeadSize], requiresGradient: gradient);
            var starts = Tensor.Input(cpu, [1, time], DataType.Int32);
            var attended = qkv.Attention(starts, one);
            var program = gradient
                ? StepProgram.CompileTraining((attended * RandomTensor.Create(cpu, attended.Shape)).Sum(), [new Parameter("qkv", qkv, Tensor.Zeros(cpu, qkv.Shape))])
                : StepProgram.Compile(attended);
            var given = starts.ByteCount + (gradient ? 0 : attended.ByteCount);
            var question = time <= LongestOfPeer && one.Window == 0
                ? string.Create(CultureInfo.InvariantCulture, $"attention {time} {Heads} {HeadSize} {(one.Causal ? 1 : 0)} {(gradient ? 1 : 0)} {SecondsOfRound}")
                : null;
            Timing.Warm(program.Run);
            var (own, other) = turns.Best(() => Timing.Seconds(SecondsOfRound, program.Run).Min(), question);
            return new Measurement
            {
                Name = name,
                Shape = shape,
                Threads = settings.Threads,
                Unit = RateUnit.Gflops,
                Rate = program.FloatingPointOperations / own / 1e9,
                Limit = limits.Gflops(),
                WorkMegabytes = (program.ArenaBytes - given + CpuBackend.Scratch(program, settings.Threads).Bytes(settings.Threads)) / 1e6,
                Peer = other is null ? null : turns.Peer,
                PeerRate = program.FloatingPointOperations / other / 1e9,
            };
        }
    }
}
