using System.CommandLine;
using Sinter.Data.Cleaning;
using Sinter.Data.Reports;

namespace Sinter.Cli.Verbs.Data;

/// <summary><c>sinter data diff PROFILE PROFILE INPUT...</c>: what two profiles judge differently.</summary>
internal static class DiffVerb
{
    /// <summary>The command with its options.</summary>
    public static Verb Create()
    {
        var arguments = new CleaningArguments();
        var left = new Argument<string>("PROFILE") { Description = "A profile." };
        var right = new Argument<string>("OTHER") { Description = "Another profile." };
        var sample = NumberOption.Whole("--documents", "N", 1, int.MaxValue, "Compare the first N documents; 10,000 without it.");
        var verb = new Verb(
            "diff",
            "Compares two profiles on the same documents: what both keep, what one keeps alone, and which rules make the difference.",
            "sinter data diff gopher-datatrove gopher-dolma crawl/*.warc.gz",
            "sinter data diff c4 fineweb wiki.jsonl --documents 100000")
        {
            left, right,
        };
        arguments.AddTo(verb, withProfile: false);
        verb.Add(sample);
        verb.SetAction(parsed =>
        {
            var (first, second) = (CleaningArguments.Profile(parsed.GetRequiredValue(left)), CleaningArguments.Profile(parsed.GetRequiredValue(right)));
            using var firstChain = arguments.Chain(parsed, first.Steps);
            using var secondChain = arguments.Chain(parsed, second.Steps);
            using var interruption = new Interruption();
            var difference = ProfileDifference.Of(
                arguments.Sources(parsed, arguments.Inputs(parsed)), firstChain, secondChain, parsed.GetValue(sample) ?? 10_000, arguments.Threads(parsed), interruption.Token);
            Write(first.Name, second.Name, difference, parsed.InvocationConfiguration.Output);
            return ExitCode.Done;
        });
        return verb;
    }

    private static void Write(string first, string second, ProfileDifference difference, TextWriter output)
    {
        var all = Math.Max(1, difference.Documents);
        output.WriteLine($"Documents      {Quantity.Whole(difference.Documents),10}");
        Line("Both keep", difference.BothKeep);
        Line("Both drop", difference.BothDrop);
        Side(first, second, difference.OnlyFirst);
        Side(second, first, difference.OnlySecond);

        void Line(string name, long count) => output.WriteLine($"{name,-14} {Quantity.Whole(count),10}  {Quantity.Percent((double)count / all)}");

        void Side(string keeper, string dropper, DifferenceSide side)
        {
            output.WriteLine();
            output.WriteLine($"Kept by {keeper} alone: {Quantity.Whole(side.Documents)} ({Quantity.Percent((double)side.Documents / all)})");
            foreach (var rule in side.Rules)
            {
                output.WriteLine($"  {dropper} drops {Quantity.Whole(rule.Documents)} by {rule.Name}, such as {string.Join(", ", rule.Examples)}");
            }
        }
    }
}
