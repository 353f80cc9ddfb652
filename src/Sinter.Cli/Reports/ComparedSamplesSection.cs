using System.Text.Json.Nodes;
using Sinter.Data.Reports;

namespace Sinter.Cli.Reports;

/// <summary>
/// What a model wrote before and after training, side by side. Draws the key <c>comparedSamples</c>: an array of <c>{ "prompt": "...", "before": "...", "after": "...", "note": "reward 0.2 to 0.7" }</c>; <c>note</c> is optional.
/// </summary>
internal static class ComparedSamplesSection
{
    public const string Key = "comparedSamples";

    private const int Shown = 6;
    private const int Most = 40;
    private const int LongestText = 1500;

    public static ReportSection? Of(RunReport report)
    {
        var groups = MetricPart.All(report, Key).Select(static part => (part.Title, Samples: MetricPart.Objects(part.Value, Most).Where(IsSample).ToList())).Where(static group => group.Samples.Count > 0).ToList();
        return groups.Count == 0 ? null : new("Before and after", "The same prompts given to the model before and after the stage.", Html.Concat(groups.Select(group => Group(group.Title, group.Samples))));
    }

    private static bool IsSample(JsonObject sample) => MetricPart.Text(sample["before"]) is not null && MetricPart.Text(sample["after"]) is not null;

    private static Html Group(string title, List<JsonObject> samples)
    {
        var rest = samples.Skip(Shown).Select(Row).ToList();
        return Html.Of($"<h3>{title}</h3>{samples.Take(Shown).Select(Row)}{(rest.Count == 0 ? Html.Empty : Disclosure.Of(Html.Of($"<small>{Quantity.Whole(rest.Count)} more</small>"), Html.Concat(rest)))}");
    }

    private static Html Row(JsonObject sample)
    {
        var note = MetricPart.Text(sample["note"]);
        return Html.Of(
            $"""
            <div class="duel"><p>{Or(MetricPart.Text(sample["prompt"]), "(from nothing)")}</p>
            <div class="pair"><div><small>before</small><div class="text">{Or(MetricPart.Text(sample["before"]), "(nothing)")}</div></div><div><small>after{(note is null ? "" : " · " + MetricPart.Shorten(note, 200))}</small><div class="text">{Or(MetricPart.Text(sample["after"]), "(nothing)")}</div></div></div></div>

            """);
    }

    private static string Or(string? text, string nothing) => string.IsNullOrWhiteSpace(text) ? nothing : MetricPart.Shorten(text, LongestText);
}
