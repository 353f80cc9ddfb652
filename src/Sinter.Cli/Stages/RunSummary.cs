using Sinter.Models;
using Sinter.Models.Files;
using Sinter.Training.Runs;

namespace Sinter.Cli.Stages;

/// <summary>What a user wants to know at the end of a run: where things lie, how the model speaks, and how to speak with it.</summary>
internal static class RunSummary
{
    private const int Samples = 3;
    private const int SampleLength = 300;

    /// <summary>Writes the summary of <paramref name="run"/>, as far as its outputs exist.</summary>
    public static void Write(RunFolder run, IReadOnlyList<PlannedStage> plan, TextWriter output)
    {
        output.WriteLine();
        var worked = plan.Count(planned => planned.Works);
        var seconds = plan.Where(planned => planned.Works).Sum(planned => StageResult.Read(run, planned.Stage.Name)?.Seconds ?? 0);
        output.WriteLine(worked == 0 ? "Nothing had changed, so nothing was run." : $"Done: {worked} {(worked == 1 ? "stage" : "stages")} in {Units.Seconds(seconds)}.");
        foreach (var sample in LastSamples(run))
        {
            output.WriteLine();
            output.WriteLine("> " + Text(sample, "prompt"));
            output.WriteLine("  " + Shortened(Text(sample, "text")));
        }

        output.WriteLine();
        output.WriteLine("Run folder  " + run.Root);
        if (Directory.Exists(run.Model))
        {
            output.WriteLine("Model       " + run.Model);
        }

        if (File.Exists(run.ReportHtml))
        {
            output.WriteLine("Report      " + run.ReportHtml);
        }

        if (Directory.Exists(run.Model) && Chats(run.Model))
        {
            output.WriteLine($"Chat        {ThisTool.CommandName()} chat {ThisTool.Quoted(run.Model)}");
        }
    }

    /// <summary>Whether a model goes on with what it is told; one whose description is missing is taken for such.</summary>
    private static bool Chats(string model) =>
        !File.Exists(Path.Combine(model, ModelConfigJson.FileName)) || ModelFolder.Open(model).Config is { Kind: ModelKind.Decoder, Head: ModelHead.LanguageModel };

    /// <summary>The samples of the last step of the last stage that took any.</summary>
    private static List<RunEvent> LastSamples(RunFolder run)
    {
        var last = new List<RunEvent>();
        foreach (var happened in EventLog.Read(run.Events).Where(happened => happened.Event is "sample"))
        {
            if (last.Count > 0 && (!string.Equals(last[0].Stage, happened.Stage, StringComparison.Ordinal) || Step(last[0]) != Step(happened)))
            {
                last.Clear();
            }

            last.Add(happened);
        }

        return [.. last.TakeLast(Samples)];
    }

    private static long Step(RunEvent sample) =>
        sample.Data.TryGetProperty("step", out var step) && step.TryGetInt64(out var number) ? number : 0;

    private static string Text(RunEvent sample, string field) =>
        sample.Data.TryGetProperty(field, out var value) ? value.ToString() : "";

    private static string Shortened(string text)
    {
        var line = text.ReplaceLineEndings(" ").Trim();
        if (line.Length <= SampleLength)
        {
            return line;
        }

        // A character of two halves is kept whole or left out.
        var end = char.IsHighSurrogate(line[SampleLength - 1]) ? SampleLength - 1 : SampleLength;
        return line[..end] + "...";
    }
}
