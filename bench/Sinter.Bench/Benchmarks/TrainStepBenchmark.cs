using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Sinter.Bench.Peers;
using Sinter.Tensors.Cpu;
using Sinter.Tensors.Optimizers;

namespace Sinter.Bench.Benchmarks;

/// <summary>
/// Whole training steps, beside PyTorch: rounds A B A B A B, each in a fresh process, so that the peak of its memory is its own. A round's figure is
/// its median step, the row's is the median round.
/// </summary>
internal sealed class TrainStepBenchmark : IBenchmark
{
    /// <summary>The word by which this program runs our side of one round.</summary>
    public const string RoundCommand = "train-step-round";

    private const int Rounds = 3;

    /// <summary>After each step the limit is measured for a moment, as the machine's clock moves.</summary>
    private const double SecondsOfLimit = 0.04;

    public string Name => "train-step";

    public string Description => "Forward, backward and AdamW of a 13.9M-parameter model and of GPT-2 124M against the measured multiply-add rate. Peer: PyTorch.";

    public IEnumerable<Measurement> Run(BenchSettings settings)
    {
        foreach (var shape in TrainingShape.All.Where(shape => settings.Wants(shape.RowName, shape.Shape)))
        {
            yield return Row(settings, shape);
        }
    }

    /// <summary>Our side of one round, in this process: writes its line to the standard output.</summary>
    public static void RunRound(string key, int threads)
    {
        var shape = TrainingShape.All.FirstOrDefault(one => one.Key == key)
            ?? throw new ArgumentException($"There is no training step '{key}'; there are {string.Join(", ", TrainingShape.All.Select(static one => one.Key))}.");
        var step = shape.Make(new CpuBackend(threads), true);
        var optimizer = new AdamW(step.Parameters, new AdamWOptions());
        Take();
        var loss = step.Loss;
        var (seconds, limits) = (new double[shape.Steps], new double[shape.Steps]);
        for (var i = 0; i < seconds.Length; i++)
        {
            var clock = Stopwatch.StartNew();
            Take();
            seconds[i] = clock.Elapsed.TotalSeconds;
            limits[i] = MachineRates.MultiplyAddRate(threads, SecondsOfLimit) / 1e9;
        }

        using var self = Process.GetCurrentProcess();
        Console.WriteLine(JsonSerializer.Serialize(new Round(seconds, loss, self.PeakWorkingSet64 / 1e6, limits), JsonSerializerOptions.Web));

        void Take()
        {
            step.Program.Run();
            optimizer.Step(1e-3);
        }
    }

    private static Measurement Row(BenchSettings settings, TrainingShape shape)
    {
        var (own, others) = (new List<Round>(), new List<Round>());
        string? peer = null;
        for (var round = 0; round < Rounds; round++)
        {
            using (var process = LineProcess.StartSelf(RoundCommand, shape.Key, "--threads", Text(settings.Threads)))
            {
                own.Add(process.Read<Round>() ?? throw new InvalidOperationException("The process of our own side ended early."));
            }

            if (settings.Peers && (round == 0 || peer is not null)
                && ScriptPeer.Start("train_step.py", settings.Threads, [Text(shape.Steps), .. shape.PeerArguments]) is { } started)
            {
                peer = started.Name;
                using var process = started.Process;
                others.Add(process.Read<Round>() ?? throw new InvalidOperationException("The peer's process ended early."));
            }
        }

        var rate = Median(own);
        return new Measurement
        {
            Name = shape.RowName,
            Shape = shape.Shape,
            Threads = settings.Threads,
            Unit = RateUnit.TokensPerSecond,
            Rate = rate,
            BestRate = Best(own),
            Gflops = shape.FloatingPointOperations() / 1e9 * rate / shape.Tokens,
            Limit = Timing.Median(own.SelectMany(static round => round.Limits!)),
            PeakMegabytes = own.Max(round => round.PeakMegabytes),
            Peer = peer,
            PeerRate = peer is null ? null : Median(others),
            PeerBestRate = peer is null ? null : Best(others),
            PeerPeakMegabytes = peer is null ? null : others.Max(round => round.PeakMegabytes),
        };

        double Median(List<Round> rounds) => Timing.Median(rounds.Select(round => shape.Tokens / Timing.Median(round.SecondsPerStep)));
        double Best(List<Round> rounds) => rounds.Max(round => shape.Tokens / round.SecondsPerStep.Min());
    }

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);

    private sealed record Round(IReadOnlyList<double> SecondsPerStep, double Loss, double? PeakMegabytes, IReadOnlyList<double>? Limits = null);
}
