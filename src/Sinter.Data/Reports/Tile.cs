namespace Sinter.Data.Reports;

/// <summary>One key figure: a short label, the figure with its unit, and a line that puts it in relation.</summary>
/// <param name="Label">What the figure is, in a word or two.</param>
/// <param name="Value">The figure, as formatted by <see cref="Quantity"/>.</param>
/// <param name="Note">What to compare it with, or null.</param>
public sealed record Tile(string Label, string Value, string? Note = null)
{
    /// <summary>A small chart below the figure, or empty.</summary>
    public Html Picture { get; init; }

    internal Html ToHtml() => Html.Of(
        $"""
        <div class="tile"><dt>{Label}</dt><dd>{Value}{(Note is null ? Html.Empty : Html.Of($"<small>{Note}</small>"))}</dd>{Picture}</div>

        """);
}
