namespace Sinter.Tokenizers.Text.Patterns;

/// <summary>Reads the parts of a regular expression that stand for one character: <c>[...]</c> and what begins with a backslash.</summary>
internal sealed class ClassParser(PatternReader reader)
{
    private const int DeepestNesting = 64;

    private static readonly CodePointSet HexadecimalDigit = PropertySets.FindPosix("xdigit")!;

    private int _depth;

    /// <summary>Reads a class behind its <c>[</c>; of what it names, the other cases belong to it too where case is ignored.</summary>
    public CodePointSet ParseClass(bool ignoresCase)
    {
        if (++_depth > DeepestNesting)
        {
            throw reader.Error("classes lie too deep in one another");
        }

        var negative = reader.TryTake("^");
        CodePointSet? before = null;
        var ranges = new List<(int First, int Last)>();
        for (var isFirst = true; isFirst || reader.Next != ']'; isFirst = false)
        {
            if (reader.TryTake("&&"))
            {
                before = Join(before, ranges);
                ranges.Clear();
            }
            else
            {
                ranges.AddRange(ParseMember(ignoresCase));
            }
        }

        reader.Expect("]");
        _depth--;
        var set = Join(before, ranges);
        set = ignoresCase ? CaseFolding.Close(set) : set;
        return negative ? set.Negate() : set;
    }

    /// <summary>Reads an escape behind its backslash.</summary>
    public CodePointSet ParseEscape()
    {
        var codePoint = reader.Take();
        return codePoint switch
        {
            'd' => PropertySets.Digit,
            'D' => PropertySets.Digit.Negate(),
            's' => PropertySets.Space,
            'S' => PropertySets.Space.Negate(),
            'w' => PropertySets.Word,
            'W' => PropertySets.Word.Negate(),
            'h' => HexadecimalDigit,
            'H' => HexadecimalDigit.Negate(),
            'p' => ParseProperty(negative: false),
            'P' => ParseProperty(negative: true),
            't' => CodePointSet.One('\t'),
            'n' => CodePointSet.One('\n'),
            'v' => CodePointSet.One('\v'),
            'f' => CodePointSet.One('\f'),
            'r' => CodePointSet.One('\r'),
            'a' => CodePointSet.One('\a'),
            'e' => CodePointSet.One('\e'),
            '0' => CodePointSet.One('\0'),
            'x' => CodePointSet.One(reader.TakeHexadecimal(2)),
            'u' => CodePointSet.One(reader.TakeHexadecimal(4)),
            (>= '1' and <= '9') or (>= 'A' and <= 'Z') or (>= 'a' and <= 'z') => throw reader.Error($"'\\{(char)codePoint}' is not known here"),
            _ => CodePointSet.One(codePoint),
        };
    }

    private static CodePointSet Join(CodePointSet? before, List<(int First, int Last)> ranges)
    {
        var set = CodePointSet.Of(ranges);
        return before is null ? set : before.Intersect(set);
    }

    private IEnumerable<(int First, int Last)> ParseMember(bool ignoresCase)
    {
        if (reader.TryTake("[:"))
        {
            return ParsePosixClass().Ranges;
        }

        if (reader.TryTake("["))
        {
            return ParseClass(ignoresCase).Ranges;
        }

        var first = ParseOne().Ranges.ToArray();
        var mark = reader.Mark();
        if (first is not [var (low, alone)] || low != alone || !reader.TryTake("-"))
        {
            return first;
        }

        if (reader.Next is ']' or '[' || ParseOne().Ranges.ToArray() is not [var (high, last)] || high != last)
        {
            reader.GoBack(mark);
            return first;
        }

        return high >= low ? [(low, high)] : throw reader.Error("a range of characters runs backwards");
    }

    private CodePointSet ParseOne()
    {
        var codePoint = reader.Take();
        return codePoint != '\\' ? CodePointSet.One(codePoint) : reader.TryTake("b") ? CodePointSet.One('\b') : ParseEscape();
    }

    private CodePointSet ParsePosixClass()
    {
        var negative = reader.TryTake("^");
        var name = reader.TakeUntil(':');
        var set = PropertySets.FindPosix(name) ?? throw NotKnown(name);
        reader.Expect("]");
        return negative ? set.Negate() : set;
    }

    private CodePointSet ParseProperty(bool negative)
    {
        var name = reader.TryTake("{") ? reader.TakeUntil('}') : ((char)reader.Take()).ToString();
        negative ^= name.StartsWith('^');
        name = name.TrimStart('^');
        var set = PropertySets.Find(name[(name.IndexOf('=', StringComparison.Ordinal) + 1)..]) ?? throw NotKnown(name);
        return negative ? set.Negate() : set;
    }

    private FormatException NotKnown(string name) => reader.Error($"the set '{name}' is not known");
}
