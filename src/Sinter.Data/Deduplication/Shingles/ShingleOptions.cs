using System.Globalization;

namespace Sinter.Data.Deduplication;

/// <summary>What shingles are made of.</summary>
public enum ShingleKind
{
    /// <summary>Words: what stands between white space. In scripts that put none between words (Han, kana, Thai, Lao, Khmer, Burmese) each character is a word.</summary>
    Words,

    /// <summary>Characters, in UTF-16 units; a run of white space is one space, and there is none at either end.</summary>
    Characters,
}

/// <summary>What becomes of punctuation before shingles are made.</summary>
public enum ShinglePunctuation
{
    /// <summary>It counts like letters.</summary>
    Keep,

    /// <summary>It is left out: <c>don't</c> is read as <c>dont</c>.</summary>
    Remove,

    /// <summary>It parts words like white space: <c>don't</c> is read as <c>don t</c>.</summary>
    Space,
}

/// <summary>
/// The shingles of a text: its runs of so many words or characters in a row, after differences that do not matter were taken out. A text of fewer words is one shingle of
/// all of them; a text without a word has none, and is by content a duplicate of nothing. Control characters never count.
/// </summary>
public sealed record ShingleOptions
{
    /// <summary>The longest shingles.</summary>
    public const int MaximumLength = 100;

    /// <summary>What they are made of.</summary>
    public ShingleKind Kind { get; init; } = ShingleKind.Words;

    /// <summary>How many words or characters one has, from 1 to <see cref="MaximumLength"/>.</summary>
    public int Length { get; init; } = 5;

    /// <summary>Whether upper and lower case are the same (simple case mapping of Unicode).</summary>
    public bool IgnoreCase { get; init; } = true;

    /// <summary>What becomes of punctuation: all of general category P, the other signs of ASCII, and what is not seen (Cf).</summary>
    public ShinglePunctuation Punctuation { get; init; } = ShinglePunctuation.Remove;

    /// <summary>Whether letters are the same with and without their marks: <c>é</c> and <c>e</c> (NFD without Mn).</summary>
    public bool IgnoreMarks { get; init; } = true;

    /// <summary>Whether all numbers are the same: a run of decimal digits is read as one.</summary>
    public bool IgnoreNumbers { get; init; } = true;

    /// <summary>Begins all hashes. Who does not know it cannot make texts whose hashes collide; the usual one is known to all.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>All of them by name.</summary>
    internal IEnumerable<KeyValuePair<string, string>> Settings =>
    [
        new("shingle", Kind == ShingleKind.Words ? "words" : "characters"),
        new("length", Length.ToString(CultureInfo.InvariantCulture)),
        new("ignoreCase", IgnoreCase ? "true" : "false"),
        new("punctuation", Punctuation switch { ShinglePunctuation.Keep => "keep", ShinglePunctuation.Remove => "remove", _ => "space" }),
        new("ignoreMarks", IgnoreMarks ? "true" : "false"),
        new("ignoreNumbers", IgnoreNumbers ? "true" : "false"),
        new("seed", Seed.ToString(CultureInfo.InvariantCulture)),
    ];

    /// <summary>Throws <see cref="ArgumentException"/> where a value is out of its bounds.</summary>
    internal void Check()
    {
        if (Length is < 1 or > MaximumLength)
        {
            throw new ArgumentException($"A shingle has from 1 to {MaximumLength} words or characters, not {Length}.");
        }
    }
}
