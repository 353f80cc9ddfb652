using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Sinter.Bench.Peers;
using Sinter.Data.Cleaning;
using Sinter.Data.Cleaning.Quality;
using Sinter.Data.Inputs;
using Sinter.Data.Reading;

namespace Sinter.Bench.Benchmarks.Data;

/// <summary>
/// One cleaning as <c>sinter data clean</c> does it: from JSON Lines through the whole heuristic chain to shards of JSON Lines with gzip, scores and report. It runs in a
/// process of its own, so that the peak of its memory is its own; a first small cleaning, which is not counted, has the runtime compile.
/// </summary>
internal sealed record CleaningRound(Throughput Time, long Bytes, double PeakMegabytes)
{
    /// <summary>The word by which this program runs one round.</summary>
    public const string Command = "clean-round";

    private const int WarmingBytes = 8_000_000;

    /// <summary>The steps: English, and the rules of C4, FineWeb, and Gopher in both readings.</summary>
    public static IReadOnlyList<StepSetting> Steps { get; } =
    [
        new("normalise"),
        With("language", ("keep", "[\"en\"]")),
        new("gopherQuality"),
        With("gopherQuality", ("dialect", GopherDialect.Dolma), (StepSetting.NameOption, "gopherQualityDolma")),
        new("gopherRepetition"),
        new("c4"),
        new("fineWeb"),
    ];

    /// <summary>Has a process of its own do a round.</summary>
    /// <param name="input">A file of JSON Lines, or how many GB to generate.</param>
    /// <param name="threads">The threads of the cleaning.</param>
    public static CleaningRound Start(string input, int threads)
    {
        using var process = LineProcess.StartSelf(Command, input, "--threads", threads.ToString(CultureInfo.InvariantCulture));
        return process.Read<CleaningRound>() ?? throw new InvalidOperationException("The process of the cleaning ended early.");
    }

    /// <summary>Does a round in this process: writes its line to the standard output.</summary>
    public static void Run(string input, int threads)
    {
        var open = Source(input);
        var start = new byte[WarmingBytes];
        using (var stream = open())
        {
            start = start[..(start.AsSpan(0, stream.ReadAtLeast(start, WarmingBytes, throwOnEndOfStream: false)).LastIndexOf((byte)'\n') + 1)];
        }

        Clean(() => new MemoryStream(start), threads);
        start = [];
        long bytes = 0;
        var time = Throughput.Of(() => bytes = Clean(open, threads));
        using var self = Process.GetCurrentProcess();
        Console.WriteLine(JsonSerializer.Serialize(new CleaningRound(time, bytes, self.PeakWorkingSet64 / 1e6), JsonSerializerOptions.Web));
    }

    private static Func<Stream> Source(string input)
    {
        if (!int.TryParse(input, NumberStyles.None, CultureInfo.InvariantCulture, out var gigabytes))
        {
            return () => File.OpenRead(input);
        }

        var assets = AssetTexts.Folder() ?? throw new InvalidOperationException("There is nothing to generate from.");
        return () => BenchmarkInput.Crawl(assets, gigabytes * 1_000_000_000L);
    }

    private static long Clean(Func<Stream> open, int threads)
    {
        var folder = Path.Combine(BenchmarkInput.Folder, $"cleaning-{Guid.NewGuid():N}");
        try
        {
            long bytes = 0;
            var source = BlockSource.Of(new InputFile("crawl.jsonl", null, open), ReadSettings.Default);
            new CleaningRun(new CleaningFolder(folder), [source], CleaningChain.Create(StepCatalog.BuiltIn, Steps), new CleaningOptions { Threads = threads }, []).Run(state => bytes = state.InputBytes);
            return bytes;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static StepSetting With(string step, params (string Name, string Value)[] options) => new(step, options.ToDictionary(static option => option.Name, static option => option.Value));
}
