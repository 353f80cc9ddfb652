using System.CommandLine;
using Sinter.Data.Cleaning;
using Sinter.Data.Reports;

namespace Sinter.Cli.Verbs.Data;

/// <summary><c>sinter data rejudge DIR --set step.option=value</c>: other limits on stored scores.</summary>
internal static class RejudgeVerb
{
    /// <summary>The command with its options.</summary>
    public static Verb Create()
    {
        var before = new Argument<string>("DIR") { Description = "A folder that 'sinter data clean' has written." };
        var set = new Option<string[]>("--set") { HelpName = "step.option=value", Description = "Another limit; may be given many times.", Required = true };
        var folder = new Option<string?>("--out") { HelpName = "DIR", Description = "The folder to write the new cleaning to; without it only the counts are shown." };
        var verb = new Verb(
            "rejudge",
            "Judges a cleaning anew with other limits, from its stored scores, without measuring any document again.",
            "sinter data rejudge cleaned --set gopherQuality.minimumWords=30",
            "sinter data rejudge cleaned --set gopherQuality.minimumWords=30 --out cleaned-30")
        {
            before, set, folder,
        };
        verb.SetAction(parsed =>
        {
            var result = CleaningResult.Read(new CleaningFolder(parsed.GetRequiredValue(before)));
            using var chain = CleaningArguments.Chain(CleaningArguments.Catalog(result.Settings.Plugins), CleaningArguments.Changed(result.Settings.Steps, parsed.GetRequiredValue(set)));
            var output = parsed.InvocationConfiguration.Output;
            if (parsed.GetValue(folder) is not { Length: > 0 } target)
            {
                Compare(result.Summary, CleaningRejudge.Count(result, chain), output);
                return ExitCode.Done;
            }

            using var interruption = new Interruption();
            CleaningRejudge.Write(result, chain, new CleaningFolder(target), interruption.Token);
            CleaningText.Write(CleaningResult.Read(new CleaningFolder(target)), output);
            return ExitCode.Done;
        });
        return verb;
    }

    private static void Compare(CleaningSummary before, CleaningSummary after, TextWriter output)
    {
        output.WriteLine($"Kept  {Quantity.Whole(before.Kept)} documents so far, {Quantity.Whole(after.Kept)} with these limits ({after.Kept - before.Kept:+#,0;-#,0;0})");
        foreach (var (old, now) in before.Rules.Zip(after.Rules).Where(static pair => pair.First.Dropped != pair.Second.Dropped))
        {
            output.WriteLine($"      {now.Rule.Name,-46} drops {Quantity.Whole(old.Dropped),10} so far, {Quantity.Whole(now.Dropped),10} then");
        }
    }
}
