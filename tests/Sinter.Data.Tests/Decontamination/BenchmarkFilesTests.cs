using System.IO.Compression;
using Sinter.Data.Decontamination;
using Sinter.Data.Sources;
using Sinter.Tests;

namespace Sinter.Data.Tests.Decontamination;

public sealed class BenchmarkFilesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<BrokenInput> _faults = [];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Json_lines_give_all_texts_at_any_depth_and_sentences_that_are_names()
    {
        var path = _folder.File("b.jsonl", """
            {"question":"Who?","choices":{"text":["me","you"],"label":["A","B"]},"n":1}
            not json

            {"question":"What?","mc1":{"It is true.":1,"no":0}}
            """);

        Read(path).Select(static item => string.Join('|', item.Fields)).ShouldBe(["Who?|me|you|A|B", "What?|It is true."]);
        Read(path).Select(static item => item.Benchmark).Distinct().ShouldBe(["b"]);
        Read(path, "choices.text").Select(static item => string.Join('|', item.Fields)).ShouldBe(["me|you", ""]);
        Read(path, "question", "choices").First().Fields.Count.ShouldBe(5);
    }

    [Fact]
    public void Json_arrays_and_objects_of_objects_are_lists()
    {
        Read(_folder.File("a.json", "[{\"q\":\"one\"},\n{\"q\":\"two\"}]")).Select(static item => item.Fields[0]).ShouldBe(["one", "two"]);
        Read(_folder.File("o.json", "{\"1\":{\"q\":\"one\"},\"2\":{\"q\":\"two\"},\"3\":{\"q\":\"three\"}}")).Select(static item => item.Id).ShouldBe(["o.json#1", "o.json#2", "o.json#3"]);
        Read(_folder.File("broken.json", "[{\"q\":\"one\"},{\"q\":\"tw")).Count.ShouldBe(1);
        _faults.Count.ShouldBe(1);
    }

    [Fact]
    public void Csv_has_names_or_none()
    {
        var named = _folder.File("named.csv", "\uFEFFQuestion,Best Answer\n\"What, then?\",\"Nothing\nat all\"\n");
        Read(named).ShouldHaveSingleItem().Fields.ShouldBe(["What, then?", "Nothing\nat all"]);
        Read(named, "Best Answer").ShouldHaveSingleItem().Fields.ShouldBe(["Nothing\nat all"]);

        var unnamed = Read(_folder.File("test.csv", "What is it?,this,that,A\n\"Who, \"\"he\"\"?\r\n\",them,us,B"));
        unnamed.Select(static item => item.Fields[0]).ShouldBe(["What is it?", "Who, \"he\"?\r\n"]);
        unnamed.Select(static item => item.Id).ShouldBe(["test.csv#1", "test.csv#2"]);
        _faults.ShouldBeEmpty();
        Read(_folder.File("open.csv", "question,answer\n\"never closed,b\nc,d\n")).Count.ShouldBe(0);
        _faults.ShouldHaveSingleItem().Reason.ShouldContain("never closed");
    }

    [Fact]
    public void Lines_paragraphs_and_groups_of_lines_are_items()
    {
        Read(_folder.File("l.tsv", "gj04\t1\t\tThe \"sailors rode.\ncj99\t0\t*\tAs you eat.\n")).Select(static item => item.Fields[^1]).ShouldBe(["The \"sailors rode.", "As you eat."]);
        Read(_folder.File("p.txt", "one\ntwo\n\n\nthree\n")).Select(static item => string.Join('|', item.Fields)).ShouldBe(["one|two", "three"]);
        Read(_folder.File("g.txt", string.Concat(Enumerable.Range(0, 30).Select(static i => $"context {i}\n{i % 4}\nfirst\nsecond\n")))).Count.ShouldBe(30);
        Read(_folder.File("g.txt")).Select(static item => item.Fields[0]).ShouldBe(Enumerable.Range(0, 30).Select(static i => $"context {i}"));
    }

    [Fact]
    public void Compressed_files_and_parquet_are_read()
    {
        var gzip = _folder.File("z.jsonl.gz");
        using (var stream = new GZipStream(File.Create(gzip), CompressionLevel.Fastest))
        {
            stream.Write("{\"q\":\"packed\"}\n"u8);
        }

        Read(gzip).ShouldHaveSingleItem().ShouldBe(new BenchmarkItem("z", "z.jsonl.gz#1", ["packed"]), new ItemComparer());
        File.WriteAllBytes(gzip, File.ReadAllBytes(gzip)[..^12]);
        Read(gzip).Count.ShouldBeLessThanOrEqualTo(1);
        _faults.Count.ShouldBe(1);

        Read(_folder.File("bad.parquet", "PAR1 no PAR1")).ShouldBeEmpty();
        _faults.ShouldHaveSingleItem().Reason.ShouldContain("passed over");
    }

    [Fact]
    public void Benchmarks_are_called_by_folder_and_what_lies_in_it()
    {
        _folder.File("evals/mmlu/test/anatomy.csv", "What is the long bone of the upper leg called?,femur,A\n");
        _folder.File("evals/mmlu/test/law.csv", "Who may sue whom in which court and when?,all,B\n");
        _folder.File("evals/gsm8k.jsonl", "{\"q\":\"How many sheep are left in the field?\"}\n");
        _folder.File("evals/README.md", "no benchmark");
        _folder.File("evals/mmlu/LICENSE.txt", "no benchmark");

        var items = Read(Path.Combine(_folder.Path, "evals"));

        items.Select(static item => item.Benchmark).Distinct().Order().ShouldBe(["evals/gsm8k", "evals/mmlu"]);
        items.Select(static item => item.Id).Order().ShouldBe(["evals/gsm8k.jsonl#1", "evals/mmlu/test/anatomy.csv#1", "evals/mmlu/test/law.csv#1"]);
        Read(Path.Combine(_folder.Path, "evals"), []).Count.ShouldBe(3);
    }

    [Fact]
    public void What_holds_nothing_is_said()
    {
        Directory.CreateDirectory(Path.Combine(_folder.Path, "empty"));
        Should.Throw<FileNotFoundException>(() => BenchmarkIndex.Read([Path.Combine(_folder.Path, "empty")]));
        Should.Throw<FileNotFoundException>(() => BenchmarkIndex.Read([_folder.File("none.csv")]));
        _folder.File("words/a.txt", "one\ntwo\nthree\n");
        Should.Throw<InvalidDataException>(() => BenchmarkIndex.Read([Path.Combine(_folder.Path, "words")])).Message.ShouldContain("no benchmark item with a text of at least 8 words");
        Should.Throw<InvalidDataException>(() => BenchmarkIndex.Read([_folder.File("broken.csv", "\"never closed, and so on\nfor ever\n")])).Message.ShouldContain("never closed");
    }

    [Fact]
    public void A_huge_item_is_one_item_and_is_not_planted()
    {
        var path = _folder.File("huge.jsonl", "{\"q\":\"" + string.Concat(Enumerable.Range(0, 200_000).Select(static i => $"w{i} ")) + "\"}\n{\"q\":\"eight words that make a second little item\"}\n");

        var index = BenchmarkIndex.Read([path]);

        index.Items.ShouldBe(2);
        index.Samples.Count.ShouldBe(1);
        index.CreateMatcher().Match(string.Join(' ', Enumerable.Range(5000, 20).Select(static i => $"w{i}"))).ShouldHaveSingleItem().Grams.ShouldBe(8);
    }

    [Theory]
    [InlineData("benchmarks/gsm8k", 8792)]
    [InlineData("benchmarks/hellaswag", 10042)]
    [InlineData("benchmarks/truthfulqa", 1634)]
    [InlineData("benchmarks/mmlu/test", 14042)]
    [InlineData("benchmarks/eq_bench", 171)]
    public void Published_benchmarks_are_read_whole(string asset, int items)
    {
        Read(Assets.Path(asset)).Count.ShouldBe(items);
        _faults.ShouldBeEmpty();
    }

    private List<BenchmarkItem> Read(string path, params string[] fields)
    {
        _faults.Clear();
        return [.. BenchmarkFiles.Read([path], fields, _faults)];
    }

    private sealed class ItemComparer : IEqualityComparer<BenchmarkItem>
    {
        public bool Equals(BenchmarkItem? x, BenchmarkItem? y) => x!.Benchmark == y!.Benchmark && x.Id == y.Id && x.Fields.SequenceEqual(y.Fields);

        public int GetHashCode(BenchmarkItem item) => StringComparer.Ordinal.GetHashCode(item.Id);
    }
}
