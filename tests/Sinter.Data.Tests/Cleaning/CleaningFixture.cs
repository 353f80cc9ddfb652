using Sinter.Data.Cleaning;
using Sinter.Data.Inputs;
using Sinter.Data.Reading;
using Sinter.Data.Shards;

namespace Sinter.Data.Tests.Cleaning;

/// <summary>Documents of every fate, and a chain of small steps for them.</summary>
internal static class CleaningFixture
{
    public static IReadOnlyList<StepSetting> Steps { get; } =
    [
        new("normalise"), new("minimumWords"), new("repetition"), new("failsOnSome"), new("exactDuplicates", new Dictionary<string, string> { ["key"] = "text" }),
    ];

    public static StepCatalog Catalog { get; } = StepCatalog.BuiltIn.With(typeof(CleaningFixture).Assembly);

    public static CleaningChain Chain(params IReadOnlyList<StepSetting> steps) => CleaningChain.Create(Catalog, steps.Count == 0 ? Steps : steps);

    public static string Text(int i) => (i % 7) switch
    {
        0 => "too short",
        1 => "again and again\n\nagain and again\n\nagain and again",
        2 or 3 => $"this text is one of  {i % 500} others",
        4 => i % 49 == 4 ? "this one fails for sure" : $"this text is number {i} of its own",
        _ => $"this text is text number {i}, the only one",
    };

    /// <summary>Lines of JSON, some of them broken.</summary>
    public static string Lines(int count) => string.Concat(Enumerable.Range(0, count).Select(static i =>
        i % 101 == 100 ? "{\"id\": \"broken" + i + "\", \"text\"\n" : System.Text.Json.JsonSerializer.Serialize(new { id = $"{i:000000}", text = Text(i), url = $"https://www.site{i % 5}.org/{i}" }) + "\n"));

    public static BlockSource Source(string path, int blockBytes = 2000) =>
        BlockSource.Of(InputFile.OfPath(path, Path.GetFileName(path)), new ReadSettings { BlockBytes = blockBytes }, "jsonl");

    /// <summary>All files of a cleaning that hold data, with their bytes: times are not among them.</summary>
    public static IReadOnlyList<(string Name, string Content)> Data(CleaningFolder folder) =>
    [
        .. new[] { folder.Kept, folder.Dropped, folder.Broken, folder.Scores }
            .SelectMany(ShardWriter.Files)
            .Select(path => (Path.GetRelativePath(folder.Root, path), Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(path))))),
    ];
}

[CleaningStep("failsOnSome", "Fails on texts that ask for it.")]
public sealed class FailsOnSomeStep : ICleaningStep
{
    public IReadOnlyList<ScoreRule> Rules => [];

    public void Process(Candidate candidate)
    {
        if (candidate.Text.Contains("fails for sure", StringComparison.Ordinal))
        {
            throw new FormatException("it was asked to");
        }
    }
}
