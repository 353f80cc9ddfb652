using System.Runtime.CompilerServices;

namespace Sinter.Data.FastText;

/// <summary>The tokens of one line, between the seven bytes that fastText takes for white space, with their hashes; the last is <c>&lt;/s&gt;</c>, whether it stands there or the line ends.</summary>
/// <param name="text">A text that begins with the line.</param>
internal ref struct LineTokens(ReadOnlySpan<byte> text)
{
    private const ulong WhiteSpace = (1UL << 0) | (1UL << '\t') | (1UL << '\n') | (1UL << '\v') | (1UL << '\f') | (1UL << '\r') | (1UL << ' ');

    private readonly ReadOnlySpan<byte> _text = text;
    private bool _ended;

    /// <summary>The bytes that were read; at the end, those of the line with its line feed.</summary>
    public int Read { get; private set; }

    /// <summary>The token.</summary>
    public ReadOnlySpan<byte> Token { get; private set; }

    /// <summary>Its hash.</summary>
    public uint Hash { get; private set; }

    /// <summary>Goes to the next token.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool MoveNext()
    {
        if (_ended)
        {
            return false;
        }

        var line = _text;
        var at = Read;
        while (at < line.Length && IsWhiteSpace(line[at]) && line[at] != '\n')
        {
            at++;
        }

        if (at == line.Length || line[at] == '\n')
        {
            Token = FastTextVocabulary.EndOfLine;
            Hash = FastTextHash.Of(Token);
            Read = Math.Min(at + 1, line.Length);
            _ended = true;
            return true;
        }

        var start = at;
        var hash = FastTextHash.Start;
        while (at < line.Length && !IsWhiteSpace(line[at]))
        {
            hash = FastTextHash.Add(hash, line[at++]);
        }

        Token = line[start..at];
        Hash = hash;
        Read = at;
        _ended = Token.SequenceEqual(FastTextVocabulary.EndOfLine);
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsWhiteSpace(byte value) => value <= ' ' && ((WhiteSpace >> value) & 1) != 0;
}
