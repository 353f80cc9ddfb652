namespace Sinter.Data.Reports;

/// <summary>A part of the page below a heading.</summary>
/// <param name="Title">The heading.</param>
/// <param name="Lead">A sentence that tells what to see, or null.</param>
/// <param name="Content">The charts, tables and texts.</param>
public sealed record ReportSection(string Title, string? Lead, Html Content)
{
    /// <summary>Where links lead to: the title in small letters and hyphens.</summary>
    public string Anchor => string.Concat(Title.ToLowerInvariant().Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-'));

    internal Html ToHtml() => Html.Of(
        $"""
        <section id="{Anchor}" aria-labelledby="{Anchor}-title"><header><h2 id="{Anchor}-title">{Title}</h2>{(Lead is null ? Html.Empty : Html.Of($"<p>{Lead}</p>"))}</header>
        {Content}</section>

        """);
}
