namespace Sinter.Cli.Recipes;

/// <summary>A piece of YAML and the line (from 1) on which it begins.</summary>
internal abstract record YamlNode(int Line)
{
    /// <summary>What it is, for a sentence about an error.</summary>
    public abstract string InWords { get; }
}

/// <summary>A single value; <paramref name="Quoted"/> where it stood in quotes or as a block of text.</summary>
internal sealed record YamlScalar(string Text, bool Quoted, int Line) : YamlNode(Line)
{
    private const int ShownLength = 60;

    /// <summary>Whether nothing is given: <c>key:</c>, <c>~</c> or <c>null</c>.</summary>
    public bool IsNull => !Quoted && Text is "" or "~" or "null";

    /// <inheritdoc/>
    public override string InWords => IsNull ? "nothing" : (Quoted ? "the text " : "") + $"'{(Text.Length > ShownLength ? Text[..ShownLength] + "..." : Text)}'";
}

/// <summary>A list.</summary>
internal sealed record YamlSequence(IReadOnlyList<YamlNode> Items, int Line) : YamlNode(Line)
{
    /// <inheritdoc/>
    public override string InWords => "a list";
}

/// <summary>Keys with values, in order, no key twice.</summary>
internal sealed record YamlMapping(IReadOnlyList<(YamlScalar Key, YamlNode Value)> Entries, int Line) : YamlNode(Line)
{
    /// <inheritdoc/>
    public override string InWords => "keys with values";
}
