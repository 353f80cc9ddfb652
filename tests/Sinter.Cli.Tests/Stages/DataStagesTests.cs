using System.Globalization;
using System.Security.Cryptography;
using Sinter.Cli.Stages;
using Sinter.Data;
using Sinter.Data.Cleaning;
using Sinter.Data.Packing;
using Sinter.Data.Shards;
using Sinter.Tokenizers;
using Sinter.Training.Runs;

namespace Sinter.Cli.Tests.Stages;

/// <summary>Runs the tool on a small reference of its own, as a user would.</summary>
public sealed class DataStagesTests : IDisposable
{
    private const int Members = 300;
    private readonly TemporaryFolder _folder = new();

    private RunFolder Run => new(_folder.File("run"));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Collect_clean_and_split_lose_nothing_without_saying_why()
    {
        WriteReference();

        Sinter("--to", "split").ShouldBe((0, ""));

        var collect = StageResult.Read(Run, "collect")!;
        var clean = StageResult.Read(Run, "clean")!;
        var split = StageResult.Read(Run, "split")!;
        collect.DocumentsOut.ShouldBe(Members + 2);
        clean.DocumentsIn.ShouldBe(Members + 2);
        clean.DocumentsOut.ShouldBe(Members);
        clean.Drops.Select(drop => (drop.Reason, drop.Count)).ShouldBe([("exactDuplicates.duplicate", 1L), ("minimumWords.words", 1L)], ignoreOrder: true);
        clean.Drops.ShouldAllBe(drop => drop.Samples.Count == 1 && drop.Samples[0].Detail.Length > 0);
        DocumentShards.Read(new CleaningFolder(Run.Cleaned).Dropped).Count().ShouldBe(2);
        split.DocumentsOut.ShouldBe(Members);
        SplitStage.Splits.Sum(name => JsonLines.ReadDocuments(Run.Split(name)).Count()).ShouldBe(Members);
        JsonLines.ReadDocuments(Run.Split("train")).Count().ShouldBeGreaterThan(Members / 2);
    }

    [Fact]
    public void Tokenizer_and_pack_keep_every_byte_of_every_document()
    {
        WriteReference();

        Sinter("--to", "pack", "--set", "tokenizer.vocabularySize=400", "--set", "pack.contextLength=32").ShouldBe((0, ""));

        var tokenizer = Tokenizer.Load(Run.TokenizerJson);
        tokenizer.VocabularySize.ShouldBe(400);
        StageResult.Read(Run, "pack")!.DocumentsOut.ShouldBe(Members);
        foreach (var split in SplitStage.Splits)
        {
            using var packed = PackedDataset.Open(Run.PackedSplit(split));
            packed.ContextLength.ShouldBe(32);
            packed.TokenizerFingerprint.ShouldBe(tokenizer.Fingerprint);
            packed.DocumentIds().ShouldBe(JsonLines.ReadDocuments(Run.Split(split)).Select(document => document.Id));
        }
    }

    [Fact]
    public void The_bytes_are_the_same_at_any_number_of_threads()
    {
        WriteReference();

        OutputsAt(threads: 3).ShouldBe(OutputsAt(threads: 1));
    }

    [Fact]
    public void A_second_run_finds_nothing_to_do_and_a_changed_source_is_read_again()
    {
        WriteReference();
        Sinter("--to", "split").Code.ShouldBe(0);
        var before = File.GetLastWriteTimeUtc(Run.Collected);

        Sinter("--to", "split").Code.ShouldBe(0);
        File.GetLastWriteTimeUtc(Run.Collected).ShouldBe(before);

        _folder.File(Path.Combine("docs", "More.xml"), Reference("M:More.Type.Method", "Does something more that is new here."));
        Sinter("--to", "collect").Code.ShouldBe(0);
        StageResult.Read(Run, "collect")!.DocumentsOut.ShouldBe(Members + 3);
    }

