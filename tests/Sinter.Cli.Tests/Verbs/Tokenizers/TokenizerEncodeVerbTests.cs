using System.Globalization;
using System.Text.Json;
using Sinter.Tokenizers;

namespace Sinter.Cli.Tests.Verbs.Tokenizers;

public sealed class TokenizerEncodeVerbTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _tokenizer;
    private readonly Tokenizer _loaded;

    public TokenizerEncodeVerbTests()
    {
        _tokenizer = SmallTokenizer.Write(_folder);
        _loaded = Tokenizer.Load(_tokenizer);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Ids_stand_on_one_line_and_nothing_is_trimmed_or_added()
    {
        const string Text = "  the cat\n\n sat \n";

        var run = ToolRun.Of("tokenizer", "encode", "--tokenizer", _tokenizer, _folder.File("a.txt", Text));

        run.Code.ShouldBe(ExitCode.Done, run.Error);
        run.Output.ShouldBe(string.Join(' ', _loaded.Encode(Text)) + "\n");
    }

    [Fact]
    public void An_empty_text_is_an_empty_line()
    {
        ToolRun.Of("tokenizer", "encode", "--tokenizer", _tokenizer, _folder.File("a.txt", "")).Output.ShouldBe("\n");
    }

    [Fact]
    public void A_special_token_in_the_text_counts_only_when_asked()
    {
        var file = _folder.File("a.txt", "the<|endoftext|>");
        var end = _loaded.EndOfText!.Value.ToString(CultureInfo.InvariantCulture);

        ToolRun.Of("tokenizer", "encode", "--tokenizer", _tokenizer, file).Output.Split(' ', '\n').ShouldNotContain(end);
        ToolRun.Of("tokenizer", "encode", "--tokenizer", _tokenizer, file, "--parse-special").Output.Split(' ', '\n').ShouldContain(end);
    }

    [Fact]
    public void Json_has_ids_tokens_and_offsets_in_the_unit_that_is_named()
    {
        const string Text = "жук🦙e";
        var file = _folder.File("a.txt", Text);

        Offsets("characters").Zip(Offsets("characters")[1..]).ShouldAllBe(static pair => pair.First[0] <= pair.Second[0] && pair.First[1] >= pair.Second[0]);
        Offsets("characters")[0][0].ShouldBe(0);
        Offsets("bytes")[^1].ShouldBe([10, 11]);
        Offsets("characters")[^1].ShouldBe([4, 5]);
        Offsets("utf16")[^1].ShouldBe([5, 6]);

        int[][] Offsets(string unit)
        {
            var run = ToolRun.Of("tokenizer", "encode", "--tokenizer", _tokenizer, "--json", "--offsets", unit, file);
            run.Code.ShouldBe(ExitCode.Done, run.Error);
            using var json = JsonDocument.Parse(run.Output);
            json.RootElement.GetProperty("ids").Deserialize<int[]>().ShouldBe(_loaded.Encode(Text));
            json.RootElement.GetProperty("tokens").Deserialize<string[]>().ShouldBe(_loaded.Encode(Text).Select(_loaded.Token).ToArray());
            return json.RootElement.GetProperty("offsets").Deserialize<int[][]>()!;
        }
    }

    [Fact]
    public void Ids_are_counted_and_cut_off_on_the_side_that_is_named()
    {
        const string Text = "the cat sat on the mat";
        var file = _folder.File("a.txt", Text);
        var all = _loaded.Encode(Text);

        ToolRun.Of("tokenizer", "encode", "--tokenizer", _tokenizer, file, "--count").Output.ShouldBe(string.Create(CultureInfo.InvariantCulture, $"{all.Length}\n"));
        ToolRun.Of("tokenizer", "encode", "--tokenizer", _tokenizer, file, "--truncate", "3").Output.ShouldBe(string.Join(' ', all[..3]) + "\n");
        ToolRun.Of("tokenizer", "encode", "--tokenizer", _tokenizer, file, "--truncate", "3", "--side", "left").Output.ShouldBe(string.Join(' ', all[^3..]) + "\n");
        ToolRun.Of("tokenizer", "encode", "--tokenizer", _tokenizer, file, "--truncate", "3", "--count").Output.ShouldBe("3\n");
    }

    [Fact]
    public void Threads_change_nothing()
    {
        var file = _folder.File("a.txt", string.Concat(Enumerable.Repeat(SmallTokenizer.Text, 10_000)));

        ToolRun.Of("tokenizer", "encode", "--tokenizer", _tokenizer, file, "--threads", "3").Output
            .ShouldBe(ToolRun.Of("tokenizer", "encode", "--tokenizer", _tokenizer, file, "--threads", "1").Output);
    }

    [Fact]
    public void What_is_wrong_is_told_in_a_sentence()
    {
        var file = _folder.File("a.txt", "the");

        ToolRun.Of("tokenizer", "encode", "--tokenizer", _folder.File("none.json"), file).ShouldFail(ExitCode.Failed, "There is no tokenizer file");
        ToolRun.Of("tokenizer", "encode", "--tokenizer", _tokenizer, _folder.File("none.txt")).ShouldFail(ExitCode.Failed, "There is no file");
        ToolRun.Of("tokenizer", "encode", "--tokenizer", _tokenizer, file, "--json", "--count").ShouldFail(ExitCode.WrongUse, "give one of them");
        ToolRun.Of("tokenizer", "encode", "--tokenizer", _tokenizer, file, "--json", "--offsets", "words").ShouldFail(ExitCode.WrongUse, "--offsets is 'words', expected one of bytes, characters, utf16.");
        ToolRun.Of("tokenizer", "encode", "--tokenizer", _tokenizer, file, "--side", "left").ShouldFail(ExitCode.WrongUse, "give --truncate N too");
        ToolRun.Of("tokenizer", "encode", "--tokenizer", _tokenizer, file, "--truncate", "-1").ShouldFail(ExitCode.WrongUse, "expected a whole number from 0");
        ToolRun.Of("tokenizer", "encode", "--tokenizer", _tokenizer, "--jsn").ShouldFail(ExitCode.WrongUse, "'--jsn' is no option here");
        ToolRun.Of("tokenizer", "encode", file).ShouldFail(ExitCode.WrongUse, "'--tokenizer' is required");
    }
}
