using System.IO.Compression;
using System.Text.Json;
using System.Text.RegularExpressions;
using Sinter.Data.Html;

namespace Sinter.Data.Tests.Html;

/// <summary>
/// The article extraction benchmark (Scrapinghub, 181 pages) with its own measure: multisets of runs of four words, precision and recall the means over the pages, F1 of the two means.
/// Weights were fitted on the half whose names hash to an even number; the other half was only ever measured.
/// </summary>
internal static partial class ArticleBenchmark
{
    /// <summary>Where it lies among the assets.</summary>
    public const string Folder = "corpora/article-extraction-benchmark";

    /// <summary>All pages.</summary>
    /// <param name="folder">Where they are.</param>
    public static List<ArticlePage> Load(string folder)
    {
        using var truth = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "ground-truth.json")));
        var pages = new List<ArticlePage>();
        foreach (var page in truth.RootElement.EnumerateObject())
        {
            using var content = new GZipStream(File.OpenRead(Path.Combine(folder, "html", page.Name + ".html.gz")), CompressionMode.Decompress);
            using var bytes = new MemoryStream();
            content.CopyTo(bytes);
            pages.Add(new ArticlePage(StableHash.Of(page.Name) % 2 == 0, bytes.ToArray(), page.Value.GetProperty("articleBody").GetString() ?? ""));
        }

        return pages;
    }

    /// <summary>The scores of texts against what they should be.</summary>
    public static ArticleScore Score(IEnumerable<(string Truth, string Found)> texts)
    {
        var precisions = new List<double>();
        var recalls = new List<double>();
        foreach (var (truth, found) in texts)
        {
            var expected = Shingles(truth);
            var predicted = Shingles(found);
            double hits = predicted.Sum(pair => Math.Min(pair.Value, expected.GetValueOrDefault(pair.Key)));
            double all = predicted.Values.Sum();
            double wanted = expected.Values.Sum();
            if (all > 0)
            {
                precisions.Add(hits / all);
            }

            if (wanted > 0)
            {
                recalls.Add(hits / wanted);
            }
        }

        return new ArticleScore(precisions.Average(), recalls.Average());
    }

    private static Dictionary<(string?, string?, string?, string?), int> Shingles(string text)
    {
        var words = Word().Matches(text).Select(match => match.Value).ToArray();
        var shingles = new Dictionary<(string?, string?, string?, string?), int>();
        for (var i = 0; i < Math.Max(1, words.Length - 3) && words.Length > 0; i++)
        {
            var shingle = (WordAt(i), WordAt(i + 1), WordAt(i + 2), WordAt(i + 3));
            shingles[shingle] = shingles.GetValueOrDefault(shingle) + 1;
        }

        return shingles;

        string? WordAt(int i) => i < words.Length ? words[i] : null;
    }

    [GeneratedRegex(@"\w+", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Word();
}

/// <summary>A page and the text that should be found in it.</summary>
internal sealed record ArticlePage(bool IsForDevelopment, byte[] Body, string Truth)
{
    /// <summary>What we find.</summary>
    public string Extract() => HtmlExtractor.Extract(HtmlEncoding.Decode(Body, "utf-8")).Text;
}

/// <summary>Precision, recall and their F1.</summary>
internal readonly record struct ArticleScore(double Precision, double Recall)
{
    public double F1 => 2 * Precision * Recall / (Precision + Recall);
}