    [Fact]
    public void A_damaged_file_is_counted_and_told_and_stops_nothing()
    {
        WriteReference();
        _folder.File(Path.Combine("docs", "Cut.xml"), "<?xml version=\"1.0\"?>\n<doc><members><member name=\"T:Cut.Type\"><summary>Cut off in the");

        Sinter("--to", "collect").Code.ShouldBe(0);

        var drop = StageResult.Read(Run, "collect")!.Drops.Single();
        drop.Reason.ShouldBe("unreadable");
        drop.Samples[0].Id.ShouldContain("Cut.xml");
        EventLog.Read(Run.Events).ShouldContain(happened => happened.Event == "warning");
    }

    [Fact]
    public void An_empty_folder_and_a_source_without_a_document_fail_with_a_sentence()
    {
        Directory.CreateDirectory(_folder.File("docs"));
        Sinter("--to", "collect").ShouldSatisfyAllConditions(
            result => result.Code.ShouldBe(1),
            result => result.Error.ShouldContain("There is no XML documentation"));

        _folder.File(Path.Combine("docs", "Bad.xml"), "no xml at all");
        Sinter("--to", "collect").ShouldSatisfyAllConditions(
            result => result.Code.ShouldBe(1),
            result => result.Error.ShouldContain("Not one document could be read from"),
            result => result.Error.ShouldNotContain("\n"));
    }

    [Fact]
    public void Cleaning_that_drops_everything_fails_with_a_sentence()
    {
        WriteReference();

        Sinter("--to", "clean", "--set", "clean.minimumWords.minimum=1000").ShouldSatisfyAllConditions(
            result => result.Code.ShouldBe(1),
            result => result.Error.ShouldContain("Cleaning kept none of 302 documents, most of them dropped as 'minimumWords.words'"));
    }

    /// <summary>The hash of every file that the stages make, with its name; the run folder is gone afterwards.</summary>
    private string[] OutputsAt(int threads)
    {
        Sinter("--to", "pack", "--set", "tokenizer.vocabularySize=400", "--set", string.Create(CultureInfo.InvariantCulture, $"threads={threads}")).ShouldBe((0, ""));
        string[] folders = [Run.Documents, Run.Tokenizer, Run.Packed];
        var hashes = folders.SelectMany(folder => Directory.GetFiles(folder, "*", SearchOption.AllDirectories)).Order(StringComparer.Ordinal)
            .Select(path => $"{Path.GetRelativePath(Run.Root, path)} {Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)))}")
            .ToArray();
        hashes.Length.ShouldBeGreaterThan(10);
        Directory.Delete(Run.Root, recursive: true);
        return hashes;
    }

    private (int Code, string Error) Sinter(params string[] arguments)
    {
        var recipe = _folder.File("small.yaml", "split: { train: 0.8, validation: 0.1, test: 0.1 }\n");
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = Tool.Run(["run", recipe, "--out", Run.Root, "--set", "collect.path=" + _folder.File("docs"), .. arguments], output, error);
        return (code, error.ToString().TrimEnd());
    }

    private void WriteReference()
    {
        Directory.CreateDirectory(_folder.File("docs"));
        var members = Enumerable.Range(0, Members)
            .Select(i => (string.Create(CultureInfo.InvariantCulture, $"M:Small.Type{i % 7}.Method{i}"), string.Create(CultureInfo.InvariantCulture, $"Does the work of number {i} with care.")))
            .Append(("M:Small.Type.Same", "Does the work of number 0 with care."))
            .Append(("M:Small.Type.Short", "Works."));
        _folder.File(Path.Combine("docs", "Small.xml"), Reference([.. members]));
    }

    private static string Reference(string id, string summary) => Reference((id, summary));

    private static string Reference(params (string Id, string Summary)[] members) =>
        "<?xml version=\"1.0\"?>\n<doc><assembly><name>Small</name></assembly><members>\n"
        + string.Concat(members.Select(member => $"<member name=\"{member.Id}\"><summary>{member.Summary}</summary></member>\n"))
        + "</members></doc>\n";
}
