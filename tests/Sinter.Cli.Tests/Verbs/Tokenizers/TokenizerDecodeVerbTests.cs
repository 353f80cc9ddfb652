using System.Globalization;
using Sinter.Tokenizers;

namespace Sinter.Cli.Tests.Verbs.Tokenizers;

public sealed class TokenizerDecodeVerbTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _tokenizer;

    public TokenizerDecodeVerbTests() => _tokenizer = SmallTokenizer.Write(_folder);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Bytes_come_back_exactly_also_those_that_are_no_text()
    {
        byte[] bytes = [.. "  the cat\r\n\n жук🦙"u8, 0, 0xFF, 0xC3, (byte)'a', 0xF0, 0x9F, .. " \n"u8];
        File.WriteAllBytes(_folder.File("a.bin"), bytes);
        var ids = _folder.File("ids.txt", ToolRun.Of("tokenizer", "encode", "--tokenizer", _tokenizer, _folder.File("a.bin")).Output);

        ToolRun.Of("tokenizer", "decode", "--tokenizer", _tokenizer, ids, "--out", _folder.File("b.bin")).Code.ShouldBe(ExitCode.Done);

        File.ReadAllBytes(_folder.File("b.bin")).ShouldBe(bytes);
    }

    [Theory]
    [InlineData("{0} {1}")]
    [InlineData("\n{0},\t{1}\r\n")]
    [InlineData("[{0}, {1}]\n")]
    [InlineData("[ {0} , {1} ]")]
    public void Ids_are_read_in_every_form(string form)
    {
        var ids = Tokenizer.Load(_tokenizer).Encode("the cat");
        Decode(string.Format(CultureInfo.InvariantCulture, form, ids[0], string.Join(' ', ids[1..]))).ShouldBe("the cat");
    }

    [Fact]
    public void Special_tokens_are_written_unless_they_are_left_out()
    {
        var end = Tokenizer.Load(_tokenizer).EndOfText!.Value.ToString(CultureInfo.InvariantCulture);

        Decode(end).ShouldBe("<|endoftext|>");
        Decode(end, "--skip-special").ShouldBe("");
    }

    [Theory]
    [InlineData("5 x 7", "Line 1, column 3: 'x' is no token id; expected whole numbers from 0 to")]
    [InlineData("5\n 7 -1", "Line 2, column 4: '-1' is no token id")]
    [InlineData("5\n99999", "Line 2, column 1: token 99999 is not in this vocabulary; expected whole numbers from 0 to")]
    [InlineData("[5, 7", "Line 1, column 5: the array has no end; expected ']'.")]
    [InlineData("5 [7]", "'[' may stand at the beginning only")]
    [InlineData("5]", "']' has no '[' before it")]
    [InlineData("[5] 7", "the array has ended before")]
    [InlineData("123456789012345678901234567890123456789012345678901234567890", "is no token id")]
    public void A_bad_id_is_told_with_its_place(string ids, string sentence) =>
        ToolRun.Of("tokenizer", "decode", "--tokenizer", _tokenizer, _folder.File("ids.txt", ids), "--out", _folder.File("out.txt")).ShouldFail(ExitCode.Failed, sentence);

    private string Decode(string ids, params string[] more)
    {
        var run = ToolRun.Of(["tokenizer", "decode", "--tokenizer", _tokenizer, _folder.File("ids.txt", ids), "--out", _folder.File("out.txt"), .. more]);
        run.Code.ShouldBe(ExitCode.Done, run.Error);
        return File.ReadAllText(_folder.File("out.txt"));
    }
}
