using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Sinter.Bench.Benchmarks.Data;
using Sinter.Data;
using Sinter.Data.Tests.Html;

namespace Sinter.Bench.Benchmarks.Tokenizers;

/// <summary>Documents to encode, also as a JSON array in a file for the peers.</summary>
/// <param name="Documents">The documents.</param>
/// <param name="Bytes">Their length as UTF-8.</param>
/// <param name="Shape">What they are and how much.</param>
/// <param name="JsonFile">The file.</param>
internal sealed record TokenizerText(string[] Documents, long Bytes, string Shape, string JsonFile)
{
    private const int LinesOfDocument = 20;

    /// <summary>English, a program in Rust and pages of HTML, and languages in turns.</summary>
    public static IReadOnlyList<TokenizerText> All(string assets) =>
    [
        Of("English", [.. AssetTexts.English(assets)]),
        Of("code", [.. Code(assets)]),
        Of("languages", [.. AssetTexts.Languages(assets).SelectMany(static lines => lines.Chunk(LinesOfDocument)).Select(static lines => string.Join('\n', lines))]),
    ];

    /// <summary>So much English in a file, a document a line, each time with other words replaced.</summary>
    public static string Training(string assets, long bytes)
    {
        var documents = AssetTexts.English(assets).Select(static text => Encoding.UTF8.GetBytes(text.ReplaceLineEndings(" "))).ToArray();
        var hash = documents.Aggregate((ulong)bytes, static (hash, text) => StableHash.Of(text, hash));
        return BenchmarkInput.Kept("training", ".txt", hash, stream =>
        {
            var texts = new PerturbedText(documents);
            var line = new ArrayBufferWriter<byte>();
            long written = 0;
            for (long number = 0; written < bytes; number++)
            {
                line.ResetWrittenCount();
                texts.Write(number, line);
                line.Write("\n"u8);
                stream.Write(line.WrittenSpan);
                written += line.WrittenCount;
            }
        });
    }

    /// <summary>The program and the sources of pages, each page once.</summary>
    private static IEnumerable<string> Code(string assets)
    {
        yield return File.ReadAllText(Path.Combine(assets, "tokenizers", "mlnet-testdata", "lib.rs.txt"));
        foreach (var page in ArticleBenchmark.Load(Path.Combine(assets, ArticleBenchmark.Folder)))
        {
            yield return Encoding.UTF8.GetString(page.Body);
        }
    }

    private static TokenizerText Of(string name, string[] documents)
    {
        var bytes = documents.Sum(static text => (long)Encoding.UTF8.GetByteCount(text));
        Directory.CreateDirectory(BenchmarkInput.Folder);
        var path = Path.Combine(BenchmarkInput.Folder, name + ".documents.json");
        File.WriteAllText(path, JsonSerializer.Serialize(documents));
        return new TokenizerText(documents, bytes, string.Create(CultureInfo.InvariantCulture, $"{name}, {bytes / 1e6:0.0} MB"), path);
    }
}
