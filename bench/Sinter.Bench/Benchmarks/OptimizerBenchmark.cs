using System.Globalization;
using Sinter.Bench.Peers;
using Sinter.Tensors;
using Sinter.Tensors.Cpu;
using Sinter.Tensors.Operations;
using Sinter.Tensors.Optimizers;
using Sinter.Tensors.Programs;

namespace Sinter.Bench.Benchmarks;

/// <summary>
/// What reads and writes more than it computes: the optimizers and the layers between matrix products. Bytes are those that must move at least. The
/// linear cross-entropy carries its matrix products with it and is held against the multiply-add rate.
/// </summary>
internal sealed class OptimizerBenchmark : IBenchmark
{
    private const int Rounds = 2;
    private const double Seconds = 0.2;
    private const int Rows = 8192;
    private const int Width = 1024;
    private const int HeadSize = 64;
    private const int Classes = 50304;
    private const int RowsOfClasses = 1024;

    /// <summary>Matrices of 3072 x 768 that make about the weights of GPT-2 small; fewer where four blocks of them, ours and the peer's, would not fit the memory.</summary>
    private const int MostMatrices = 52;
    private const int MatrixRows = 3072;
    private const int MatrixColumns = 768;

    public string Name => "optimizer";

    public string Description => "Optimizers, norms, activations, softmax and cross-entropy against the measured memory rate; cross-entropy with its products against the multiply-add rate. Peer: PyTorch.";

    public IEnumerable<Measurement> Run(BenchSettings settings)
    {
        var limits = new MachineLimits(settings.Threads);
        var cpu = new CpuBackend(settings.Threads);
        using var turns = Turns.With("kernels.py", settings, Rounds);
        foreach (var row in Optimizers(settings, cpu, limits, turns).Concat(Layers(settings, cpu, limits, turns)).Concat(LinearCrossEntropies(settings, cpu, limits)))
        {
            yield return row;
        }
    }

    private static IEnumerable<Measurement> Optimizers(BenchSettings settings, CpuBackend cpu, MachineLimits limits, Turns turns)
    {
        var memory = GC.GetGCMemoryInfo();
        var free = memory.TotalAvailableMemoryBytes - memory.MemoryLoadBytes;
        const long Matrix = (long)MatrixRows * MatrixColumns;
        var matrices = (int)Math.Clamp(free / 2 / (8 * Matrix * sizeof(float)), 1, MostMatrices);
        var shape = string.Create(CultureInfo.InvariantCulture, $"{matrices * Matrix}");
        ParameterSet? parameters = null;
        foreach (var (name, make) in ((string, Func<ParameterSet, IOptimizer>)[])
            [
                ("adamw", static set => new AdamW(set, new AdamWOptions())), ("adamw, 8 bits", static set => new AdamW8Bit(set, new AdamWOptions())),
                ("lion", static set => new Lion(set, new LionOptions())), ("adafactor", static set => new Adafactor(set, new AdafactorOptions())),
            ])
        {
            if (!settings.Wants(name, shape))
            {
                continue;
            }

            parameters ??= new ParameterSet(
                cpu, Enumerable.Range(0, matrices).Select(static i => new ParameterSpec(i.ToString(CultureInfo.InvariantCulture), [MatrixRows, MatrixColumns], ParameterRole.Matrix)));
            var optimizer = make(parameters);
            var question = name == "adamw" ? string.Create(CultureInfo.InvariantCulture, $"adamw {matrices * Matrix} {Seconds}") : null;
            Timing.Warm(Step);
            var (own, other) = turns.Best(() => Timing.Seconds(Seconds, Step).Min(), question);
            yield return Row(settings, name, shape, optimizer.BytesMoved, own, other, RateUnit.GigabytesPerSecond, limits, turns);

            void Step() => optimizer.Step(1e-3);
        }
    }

