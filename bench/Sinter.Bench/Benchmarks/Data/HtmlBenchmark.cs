using System.Globalization;
using Sinter.Data.Tests.Html;

namespace Sinter.Bench.Benchmarks.Data;

/// <summary>
/// Extraction of the main text of web pages, from bytes to text: how quick, and how well by the benchmark's own measure, on the half of the pages that it was made with and on
/// the half that was only ever measured.
/// </summary>
internal sealed class HtmlBenchmark : IBenchmark
{
    private const int Tries = 5;

    public string Name => "html";

    public string Description => "Decoding, parsing and extraction of the 181 pages of the article extraction benchmark on one thread; F1 of what is found.";

    public IEnumerable<Measurement> Run(BenchSettings settings)
    {
        if (AssetTexts.Folder() is not { } assets)
        {
            yield break;
        }

        var pages = ArticleBenchmark.Load(Path.Combine(assets, ArticleBenchmark.Folder));
        var shape = Shape(pages);
        if (settings.Wants("extract", shape))
        {
            var best = Throughput.Best(Tries, () => pages.ForEach(static page => page.Extract()));
            yield return best.ToRow("extract", shape, 1, pages.Sum(static page => (long)page.Body.Length)) with { PagesPerSecond = pages.Count / best.Seconds, Goal = "10 MB/s" };
        }

        foreach (var (name, some) in ((string, List<ArticlePage>)[])
            [
                ("articles, all", pages),
                ("articles, half of development", pages.FindAll(static page => page.IsForDevelopment)),
                ("articles, half only measured", pages.FindAll(static page => !page.IsForDevelopment)),
            ])
        {
            if (settings.Wants(name, Shape(some)))
            {
                yield return new Measurement
                {
                    Name = name,
                    Shape = Shape(some),
                    Threads = 1,
                    Unit = RateUnit.F1,
                    Rate = ArticleBenchmark.Score(some.Select(static page => (page.Truth, page.Extract()))).F1,
                };
            }
        }
    }

    private static string Shape(List<ArticlePage> pages) => string.Create(CultureInfo.InvariantCulture, $"{pages.Count} pages, {pages.Sum(static page => page.Body.Length / 1e6):0} MB");
}
