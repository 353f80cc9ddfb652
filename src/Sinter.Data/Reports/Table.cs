namespace Sinter.Data.Reports;

/// <summary>A table of a few columns. Columns of numbers are set flush right, so that digits stand below digits.</summary>
/// <param name="Columns">The headers. One that begins with <c>#</c> is a column of numbers; the sign is not shown.</param>
/// <param name="Rows">The cells, as many in each row as there are columns.</param>
public sealed record Table(IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<Html>> Rows)
{
    /// <summary>What the table shows, for those who hear the page rather than see it.</summary>
    public string? Caption { get; init; }

    /// <summary>The table as HTML; empty where there are no rows.</summary>
    public Html ToHtml() => Rows.Count == 0 ? Html.Empty : Html.Of(
        $"""
        <div class="scroll"><table>{(Caption is null ? Html.Empty : Html.Of($"<caption>{Caption}</caption>"))}
        <thead><tr>{Columns.Select(c => Html.Of($"""<th scope="col"{Alignment(c)}>{c.TrimStart('#')}</th>"""))}</tr></thead>
        <tbody>{Rows.Select(Row)}</tbody></table></div>

        """);

    /// <summary>A list of names and values: facts that need no header.</summary>
    public static Html Facts(IEnumerable<(string Name, Html Value)> facts)
    {
        var rows = facts.Select(f => Html.Of($"<div{(f.Value.ToString().Length > 60 ? Html.Of($" class=\"wide\"") : Html.Empty)}><dt>{f.Name}</dt><dd>{f.Value}</dd></div>")).ToList();
        return rows.Count == 0 ? Html.Empty : Html.Of($"""<dl class="facts">{rows}</dl>""");
    }

    private Html Row(IReadOnlyList<Html> cells) =>
        Html.Of($"<tr>{cells.Select((cell, i) => Html.Of($"<td{Alignment(Columns[i])}>{cell}</td>"))}</tr>\n");

    private static Html Alignment(string column) =>
        column.StartsWith('#') ? Html.Of($" class=\"number\"") : Html.Empty;
}
