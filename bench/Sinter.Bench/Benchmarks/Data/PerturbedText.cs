using System.Buffers;

namespace Sinter.Bench.Benchmarks.Data;

/// <summary>
/// As much text as one likes, made of a little: the texts come again and again, each time with about one word in forty replaced by another word of any of them, so that no two
/// copies are the same. Copy by number, so that any part can be made by itself; the same number always gives the same bytes.
/// </summary>
internal sealed class PerturbedText
{
    /// <summary>A gap is drawn from 1 to this many words, so that its mean is forty.</summary>
    private const int LongestGap = 79;

    private readonly byte[][] _texts;
    private readonly Range[][] _words;

    /// <summary>Begins with texts in UTF-8, in which a backslash escapes what follows, as in JSON.</summary>
    public PerturbedText(IEnumerable<byte[]> texts)
    {
        _texts = [.. texts];
        _words = [.. _texts.Select(Words)];
    }

    /// <summary>Writes a copy: of the first text for 0, of the second for 1, and so on, from the first again after the last.</summary>
    public void Write(long number, ArrayBufferWriter<byte> output)
    {
        var text = _texts[number % _texts.Length];
        var words = _words[number % _texts.Length];
        var random = (ulong)number;
        var written = 0;
        for (var word = (int)Next(ref random, LongestGap); word < words.Length; word += 1 + (int)Next(ref random, LongestGap))
        {
            var other = Next(ref random, (uint)_texts.Length);
            var others = _words[other];
            if (others.Length > 0)
            {
                output.Write(text.AsSpan(written..words[word].Start.Value));
                output.Write(_texts[other].AsSpan(others[Next(ref random, (uint)others.Length)]));
                written = words[word].End.Value;
            }
        }

        output.Write(text.AsSpan(written..));
    }

    /// <summary>A number below a bound, by SplitMix64 (Steele, Lea and Flood 2014).</summary>
    private static uint Next(ref ulong state, uint bound)
    {
        state += 0x9E3779B97F4A7C15;
        var mixed = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return (uint)(((mixed >> 32) * bound) >> 32);
    }

    /// <summary>The words: runs of ASCII letters and of bytes beyond ASCII.</summary>
    private static Range[] Words(byte[] text)
    {
        var words = new List<Range>();
        for (var i = 0; i < text.Length;)
        {
            if (text[i] == '\\')
            {
                i += i + 1 < text.Length && text[i + 1] == 'u' ? 6 : 2;
                continue;
            }

            var start = i;
            while (i < text.Length && (char.IsAsciiLetter((char)text[i]) || text[i] >= 0x80))
            {
                i++;
            }

            if (i > start)
            {
                words.Add(start..i);
            }
            else
            {
                i++;
            }
        }

        return [.. words];
    }
}
