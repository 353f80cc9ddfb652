using System.Runtime.CompilerServices;
using System.Text;
using Sinter.Tokenizers.Text.Patterns;

namespace Sinter.Tokenizers.Text;

/// <summary>A regular expression of a tokenizer file, over UTF-8 and whole code points, that cannot run away.</summary>
internal sealed class UnicodePattern
{
    private const int LongestPattern = 1 << 14;
    private const int StepsPerText = 1_000_000;
    private const int StepsPerByte = 1000;
    private const int StackMemory = 256;

    private readonly CompiledPattern _pattern;

    private UnicodePattern(CompiledPattern pattern)
    {
        _pattern = pattern;
    }

    /// <summary>Reads an expression in the notation of Oniguruma and Rust that tokenizer files use.</summary>
    /// <exception cref="FormatException">It cannot be read; the message says why.</exception>
    public static UnicodePattern Parse(string pattern) => pattern.Length <= LongestPattern
        ? new UnicodePattern(PatternCompiler.Compile(PatternParser.Parse(pattern)))
        : throw new FormatException($"The regular expression has {pattern.Length} characters, more than {LongestPattern}.");

    /// <summary>The steps that finding all matches in a text may take together.</summary>
    public static long StepsFor(int textLength) => StepsPerText + ((long)StepsPerByte * textLength);

    /// <summary>The first match at or after <paramref name="from"/>.</summary>
    /// <exception cref="TimeoutException">The expression runs away on this text.</exception>
    public bool Find(ReadOnlySpan<byte> utf8, int from, out int start, out int end)
    {
        var steps = StepsFor(utf8.Length);
        return Find(utf8, from, ref steps, out start, out end);
    }

    /// <summary>The first match at or after <paramref name="from"/>, found in at most so many steps, which are counted down.</summary>
    /// <exception cref="TimeoutException">The expression runs away on this text.</exception>
    [SkipLocalsInit]
    public bool Find(ReadOnlySpan<byte> utf8, int from, ref long steps, out int start, out int end)
    {
        Span<int> memory = stackalloc int[StackMemory];
        var matcher = new PatternMatcher(_pattern, utf8, _pattern.Registers < StackMemory / 2 ? memory : new int[_pattern.Registers], steps);
        for (start = from; start <= utf8.Length; start += start < utf8.Length ? LengthAt(utf8, start) : 1)
        {
            if (_pattern.FirstBytes is not { } first || (start < utf8.Length && first[utf8[start]]))
            {
                end = matcher.Match(start);
                if (end >= 0)
                {
                    steps = matcher.Steps;
                    return true;
                }
            }
        }

        steps = matcher.Steps;
        start = end = utf8.Length;
        return false;
    }

    private static int LengthAt(ReadOnlySpan<byte> utf8, int at)
    {
        if (utf8[at] < 0x80)
        {
            return 1;
        }

        Rune.DecodeFromUtf8(utf8[at..], out _, out var length);
        return length;
    }
}
