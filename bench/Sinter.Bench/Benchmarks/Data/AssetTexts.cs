using System.Text;
using System.Text.Json;
using Sinter.Data.Inputs;
using Sinter.Data.Reading;
using Sinter.Data.Tests.Html;
using Sinter.Tests;

namespace Sinter.Bench.Benchmarks.Data;

/// <summary>The real texts that inputs are made of, from the folder of assets.</summary>
internal static class AssetTexts
{
    private const int Seed = 1;
    private const int ShortestDocument = 1000;
    private const int LongestDocument = 6000;

    /// <summary>The folder; null, and a sentence on the error stream, where there is none.</summary>
    public static string? Folder()
    {
        if (AssetFolder.Root is null)
        {
            Console.Error.WriteLine("There are no real texts to measure with: set SINTER_ASSETS to the folder that holds them.");
        }

        return AssetFolder.Root;
    }

    /// <summary>English documents of about 1,000 to 6,000 characters, in an order by chance: articles, encyclopedias, stories, a novel and crawled pages.</summary>
    public static IReadOnlyList<string> English(string folder)
    {
        using var articles = JsonDocument.Parse(File.ReadAllBytes(In(folder, ArticleBenchmark.Folder, "ground-truth.json")));
        var random = new Random(Seed);
        var documents = ((IEnumerable<string>)
            [
                .. articles.RootElement.EnumerateObject().Select(static page => page.Value.GetProperty("articleBody").GetString() ?? ""),
                File.ReadAllText(In(folder, "corpora/wikitext-2/valid.txt")),
                File.ReadAllText(In(folder, "corpora/wikitext-2/test.txt")),
                File.ReadAllText(In(folder, "corpora/tinystories/tiny_stories_944k.txt")),
                File.ReadAllText(In(folder, "corpora/books/botchan.en.txt")),
                File.ReadAllText(In(folder, "corpora/llamafactory-demo/wiki_demo.txt")),
                .. Documents(In(folder, "corpora/llamafactory-demo/c4_demo.jsonl")),
                .. Documents(In(folder, "corpora/warc/cc_net-sample.wet.txt")),
            ]).SelectMany(text => Cut(text, random)).ToArray();
        random.Shuffle(documents);
        return documents;
    }

    /// <summary>Lines of a few languages (English, Romanian, Russian, Japanese), a list for each: questions, sentences and paragraphs.</summary>
    public static IReadOnlyList<IReadOnlyList<string>> Languages(string folder) =>
    [
        Strings(In(folder, "corpora/xquad/xquad.en.json"), "context", "question"),
        Strings(In(folder, "corpora/hf-tests_samples/wmt_en_ro/test.json"), "ro"),
        Strings(In(folder, "corpora/xquad/xquad.ru.json"), "context", "question"),
        [.. File.ReadLines(In(folder, "corpora/books/wagahaiwa_nekodearu.ja.txt")).Select(static line => line.Trim()).Where(static line => line.Length > 0)],
    ];

    private static string In(string folder, params ReadOnlySpan<string> parts) => Path.Combine([folder, .. parts]);

    private static IEnumerable<string> Documents(string path) => DocumentReader.Read(InputFile.OfPath(path, path), ReadSettings.Default)
        .SelectMany(static block => block.Decode()).Select(static outcome => outcome.Document?.Text).OfType<string>();

    /// <summary>Whole lines until a length by chance is reached, each cut at the longest length. What is left over and short is left out.</summary>
    private static IEnumerable<string> Cut(string text, Random random)
    {
        var document = new StringBuilder();
        var length = random.Next(ShortestDocument, LongestDocument);
        foreach (var line in text.Split('\n'))
        {
            document.Append(document.Length > 0 ? "\n" : "").Append(line.AsSpan(0, Math.Min(line.Length, LongestDocument)).TrimEnd());
            if (document.Length >= length)
            {
                yield return document.ToString();
                document.Clear();
                length = random.Next(ShortestDocument, LongestDocument);
            }
        }

        if (document.Length >= ShortestDocument)
        {
            yield return document.ToString();
        }
    }

    /// <summary>The texts of a JSON file that stand under some names, at any depth, each on one line. The file may be one value or a row of them.</summary>
    private static List<string> Strings(string path, params string[] names)
    {
        var reader = new Utf8JsonReader(File.ReadAllBytes(path), new JsonReaderOptions { AllowMultipleValues = true });
        var found = new List<string>();
        var name = "";
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.PropertyName)
            {
                name = reader.GetString();
            }
            else if (reader.TokenType == JsonTokenType.String && names.Contains(name, StringComparer.Ordinal))
            {
                found.Add(reader.GetString()!.ReplaceLineEndings(" "));
            }
        }

        return found;
    }
}
