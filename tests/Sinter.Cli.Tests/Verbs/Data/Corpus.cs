using System.Globalization;
using System.Security.Cryptography;

namespace Sinter.Cli.Tests.Verbs.Data;

/// <summary>A small made-up corpus, and what the tests of several verbs look at.</summary>
internal static class Corpus
{
    /// <summary>The documents of <see cref="Lines"/>.</summary>
    public const int Documents = 30;

    /// <summary>Lines of JSON: every third text has two words, the others have seven; the ids are d0, d1 and so on.</summary>
    public static string Lines { get; } = string.Concat(Enumerable.Range(0, Documents).Select(i => Line(i, i % 3 == 0 ? $"short {i}" : $"a longer text with the number {i}")));

    /// <summary>The arguments of a cleaning that keeps the longer texts.</summary>
    public static string[] Clean(string input, string folder, params string[] more) =>
        ["data", "clean", input, "--step", "minimumWords", "--set", "minimumWords.minimum=5", "--format", "jsonl", "--out", folder, .. more];

    /// <summary>Holds that a command failed with a code and one sentence, whatever progress it had told before.</summary>
    public static void ShouldStop(this ToolRun run, int code, string sentence)
    {
        run.Error.TrimEnd().ShouldContain(sentence);
        run.Error.TrimEnd().Split('\n').Length.ShouldBe(1);
        run.Code.ShouldBe(code);
    }

    /// <summary>Names and hashes of all shards of a cleaning.</summary>
    public static string[] Shards(string folder) =>
        [.. new[] { "kept", "dropped", "broken", "scores" }.SelectMany(name => Directory.GetFiles(Path.Combine(folder, name))).Order(StringComparer.Ordinal)
            .Select(path => $"{Path.GetRelativePath(folder, path)} {Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)))}")];

    private static string Line(int i, string text) => string.Create(CultureInfo.InvariantCulture, $"{{\"id\":\"d{i}\",\"text\":\"{text}\"}}\n");
}
