using System.Net;
using System.Text.Json;
using Sinter.Data.Cleaning;
using Sinter.Data.Inputs;
using Sinter.Data.Reading;
using Sinter.Data.Shards;
using Sinter.Data.Statistics;
using Sinter.Data.Tests.Reading.Warc;

namespace Sinter.Data.Tests.Cleaning.Runs;

/// <summary>A crawl holds requests, images and pages that were not found beside its pages: all of them are counted.</summary>
public sealed class PassedOverTests : IDisposable
{
    private const int Records = 66;

    private static readonly string[] Reasons = ["metadata=20", "request=20", "status 404=1", "type image=1", "warcinfo=1"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Records_are_kept_or_dropped_or_broken_or_passed_over()
    {
        var summary = SummaryOf(Clean("out"));

        (summary.Kept, summary.Dropped, summary.Unreadable, summary.Failed).ShouldBe((20, 1, 1, 1));
        Counts(summary.PassedOver).ShouldBe(Reasons);
        summary.Records.ShouldBe(Records);
        (summary.Kept + summary.Dropped + summary.Failed + summary.Unreadable + summary.PassedOver.Total).ShouldBe(Records);
    }

    [Fact]
    public void The_report_counts_them_too()
    {
        var folder = Clean("out");

        using var report = JsonDocument.Parse(File.ReadAllBytes(folder.Report));
        report.RootElement.GetProperty("recordsIn").GetInt64().ShouldBe(Records);
        new[] { "kept", "dropped", "broken" }.Sum(name => report.RootElement.GetProperty(name).GetInt64()).ShouldBe(23);
        var passedOver = report.RootElement.GetProperty("passedOver");
        passedOver.GetProperty("total").GetInt64().ShouldBe(43);
        passedOver.GetProperty("byReason").EnumerateObject().Select(reason => $"{reason.Name}={reason.Value}").ShouldBe(Reasons);
        var page = WebUtility.HtmlDecode(File.ReadAllText(folder.ReportPage));
        page.ShouldContain("Nothing is lost: 66 records = 20 kept + 1 dropped + 2 broken + 43 passed over.");
        page.ShouldContain("<td>status 404</td>");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(7)]
    public void An_interrupted_run_counts_each_of_them_once(int blocksBefore)
    {
        var options = new CleaningOptions { Threads = 2, CommitBytes = 1000 };
        var folder = new CleaningFolder(_folder.File("cut"));
        using var stop = new CancellationTokenSource();
        var seen = 0;

        Should.Throw<OperationCanceledException>(() => Run(folder, options).Run(
            _ =>
            {
                if (seen++ == blocksBefore)
                {
                    stop.Cancel();
                }
            },
            stop.Token));
        var second = Run(folder, options);
        second.Run(cancellation: TestContext.Current.CancellationToken).ShouldBeTrue();

        second.Resumed.ShouldBeTrue();
        Counts(SummaryOf(folder).PassedOver).ShouldBe(Reasons);
        SummaryOf(folder).Records.ShouldBe(Records);
    }

    [Fact]
    public void Any_number_of_threads_counts_the_same()
    {
        var one = Clean("one", new CleaningOptions { Threads = 1 });
        var three = Clean("three", new CleaningOptions { Threads = 3 });

        Counts(SummaryOf(one).PassedOver).ShouldBe(Reasons);
        Counts(SummaryOf(three).PassedOver).ShouldBe(Reasons);
        CleaningFixture.Data(three).ShouldBe(CleaningFixture.Data(one));
    }

    [Fact]
    public void Judging_anew_passes_over_the_same_records()
    {
        var before = CleaningResult.Read(Clean("before"), CleaningFixture.Catalog);
        var folder = new CleaningFolder(_folder.File("after"));

        CleaningRejudge.Write(before, before.Chain, folder, TestContext.Current.CancellationToken);

        Counts(SummaryOf(folder).PassedOver).ShouldBe(Reasons);
        Counts(CleaningRejudge.Count(before, before.Chain).PassedOver).ShouldBe(Reasons);
    }

    [Fact]
    public void An_archive_without_a_document_says_so()
    {
        var path = Write("empty.warc", ArchiveFiles.Record("request", "GET /"u8.ToArray()), ArchiveFiles.Response("gone", status: "404 Not Found"), ArchiveFiles.Record("request", "GET /"u8.ToArray()));
        var folder = new CleaningFolder(_folder.File("out"));

        new CleaningRun(folder, [Source(path)], CleaningFixture.Chain(), new CleaningOptions(), []).Run(cancellation: TestContext.Current.CancellationToken);

        SummaryOf(folder).Warnings.ShouldBe(["Not one of 3 records is meant to be a document; most are passed over as 'request'."]);
    }

    [Fact]
    public void Statistics_conversions_and_estimates_count_them()
    {
        var inputs = new[] { InputFile.OfPath(Crawl(), "crawl.warc") };
        var settings = new ReadSettings { BlockBytes = 2000 };
        var cancellation = TestContext.Current.CancellationToken;

        var statistics = CorpusStatistics.Of(inputs, settings, cancellation: cancellation);
        (statistics.Documents, statistics.Broken).ShouldBe((22, 1));
        Counts(statistics.PassedOver).ShouldBe(Reasons);
        var converted = DocumentConversion.Convert(inputs, settings, null, _folder.File("pages.jsonl"), ShardFormats.Find("jsonl"), cancellation: cancellation);
        (converted.Documents, converted.Broken).ShouldBe((22, 1));
        Counts(converted.PassedOver).ShouldBe(Reasons);
        Counts(CleaningEstimate.Of(inputs, settings, null, CleaningFixture.Chain(), new CleaningOptions(), cancellation).Summary.PassedOver).ShouldBe(Reasons);
    }

    private static IEnumerable<string> Counts(PassedOverCounts counts) => counts.ByReason.Select(static reason => $"{reason.Key}={reason.Value}");

    private static CleaningSummary SummaryOf(CleaningFolder folder) => CleaningResult.Read(folder, CleaningFixture.Catalog).Summary;

    private static BlockSource Source(string path) => BlockSource.Of(InputFile.OfPath(path, Path.GetFileName(path)), new ReadSettings { BlockBytes = 2000 });

    private string Write(string name, params IEnumerable<byte[]> records)
    {
        var path = _folder.File(name);
        File.WriteAllBytes(path, [.. records.SelectMany(static record => record)]);
        return path;
    }

    /// <summary>Twenty pages, 43 records that are none, a page that is too short, one on which a step fails, and a record that is cut short.</summary>
    private string Crawl() => Write(
        "crawl.warc",
        [
            .. ArchiveFiles.Crawl(),
            ArchiveFiles.Response("too short", "short"),
            ArchiveFiles.Response("this one fails for sure", "fails"),
            ArchiveFiles.Record("resource", "cut"u8.ToArray(), length: 900),
        ]);

    private CleaningRun Run(CleaningFolder folder, CleaningOptions options)
    {
        // Written once: a file that has changed is another input.
        var path = _folder.File("crawl.warc");
        return new CleaningRun(folder, [Source(File.Exists(path) ? path : Crawl())], CleaningFixture.Chain(), options, []);
    }

    private CleaningFolder Clean(string name, CleaningOptions? options = null)
    {
        var folder = new CleaningFolder(_folder.File(name));
        Run(folder, options ?? new CleaningOptions()).Run(cancellation: TestContext.Current.CancellationToken).ShouldBeTrue();
        return folder;
    }
}
