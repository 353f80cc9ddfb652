namespace Sinter.Data.Cleaning;

/// <summary>A part of a text, in UTF-16 units.</summary>
/// <param name="Start">Where it begins.</param>
/// <param name="Length">How long it is.</param>
public readonly record struct TextSpan(int Start, int Length)
{
    /// <summary>The place behind it.</summary>
    public int End => Start + Length;

    /// <summary>The part between two places.</summary>
    public static TextSpan FromBounds(int start, int end) => new(start, end - start);

    /// <summary>The part itself.</summary>
    public ReadOnlySpan<char> In(string text) => text.AsSpan(Start, Length);
}
