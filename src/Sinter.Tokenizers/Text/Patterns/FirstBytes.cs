using System.Text;

namespace Sinter.Tokenizers.Text.Patterns;

/// <summary>The bytes that a match can begin with.</summary>
internal static class FirstBytes
{
    /// <summary>A flag for each byte; null where the part may match nothing.</summary>
    public static bool[]? Of(PatternNode node)
    {
        var ranges = new List<(int First, int Last)>();
        if (Add(node, ranges))
        {
            return null;
        }

        var bytes = new bool[256];
        foreach (var (first, last) in CodePointSet.Of(ranges).Ranges)
        {
            bytes.AsSpan(Lead(first)..(Lead(last) + 1)).Fill(true);
            if (first <= Rune.ReplacementChar.Value && last >= Rune.ReplacementChar.Value)
            {
                // What is not UTF-8 is read as this character.
                bytes.AsSpan(0x80).Fill(true);
            }
        }

        return bytes;
    }

    /// <summary>Adds the characters that a part can begin with, and says whether it may match nothing, so that what follows it counts too.</summary>
    private static bool Add(PatternNode node, List<(int First, int Last)> ranges)
    {
        switch (node)
        {
            case SetNode set:
                ranges.AddRange(set.Set.Ranges);
                return false;
            case SequenceNode sequence:
                return Array.TrueForAll(sequence.Parts, part => Add(part, ranges));
            case AlternationNode alternation:
                return alternation.Parts.Aggregate(false, (mayBeEmpty, part) => Add(part, ranges) || mayBeEmpty);
            case RepeatNode repeat:
                return Add(repeat.Part, ranges) || repeat.Least == 0;
            case AtomicNode atomic:
                return Add(atomic.Part, ranges);
            default:
                return true;
        }
    }

    private static int Lead(int codePoint) => codePoint switch
    {
        < 0x80 => codePoint,
        < 0x800 => 0xC0 | (codePoint >> 6),
        < 0x10000 => 0xE0 | (codePoint >> 12),
        _ => 0xF0 | (codePoint >> 18),
    };
}
