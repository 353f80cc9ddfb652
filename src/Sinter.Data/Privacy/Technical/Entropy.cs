namespace Sinter.Data.Privacy;

/// <summary>How much a text is by chance.</summary>
internal static class Entropy
{
    private const int Longest = 512;

    /// <summary>Shannon's entropy of the signs of a text, of its first 512: bits a sign, from 0 for one sign again and again to log2 of the length (C. E. Shannon 1948).</summary>
    public static double BitsPerSign(ReadOnlySpan<char> text)
    {
        text = text[..Math.Min(text.Length, Longest)];
        Span<ushort> counts = stackalloc ushort[128];
        counts.Clear();
        foreach (var unit in text)
        {
            counts[unit & 127]++;
        }

        var bits = 0.0;
        foreach (var count in counts)
        {
            if (count > 0)
            {
                bits -= (double)count / text.Length * Math.Log2((double)count / text.Length);
            }
        }

        return bits;
    }
}
