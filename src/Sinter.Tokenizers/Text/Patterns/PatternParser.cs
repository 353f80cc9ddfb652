namespace Sinter.Tokenizers.Text.Patterns;

/// <summary>Reads a regular expression in the notation of Oniguruma, which Hugging Face's files use; what Rust's adds to it is taken too.</summary>
internal sealed class PatternParser
{
    private const int DeepestNesting = 64;
    private const int MostRepeats = 100_000;

    private static readonly CodePointSet LineFeed = CodePointSet.One('\n');

    private readonly PatternReader _reader;
    private readonly ClassParser _classes;
    private bool _ignoresCase;
    private bool _dotTakesLineFeed;
    private int _depth;

    private PatternParser(string pattern)
    {
        _reader = new PatternReader(pattern);
        _classes = new ClassParser(_reader);
    }

    /// <summary>Reads an expression.</summary>
    /// <exception cref="FormatException">It cannot be read; the message says why.</exception>
    public static PatternNode Parse(string pattern)
    {
        var parser = new PatternParser(pattern);
        var node = parser.ParseAlternation();
        return parser._reader.IsAtEnd ? node : throw parser._reader.Error("a ')' stands that closes nothing");
    }

    private PatternNode ParseAlternation()
    {
        if (++_depth > DeepestNesting)
        {
            throw _reader.Error("groups lie too deep in one another");
        }

        var (ignoresCase, dotTakesLineFeed) = (_ignoresCase, _dotTakesLineFeed);
        var parts = new List<PatternNode> { ParseSequence() };
        while (_reader.TryTake("|"))
        {
            parts.Add(ParseSequence());
        }

        (_ignoresCase, _dotTakesLineFeed) = (ignoresCase, dotTakesLineFeed);
        _depth--;
        return parts.Count == 1 ? parts[0] : new AlternationNode([.. parts]);
    }

    private SequenceNode ParseSequence()
    {
        var parts = new List<PatternNode>();
        while (!_reader.IsAtEnd && _reader.Next is not ('|' or ')'))
        {
            parts.Add(ParseRepeats(ParseAtom()));
        }

        return new SequenceNode([.. parts]);
    }

    private PatternNode ParseRepeats(PatternNode node)
    {
        while (true)
        {
            var isInterval = _reader.Next == '{';
            if (TryTakeRepeat() is not var (least, most))
            {
                return node;
            }

            // Behind an interval a plus is a repeat of its own, as in Oniguruma.
            var lazy = _reader.TryTake("?");
            node = new RepeatNode(node, least, most, lazy);
            if (!lazy && !isInterval && _reader.TryTake("+"))
            {
                node = new AtomicNode(node);
            }
        }
    }

    private (int Least, int Most)? TryTakeRepeat()
    {
        if (_reader.TryTake("*"))
        {
            return (0, int.MaxValue);
        }

        if (_reader.TryTake("+"))
        {
            return (1, int.MaxValue);
        }

        return _reader.TryTake("?") ? (0, 1) : TryTakeInterval();
    }

    /// <summary>Takes <c>{n}</c>, <c>{n,}</c>, <c>{,m}</c> or <c>{n,m}</c>; any other brace is a brace.</summary>
    private (int Least, int Most)? TryTakeInterval()
    {
        var mark = _reader.Mark();
        if (_reader.TryTake("{"))
        {
            var least = _reader.TakeNumber();
            var most = _reader.TryTake(",") ? _reader.TakeNumber() ?? (least is null ? null : int.MaxValue) : least;
            if (most is not null && _reader.TryTake("}"))
            {
                return (least ?? 0) <= most && (least ?? 0) <= MostRepeats && most is <= MostRepeats or int.MaxValue
                    ? (least ?? 0, most.Value)
                    : throw _reader.Error($"a repeat must run from fewer to more, {MostRepeats} at most");
            }
        }

        _reader.GoBack(mark);
        return null;
    }

    private PatternNode ParseAtom()
    {
        var codePoint = _reader.Take();
        return codePoint switch
        {
            '(' => ParseGroup(),
            '[' => new SetNode(_classes.ParseClass(_ignoresCase)),
            '.' => new SetNode(_dotTakesLineFeed ? CodePointSet.All : LineFeed.Negate()),
            '^' => new AnchorNode(PatternAnchor.LineStart),
            '$' => new AnchorNode(PatternAnchor.LineEnd),
            '\\' => ParseEscape(),
            '*' or '+' or '?' => throw _reader.Error("there is nothing to repeat"),
            _ => new SetNode(_ignoresCase ? CaseFolding.Close(CodePointSet.One(codePoint)) : CodePointSet.One(codePoint)),
        };
    }

    private PatternNode ParseEscape()
    {
        PatternAnchor? anchor = _reader.Next switch
        {
            'A' => PatternAnchor.TextStart,
            'z' => PatternAnchor.TextEnd,
            'Z' => PatternAnchor.LastLineEnd,
            'b' => PatternAnchor.WordBorder,
            'B' => PatternAnchor.NoWordBorder,
            _ => null,
        };
        if (anchor is not null)
        {
            _reader.Take();
            return new AnchorNode(anchor.Value);
        }

        if (_reader.TryTake("w"))
        {
            return new SetNode(PropertySets.WordOutsideClass);
        }

        if (_reader.TryTake("W"))
        {
            return new SetNode(PropertySets.WordOutsideClass.Negate());
        }

        // Oniguruma gives properties and the like no other case.
        var set = _classes.ParseEscape();
        return new SetNode(_ignoresCase && set.IsOne ? CaseFolding.Close(set) : set);
    }

    private PatternNode ParseGroup()
    {
        if (!_reader.TryTake("?"))
        {
            return ParseRestOfGroup();
        }

        if (_reader.TryTake(":"))
        {
            return ParseRestOfGroup();
        }

        if (_reader.TryTake(">"))
        {
            return new AtomicNode(ParseRestOfGroup());
        }

        foreach (var (sign, behind, negative) in ((string, bool, bool)[])[("=", false, false), ("!", false, true), ("<=", true, false), ("<!", true, true)])
        {
            if (_reader.TryTake(sign))
            {
                return new LookNode(ParseRestOfGroup(), behind, negative);
            }
        }

        if (_reader.TryTake("<") || _reader.TryTake("P<"))
        {
            _reader.TakeUntil('>');
            return ParseRestOfGroup();
        }

        return ParseOptions();
    }

    /// <summary>Reads <c>(?i)</c>, which holds to the end of the group, or <c>(?i:...)</c>.</summary>
    private PatternNode ParseOptions()
    {
        var (ignoresCase, dotTakesLineFeed) = (_ignoresCase, _dotTakesLineFeed);
        var on = true;
        while (true)
        {
            switch (_reader.Take())
            {
                case '-':
                    on = false;
                    break;
                case 'i':
                    _ignoresCase = on;
                    break;
                case 'm' or 's':
                    _dotTakesLineFeed = on;
                    break;
                case ')':
                    return new SequenceNode([]);
                case ':':
                    var node = ParseRestOfGroup();
                    (_ignoresCase, _dotTakesLineFeed) = (ignoresCase, dotTakesLineFeed);
                    return node;
                default:
                    throw _reader.Error("a group begins in a way that is not known");
            }
        }
    }

    private PatternNode ParseRestOfGroup()
    {
        var node = ParseAlternation();
        _reader.Expect(")");
        return node;
    }
}
