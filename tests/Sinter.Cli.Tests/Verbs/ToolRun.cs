namespace Sinter.Cli.Tests.Verbs;

/// <summary>One command line in this process, with what it wrote.</summary>
internal sealed record ToolRun(int Code, string Output, string Error)
{
    public static ToolRun Of(params string[] arguments)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var code = Tool.Run(arguments, output, error);
        return new ToolRun(code, output.ToString(), error.ToString());
    }

    /// <summary>Holds that it failed with a code and one sentence, and wrote nothing else.</summary>
    public void ShouldFail(int code, string sentence)
    {
        Error.TrimEnd().ShouldContain(sentence);
        Error.TrimEnd().Split('\n').Length.ShouldBe(1);
        Code.ShouldBe(code);
        Output.ShouldBeEmpty();
    }
}
