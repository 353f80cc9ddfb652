using System.Runtime.InteropServices;
using Sinter.Data.Cleaning;

namespace Sinter.Data.Decontamination;

/// <summary>
/// Finds fields of benchmarks that stand in a text with a word changed here and there. The runs of five words that both have in common are counted within a window of the text
/// that is half as long again as the field. Where they cover a quarter of its words, field and text are laid beside each other (<see cref="WordAlignment"/>): the share of the field's
/// words that stand in order is high for a copy, however words were changed, dropped or swapped, and low for a text that has only turns of phrase in common.
/// </summary>
internal sealed class EditedCopies(BenchmarkWords words, int seedWords)
{
    // Fewer words in common than these say nothing, however short the field is.
    private const int LeastCovered = 8;

    // Less than this share of a field in runs of five is not worth a closer look.
    private const double LeastShare = 0.25;

    private readonly WordAlignment _alignment = new(words);
    private int[] _covers = [];

    /// <summary>The fields that a text has something in common with, each where most of it stands.</summary>
    /// <param name="text">The text.</param>
    /// <param name="seeds">The runs in common; it is sorted.</param>
    public IEnumerable<EditedCopy> Find(string text, List<GramHit> seeds)
    {
        CollectionsMarshal.AsSpan(seeds).Sort(static (left, right) =>
            left.Field != right.Field ? left.Field.CompareTo(right.Field) : left.Word != right.Word ? left.Word.CompareTo(right.Word) : left.Place.CompareTo(right.Place));
        for (var from = 0; from < seeds.Count;)
        {
            var to = from + 1;
            while (to < seeds.Count && seeds[to].Field == seeds[from].Field)
            {
                to++;
            }

            if (Best(text, CollectionsMarshal.AsSpan(seeds)[from..to]) is { } copy)
            {
                yield return copy;
            }

            from = to;
        }
    }

    /// <summary>The window of the text that covers most of the field; the first of equal ones.</summary>
    private EditedCopy? Best(string text, ReadOnlySpan<GramHit> hits)
    {
        if (hits.Length * seedWords < LeastShare * words.Length(hits[0].Field))
        {
            return null;
        }

        var field = hits[0].Field;
        var (start, length) = (words.Start(field), words.Length(field));
        var window = length + (length / 2) + LeastCovered;
        if (_covers.Length < length)
        {
            _covers = new int[length];
        }

        var covers = _covers.AsSpan(0, length);
        covers.Clear();
        var (covered, most, first) = (0, 0, 0);
        var (bestFirst, bestLast) = (0, 0);
        for (var last = 0; last < hits.Length; last++)
        {
            for (var i = hits[last].Place - start; i < hits[last].Place - start + seedWords; i++)
            {
                covered += covers[i]++ == 0 ? 1 : 0;
            }

            for (; hits[last].Word + seedWords - hits[first].Word > window; first++)
            {
                for (var i = hits[first].Place - start; i < hits[first].Place - start + seedWords; i++)
                {
                    covered -= --covers[i] == 0 ? 1 : 0;
                }
            }

            if (covered > most)
            {
                (most, bestFirst, bestLast) = (covered, first, last);
            }
        }

        var span = TextSpan.FromBounds(hits[bestFirst].Span.Start, hits[bestLast].Span.End);
        if (length <= WordAlignment.LongestField && most >= LeastShare * length && most < length)
        {
            var hit = hits[bestFirst];
            var aligned = _alignment.Align(text, field, hit.Span.Start, hit.Place - start);
            (most, span) = aligned.Words > most ? aligned : (most, span);
        }

        return most < LeastCovered ? null : new EditedCopy(words.ItemOf(field), (double)most / length, span);
    }
}

/// <summary>A field that stands in a text, wholly or in part.</summary>
/// <param name="Item">The item that it belongs to.</param>
/// <param name="Share">The share of its words that stand there in common runs.</param>
/// <param name="Span">Where, from the first of those runs to the last.</param>
internal readonly record struct EditedCopy(int Item, double Share, TextSpan Span);
