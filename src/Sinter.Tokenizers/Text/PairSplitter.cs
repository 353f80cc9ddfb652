using System.Text;

namespace Sinter.Tokenizers.Text;

/// <summary>
/// Cuts text between two characters that stand side by side in no token of a vocabulary. Where a model merges over the whole text no merge can cross such a place, so cutting
/// there changes no id and makes words that can be remembered: before each ▁ that follows another character, and round most signs.
/// </summary>
internal sealed class PairSplitter : TextSplitter
{
    private const int Ascii = 128;
    private const int SketchBits = 1 << 18;

    private readonly ulong[] _ascii = new ulong[Ascii * 2];

    /// <summary>Pairs with other characters, by a hash: a pair that only looks like one of them is not cut, which is right too.</summary>
    private readonly ulong[] _others = new ulong[SketchBits / 64];

    /// <summary>Notes the pairs of all tokens.</summary>
    public PairSplitter(IEnumerable<string> tokens)
    {
        foreach (var token in tokens)
        {
            var previous = -1;
            foreach (var rune in token.EnumerateRunes())
            {
                if (previous >= 0)
                {
                    Add(previous, rune.Value);
                }

                previous = rune.Value;
            }
        }
    }

    /// <inheritdoc/>
    public override int NextEnd(ReadOnlySpan<byte> utf8, int start)
    {
        var previous = At(utf8, start, out var length);
        for (var index = start + length; index < utf8.Length; index += length)
        {
            var next = At(utf8, index, out length);
            if (MayCut(previous, next))
            {
                return index;
            }

            previous = next;
        }

        return utf8.Length;
    }

    private bool MayCut(int left, int right)
    {
        if ((left | right) < Ascii)
        {
            return ((_ascii[(left << 1) | (right >> 6)] >> right) & 1) == 0;
        }

        var (word, bit) = OtherPlace(left, right);
        return ((_others[word] >> bit) & 1) == 0;
    }

    private void Add(int left, int right)
    {
        if ((left | right) < Ascii)
        {
            _ascii[(left << 1) | (right >> 6)] |= 1UL << (right & 63);
            return;
        }

        var (word, bit) = OtherPlace(left, right);
        _others[word] |= 1UL << bit;
    }

    private static int At(ReadOnlySpan<byte> utf8, int index, out int length)
    {
        var rest = utf8[index..];
        if (rest[0] < Ascii)
        {
            length = 1;
            return rest[0];
        }

        Rune.DecodeFromUtf8(rest, out var rune, out length);
        return rune.Value;
    }

    private static (int Word, int Bit) OtherPlace(int left, int right)
    {
        var place = (int)((((ulong)left << 21) | (uint)right) * 0x9E3779B97F4A7C15UL >> 46);
        return (place >> 6, place & 63);
    }
}
