using Sinter.Data.Reports;

namespace Sinter.Cli.Reports;

/// <summary>What the model wrote as it learned, prompt by prompt.</summary>
internal static class SampleSection
{
    private const int Shown = 4;
    private const int MostPrompts = 12;
    private const int LongestText = 1200;

    public static ReportSection? Of(RunReport report) => report.Samples.Count == 0
        ? null
        : new("What it writes", "The same prompt after more and more steps.", Html.Concat(report.Samples
            .GroupBy(s => (s.Stage, s.Prompt))
            .Take(MostPrompts)
            .Select(g => Growth([.. g]))));

    private static Html Growth(List<SampleText> samples)
    {
        var shown = Spread(samples);
        var rest = samples.Except(shown).ToList();
        return Html.Of(
            $"""
            <div class="growth"><p><span class="text">{(samples[0].Prompt.Length == 0 ? "(from nothing)" : samples[0].Prompt)}</span> <small>{Wording.Stage(samples[0].Stage)}</small></p>
            {shown.Select(s => Row(s, s == shown[^1]))}
            {(rest.Count == 0 ? Html.Empty : Disclosure.Of(Html.Of($"<small>{Quantity.Whole(rest.Count)} more in between</small>"), Html.Concat(rest.Select(s => Row(s, false)))))}</div>
            """);
    }

    // First, last, and between them evenly.
    private static List<SampleText> Spread(List<SampleText> samples) => samples.Count <= Shown
        ? samples
        : [.. Enumerable.Range(0, Shown).Select(i => samples[(int)Math.Round(i * (samples.Count - 1) / (Shown - 1.0))])];

    private static Html Row(SampleText sample, bool last)
    {
        var text = sample.Text.Length <= LongestText ? sample.Text : string.Concat(sample.Text.AsSpan(0, LongestText), "…");
        return Html.Of($"""<div class="row{(last ? " last" : "")}"><time>step {Quantity.Whole(sample.Step)}</time><div class="text">{text}</div></div>""");
    }
}