    /// <summary>Each layer forward, from inputs that take no gradient; then its gradient alone.</summary>
    private static IEnumerable<Measurement> Layers(BenchSettings settings, CpuBackend cpu, MachineLimits limits, Turns turns)
    {
        var table = Tensor.From<float>(cpu, RotaryTable.Create(Rows, HeadSize, 10000), [Rows, HeadSize]);
        var positions = Tensor.Arange(Rows, cpu);
        var targets = Tensor.Arange(RowsOfClasses, cpu);
        var one = Tensor.Full([], 1, backend: cpu);
        Shape wide = [Rows, Width];
        foreach (var (name, shapes, apply, peer) in ((string, Shape[], Func<Tensor[], Tensor>, string?)[])
            [
                ("rms norm", [wide, [Width]], static x => x[0].RmsNorm(x[1]), null),
                ("layer norm", [wide, [Width], [Width]], static x => x[0].LayerNorm(x[1], x[2]), "layernorm"),
                ("gelu by tangent", [wide], static x => x[0].GeluTanh(), null),
                ("swiglu", [wide], static x => x[0].SwiGlu(), null),
                ("geglu", [wide], static x => x[0].GeGlu(), null),
                ("rotary", [wide], x => x[0].Rotary(positions, table, Width / HeadSize), null),
                ("softmax", [wide], static x => x[0].Softmax(), null),
                ("cross-entropy", [[RowsOfClasses, Classes]], x => x[0].CrossEntropy(targets, one).Loss, "crossentropy"),
            ])
        {
            var shape = string.Create(CultureInfo.InvariantCulture, $"{shapes[0][0]}x{shapes[0][1]}");
            var fused = peer == "crossentropy";
            if (settings.Wants(name, shape) && !fused)
            {
                var inputs = shapes.Select(one => Tensor.Input(cpu, one)).ToArray();
                var program = StepProgram.Compile(apply(inputs));
                foreach (var input in inputs)
                {
                    RandomTensor.Create(cpu, input.Shape).AsSpan<float>().CopyTo(program.Values<float>(input));
                }

                var measure = KernelTimes.Of(program);
                var (own, other) = turns.Best(() => measure.Best(Seconds).Seconds, Question(0));
                yield return Row(settings, name, shape, program.BytesMoved, own, other, RateUnit.GigabytesPerSecond, limits, turns);
            }

            // A loss computes its gradient in its one pass.
            var both = fused ? name + " and gradient" : name + " gradient";
            if (settings.Wants(both, shape))
            {
                var inputs = shapes.Select(one => RandomTensor.Create(cpu, one, requiresGradient: true)).ToArray();
                var measure = KernelTimes.OfGradient(apply(inputs), inputs) ?? throw new InvalidOperationException($"The gradient of {name} takes no kernel.");
                var (own, other) = turns.Best(() => measure.Best(Seconds).Seconds, Question(1));
                yield return Row(settings, both, shape, measure.Best(0).BytesMoved, own, other, RateUnit.GigabytesPerSecond, limits, turns);
            }

            string? Question(int gradient) => peer is null ? null : string.Create(CultureInfo.InvariantCulture, $"{peer} {shapes[0][0]} {shapes[0][1]} {gradient} {Seconds}");
        }
    }

    private static IEnumerable<Measurement> LinearCrossEntropies(BenchSettings settings, CpuBackend cpu, MachineLimits limits)
    {
        foreach (var (rows, classes, width) in ((int, int, int)[])[(2048, 8192, 384), (1024, Classes, 768)])
        {
            const string Product = "linear cross-entropy and gradient";
            var shape = string.Create(CultureInfo.InvariantCulture, $"{rows}x{classes}x{width}");
            if (settings.Wants(Product, shape))
            {
                var (states, head) = (RandomTensor.Create(cpu, [rows, width], true), RandomTensor.Create(cpu, [classes, width], true));
                var loss = states.LinearCrossEntropy(head, Tensor.Input(cpu, [rows], DataType.Int32), Tensor.Input(cpu, [])).Loss;
                var training = StepProgram.CompileTraining(
                    loss, [new Parameter("states", states, Tensor.Zeros(cpu, states.Shape)), new Parameter("head", head, Tensor.Zeros(cpu, head.Shape))]);
                Timing.Warm(training.Run);
                yield return Row(
                    settings, Product, shape, training.FloatingPointOperations, Timing.Seconds(2 * Seconds, training.Run).Min(), null, RateUnit.Gflops, limits, null);
            }
        }
    }

    private static Measurement Row(
        BenchSettings settings, string name, string shape, long work, double own, double? other, RateUnit unit, MachineLimits limits, Turns? turns)
        => new()
        {
            Name = name,
            Shape = shape,
            Threads = settings.Threads,
            Unit = unit,
            Rate = work / own / 1e9,
            Limit = unit == RateUnit.Gflops ? limits.Gflops() : limits.GigabytesPerSecond(),
            Peer = other is null ? null : turns?.Peer,
            PeerRate = work / other / 1e9,
        };
}
