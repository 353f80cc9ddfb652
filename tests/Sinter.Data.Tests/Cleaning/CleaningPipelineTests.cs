using Sinter.Data.Cleaning;

namespace Sinter.Data.Tests.Cleaning;

public sealed class CleaningPipelineTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_goes_in_comes_out_or_is_dropped_or_is_broken()
    {
        var dropped = new List<DroppedDocument>();
        var pipeline = Pipeline(threads: 0);

        var kept = pipeline.Run(Documents(10_000), dropped.Add).ToList();

        var report = pipeline.Report();
        report.DocumentsIn.ShouldBe(10_000);
        report.DocumentsOut.ShouldBe(kept.Count);
        report.DocumentsDropped.ShouldBe(dropped.Count(drop => drop.Reason != CleaningReport.BrokenReason));
        report.DocumentsBroken.ShouldBe(dropped.Count(drop => drop.Reason == CleaningReport.BrokenReason));
        report.DocumentsBroken.ShouldBeGreaterThan(0);
        (report.DocumentsOut + report.DocumentsDropped + report.DocumentsBroken).ShouldBe(report.DocumentsIn);
        report.Drops.Sum(drop => drop.Count).ShouldBe(dropped.Count);
        report.Drops.Sum(drop => drop.Bytes).ShouldBe(dropped.Sum(drop => drop.Document.Utf8Bytes));
        report.BytesOut.ShouldBe(kept.Sum(document => document.Utf8Bytes));
        kept.Select(document => document.Id).Concat(dropped.Select(drop => drop.Document.Id)).Order().ShouldBe(Documents(10_000).Select(document => document.Id).Order());
        report.Steps[^1].DocumentsOut.ShouldBe(kept.Count);
    }

    [Fact]
    public void Any_number_of_threads_gives_the_same()
    {
        var first = Run(threads: 1);
        var second = Run(threads: 4);

        second.Kept.ShouldBe(first.Kept);
        second.Dropped.ShouldBe(first.Dropped);
        second.Report.Drops.SelectMany(drop => drop.Samples).ShouldBe(first.Report.Drops.SelectMany(drop => drop.Samples));

        static (List<Document> Kept, List<DroppedDocument> Dropped, CleaningReport Report) Run(int threads)
        {
            var dropped = new List<DroppedDocument>();
            var pipeline = Pipeline(threads);
            return (pipeline.Run(Documents(7_000), dropped.Add).ToList(), dropped, pipeline.Report());
        }
    }

    [Fact]
    public void The_survivor_of_duplicates_is_the_first_in_order()
    {
        var dropped = new List<DroppedDocument>();

        var kept = Pipeline(threads: 4).Run(Documents(10_000), dropped.Add).Select(document => document.Id).ToHashSet();

        foreach (var drop in dropped.Where(drop => drop.Reason == ExactDeduplicationStep.Duplicate))
        {
            var survivor = drop.Detail["the same text as ".Length..];
            kept.ShouldContain(survivor);
            string.CompareOrdinal(survivor, drop.Document.Id).ShouldBeLessThan(0);
        }
    }

    [Fact]
    public void Samples_are_few_shortened_and_chosen_by_their_ids()
    {
        var documents = Enumerable.Range(0, 100).Select(i => new Document { Id = $"{i}", Text = new string('x', 1000) }).ToList();
        var forward = new CleaningPipeline([new MinimumWordsStep()], samplesPerReason: 3, cancellation: TestContext.Current.CancellationToken);
        var backward = new CleaningPipeline([new MinimumWordsStep()], samplesPerReason: 3, cancellation: TestContext.Current.CancellationToken);

        forward.Run(documents).ShouldBeEmpty();
        backward.Run(documents.AsEnumerable().Reverse()).ShouldBeEmpty();

        var samples = forward.Report().Drops.Single().Samples;
        samples.Count.ShouldBe(3);
        samples[0].Text.Length.ShouldBe(401);
        backward.Report().Drops.Single().Samples.ShouldBe(samples);
    }

    [Fact]
    public void Dropped_documents_are_kept_aside_with_their_reason()
    {
        using (var writer = JsonLinesWriter.Create(_folder.File("dropped.jsonl")))
        {
            new CleaningPipeline([new MinimumWordsStep()], cancellation: TestContext.Current.CancellationToken).Run([new Document { Id = "a", Text = "Two words" }], writer.Write).ShouldBeEmpty();
            writer.Complete();
        }

        File.ReadAllText(_folder.File("dropped.jsonl")).ShouldBe(
            "{\"id\":\"a\",\"text\":\"Two words\",\"source\":\"\",\"metadata\":{},\"step\":\"minimumWords\",\"reason\":\"too short\",\"detail\":\"2 words, at least 3 expected\"}\n");
        JsonLines.ReadDocuments(_folder.File("dropped.jsonl")).Single().Text.ShouldBe("Two words");
    }

    [Fact]
    public void A_step_may_be_there_once() =>
        Should.Throw<ArgumentException>(() => new CleaningPipeline([new NormaliseStep(), new NormaliseStep()], cancellation: TestContext.Current.CancellationToken)).Message.ShouldContain("'normalise' is there twice");

    [Fact]
    public void A_pipeline_runs_once()
    {
        var pipeline = Pipeline(threads: 1);
        pipeline.Run([]).ShouldBeEmpty();

        Should.Throw<InvalidOperationException>(() => pipeline.Run([]));
    }

    [Fact]
    public void No_documents_give_an_empty_report()
    {
        var pipeline = Pipeline(threads: 2);

        pipeline.Run([]).ShouldBeEmpty();

        pipeline.Report().DocumentsIn.ShouldBe(0);
        pipeline.Report().Drops.ShouldBeEmpty();
    }

    private static CleaningPipeline Pipeline(int threads) => new(
        [new NormaliseStep(), new MinimumWordsStep(), new RepetitionStep(), new FailsOnSome(), new ExactDeduplicationStep()],
        threads,
        cancellation: TestContext.Current.CancellationToken);

    /// <summary>Documents of every fate, a third of them duplicates of earlier ones.</summary>
    private static IEnumerable<Document> Documents(int count) => Enumerable.Range(0, count).Select(i => new Document
    {
        Id = $"{i:000000}",
        Text = (i % 7) switch
        {
            0 => "too short",
            1 => "again and again\n\nagain and again\n\nagain and again",
            2 or 3 => $"this text is one of  {i % 500} others",
            _ => $"this is text number {i}, the only one",
        },
    });

    private sealed class FailsOnSome : IVerdictStep
    {
        public string Name => "fails";

        public Verdict Judge(Document document) =>
            document.Id.EndsWith("33", StringComparison.Ordinal) ? throw new FormatException("cannot cope") : document.Id.EndsWith("34", StringComparison.Ordinal) ? default : Verdict.Keep(document);
    }
}
