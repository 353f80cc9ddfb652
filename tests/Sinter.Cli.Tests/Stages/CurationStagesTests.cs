using Sinter.Cli.Stages;
using Sinter.Data;
using Sinter.Data.Deduplication;
using Sinter.Training.Runs;

namespace Sinter.Cli.Tests.Stages;

/// <summary>The stages that a recipe has only where it asks for them: what repeats, and what evaluation sets are in, is gone before the split.</summary>
public sealed class CurationStagesTests : IDisposable
{
    private const int Documents = 60;
    private const string Question = "A farmer has nineteen sheep and all but seven of them run away before the gate is closed so how many sheep are left in the evening";

    private readonly TemporaryFolder _folder = new();
    private readonly string _recipe;

    public CurationStagesTests()
    {
        var texts = Enumerable.Range(0, Documents).Select(static i => string.Join(' ', Enumerable.Range(0, 60).Select(word => Word((i * 7919) + word)))).ToList();
        List<(string Id, string Text)> documents =
        [
            .. texts.Select(static (text, i) => ($"first-{i}", text)),
            ("same", texts[3]),
            ("near", texts[4] + " and one more"),
            ("leak", $"{texts[5][..50]} {Question} {texts[6][..50]}"),
        ];
        var lines = _folder.File("lines.jsonl", string.Concat(documents.Select(static document => $$"""{"id":"{{document.Id}}","text":"{{document.Text}}"}""" + "\n")));
        var benchmark = _folder.File("sums.jsonl", $$"""{"question":"{{Question}}?","answer":"7"}""" + "\n");
        _recipe = _folder.File("curated.yaml", $$"""
            collect: { source: files, inputs: [ '{{lines}}' ] }
            clean: { steps: [ normalise ] }
            dedup:
              passes: [ exact, minhash-datatrove ]
            decontaminate: { against: [ '{{benchmark}}' ] }
            split: { train: 0.8, validation: 0.1, test: 0.1 }
            tokenizer: { vocabularySize: 300 }
            pack: { contextLength: 32 }
            """);
    }

    private RunFolder Run => new(_folder.File("run"));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Repeated_and_leaked_documents_do_not_come_to_the_split()
    {
        var run = Sinter();

        run.ShouldSatisfyAllConditions(result => result.Error.ShouldBe(""), result => result.Code.ShouldBe(ExitCode.Done));
        var dedup = StageResult.Read(Run, "dedup")!;
        dedup.DocumentsIn.ShouldBe(Documents + 3);
        dedup.DocumentsOut.ShouldBe(Documents + 1);
        dedup.Drops.Select(static drop => (drop.Reason, drop.Count)).ShouldBe([("exact", 1L), ("minhash-datatrove", 1L)]);
        DeduplicationReport.Load(new DeduplicationFolder(Path.Combine(Run.Deduplicated, "2-minhash-datatrove"))).Removed.Documents.ShouldBe(1);
        var decontaminate = StageResult.Read(Run, "decontaminate")!;
        decontaminate.DocumentsIn.ShouldBe(Documents + 1);
        decontaminate.DocumentsOut.ShouldBe(Documents);
        decontaminate.BytesOut.ShouldBeLessThan(decontaminate.BytesIn);
        var ids = SplitStage.Splits.SelectMany(name => JsonLines.ReadDocuments(Run.Split(name))).Select(static document => document.Id);
        ids.ShouldBe(Enumerable.Range(0, Documents).Select(static i => $"first-{i}"), ignoreOrder: true);
    }

    [Fact]
    public void A_stage_that_the_recipe_no_longer_has_is_left_out_and_the_later_ones_run_again()
    {
        Sinter().Code.ShouldBe(ExitCode.Done);

        var without = Sinter("--set", "decontaminate.against=[]", "--set", "dedup.passes=[exact]");

        without.ShouldSatisfyAllConditions(
            result => result.Error.ShouldBe(""),
            result => result.Output.ShouldMatch("clean +skip"),
            result => result.Output.ShouldMatch("dedup +run"),
            result => result.Output.ShouldNotContain("decontaminate "));
        SplitStage.Splits.Sum(name => JsonLines.ReadDocuments(Run.Split(name)).Count()).ShouldBe(Documents + 2);
    }

    [Theory]
    [InlineData("dedup.passes=[minhash-datatrov]", "did you mean 'minhash-datatrove'?")]
    [InlineData("dedup.passes=[exact, exact]", "'dedup.passes' has 'exact' twice")]
    [InlineData("dedup.keep=source", "'dedup.keep' is source exactly where 'dedup.sourceOrder' names sources")]
    [InlineData("dedup.keep=second", "expected one of first, longest, best, source")]
    [InlineData("decontaminate.against=[nowhere.jsonl]", "There is no file or folder 'nowhere.jsonl'")]
    public void What_cannot_work_is_told_before_anything_runs(string change, string expected)
    {
        var run = Sinter("--set", change);

        run.ShouldSatisfyAllConditions(result => result.Code.ShouldBe(ExitCode.WrongUse), result => result.Error.ShouldContain(expected), result => Directory.Exists(Run.Root).ShouldBeFalse());
    }

    /// <summary>A word of letters alone, another one for each number: digits are all one to these shingles.</summary>
    private static string Word(int number) => string.Concat(number.ToString(System.Globalization.CultureInfo.InvariantCulture).Select(static digit => (char)('a' + digit - '0')));

    private (int Code, string Output, string Error) Sinter(params string[] more)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter();
        var code = Tool.Run(["run", _recipe, "--out", Run.Root, "--to", "pack", .. more], output, error);
        return (code, output.ToString(), error.ToString().TrimEnd());
    }
}
