using System.CommandLine;
using System.Globalization;
using Sinter.Data.Cleaning;

namespace Sinter.Cli.Verbs.Data;

/// <summary><c>sinter data explain ID --in DIR</c>: why one document was kept or dropped.</summary>
internal static class ExplainVerb
{
    private const int ShownCharacters = 600;

    /// <summary>The command with its options.</summary>
    public static Verb Create()
    {
        var id = new Argument<string>("ID") { Description = "The id of the document, as it stands in the shards." };
        var folder = new Option<string>("--in") { HelpName = "DIR", Description = "A folder that 'sinter data clean' has written.", Required = true };
        var verb = new Verb("explain", "Says why a document was kept or dropped: every rule's score, limits and margin.", "sinter data explain wiki.jsonl#17 --in cleaned")
        {
            id, folder,
        };
        verb.SetAction(parsed => Run(parsed.GetRequiredValue(id), new CleaningFolder(parsed.GetRequiredValue(folder)), parsed.InvocationConfiguration.Output));
        return verb;
    }

    private static int Run(string id, CleaningFolder folder, TextWriter output)
    {
        DocumentExplanation found;
        try
        {
            found = DocumentExplanation.Find(CleaningResult.Read(folder), id);
        }
        catch (KeyNotFoundException fault)
        {
            throw new InvalidDataException(fault.Message, fault);
        }

        var row = found.Row;
        output.WriteLine($"Document  {id}");
        output.WriteLine($"Verdict   {Verdict(found)}");
        output.WriteLine($"Size      {Units.Bytes(row.BytesIn)} as it was read, {Units.Bytes(row.BytesOut)} as the steps left it");
        output.WriteLine();
        output.WriteLine($"{"Rule",-46} {"Score",12} {"Least",10} {"Most",10} {"Margin",12}");
        foreach (var rule in found.Rules)
        {
            var limits = rule.Rule.Rule;
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{rule.Rule.Name,-46} {Figure(rule.Score),12} {Figure(limits.Minimum),10} {Figure(limits.Maximum),10} {Figure(rule.Margin),12}{(rule.Passes ? "" : rule.Rule.Index == row.DroppedBy ? "  dropped here" : "  would drop too")}"));
        }

        if (found.Document is { } document)
        {
            output.WriteLine();
            output.WriteLine(document.Text.Length <= ShownCharacters ? document.Text : document.Text[..ShownCharacters] + " …");
        }

        return ExitCode.Done;
    }

    private static string Verdict(DocumentExplanation found) => found.Row.DroppedBy switch
    {
        ChainResult.Kept => "kept",
        ChainResult.Broken => $"broken: {found.Detail}",
        var rule => $"dropped by {found.Rules[rule].Rule.Name}: {found.Detail}",
    };

    private static string Figure(double value) => double.IsFinite(value) ? CleaningChain.Figure(value) : "-";
}
