using System.Text;
using System.Text.Json.Nodes;
using Sinter.Cli.Progress;
using Sinter.Cli.Stages;
using Sinter.Training;
using Sinter.Training.Checks;

namespace Sinter.Cli.Tuning;

/// <summary>The checks at the start of a training, told in the log and on the console, with the text of the first example in which what is trained is marked.</summary>
internal static class StartChecks
{
    private const int ShownTokens = 120;
    private const string Trained = "\u001b[38;5;16;48;5;151m";
    private const string Reset = "\u001b[0m";

    /// <summary>Runs the checks of a training that is about to begin.</summary>
    /// <exception cref="InvalidDataException">A check failed; the sentence says what is wrong.</exception>
    public static void Run(StageContext context, TrainingJob job, TrainingOptions options, CancellationToken cancellation)
    {
        var checks = TrainingChecks.Run(job.Model, options.Objective, job.Data, options, new TrainingCheckOptions { Tokenizer = job.Tokenizer, HasNewHead = job.HasNewHead }, cancellation);
        foreach (var check in checks)
        {
            context.Events.Write(job.Name, "check", new JsonObject { ["name"] = check.Name, ["passed"] = check.IsSkipped ? null : check.Passed, ["message"] = check.Sentence, ["seconds"] = Math.Round(check.Seconds, 3) });
        }

        var passed = checks.Where(static check => check is { Passed: true, IsSkipped: false }).Select(static check => check.Name).ToList();
        context.Progress.Note(FormattableString.Invariant($"Checked in {checks.Sum(static check => check.Seconds):0.0} s: {string.Join(", ", passed)}."));
        foreach (var failed in checks.Where(static check => !check.Passed))
        {
            // How far a first loss may be off is a matter of judgement; the other checks are not.
            if (failed.Name is not ("start loss" or "end of text"))
            {
                throw new InvalidDataException($"The check of {failed.Name} failed: {failed.Sentence}");
            }

            context.Events.Warning(job.Name, failed.Sentence);
            context.Progress.Note(failed.Sentence);
        }

        if (LossMask.Of(options.Objective, job.Data, job.Tokenizer, ShownTokens) is { Count: > 0 } mask)
        {
            context.Progress.Note((context.Progress is LiveProgressView ? "What is trained, in green: " : "What is trained, between ⟦ and ⟧: ") + Shown(mask, context.Progress is LiveProgressView));
        }
    }

    private static string Shown(IReadOnlyList<MaskPart> mask, bool inColour)
    {
        var shown = new StringBuilder();
        foreach (var part in mask)
        {
            var text = part.Text.ReplaceLineEndings("⏎");
            shown.Append(!part.IsTrained ? text : inColour ? Trained + text + Reset : $"⟦{text}⟧");
        }

        return shown.ToString();
    }
}
