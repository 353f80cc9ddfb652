using System.Runtime.CompilerServices;
using System.Text;

namespace Sinter.Tokenizers.Text.Patterns;

/// <summary>
/// Runs the steps of a regular expression over UTF-8, trying what is left to try from last to first (backtracking). A byte that is not UTF-8 is read as
/// U+FFFD. It counts its steps, and gives up when there are none left.
/// </summary>
internal ref struct PatternMatcher
{
    /// <summary>The numbers that one place to go back to takes: the step and the place to go on at, and what only some have.</summary>
    private const int EntrySize = 3;

    private const int LargestStack = 1 << 24;

    private const int NoLeast = -1;

    private static readonly CodePointTable Word = new(PropertySets.WordOutsideClass);

    private readonly CompiledPattern _pattern;
    private readonly ReadOnlySpan<byte> _text;
    private readonly Span<int> _registers;
    private Span<int> _stack;
    private int _top;

    /// <summary>Makes it ready for a text.</summary>
    /// <param name="pattern">The expression.</param>
    /// <param name="text">The text.</param>
    /// <param name="memory">Room for the registers and the first places to go back to.</param>
    /// <param name="steps">How many steps there are left.</param>
    public PatternMatcher(CompiledPattern pattern, ReadOnlySpan<byte> text, Span<int> memory, long steps)
    {
        _pattern = pattern;
        _text = text;
        _registers = memory[..pattern.Registers];
        _stack = memory[pattern.Registers..];
        Steps = steps;
    }

    /// <summary>How many steps are left.</summary>
    public long Steps { get; private set; }

    /// <summary>The end of the match that begins at a place; -1 where there is none.</summary>
    /// <exception cref="TimeoutException">There are no steps left.</exception>
    public int Match(int start)
    {
        _top = 0;
        return Match(0, start, -1);
    }

    /// <summary>Goes on at a step and a place.</summary>
    /// <param name="step">The step.</param>
    /// <param name="at">The place.</param>
    /// <param name="requiredEnd">Where the match must end; -1 where that is all the same.</param>
    private int Match(int step, int at, int requiredEnd)
    {
        var floor = _top;
        var code = _pattern.Code;
        while (true)
        {
            Spend(1);
            ref readonly var instruction = ref code[step];
            var matches = true;
            var next = step + 1;
            switch (instruction.Operation)
            {
                case Operation.One:
                    matches = TryTake(instruction.Set!, ref at);
                    break;
                case Operation.Run:
                    matches = TryRun(in instruction, step, ref at);
                    break;
                case Operation.LazyRun:
                    matches = TryLazyRun(in instruction, step, ref at);
                    break;
                case Operation.Branch when instruction.FirstBytes is { } first && !(at < _text.Length && first[_text[at]]):
                case Operation.Jump:
                    next = instruction.Target;
                    break;
                case Operation.Branch:
                    Push(instruction.Target, at, NoLeast);
                    break;
                case Operation.LazyBranch:
                    Push(next, at, NoLeast);
                    next = instruction.Target;
                    break;
                case Operation.Mark:
                    Push(~instruction.Value, _registers[instruction.Value], NoLeast);
                    _registers[instruction.Value] = at;
                    break;
                case Operation.Repeat:
                    next = at == _registers[instruction.Value] ? next : instruction.Target;
                    break;
                case Operation.Atomic:
                    at = Match(next, at, -1);
                    matches = at >= 0;
                    next = instruction.Target;
                    break;
                case Operation.Ahead:
                    matches = Match(next, at, -1) >= 0 != instruction.Negative;
                    next = instruction.Target;
                    break;
                case Operation.Behind:
                    matches = MatchesBehind(in instruction, next, at) != instruction.Negative;
                    next = instruction.Target;
                    break;
                case Operation.Anchor:
                    matches = IsAt((PatternAnchor)instruction.Value, at);
                    break;
                case Operation.Accept when requiredEnd < 0 || at == requiredEnd:
                    _top = floor;
                    return at;
                default:
                    matches = false;
                    break;
            }

            step = next;
            if (!matches && !TryGoBack(floor, ref step, ref at))
            {
                return -1;
            }
        }
    }

    /// <summary>Goes on from the last place left to try.</summary>
    private bool TryGoBack(int floor, ref int step, ref int at)
    {
        while (_top > floor)
        {
            _top -= EntrySize;
            (step, at, var bound) = (_stack[_top], _stack[_top + 1], _stack[_top + 2]);
            if (step < 0)
            {
                _registers[~step] = at;
                continue;
            }

            if (bound == NoLeast)
            {
                return true;
            }

            if (_pattern.Code[step].Operation == Operation.LazyRun)
            {
                if (bound > 0 && TryTake(_pattern.Code[step].Set!, ref at))
                {
                    Push(step, at, bound == int.MaxValue ? bound : bound - 1);
                    step++;
                    return true;
                }

                continue;
            }

            // A run gives back its last character, and keeps the place while there is more to give.
            at = Math.Max(bound, at - LengthBefore(at));
            if (at > bound)
            {
                Push(step, at, bound);
            }

            step++;
            return true;
        }

        return false;
    }

    private bool TryRun(ref readonly Instruction instruction, int step, ref int at)
    {
        var set = instruction.Set!;
        if (!TryTakeMany(set, instruction.Value, ref at))
        {
            return false;
        }

        var least = at;
        for (var left = instruction.Most - instruction.Value; left > 0 && TryTake(set, ref at); left--)
        {
        }

        if (at > least)
        {
            Spend((at - least) >> 3);
            Push(step, at, least);
        }

        return true;
    }

    private bool TryLazyRun(ref readonly Instruction instruction, int step, ref int at)
    {
        if (!TryTakeMany(instruction.Set!, instruction.Value, ref at))
        {
            return false;
        }

        Push(step, at, instruction.Most == int.MaxValue ? int.MaxValue : instruction.Most - instruction.Value);
        return true;
    }

    private readonly bool TryTakeMany(CodePointTable set, int count, ref int at)
    {
        while (count > 0 && TryTake(set, ref at))
        {
            count--;
        }

        return count == 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly bool TryTake(CodePointTable set, ref int at)
    {
        if (at >= _text.Length)
        {
            return false;
        }

        int codePoint = _text[at];
        var length = 1;
        if (codePoint >= 0x80)
        {
            Rune.DecodeFromUtf8(_text[at..], out var rune, out length);
            codePoint = rune.Value;
        }

        var belongs = set.Contains(codePoint);
        at += belongs ? length : 0;
        return belongs;
    }

    private bool MatchesBehind(ref readonly Instruction instruction, int step, int end)
    {
        var start = end;
        for (var characters = 0; characters <= instruction.Most; characters++)
        {
            if (characters >= instruction.Value && Match(step, start, end) >= 0)
            {
                return true;
            }

            if (start == 0)
            {
                break;
            }

            start -= LengthBefore(start);
        }

        return false;
    }

    private readonly bool IsAt(PatternAnchor anchor, int at) => anchor switch
    {
        PatternAnchor.TextStart => at == 0,
        PatternAnchor.TextEnd => at == _text.Length,
        PatternAnchor.LastLineEnd => at == _text.Length || (at == _text.Length - 1 && _text[at] == '\n'),
        PatternAnchor.LineStart => at == 0 || (_text[at - 1] == '\n' && at < _text.Length),
        PatternAnchor.LineEnd => at == _text.Length || _text[at] == '\n',
        PatternAnchor.WordBorder => IsWordBorder(at),
        _ => !IsWordBorder(at),
    };

    private readonly bool IsWordBorder(int at) =>
        (at > 0 && IsWord(at - LengthBefore(at))) != (at < _text.Length && IsWord(at));

    private readonly bool IsWord(int at) => TryTake(Word, ref at);

    private readonly int LengthBefore(int at)
    {
        if (_text[at - 1] < 0x80)
        {
            return 1;
        }

        Rune.DecodeLastFromUtf8(_text[..at], out _, out var length);
        return length;
    }

    private void Spend(int steps)
    {
        Steps -= steps;
        if (Steps < 0)
        {
            throw new TimeoutException("A regular expression of the tokenizer runs away on this text: it tries too many ways to match; replace it by one without repeats of repeats.");
        }
    }

    private void Push(int step, int at, int bound)
    {
        if (_top + EntrySize > _stack.Length)
        {
            Grow();
        }

        (_stack[_top], _stack[_top + 1], _stack[_top + 2]) = (step, at, bound);
        _top += EntrySize;
    }

    private void Grow()
    {
        if (_stack.Length >= LargestStack)
        {
            Spend(int.MaxValue);
        }

        var larger = new int[Math.Max(1024, _stack.Length * 2)];
        _stack.CopyTo(larger);
        _stack = larger;
    }
}
