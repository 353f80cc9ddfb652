using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Sinter.Data.Reports;

namespace Sinter.Data.Bias;

using Html = Sinter.Data.Reports.Html;

/// <summary>Writes what was found as <c>report.html</c> and <c>report.json</c>.</summary>
internal static class BiasReport
{
    private const int ShownWords = 15;

    private static readonly string[] ColumnsAfter = ["#Named after", "#Skew after"];
    private static readonly string[] WordColumnsAfter = ["#Log-odds after"];
    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes both files.</summary>
    public static void Write(string folder, BiasOptions options, BiasResult result)
    {
        var sets = options.Groups.Select((group, at) => (Group: group, At: at)).GroupBy(static group => group.Group.Set, StringComparer.Ordinal).ToList();
        Page(folder, options, result, sets).Save(Path.Combine(folder, "report.html"));
        AtomicFile.WriteAllText(Path.Combine(folder, "report.json"), ToJson(options, result).ToJsonString(Json) + "\n");
    }

    private static ReportPage Page(string folder, BiasOptions options, BiasResult result, List<IGrouping<string, (TermGroup Group, int At)>> sets) => new()
    {
        Kicker = "Sinter bias",
        Title = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder))),
        Subtitle = $"{Quantity.Whole(result.Before.Texts)} documents, {Quantity.Count(result.Before.Words)} words",
        Tiles =
        [
            new("Documents", Quantity.Count(result.Before.Texts), $"{Quantity.Count(result.Broken)} records could not be read"),
            .. result.After is null ? [] : new Tile[] { new("Written", Quantity.Count(result.Written), $"{Quantity.Count(result.Swapped)} with swapped words"), new("Words swapped", Quantity.Count(result.Swaps)) },
        ],
        Sections =
        [
            .. sets.Select(set => new ReportSection(set.Key, "How often each group is named, and which words stand near it more than near the others of the set.", Set(options, result, [.. set]))),
            .. result.Tests.Count == 0 ? [] : new[] { new ReportSection("Vectors", "Whether the words of a group are nearer to the first kind of attributes than those of the other groups are (WEAT): d runs from about -2 to 2.", Tests(result)) },
        ],
        Footer = $"Near is at most {options.Window} words away. The skew is the mean size of the log-odds of all words near a set, 0 where all groups have the same words around them. Terms count whatever they mean in their place.",
    };

    private static Html Set(BiasOptions options, BiasResult result, (TermGroup Group, int At)[] set)
    {
        var bars = set.SelectMany(group => Bars(group.Group.Name, result.Before.Named[group.At], result.After?.Named[group.At])).ToList();
        var content = new BarChart("Named", "times", bars).ToHtml();
        if (set.Length < 2)
        {
            return content;
        }

        content += new Table(
            ["Group", "#Named", "#Skew", .. result.After is null ? [] : ColumnsAfter],
            [.. set.Select(group => (IReadOnlyList<Html>)
            [
                Html.Text(group.Group.Name),
                Html.Text(Quantity.Whole(result.Before.Named[group.At])),
                Html.Text(Quantity.Fixed(WordAssociation.Skew(result.Before, group.At, options.MinimumCount))),
                .. result.After is not { } after ? [] : new[] { Html.Text(Quantity.Whole(after.Named[group.At])), Html.Text(Quantity.Fixed(WordAssociation.Skew(after, group.At, options.MinimumCount))) },
            ])]).ToHtml();
        return content + Html.Concat(set.Select(group => Disclosure.Of(Html.Of($"<b>{group.Group.Name}</b><span>the words nearest to it</span>"), Words(options, result, group.At))));
    }

    private static IEnumerable<Bar> Bars(string name, long before, long? after) =>
        after is { } count
            ? [new Bar(name, before, Quantity.Whole(before)) { Note = "before", Pale = true }, new Bar(name, count, Quantity.Whole(count)) { Note = "after" }]
            : [new Bar(name, before, Quantity.Whole(before))];

    private static Html Words(BiasOptions options, BiasResult result, int group)
    {
        var after = result.After is null ? null : WordAssociation.Of(result.After, group, options.MinimumCount).ToDictionary(static word => word.Word, StringComparer.Ordinal);
        return new Table(
            ["Word", "#Near", "#NPMI", "#Log-odds", "#z", .. after is null ? [] : WordColumnsAfter],
            [.. WordAssociation.Of(result.Before, group, options.MinimumCount).Where(static word => word.Z > 0).Take(ShownWords).Select(word => (IReadOnlyList<Html>)
            [
                Html.Text(word.Word),
                Html.Text(Quantity.Whole(word.Count)),
                Html.Text(Quantity.Fixed(word.Npmi)),
                Html.Text(Quantity.Fixed(word.LogOdds, 2)),
                Html.Text(Quantity.Fixed(word.Z, 1)),
                .. after is null ? [] : new[] { Html.Text(after.TryGetValue(word.Word, out var changed) ? Quantity.Fixed(changed.LogOdds, 2) : "") },
            ])]).ToHtml();
    }

    private static Html Tests(BiasResult result) => new Table(
        ["Group", "Attributes", "#d", "#p", "#Words", "Ways"],
        [.. result.Tests.Select(static test => (IReadOnlyList<Html>)
        [
            Html.Text(test.Group),
            Html.Text(test.Attributes),
            Html.Text(Quantity.Fixed(test.Result.Effect, 2)),
            Html.Text(Quantity.Number(test.Result.P, 3)),
            Html.Text($"{test.Result.First} and {test.Result.Second}"),
            Html.Text(test.Result.Exact ? $"all {Quantity.Whole(test.Result.Permutations)}" : $"{Quantity.Whole(test.Result.Permutations)} by chance"),
        ])]).ToHtml();

    private static JsonObject ToJson(BiasOptions options, BiasResult result) => new()
    {
        ["documents"] = result.Before.Texts,
        ["words"] = result.Before.Words,
        ["broken"] = result.Broken,
        ["written"] = result.Written,
        ["swappedDocuments"] = result.Swapped,
        ["swappedWords"] = result.Swaps,
        ["window"] = options.Window,
        ["minimumCount"] = options.MinimumCount,
        ["before"] = Counts(options, result.Before),
        ["after"] = result.After is null ? null : Counts(options, result.After),
        ["weat"] = new JsonArray([.. result.Tests.Select(static test => new JsonObject
        {
            ["group"] = test.Group,
            ["attributes"] = test.Attributes,
            ["effect"] = Finite(test.Result.Effect),
            ["p"] = test.Result.P,
            ["permutations"] = test.Result.Permutations,
            ["exact"] = test.Result.Exact,
        })]),
    };

    private static JsonArray Counts(BiasOptions options, AssociationCounts counts) => new([.. options.Groups.Select((group, at) => new JsonObject
    {
        ["group"] = group.FullName,
        ["named"] = counts.Named[at],
        ["skew"] = Finite(WordAssociation.Skew(counts, at, options.MinimumCount)),
        ["words"] = new JsonArray([.. WordAssociation.Of(counts, at, options.MinimumCount).Where(static word => word.Z > 0).Take(5 * ShownWords).Select(static word => new JsonObject
        {
            ["word"] = word.Word,
            ["near"] = word.Count,
            ["pmi"] = Finite(word.Pmi),
            ["npmi"] = Finite(word.Npmi),
            ["logOdds"] = Finite(word.LogOdds),
            ["z"] = Finite(word.Z),
        })]),
    })]);

    private static JsonValue? Finite(double value) => double.IsFinite(value) ? JsonValue.Create(Math.Round(value, 6)) : null;
}
