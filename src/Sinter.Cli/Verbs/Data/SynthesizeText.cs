using Sinter.Data.Reports;
using Sinter.Data.Synthesis;

namespace Sinter.Cli.Verbs.Data;

/// <summary>What a synthesis did, and what it can do, for people.</summary>
internal static class SynthesizeText
{
    private const int MostTemplates = 12;

    /// <summary>Writes the summary of a run.</summary>
    public static void Write(SynthesisResult result, SynthesisFiles files, IReadOnlyList<SynthesisKind> kinds, TimeSpan time, TextWriter output)
    {
        output.WriteLine($"Read       {Quantity.Whole(result.Documents)} documents, {Quantity.Whole(result.Chunks)} chunks{(result.Broken > 0 ? $", {Quantity.Whole(result.Broken)} records broken" : "")}{(result.ResumedChunks > 0 ? $", {Quantity.Whole(result.ResumedChunks)} chunks of an earlier run" : "")}");
        output.WriteLine($"Made       {Quantity.Whole(result.Made)} items{(result.PassedOver > 0 ? $"; {Quantity.Whole(result.PassedOver)} more were not wanted" : "")}");
        output.WriteLine($"Duplicates {Quantity.Whole(result.Duplicates)}");
        output.WriteLine($"Rejected   {Quantity.Whole(result.Refused.Values.Sum())}{(result.Refused.Count > 0 ? ": " + string.Join(", ", result.Refused.OrderByDescending(static rule => rule.Value).Select(static rule => $"{rule.Key} {Quantity.Whole(rule.Value)}")) : "")}");
        if (result.Faults.Count > 0)
        {
            output.WriteLine($"Set aside  {Quantity.Whole(result.Faults.Values.Sum())} chunks: {string.Join(", ", result.Faults.Select(static fault => $"{fault.Key} {Quantity.Whole(fault.Value)}"))}; {LogText.Of(result.FirstFault!, 300)} The journal stays: --overwrite asks for these chunks alone.");
        }

        output.WriteLine($"Kept       {Quantity.Whole(result.Kept)} of {Quantity.Whole(result.UsedDocuments)} documents: {string.Join(", ", result.Kinds.Select(static kind => $"{SynthesisKinds.Name(kind.Key)} {Quantity.Whole(kind.Value)}"))}{(result.IsLimited ? " (the limit)" : "")}");
        output.WriteLine($"Templates  {string.Join(", ", result.Templates.OrderByDescending(static template => template.Value).Take(MostTemplates).Select(static template => $"{template.Key} {Quantity.Whole(template.Value)}"))}{(result.Templates.Count > MostTemplates ? ", ..." : "")}");
        if (result.Requests > 0)
        {
            output.WriteLine($"Asked      {Quantity.Whole(result.Requests)} requests, {Quantity.Whole(result.PromptTokens)} tokens read, {Quantity.Whole(result.CompletionTokens)} written by the model");
        }

        output.WriteLine($"Time       {Units.Seconds(time.TotalSeconds)}");
        output.WriteLine($"Wrote      {files.Path}{(kinds.Count > 1 && result.Kinds.ContainsKey(SynthesisKind.Preference) ? $", {files.Preference}" : "")}, {files.Refused}");
    }

    /// <summary>Writes the templates and rules that there are.</summary>
    public static void WriteList(TextWriter output)
    {
        output.WriteLine("Templates that come with Sinter (for English):");
        foreach (var (name, kind, description) in TemplateGenerator.Rules)
        {
            output.WriteLine($"  {SynthesisKinds.Name(kind),-10} {name,-13} {description}");
        }

        output.WriteLine("Placeholders of your own templates:");
        foreach (var (name, meaning) in SynthesisTemplate.Placeholders)
        {
            output.WriteLine($"  {"{" + name + "}",-24} {meaning}");
        }

        output.WriteLine($"Rules that items are judged by, with their limits for {string.Join(", ", SynthesisKinds.Names)} ('--set rule=limit' changes one for all):");
        foreach (var rule in JudgeRule.All)
        {
            output.WriteLine($"  {rule.Name,-13} {(rule.IsMost ? "at most" : "at least"),-8} {string.Join(", ", rule.Limits.Select(static limit => double.IsNaN(limit) ? "-" : limit.ToString("0.##", System.Globalization.CultureInfo.InvariantCulture))),-24} {rule.Meaning}");
        }
    }
}
