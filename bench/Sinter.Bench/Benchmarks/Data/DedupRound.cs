using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Sinter.Bench.Peers;
using Sinter.Data.Deduplication;
using Sinter.Data.Inputs;

namespace Sinter.Bench.Benchmarks.Data;

/// <summary>
/// One deduplication as <c>sinter data dedup</c> does it: from JSON Lines to kept and removed shards, index and report. It runs in a process of its own, so that the peak of its
/// memory is its own; a first small one, which is not counted, has the runtime compile.
/// </summary>
internal sealed record DedupRound(Throughput Time, long Bytes, double PeakMegabytes, long Removed)
{
    /// <summary>The word by which this program runs one round.</summary>
    public const string Command = "dedup-round";

    private const int WarmingBytes = 8_000_000;

    /// <summary>Has a process of its own do a round.</summary>
    /// <param name="profile">The name of the profile.</param>
    /// <param name="input">A file of JSON Lines, or how many GB to generate.</param>
    /// <param name="threads">The threads of the deduplication.</param>
    public static DedupRound Start(string profile, string input, int threads)
    {
        using var process = LineProcess.StartSelf(Command, input, profile, "--threads", threads.ToString(CultureInfo.InvariantCulture));
        return process.Read<DedupRound>() ?? throw new InvalidOperationException("The process of the deduplication ended early.");
    }

    /// <summary>Does a round in this process: writes its line to the standard output.</summary>
    public static void Run(string input, string profile, int threads)
    {
        Deduplicate(profile, static () => DuplicateCorpus.Open(WarmingBytes), threads);
        long bytes = 0, removed = 0;
        var time = Throughput.Of(() => (bytes, removed) = Deduplicate(profile, Source(input), threads));
        using var self = Process.GetCurrentProcess();
        Console.WriteLine(JsonSerializer.Serialize(new DedupRound(time, bytes, self.PeakWorkingSet64 / 1e6, removed), JsonSerializerOptions.Web));
    }

    private static Func<Stream> Source(string input) => int.TryParse(input, NumberStyles.None, CultureInfo.InvariantCulture, out var gigabytes)
        ? () => DuplicateCorpus.Open(gigabytes * 1_000_000_000L)
        : () => File.OpenRead(input);

    private static (long Bytes, long Removed) Deduplicate(string profile, Func<Stream> open, int threads)
    {
        var folder = new DeduplicationFolder(Path.Combine(BenchmarkInput.Folder, $"dedup-{Guid.NewGuid():N}"));
        try
        {
            var options = new DeduplicationOptions { Threads = threads };
            var source = DeduplicationRun.Source(new InputFile("corpus.jsonl", null, open), options);
            new DeduplicationRun(folder, [source], DeduplicationProfiles.Find(profile).Create(new Dictionary<string, string>()), options).Run();
            var report = DeduplicationReport.Load(folder);
            return (report.Timing.InputBytes, report.Removed.Documents);
        }
        finally
        {
            Directory.Delete(folder.Root, recursive: true);
        }
    }
}
