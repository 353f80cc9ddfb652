using System.IO.Compression;
using System.Text;
using Sinter.Data.Cleaning;
using Sinter.Data.Lineage;
using Sinter.Data.Shards;
using Sinter.Data.Tests.Cleaning;

namespace Sinter.Data.Tests.Lineage;

public sealed class ForgettingTests : IDisposable
{
    private static readonly ForgottenHash Plain = new(null);
    private static readonly DateTimeOffset Now = new(2030, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static Forgetting Find(string root, string? match = null, params string[] ids) => Forgetting.Find(root, new ForgetRequest(ids, match), Plain);

    private string Gzip(string name, string content)
    {
        var path = _folder.File(name, "");
        using var file = File.Create(path);
        using var gzip = new GZipStream(file, CompressionMode.Compress);
        gzip.Write(Encoding.UTF8.GetBytes(content));
        return path;
    }

    [Fact]
    public void ADocumentGoesWithItsCopiesPartsDuplicatesAndQuestions()
    {
        _folder.File("kept/part-00000.jsonl", """
            {"id":"a","text":"secret one","n":1}
            {"id":"ab","text":"other one",  "n":2}
            {"id":"a~2","text":"secret one"}
            {"n":3,"id":"c","text":"third é \u00e9"}
            """ + "\n");
        Gzip("removed/part-00000.jsonl.gz", """
            {"id":"d","reason":"x","match":"a","similarity":0.9,"record":{"id":"d","text":"secret two"}}
            {"id":"c","reason":"x","match":"a","start":3,"length":6,"matchStart":0,"text":"secret"}
            {"id":"e","reason":"x","match":"c","record":{"id":"e","text":"third"}}
            """);
        _folder.File("clusters.jsonl", """
            {"kept":"a","size":2,"members":["d"]}
            {"kept":"c","size":4,"members":["e","a~2","f"]}
            """);
        _folder.File("dedup.json", "{}");
        _folder.File("index/ids.bin", "a ab a~2 c");
        _folder.File("questions/train.jsonl", """
            {"id":"what:a","messages":[{"role":"user","content":"secret?"}],"metadata":{"document":"d"}}
            {"id":"what:c","messages":[],"metadata":{"document":"c"}}
            """);
        _folder.File("log.jsonl", """{"event":"sample","ids":["a","c"],"text":"about a~2 and c"}""" + "\n");

        var found = Find(_folder.Path, null, "a");
        found.Files.Select(static file => file.Path).ShouldBe(["clusters.jsonl", "kept/part-00000.jsonl", "log.jsonl", "questions/train.jsonl", "removed/part-00000.jsonl.gz"]);
        found.Apply([], Now);

        File.ReadAllText(_folder.File("kept/part-00000.jsonl")).ShouldBe("""
            {"id":"ab","text":"other one",  "n":2}
            {"n":3,"id":"c","text":"third é \u00e9"}
            """ + "\n");
        File.ReadAllText(_folder.File("clusters.jsonl")).ShouldBe("""{"kept":"c","size":2,"members":["e","f"]}""" + "\n");
        File.ReadAllText(_folder.File("questions/train.jsonl")).ShouldBe("""{"id":"what:c","messages":[],"metadata":{"document":"c"}}""" + "\n");
        File.ReadAllText(_folder.File("log.jsonl")).ShouldBe("""{"event":"sample","ids":["c"],"text":"about a~2 and c"}""" + "\n");
        Directory.Exists(_folder.File("index")).ShouldBeFalse();
        ForgottenBytes.FilesWith(_folder.Path, "secret").ShouldBeEmpty();
        ForgottenBytes.FilesWith(_folder.Path, "\"a\"").ShouldBeEmpty();
        Find(_folder.Path, null, "a", "d", "what:a").IsEmpty.ShouldBeTrue();
        ForgottenList.Of(_folder.Path)!.Holds(new Document { Id = "new", Text = "Secret, two!" }).ShouldBeTrue();
    }

    [Fact]
    public void EveryDocumentThatHoldsATextGoes()
    {
        _folder.File("one.jsonl", """
            {"id":"1","text":"call Jane Doe now"}
            {"id":"2","text":"call someone"}
            {"id":"3","text":"esc\u0061ped Jane \u0044oe"}
            {"messages":"Jane Doe without id","x":1}
            not JSON at all, with Jane Doe
            not JSON at all
            """ + "\n");
        _folder.File("two/report.html", "<p>Jane Doe</p>");
        _folder.File("two/other.html", "<p>Nobody</p>");
        _folder.File("two/notes.txt", "Jane Doe");
        Find(_folder.Path, "Jane Doe").Apply([], Now).Notes.ShouldContain("'two/notes.txt' was not searched: it has no ids, or a form that is not changed in place.");
        File.ReadAllText(_folder.File("one.jsonl")).ShouldBe("""
            {"id":"2","text":"call someone"}
            {"messages":"[forgotten] without id","x":1}
            not JSON at all
            """ + "\n");
        ForgottenBytes.FilesWith(_folder.Path, "Jane Doe").ShouldBe(["two/notes.txt"]);
        File.Exists(_folder.File("two/other.html")).ShouldBeTrue();
    }

    [Theory]
    [InlineData("jsonl.gz")]
    [InlineData("jsonl.zst")]
    [InlineData("parquet")]
    public void ACleaningForgetsWithScoresSamplesAndReports(string format)
    {
        var input = _folder.File("input.jsonl", CleaningFixture.Lines(300));
        var cleaned = new CleaningFolder(_folder.File("cleaned"));
        IReadOnlyList<StepSetting> steps = [new("normalise"), new("minimumWords"), new("exactDuplicates", new Dictionary<string, string>(StringComparer.Ordinal) { ["key"] = "text" })];
        CleaningRun Run() => new(cleaned, [CleaningFixture.Source(input)], CleaningFixture.Chain(steps), new CleaningOptions { Format = ShardFormats.Find(format) }, []);
        Run().Run();
        var before = CleaningResult.Read(cleaned).Summary;

        // One that was kept, of which later ones were dropped as duplicates, and one that was dropped.
        var kept = DocumentShards.Read(cleaned.Kept).First(static document => document.Text.Contains("again", StringComparison.Ordinal)).Id;
        var found = Find(cleaned.Root, null, kept, "000007");
        found.IsEmpty.ShouldBeFalse();
        var receipt = found.Apply([], Now);

        ForgottenBytes.FilesWith(cleaned.Root, $"\"{kept}\"").ShouldBeEmpty();
        ForgottenBytes.FilesWith(cleaned.Root, "again and again").ShouldBeEmpty();
        ForgottenBytes.FilesWith(cleaned.Root, "000007").ShouldBeEmpty();
        var after = CleaningResult.Read(cleaned).Summary;
        after.Kept.ShouldBe(before.Kept - 1);
        after.Documents.ShouldBe(before.Documents - receipt.Documents.Count);
        File.Exists(cleaned.ReportPage).ShouldBeTrue();
        File.ReadAllText(cleaned.Report).ShouldContain($"\"kept\": {after.Kept},");

        // The same cleaning is done as before, and brings nothing back.
        Run().Run().ShouldBeFalse();
        ForgottenBytes.FilesWith(cleaned.Root, "again and again").ShouldBeEmpty();
    }

    [Fact]
    public void SourcesDoNotBringItBack()
    {
        var source = CleaningFixture.Source(_folder.File("input.jsonl", CleaningFixture.Lines(20)));
        _folder.File("forgotten/forgotten.jsonl", ForgottenList.IdLine(Plain, "000005"));
        var filtered = ForgottenSources.Without(source, ForgottenList.Of(_folder.Path)!);
        filtered.Identity.ShouldBe(source.Identity);
        var outcomes = filtered.Read().SelectMany(static block => block.Decode()).ToList();
        outcomes.Count.ShouldBe(20);
        outcomes[5].PassedOver.ShouldBe("forgotten");
        outcomes.Count(static outcome => outcome.Document is not null).ShouldBe(19);
    }

    [Fact]
    public void WhatStaysAndHoldsTheSameTextIsTold()
    {
        _folder.File("dropped/part-00000.jsonl", """{"id":"b","text":"the same","step":"exactDuplicates","reason":"duplicate","detail":"repeats a"}""" + "\n");
        _folder.File("kept/part-00000.jsonl", """{"id":"a","text":"the same"}""" + "\n");
        var found = Find(_folder.Path, null, "b");
        found.Twins.ShouldBe(["a"]);
        found.Apply([], Now).Notes.ShouldContain(static note => note.StartsWith("1 documents that stay have the same text", StringComparison.Ordinal));
        File.ReadAllText(_folder.File("kept/part-00000.jsonl")).ShouldContain("the same");
    }

    [Fact]
    public void TheReceiptNamesNobody()
    {
        var path = _folder.File("data.jsonl", """{"id":"jane-doe","text":"my number is 12345"}""" + "\n");
        var before = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(path)));
        var receipt = Find(_folder.Path, "number is 12345", "jane-doe").Apply([new SeenBy("model", "pretrain", "read it 3 times", [1, 5], 3, 1.5)], Now);
        receipt.Files.ShouldContain(new ForgottenFile("data.jsonl", before, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"));
        receipt.AskedIds.ShouldBe([Plain.OfId("jane-doe")]);
        ForgottenBytes.FilesWith(_folder.Path, "jane").ShouldBeEmpty();
        ForgottenBytes.FilesWith(_folder.Path, "12345").ShouldBeEmpty();
        var text = File.ReadAllText(_folder.File("forgotten/receipt-20300102-030405-000.txt"));
        text.ShouldContain("model: read it 3 times");
        text.ShouldContain(before);
    }

    [Fact]
    public void NothingFoundChangesNothing()
    {
        _folder.File("data.jsonl", """{"id":"a","text":"b"}""");
        var found = Find(_folder.Path, null, "nobody");
        found.IsEmpty.ShouldBeTrue();
        Directory.EnumerateFileSystemEntries(_folder.Path).Count().ShouldBe(1);
        Should.Throw<FileNotFoundException>(() => Find(_folder.File("nowhere"), null, "a"));
        Should.Throw<ArgumentException>(() => Find(_folder.Path)).Message.ShouldContain("Nothing is named");
        Should.Throw<ArgumentException>(() => Find(_folder.Path, "a ")).Message.ShouldContain("fewer than 3");
        Should.Throw<ArgumentException>(() => Find(_folder.Path, null, " ")).Message.ShouldContain("empty");
    }

    [Fact]
    public void UnfinishedWorkIsNotTouched()
    {
        _folder.File("kept/part-00000.spool", """{"id":"a","text":"b"}""");
        Should.Throw<InvalidDataException>(() => Find(_folder.Path, null, "a")).Message.ShouldContain("is of work that is not finished");
    }

    [Fact]
    public void WhatDiesBeforeItIsDecidedChangesNothing()
    {
        var path = _folder.File("data.jsonl", """{"id":"a","text":"b"}""");
        _folder.File("forgetting/00000", "left behind");
        Forgetting.IsUnfinished(_folder.Path).ShouldBeFalse();
        Forgetting.Finish(_folder.Path).ShouldBeFalse();
        File.ReadAllText(path).ShouldBe("""{"id":"a","text":"b"}""");
        Find(_folder.Path, null, "a").Apply([], Now);
        File.ReadAllText(path).ShouldBeEmpty();
        Directory.Exists(_folder.File("forgetting")).ShouldBeFalse();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public void WhatDiesInTheMiddleIsEndedLater(int moved)
    {
        for (var i = 0; i < 3; i++)
        {
            _folder.File($"kept/part-0000{i}.jsonl", $$"""{"id":"a~{{i}}","text":"secret"}""" + "\n" + $$"""{"id":"b{{i}}","text":"open"}""" + "\n");
        }

        Should.Throw<OperationCanceledException>(() => Find(_folder.Path, null, "a").Apply([], Now, static () => throw new OperationCanceledException()));
        Forgetting.IsUnfinished(_folder.Path).ShouldBeTrue();
        for (var i = 0; i < moved; i++)
        {
            File.Move(_folder.File($"forgetting/0000{i}"), _folder.File($"kept/part-0000{i}.jsonl"), overwrite: true);
        }

        Forgetting.Finish(_folder.Path).ShouldBeTrue();
        Forgetting.Finish(_folder.Path).ShouldBeFalse();
        ForgottenBytes.FilesWith(_folder.Path, "secret").ShouldBeEmpty();
        ForgottenBytes.FilesWith(_folder.Path, "open").Count.ShouldBe(3);
        File.Exists(ForgottenList.PathIn(_folder.Path)).ShouldBeTrue();
        File.Exists(_folder.File("forgotten/receipt-20300102-030405-000.json")).ShouldBeTrue();
    }

    [Fact]
    public void TheListGrows()
    {
        _folder.File("data.jsonl", """{"id":"a","text":"one"}""" + "\n" + """{"id":"b","text":"two"}""" + "\n");
        Find(_folder.Path, null, "a").Apply([], Now);
        Find(_folder.Path, null, "b").Apply([], Now.AddSeconds(1));
        var list = ForgottenList.Of(_folder.Path)!;
        list.Count.ShouldBe(4);
        list.Holds(new Document { Id = "a", Text = "" }).ShouldBeTrue();
        list.Holds(new Document { Id = "b", Text = "" }).ShouldBeTrue();
    }
}
