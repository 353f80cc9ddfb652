using System.Text;

namespace Sinter.Data.Reports;

/// <summary>
/// A square of counts, rows against columns of the same labels, each shaded by its share of the row: what is on the diagonal in one colour, what is off it in another. The diagonal's share of a row is its
/// recall, that of a column its precision. A table with figures for few labels, a drawing for many.
/// </summary>
/// <param name="Title">What was counted.</param>
/// <param name="RowName">What the rows are: "truth".</param>
/// <param name="ColumnName">What the columns are: "prediction".</param>
/// <param name="Labels">The labels.</param>
/// <param name="Counts">The counts, rows first; as many rows and columns as there are labels.</param>
public sealed record HeatMap(string Title, string RowName, string ColumnName, IReadOnlyList<string> Labels, IReadOnlyList<IReadOnlyList<long>> Counts)
{
    /// <summary>Up to so many labels each count is written.</summary>
    public const int MostInTable = 16;

    // Shades of the drawing: one path each, so that a thousand cells cost no more than a few bytes each.
    private const int Shades = 10;
    private const int UprightFrom = 6;
    private const double DarkFrom = 0.55;

    /// <summary>The figure; empty where there are no labels.</summary>
    /// <exception cref="ArgumentException">The counts are no square of the size of the labels.</exception>
    public Html ToHtml()
    {
        if (Counts.Count != Labels.Count || Counts.Any(row => row.Count != Labels.Count))
        {
            throw new ArgumentException($"The counts are no square of {Labels.Count} rows and columns.");
        }

        return Labels.Count == 0 ? Html.Empty : Html.Of(
            $"""<figure class="chart"><figcaption><b>{Title}</b><span>rows: {RowName}, columns: {ColumnName}, shaded by the share of the row</span></figcaption>{(Labels.Count <= MostInTable ? Table() : Drawing())}</figure>""");
    }

    private Html Table()
    {
        var upright = Labels.Count >= UprightFrom;
        return Html.Of(
            $"""
            <div class="scroll heat"><table>
            <thead><tr><th></th>{Labels.Select(label => Html.Of($"""<th scope="col" title="{label}"{(upright ? Html.Of($" class=\"upright\"") : Html.Empty)}><span>{label}</span></th>"""))}<th scope="col">recall</th></tr></thead>
            <tbody>{Labels.Select(TableRow)}
            <tr><th scope="row">precision</th>{Labels.Select((_, at) => Html.Of($"""<td class="sum">{Share(Counts[at][at], Counts.Sum(row => row[at]))}</td>"""))}<td></td></tr></tbody></table></div>

            """);
    }

    private Html TableRow(string label, int row)
    {
        var sum = Counts[row].Sum();
        return Html.Of($"""<tr><th scope="row" title="{label}">{label}</th>{Counts[row].Select((count, column) => Cell(row, column, count, sum))}<td class="sum">{Share(Counts[row][row], sum)}</td></tr>""") + Html.Of($"\n");
    }

    private Html Cell(int row, int column, long count, long sum)
    {
        var share = sum == 0 ? 0 : Math.Clamp((double)count / sum, 0, 1);
        var colour = Html.Of($"{(row == column ? "var(--c1)" : "var(--c2)")} {count switch { 0 => 0, _ => Math.Max(6, 100 * share) }}%");
        return Html.Of(
            $"""<td title="{Labels[row]} as {Labels[column]}: {Quantity.Whole(count)}, {Quantity.Percent(share)}" style="background:color-mix(in srgb,{colour},var(--surface))"{(share >= DarkFrom ? Html.Of($" class=\"strong\"") : Html.Empty)}>{(count == 0 ? "" : Quantity.Whole(count))}</td>""");
    }

    private Html Drawing()
    {
        var (right, wrong) = (new StringBuilder[Shades + 1], new StringBuilder[Shades + 1]);
        for (var row = 0; row < Labels.Count; row++)
        {
            var sum = Counts[row].Sum();
            for (var column = 0; column < Labels.Count; column++)
            {
                if (Counts[row][column] is > 0 and var count)
                {
                    var shade = Math.Clamp((int)Math.Ceiling(Shades * (double)count / sum), 1, Shades);
                    var path = (row == column ? right : wrong)[shade] ??= new StringBuilder();
                    path.Append(System.Globalization.CultureInfo.InvariantCulture, $"M{column} {row}h1v1h-1z");
                }
            }
        }

        var size = Labels.Count;
        var lines = Enumerable.Range(1, (size - 1) / 10).Select(at => at * 10).Where(at => at < size);
        return Html.Of(
            $"""
            <div class="matrix"><svg viewBox="0 0 {size} {size}" role="img" aria-label="{Title}: {Labels.Count} labels, {Share(Enumerable.Range(0, size).Sum(at => Counts[at][at]), Counts.Sum(row => row.Sum()))} on the diagonal.">
            {lines.Select(at => Html.Of($"""<line x1="{at}" x2="{at}" y2="{size}"/><line y1="{at}" y2="{at}" x2="{size}"/>"""))}
            {Paths(wrong, "wrong")}{Paths(right, "right")}</svg></div>

            """);
    }

    private static Html Paths(StringBuilder?[] shades, string style) => Html.Concat(shades.Select((path, shade) => path is null
        ? Html.Empty
        : Html.Of($"""<path class="{style}" opacity="{(double)shade / Shades}" d="{path.ToString()}"/>""")));

    private static string Share(long part, long whole) => whole == 0 ? "–" : Quantity.Percent((double)part / whole);
}
