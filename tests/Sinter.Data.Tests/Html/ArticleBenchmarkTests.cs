using System.Globalization;
using Sinter.Tests;

namespace Sinter.Data.Tests.Html;

public sealed class ArticleBenchmarkTests(ITestOutputHelper output)
{
    [Fact]
    public void Extraction_is_as_good_on_pages_that_were_never_looked_at()
    {
        var results = ArticleBenchmark.Load(Assets.Path(ArticleBenchmark.Folder)).ConvertAll(page => (page.IsForDevelopment, page.Truth, Found: page.Extract()));
        var development = ArticleBenchmark.Score(results.Where(result => result.IsForDevelopment).Select(result => (result.Truth, result.Found)));
        var measured = ArticleBenchmark.Score(results.Where(result => !result.IsForDevelopment).Select(result => (result.Truth, result.Found)));
        var all = ArticleBenchmark.Score(results.Select(result => (result.Truth, result.Found)));
        Print("development", development);
        Print("measured", measured);
        Print("all", all);

        development.F1.ShouldBeGreaterThan(0.965);
        measured.F1.ShouldBeGreaterThan(0.940);
        all.F1.ShouldBeGreaterThan(0.958);

        void Print(string name, ArticleScore score) =>
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}: F1 {score.F1:0.0000}, precision {score.Precision:0.0000}, recall {score.Recall:0.0000}"));
    }
}
