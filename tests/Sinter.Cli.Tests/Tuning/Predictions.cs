using System.Text.Json;
using Sinter.Cli.Tests.Verbs;

namespace Sinter.Cli.Tests.Tuning;

/// <summary>What <c>sinter predict</c> says of lines.</summary>
internal sealed record Predictions(ToolRun Run, IReadOnlyList<JsonElement> Lines)
{
    public static Predictions Of(string input, string folder, params string[] more)
    {
        var run = ToolRun.Of(["predict", folder, "--input", input, "--threads", "1", .. more]);
        return new Predictions(run, [.. run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => JsonDocument.Parse(line).RootElement)]);
    }

    /// <summary>Holds that every line was answered.</summary>
    public IReadOnlyList<JsonElement> Whole(int count)
    {
        Run.Code.ShouldBe(ExitCode.Done, Run.Error + Run.Output);
        Run.Error.ShouldBeEmpty();
        Lines.Count.ShouldBe(count);
        return Lines;
    }
}
