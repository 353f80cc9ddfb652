namespace Sinter.Data.Content;

/// <summary>An entry of a list of unwanted words.</summary>
/// <param name="Text">The word or phrase, as the list has it.</param>
/// <param name="IsHard">Whether one hit condemns; else hits are weighed together.</param>
/// <param name="Weight">How much a hit weighs.</param>
/// <param name="Language">The language of its list, as <c>language</c> in the metadata of documents; empty for any.</param>
public sealed record BadWord(string Text, bool IsHard = true, double Weight = 1, string Language = "");

/// <summary>A place of a text where an unwanted word stands.</summary>
/// <param name="Word">The index of the entry.</param>
/// <param name="Start">Where it begins, in UTF-16 units.</param>
/// <param name="Length">Its length in the text.</param>
public readonly record struct BadWordHit(int Word, int Start, int Length);
