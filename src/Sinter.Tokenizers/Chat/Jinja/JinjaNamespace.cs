namespace Sinter.Tokenizers.Jinja;

/// <summary>The one value whose members a template may set, so that what a loop finds can leave the loop.</summary>
internal sealed class JinjaNamespace
{
    /// <summary>The members.</summary>
    public Dictionary<string, object?> Members { get; } = new(StringComparer.Ordinal);
}
