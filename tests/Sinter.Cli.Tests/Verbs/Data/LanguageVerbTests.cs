namespace Sinter.Cli.Tests.Verbs.Data;

public sealed class LanguageVerbTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("", 0)]
    [InlineData("\n", 1)]
    [InlineData("a", 1)]
    [InlineData("a\n", 1)]
    [InlineData("a\n\n\nb", 4)]
    [InlineData("a\r\n\r\nb\r\n", 3)]
    [InlineData("\0\0\n\0\n", 2)]
    [InlineData("\uFEFFa\nb\n", 2)]
    public void There_is_one_line_out_for_each_line_in(string text, int lines)
    {
        var run = Language(_folder.File("lines.txt", text));

        run.Code.ShouldBe(ExitCode.Done);
        run.Output.Count(sign => sign == '\n').ShouldBe(lines);
        run.Output.Split('\n')[..^1].ShouldAllBe(line => line.Split('\t').Length == 2);
    }

    [Fact]
    public void Languages_are_told_apart_and_bytes_that_are_no_text_stop_nothing()
    {
        var path = _folder.File("lines.txt");
        File.WriteAllBytes(path, [.. "The weather is fine today, and the children play in the garden.\n"u8, 0xFF, 0xFE, 0x80, .. "\nDas Wetter ist heute schön, und die Kinder spielen im Garten.\n"u8]);

        var lines = Language(path).Output.Split('\n');

        lines.Length.ShouldBe(4);
        lines[0].ShouldStartWith("en\t");
        lines[2].ShouldStartWith("de\t");
    }

    [Fact]
    public void What_is_not_there_is_named()
    {
        var lines = _folder.File("lines.txt", "a\n");
        Language(_folder.File("none.txt")).ShouldFail(ExitCode.Failed, "There is no file");
        Language(_folder.Path).ShouldFail(ExitCode.Failed, "is a folder; give a file.");
        Language(lines, "--model", _folder.File("none.ftz")).ShouldFail(ExitCode.Failed, "There is no file");
        Language(lines, "--model", _folder.Path).ShouldFail(ExitCode.Failed, "is a folder; give a file.");
        Language(lines, "--model", lines).ShouldFail(ExitCode.Failed, "this is not a fastText model");
    }

    private static ToolRun Language(string file, params string[] more) => ToolRun.Of(["data", "language", file, .. more]);
}
