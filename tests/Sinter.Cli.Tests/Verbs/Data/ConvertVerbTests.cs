namespace Sinter.Cli.Tests.Verbs.Data;

public sealed class ConvertVerbTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _input;

    public ConvertVerbTests() => _input = _folder.File("docs.jsonl", Corpus.Lines);

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("jsonl")]
    [InlineData("jsonl.gz")]
    [InlineData("jsonl.zst")]
    [InlineData("parquet")]
    public void Documents_come_back_from_every_form_unchanged(string form)
    {
        var plain = _folder.File("plain.jsonl");
        Convert(_input, plain).Code.ShouldBe(ExitCode.Done);
        var other = _folder.File(Path.Combine("a new folder", "within", "docs." + form));

        var run = Convert(plain, other);

        run.Error.ShouldBeEmpty();
        run.Output.ShouldContain("convert    30 documents, ");
        Convert(other, _folder.File("back.jsonl")).Code.ShouldBe(ExitCode.Done);
        File.ReadAllBytes(_folder.File("back.jsonl")).ShouldBe(File.ReadAllBytes(plain));
        Directory.GetFiles(Path.GetDirectoryName(other)!).ShouldBe([other]);
    }

    [Fact]
    public void Plain_text_holds_the_texts()
    {
        Convert(_input, _folder.File("docs.txt")).Code.ShouldBe(ExitCode.Done);

        File.ReadAllText(_folder.File("docs.txt")).ShouldStartWith("short 0\n\na longer text with the number 1\n");
    }

    [Fact]
    public void A_file_can_be_converted_into_itself()
    {
        Convert(_input, _folder.File("plain.jsonl")).Code.ShouldBe(ExitCode.Done);
        Convert(_folder.File("plain.jsonl"), _folder.File("plain.jsonl")).Code.ShouldBe(ExitCode.Done);

        File.ReadAllLines(_folder.File("plain.jsonl")).Length.ShouldBe(Corpus.Documents);
    }

    [Fact]
    public void What_cannot_be_read_is_told_and_where_nothing_can_nothing_is_written()
    {
        var some = Convert(_folder.File("some.jsonl", "{broken\n" + Corpus.Lines), _folder.File("some.parquet"));
        some.Code.ShouldBe(ExitCode.Done);
        some.Error.ShouldContain("1 records could not be read, such as some.jsonl, 1: ");

        Convert(_folder.File("table.csv", "a,b\n1,2\n"), _folder.File("table.jsonl")).ShouldStop(ExitCode.Failed, "Not one document could be read");
        File.Exists(_folder.File("table.jsonl")).ShouldBeFalse();
    }

    [Fact]
    public void Wrong_names_are_refused()
    {
        Convert(_input, _folder.File("docs.docx")).ShouldFail(ExitCode.WrongUse, "ends in no form that is known; expected one of .jsonl, .jsonl.gz");
        Convert(_folder.File("none.jsonl"), _folder.File("o.jsonl")).ShouldFail(ExitCode.Failed, "There is no file or folder");
        Directory.CreateDirectory(_folder.File("folder.jsonl"));
        Convert(_input, _folder.File("folder.jsonl")).ShouldFail(ExitCode.WrongUse, "is a folder; name the file to write.");
        Convert(_input, Path.Combine(_input, "o.jsonl")).Code.ShouldBe(ExitCode.Failed);
        ToolRun.Of("data", "convert", _input).ShouldFail(ExitCode.WrongUse, "Required argument 'OUT' missing");
        ToolRun.Of("data", "convert", _input, _folder.File("o.jsonl"), "--input-format", "docx").ShouldFail(ExitCode.WrongUse, "There is no format 'docx'");
    }

    private static ToolRun Convert(string from, string to) => ToolRun.Of("data", "convert", from, to);
}
