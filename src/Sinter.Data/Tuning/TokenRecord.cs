namespace Sinter.Data.Tuning;

/// <summary>The words of a sentence and the class of each.</summary>
/// <param name="Words">The words; at least one, none empty.</param>
/// <param name="Tags">The classes as the file has them (<c>B-PER</c>, <c>O</c>, or a number in its digits): one a word.</param>
public sealed record TokenRecord(IReadOnlyList<string> Words, IReadOnlyList<string> Tags) : TaskRecord
{
    internal override IEnumerable<string> Inputs => Words;

    internal override IEnumerable<string> Targets => Tags;
}
