using Sinter.Tensors;

namespace Sinter.Models.Heads;

/// <summary>
/// Where the texts of a batch lie among its positions, as the integers that <see cref="ModelHeads"/> reads: the flattened position of the first or last token [texts], or
/// for a mean the first position and the one after the last [texts, 2].
/// </summary>
public static class TextPlaces
{
    /// <summary>The shape of the integers.</summary>
    /// <param name="pooling">How texts become vectors.</param>
    /// <param name="texts">The most texts of a batch.</param>
    public static Shape Shape(TextPooling pooling, int texts) => pooling == TextPooling.Mean ? [texts, 2] : [texts];

    /// <summary>Writes the place of one text.</summary>
    /// <param name="pooling">How texts become vectors.</param>
    /// <param name="places">The integers of all texts.</param>
    /// <param name="text">Which text.</param>
    /// <param name="start">The flattened position of its first token: row · time + position.</param>
    /// <param name="length">Its tokens, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such text, or it has no token.</exception>
    public static void Write(TextPooling pooling, Span<int> places, int text, int start, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        var width = pooling == TextPooling.Mean ? 2 : 1;
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)text, (uint)(places.Length / width), nameof(text));
        switch (pooling)
        {
            case TextPooling.Mean:
                places[2 * text] = start;
                places[(2 * text) + 1] = start + length;
                break;
            case TextPooling.First:
                places[text] = start;
                break;
            default:
                places[text] = start + length - 1;
                break;
        }
    }

    /// <summary>Writes that there is no such text: what is then computed for it is finite and means nothing.</summary>
    /// <param name="pooling">How texts become vectors.</param>
    /// <param name="places">The integers of all texts.</param>
    /// <param name="text">Which text.</param>
    public static void Clear(TextPooling pooling, Span<int> places, int text) => Write(pooling, places, text, 0, 1);
}
