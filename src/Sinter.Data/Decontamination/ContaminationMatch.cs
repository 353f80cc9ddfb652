using Sinter.Data.Cleaning;

namespace Sinter.Data.Decontamination;

/// <summary>What a text has in common with an item of a benchmark.</summary>
/// <param name="Item">The number of the item in its index.</param>
/// <param name="Grams">How many different grams of the item stand in the text.</param>
/// <param name="Share">The greatest share of the words of one field of the item that stands in order and close together in the text, see <see cref="BenchmarkIndex"/>; 0 where that is fewer than eight words.</param>
/// <param name="Spans">Where: the grams, those that touch joined, and the surroundings of the share. In order.</param>
public sealed record ContaminationMatch(int Item, int Grams, double Share, IReadOnlyList<TextSpan> Spans)
{
    /// <summary>The longest of the spans.</summary>
    public TextSpan Longest => Spans.MaxBy(static span => span.Length);
}
