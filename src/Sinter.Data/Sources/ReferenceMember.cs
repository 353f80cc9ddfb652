namespace Sinter.Data.Sources;

/// <summary>A name and what the documentation says about it.</summary>
internal readonly record struct Described(string Name, string Text);

/// <summary>What the documentation says about one type or member, as plain text; a section that is not there is empty.</summary>
internal sealed class ReferenceMember
{
    public required DocumentationId Id { get; init; }

    public string Summary { get; set; } = "";

    public string Returns { get; set; } = "";

    public string Value { get; set; } = "";

    public string Remarks { get; set; } = "";

    /// <summary>The short name of the type of the result, where the documentation leaves no doubt; else null.</summary>
    public string? ReturnType { get; set; }

    public List<Described> TypeParameters { get; } = [];

    public List<Described> Parameters { get; } = [];

    public List<Described> Exceptions { get; } = [];
}
