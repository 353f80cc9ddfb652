using System.IO.Compression;
using Sinter.Cli.Tests.Verbs.Data;
using Sinter.Data.Packing;
using Sinter.Tokenizers;

namespace Sinter.Cli.Tests.Verbs;

public sealed class PackVerbTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _tokenizer;
    private readonly string _texts;

    public PackVerbTests()
    {
        new TokenizerTrainer(new TokenizerTrainerOptions { VocabularySize = 270, Threads = 1 }).Train(["the cat and the hat and the bat"]).SaveFolder(_folder.File("model"));
        _tokenizer = Path.Combine(_folder.File("model"), "tokenizer.json");
        _texts = _folder.File("docs.jsonl", string.Concat(Enumerable.Range(0, 60).Select(i => $"{{\"id\":\"d{i}\",\"text\":\"the cat {string.Join(" hat ", Enumerable.Range(0, i % 13))}\"}}\n")));
    }

    private string Out => _folder.File("packed");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Texts_are_packed_and_what_each_way_gives_is_told()
    {
        var run = Pack(_texts);

        run.Error.ShouldBeEmpty();
        run.Code.ShouldBe(ExitCode.Done);
        run.Output.ShouldContain("Documents  60, ");
        run.Output.ShouldMatch(@"\* best-fit, split ");
        run.Output.ShouldMatch(@"  concatenate, split ");
        run.Output.ShouldContain($"Wrote      {Out}");
        using var data = PackedDataset.Open(Out);
        data.ContextLength.ShouldBe(32);
        data.DocumentIds().ShouldBe(Enumerable.Range(0, 60).Select(i => $"d{i}"));
        PackingReport.Load(Out)!.Packed.Sequences.ShouldBe(data.Sequences);
    }

    [Fact]
    public void Files_of_many_forms_are_packed_in_order()
    {
        var texts = _folder.File("texts/b.txt", "the hat");
        Directory.CreateDirectory(_folder.File("more"));
        using (var gzip = new GZipStream(File.Create(_folder.File("more/c.txt.gz")), CompressionLevel.Fastest))
        {
            gzip.Write("the bat"u8);
        }

        ToolRun.Of("data", "convert", _texts, _folder.File("texts/a.parquet")).Code.ShouldBe(ExitCode.Done);
        ToolRun.Of("data", "convert", texts, _folder.File("more/d.jsonl.zst")).Code.ShouldBe(ExitCode.Done);

        Pack(Path.GetDirectoryName(texts)!, _folder.File("more")).Code.ShouldBe(ExitCode.Done);

        using var data = PackedDataset.Open(Out);
        data.DocumentIds().Select(id => Path.GetFileName(id)).ShouldBe([.. Enumerable.Range(0, 60).Select(i => $"d{i}"), "b.txt", "c.txt.gz", "b.txt"]);
    }

    [Fact]
    public void Threads_change_nothing_and_a_second_run_gives_the_same_bytes()
    {
        Pack(_texts, "--threads", "1").Code.ShouldBe(ExitCode.Done);
        var one = Bytes();
        Directory.CreateDirectory(Out + ".partial");
        File.WriteAllText(Path.Combine(Out + ".partial", "shard-00000.tokens"), "what a killed run left");

        Pack(_texts, "--threads", "3", "--overwrite").Code.ShouldBe(ExitCode.Done);

        Bytes().ShouldBe(one);
        Directory.GetDirectories(_folder.Path).Order(StringComparer.Ordinal).ShouldBe([_folder.File("model"), Out]);

        string[] Bytes() => [.. Directory.GetFiles(Out).Order(StringComparer.Ordinal).Select(file => Path.GetFileName(file) + Convert.ToHexString(File.ReadAllBytes(file)))];
    }

    [Theory]
    [InlineData("concatenate", "split", "* concatenate, split")]
    [InlineData("concatenate", "truncate", "* concatenate, truncate")]
    [InlineData("in-order", "truncate", "* in-order, truncate")]
    public void The_way_can_be_chosen(string order, string longDocuments, string row)
    {
        var run = Pack(_texts, "--order", order, "--long", longDocuments);

        run.Output.ShouldContain(row);
        run.Output.Split('\n').Count(line => line.StartsWith("* ", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public void The_tokens_at_both_ends_can_be_chosen()
    {
        Pack(_texts, "--bos", "none", "--eos", "!").Code.ShouldBe(ExitCode.Done);

        var tokenizer = Tokenizer.Load(_tokenizer);
        using var data = PackedDataset.Open(Out);
        data.Manifest.EndOfText.ShouldBe(tokenizer.TokenId("!")!.Value);
        var tokens = new int[32];
        data.Read(data.Locate("d0").ShouldHaveSingleItem().Sequence, tokens, new int[32], new int[32]);
        var segment = data.Locate("d0")[0].Segment;
        tokenizer.Decode(tokens.AsSpan(segment.Start, segment.Length)).ShouldBe("the cat !");
    }

    [Fact]
    public void Parquet_goes_there_and_back()
    {
        Pack(_texts).Code.ShouldBe(ExitCode.Done);
        var exported = _folder.File("parquet");
        ToolRun.Of("pack", "export", Out, "--out", exported, "--column", "attention_mask").Code.ShouldBe(ExitCode.Done);
        ToolRun.Of("pack", _texts, "--tokenizer", _tokenizer, "--context", "32", "--out", exported + "2", "--format", "parquet", "--column", "attention_mask").Code.ShouldBe(ExitCode.Done);
        File.ReadAllBytes(Path.Combine(exported + "2", "data", "train-00000-of-00001.parquet")).ShouldBe(File.ReadAllBytes(Path.Combine(exported, "data", "train-00000-of-00001.parquet")));
        Directory.Exists(exported + "2.packing").ShouldBeFalse();

        var back = _folder.File("back");
        ToolRun.Of("pack", "--import", "sequences", "--tokenizer", _tokenizer, "--out", back, exported).Code.ShouldBe(ExitCode.Done);

        File.ReadAllText(Path.Combine(back, PackedManifest.FileName)).ShouldBe(File.ReadAllText(Path.Combine(Out, PackedManifest.FileName)));
        ToolRun.Of("pack", "--import", "documents", "--tokenizer", _tokenizer, "--context", "8", "--out", back, exported, "--overwrite").Output.ShouldContain("of 8 tokens");
    }

    [Fact]
    public void A_sequence_is_shown_with_the_borders_of_its_documents()
    {
        Pack(_texts).Code.ShouldBe(ExitCode.Done);

        var run = ToolRun.Of("pack", "show", Out, "--tokenizer", _tokenizer, "--sequence", "1", "--check");
        run.Code.ShouldBe(ExitCode.Done);
        run.Output.ShouldContain("* best-fit, split");
        run.Output.ShouldMatch(@"--- 'd\d+', tokens 0 to \d+, at 0\n<\|endoftext\|>the cat ");
        run.Output.ShouldContain("tokens of padding");

        ToolRun.Of("pack", "show", Out, "--tokenizer", _tokenizer, "--sequence", "1000").Error.ShouldContain("There is no sequence 1000");
        ToolRun.Of("pack", "show", _folder.Path).ShouldFail(ExitCode.Failed, "is not a packed data set");
    }

    [Fact]
    public void What_cannot_be_read_is_told_and_where_nothing_can_nothing_is_written()
    {
        var some = Pack(_folder.File("some.jsonl", "{broken\n{\"id\":\"a\",\"text\":\"the cat\"}\n"));
        some.Code.ShouldBe(ExitCode.Done);
        some.Error.ShouldContain("1 records could not be read, such as some.jsonl, 1: ");

        Pack(_folder.File("none.jsonl", "{broken\n"), "--overwrite").ShouldStop(ExitCode.Failed, "Not one document could be packed");
        using var data = PackedDataset.Open(Out);
        data.DocumentIds().ShouldBe(["a"]);
    }

    [Fact]
    public void Nothing_but_an_earlier_packing_is_replaced()
    {
        Pack(_texts).Code.ShouldBe(ExitCode.Done);
        Pack(_texts).ShouldFail(ExitCode.Failed, "holds a packed data set already; name another folder, or give --overwrite");
        File.WriteAllText(Path.Combine(Out, "thesis.txt"), "years of work");
        Pack(_texts, "--overwrite").ShouldFail(ExitCode.Failed, "holds 'thesis.txt', which is no part of a packed data set");
        File.Exists(Path.Combine(Out, "thesis.txt")).ShouldBeTrue();

        ToolRun.Of("pack", _texts, "--tokenizer", _tokenizer, "--context", "8", "--out", _texts).ShouldFail(ExitCode.Failed, "is a file");
        ToolRun.Of("pack", _texts, "--tokenizer", _tokenizer, "--context", "8", "--out", _folder.Path).ShouldFail(ExitCode.WrongUse, "lies in the folder of --out");
    }

    [Theory]
    [InlineData("FILES are missing", "--tokenizer", "T", "--context", "8", "--out", "O")]
    [InlineData("--tokenizer is missing", "F", "--context", "8", "--out", "O")]
    [InlineData("--context is missing", "F", "--tokenizer", "T", "--out", "O")]
    [InlineData("--out is missing", "F", "--tokenizer", "T", "--context", "8")]
    [InlineData("--context is '1', expected a whole number from 2", "F", "--tokenizer", "T", "--context", "1", "--out", "O")]
    [InlineData("--order is 'random', expected one of best-fit, in-order, concatenate.", "F", "--tokenizer", "T", "--context", "8", "--out", "O", "--order", "random")]
    [InlineData("--format is 'arrow', expected shards or parquet.", "F", "--tokenizer", "T", "--context", "8", "--out", "O", "--format", "arrow")]
    [InlineData("--column is 'text', expected one of attention_mask", "F", "--tokenizer", "T", "--context", "8", "--out", "O", "--column", "text")]
    [InlineData("--eos: the tokenizer has no token '<eot>'", "F", "--tokenizer", "T", "--context", "8", "--out", "O", "--eos", "<eot>")]
    [InlineData("is no Parquet file", "F", "--tokenizer", "T", "--context", "8", "--out", "O", "--import", "documents")]
    [InlineData("'--ordr' is no option here; did you mean '--order'?", "F", "--ordr", "x", "--tokenizer", "T", "--context", "8", "--out", "O")]
    public void A_wrong_command_line_is_told(string sentence, params string[] arguments)
    {
        var run = ToolRun.Of(["pack", .. arguments.Select(argument => argument switch { "F" => _texts, "T" => _tokenizer, "O" => Out, _ => argument })]);

        run.ShouldStop(ExitCode.WrongUse, sentence);
        Directory.Exists(Out).ShouldBeFalse();
    }

    [Theory]
    [InlineData]
    [InlineData("show")]
    [InlineData("export")]
    public void The_help_ends_with_examples(params string[] verb)
    {
        var run = ToolRun.Of(["pack", .. verb, "--help"]);

        run.Code.ShouldBe(ExitCode.Done);
        var whole = "  sinter " + string.Join(' ', (string[])["pack", .. verb]);
        run.Output.Split("Examples:\n")[1].Split('\n', StringSplitOptions.RemoveEmptyEntries).ShouldAllBe(example => example.StartsWith(whole, StringComparison.Ordinal));
    }

    private ToolRun Pack(params string[] more) => ToolRun.Of(["pack", .. more, "--tokenizer", _tokenizer, "--context", "32", "--out", Out]);
}
