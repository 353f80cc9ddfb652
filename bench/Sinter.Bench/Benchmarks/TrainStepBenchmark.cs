using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Sinter.Bench.Peers;
using Sinter.Tensors.Cpu;
using Sinter.Tensors.Optimizers;

namespace Sinter.Bench.Benchmarks;

/// <summary>
/// Whole training steps of the reference model, beside PyTorch: rounds A B A B A B, each in a fresh process, so that the peak of its memory is its
/// own. A round's figure is its median step, the row's is the median round.
/// </summary>
internal sealed class TrainStepBenchmark : IBenchmark
{
    /// <summary>The word by which this program runs one side of one round.</summary>
    public const string RoundCommand = "train-step-round";

    private const int Rounds = 3;
    private const int StepsOfRound = 5;

    public string Name => "train-step";

    public string Description => "Forward, backward and AdamW of a 13.9M-parameter model against the measured multiply-add rate. Peer: PyTorch.";

    public IEnumerable<Measurement> Run(BenchSettings settings)
    {
        var limits = new MachineLimits(settings.Threads);
        limits.Gflops();
        var (config, batch) = TrainingStep.Reference;
        var tokens = batch * config.ContextLength;
        var (own, others) = (new List<Round>(), new List<Round>());
        string? peer = null;
        for (var round = 0; round < Rounds; round++)
        {
            using (var process = LineProcess.StartSelf(RoundCommand, "--threads", Text(settings.Threads)))
            {
                own.Add(process.Read<Round>() ?? throw new InvalidOperationException("The process of our own side ended early."));
            }

            int[] sizes = [StepsOfRound, config.Layers, config.HiddenSize, config.Heads, config.IntermediateSize, config.ContextLength, config.VocabularySize, batch];
            if (settings.Peers && (round == 0 || peer is not null) && PythonPeer.Start("train_step.py", settings.Threads, sizes.Select(Text)) is { } started)
            {
                peer = started.Name;
                using var process = started.Process;
                others.Add(process.Read<Round>() ?? throw new InvalidOperationException("The peer's process ended early."));
            }
        }

        var rate = Median(own);
        yield return new Measurement
        {
            Name = Name,
            Shape = TrainingStep.Describe(config, batch),
            Threads = settings.Threads,
            Unit = RateUnit.TokensPerSecond,
            Rate = rate,
            BestRate = Best(own),
            Gflops = own[0].FloatingPointOperations / 1e9 * rate / tokens,
            Limit = limits.Gflops(),
            PeakMegabytes = own.Max(round => round.PeakMegabytes),
            Peer = peer,
            PeerRate = peer is null ? null : Median(others),
            PeerBestRate = peer is null ? null : Best(others),
            PeerPeakMegabytes = peer is null ? null : others.Max(round => round.PeakMegabytes),
        };

        double Median(List<Round> rounds) => Timing.Median(rounds.Select(round => tokens / Timing.Median(round.SecondsPerStep)));
        double Best(List<Round> rounds) => rounds.Max(round => tokens / round.SecondsPerStep.Min());
    }

    /// <summary>Our side of one round, in this process: writes its line to the standard output.</summary>
    public static void RunRound(int threads)
    {
        var (config, batch) = TrainingStep.Reference;
        var step = new TrainingStep(config, batch, new CpuBackend(threads));
        var optimizer = new AdamW(step.Model.Parameters, new AdamWOptions());
        Take();
        var loss = step.Loss;
        var seconds = new double[StepsOfRound];
        for (var i = 0; i < StepsOfRound; i++)
        {
            var clock = Stopwatch.StartNew();
            Take();
            seconds[i] = clock.Elapsed.TotalSeconds;
        }

        using var self = Process.GetCurrentProcess();
        Console.WriteLine(JsonSerializer.Serialize(new Round(seconds, loss, step.Program.FloatingPointOperations, self.PeakWorkingSet64 / 1e6), JsonSerializerOptions.Web));

        void Take()
        {
            step.Program.Run();
            optimizer.Step(1e-3);
        }
    }

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);

    private sealed record Round(IReadOnlyList<double> SecondsPerStep, double Loss, long FloatingPointOperations, double? PeakMegabytes);
}
