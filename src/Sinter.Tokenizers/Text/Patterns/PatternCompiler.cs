namespace Sinter.Tokenizers.Text.Patterns;

/// <summary>Writes a regular expression as steps for <see cref="PatternMatcher"/>.</summary>
internal sealed class PatternCompiler
{
    private const int MostInstructions = 1 << 14;
    private const int LongestLookBehind = 255;

    private readonly List<Instruction> _code = [];
    private readonly Dictionary<CodePointSet, CodePointTable> _tables = [];
    private int _registers;

    private PatternCompiler()
    {
    }

    /// <summary>Writes an expression.</summary>
    /// <exception cref="FormatException">It is too large, or looks behind too far.</exception>
    public static CompiledPattern Compile(PatternNode node)
    {
        var compiler = new PatternCompiler();
        compiler.Write(node);
        compiler.Emit(new Instruction(Operation.Accept));
        return new CompiledPattern([.. compiler._code], compiler._registers, FirstBytes.Of(node));
    }

    private int Emit(Instruction instruction)
    {
        if (_code.Count == MostInstructions)
        {
            throw new FormatException("The regular expression is too large with its repeats written out.");
        }

        _code.Add(instruction);
        return _code.Count - 1;
    }

    /// <summary>Lets an instruction that was written before its target was known go to what comes next.</summary>
    private void Land(int instruction) => _code[instruction] = _code[instruction] with { Target = _code.Count };

    private void Write(PatternNode node)
    {
        switch (node)
        {
            case SetNode set:
                Emit(new Instruction(Operation.One) { Set = Table(set.Set) });
                break;
            case SequenceNode sequence:
                Array.ForEach(sequence.Parts, Write);
                break;
            case AlternationNode alternation:
                WriteAlternation(alternation.Parts);
                break;
            case RepeatNode { Part: SetNode set } repeat:
                Emit(new Instruction(repeat.Lazy ? Operation.LazyRun : Operation.Run) { Set = Table(set.Set), Value = repeat.Least, Most = repeat.Most });
                break;
            case RepeatNode repeat:
                WriteRepeat(repeat);
                break;
            case AtomicNode atomic:
                WritePart(new Instruction(Operation.Atomic), atomic.Part);
                break;
            case LookNode { Behind: false } look:
                WritePart(new Instruction(Operation.Ahead) { Negative = look.Negative }, look.Part);
                break;
            case LookNode look:
                var (least, most) = Lengths(look.Part);
                WritePart(new Instruction(Operation.Behind) { Negative = look.Negative, Value = least, Most = most }, look.Part);
                break;
            case AnchorNode anchor:
                Emit(new Instruction(Operation.Anchor) { Value = (int)anchor.Anchor });
                break;
        }
    }

    private void WriteAlternation(PatternNode[] parts)
    {
        var jumps = new List<int>();
        foreach (var part in parts[..^1])
        {
            var branch = Emit(new Instruction(Operation.Branch) { FirstBytes = FirstBytes.Of(part) });
            Write(part);
            jumps.Add(Emit(new Instruction(Operation.Jump)));
            Land(branch);
        }

        Write(parts[^1]);
        jumps.ForEach(Land);
    }

    private void WriteRepeat(RepeatNode repeat)
    {
        for (var i = 0; i < repeat.Least; i++)
        {
            Write(repeat.Part);
        }

        if (repeat.Most == int.MaxValue)
        {
            var branch = WriteBranch(repeat);
            var register = _registers++;
            Emit(new Instruction(Operation.Mark) { Value = register });
            Write(repeat.Part);
            Emit(new Instruction(Operation.Repeat) { Value = register, Target = branch });
            Land(branch);
            return;
        }

        var branches = new List<int>();
        for (var i = repeat.Least; i < repeat.Most; i++)
        {
            branches.Add(WriteBranch(repeat));
            Write(repeat.Part);
        }

        branches.ForEach(Land);
    }

    private int WriteBranch(RepeatNode repeat) =>
        Emit(repeat.Lazy ? new Instruction(Operation.LazyBranch) : new Instruction(Operation.Branch) { FirstBytes = FirstBytes.Of(repeat.Part) });

    private void WritePart(Instruction instruction, PatternNode part)
    {
        var start = Emit(instruction);
        Write(part);
        Emit(new Instruction(Operation.Accept));
        Land(start);
    }

    private CodePointTable Table(CodePointSet set)
    {
        if (!_tables.TryGetValue(set, out var table))
        {
            _tables.Add(set, table = new CodePointTable(set));
        }

        return table;
    }

    /// <summary>The fewest and the most characters that what is looked for behind has.</summary>
    private static (int Least, int Most) Lengths(PatternNode node)
    {
        var (least, most) = node switch
        {
            SetNode => (1, 1),
            SequenceNode sequence => sequence.Parts.Select(Lengths).Aggregate((0, 0), static (sum, part) => (sum.Item1 + part.Least, sum.Item2 + part.Most)),
            AlternationNode alternation => (alternation.Parts.Min(static part => Lengths(part).Least), alternation.Parts.Max(static part => Lengths(part).Most)),
            RepeatNode { Most: <= LongestLookBehind } repeat => Lengths(repeat.Part) is var (one, other) ? (one * repeat.Least, other * repeat.Most) : default,
            RepeatNode => (0, LongestLookBehind + 1),
            AtomicNode atomic => Lengths(atomic.Part),
            _ => (0, 0),
        };
        return most <= LongestLookBehind ? (least, most) : throw new FormatException($"The regular expression looks behind without a bound, or over more than {LongestLookBehind} characters.");
    }
}
