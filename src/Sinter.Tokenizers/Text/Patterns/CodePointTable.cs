using System.Runtime.CompilerServices;

namespace Sinter.Tokenizers.Text.Patterns;

/// <summary>A <see cref="CodePointSet"/> laid out so that membership is two look-ups: blocks of 256 code points, of which equal ones are kept once.</summary>
internal sealed class CodePointTable
{
    private const int BlockBits = 8;
    private const int WordsInBlock = (1 << BlockBits) / 64;

    private readonly ushort[] _blockOf = new ushort[CodePointSet.CodePoints >> BlockBits];
    private readonly ulong[] _words;

    /// <summary>Lays a set out.</summary>
    public CodePointTable(CodePointSet set)
    {
        // The first two blocks are the one without and the one with all code points.
        var words = new List<ulong>([0, 0, 0, 0, ulong.MaxValue, ulong.MaxValue, ulong.MaxValue, ulong.MaxValue]);
        var last = -1;
        foreach (var (first, end) in set.Ranges.Select(static range => (range.First, range.Last + 1)))
        {
            for (var codePoint = first; codePoint < end;)
            {
                var block = codePoint >> BlockBits;
                var blockEnd = Math.Min(end, (block + 1) << BlockBits);
                if (blockEnd - codePoint == 1 << BlockBits)
                {
                    _blockOf[block] = 1;
                }
                else
                {
                    if (block != last)
                    {
                        _blockOf[block] = (ushort)(words.Count / WordsInBlock);
                        words.AddRange([0, 0, 0, 0]);
                        last = block;
                    }

                    for (var i = codePoint; i < blockEnd; i++)
                    {
                        words[^(WordsInBlock - ((i >> 6) & (WordsInBlock - 1)))] |= 1UL << i;
                    }
                }

                codePoint = blockEnd;
            }
        }

        _words = [.. words];
    }

    /// <summary>Whether a code point belongs to the set.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Contains(int codePoint) =>
        ((_words[(_blockOf[codePoint >> BlockBits] * WordsInBlock) + ((codePoint >> 6) & (WordsInBlock - 1))] >> codePoint) & 1) != 0;
}
