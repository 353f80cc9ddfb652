using System.Text.Json;

namespace Sinter.Cli.Tests.Verbs.Data;

public sealed class RedactVerbTests : IDisposable
{
    private const string Text = "\uFEFF😀 jane@mail.org\r\nand card 4111 1111 1111 1111";
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("mask", "\uFEFF😀 ****@****.***\r\nand card **** **** **** ****")]
    [InlineData("remove", "\uFEFF😀 \r\nand card ")]
    [InlineData("keep", Text)]
    [InlineData("email=tag,*=keep", "\uFEFF😀 <EMAIL>jane@mail.org</EMAIL>\r\nand card 4111 1111 1111 1111")]
    public void Finds_are_treated_and_all_else_stays(string policy, string expected)
    {
        var run = Redact("--policy", policy);
        run.Code.ShouldBe(ExitCode.Done);
        run.Output.ShouldBe(expected);
    }

    [Fact]
    public void Masking_is_the_usual_policy() => Redact().Output.ShouldBe(Redact("--policy", "mask").Output);

    [Fact]
    public void Places_are_told_in_code_points_without_values()
    {
        var run = Redact("--spans");

        run.Code.ShouldBe(ExitCode.Done);
        var lines = run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => JsonDocument.Parse(line).RootElement).ToArray();
        lines.Select(static line => (line.GetProperty("start").GetInt64(), line.GetProperty("end").GetInt64(), line.GetProperty("kind").GetString())).ShouldBe([(3, 16, "email"), (27, 46, "card")]);
        lines.ShouldAllBe(line => line.GetProperty("score").GetDouble() > 0.5);
        run.Output.ShouldNotContain("jane");
    }

    [Fact]
    public void Pseudonyms_are_the_same_with_the_same_key()
    {
        var key = _folder.File("key", "0123456789abcdef");
        var other = _folder.File("other", "0123456789abcdeF");

        Redact("--policy", "pseudonym", "--key", key).Output.ShouldBe(Redact("--policy", "pseudonym", "--key", key).Output);
        Redact("--policy", "pseudonym", "--key", key).Output.ShouldNotBe(Redact("--policy", "pseudonym", "--key", other).Output);
        Redact("--policy", "fake", "--seed", "1").Output.ShouldNotBe(Redact("--policy", "fake", "--seed", "2").Output);
    }

    [Fact]
    public void Kinds_scores_and_what_is_known_are_chosen()
    {
        Redact("--kinds", "card").Output.ShouldContain("jane@mail.org");
        Redact("--min-score", "1").Output.ShouldContain("4111");
        Redact("--allow", _folder.File("allow", "@mail.org\n")).Output.ShouldContain("jane@mail.org");
    }

    [Fact]
    public void Wrong_use_is_told_in_a_sentence()
    {
        Redact("--policy", "pseudonym").ShouldFail(ExitCode.WrongUse, "--key FILE");
        Redact("--policy", "hide").ShouldFail(ExitCode.WrongUse, "'hide'");
        Redact("--kinds", "emial").ShouldFail(ExitCode.WrongUse, "did you mean 'email'");
        Redact("--min-score", "2").ShouldFail(ExitCode.WrongUse, "a number from 0 to 1");
        var run = Redact("--policy", "pseudonym", "--key", _folder.File("short", "hunter2"));
        run.ShouldFail(ExitCode.Failed, "holds 7 bytes");
        run.Error.ShouldNotContain("hunter2");
        Redact("--policy", "pseudonym", "--key", _folder.File("none")).ShouldFail(ExitCode.Failed, "There is no file");
        Redact("--allow", _folder.File("none")).ShouldFail(ExitCode.Failed, "There is no file");
        ToolRun.Of("data", "redact", _folder.File("none.txt")).ShouldFail(ExitCode.Failed, "There is no file");
    }

    private ToolRun Redact(params string[] more) => ToolRun.Of(["data", "redact", _folder.File("in.txt", Text), .. more]);
}
