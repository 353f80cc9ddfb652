using System.Buffers;
using System.Globalization;

namespace Sinter.Tokenizers.Pipeline;

/// <summary>The way of ids to bytes: a table, since a token's bytes depend on nothing but the token and whether it begins the text.</summary>
internal sealed class TextDecoder
{
    private const int UsualTokenBytes = 8;

    private readonly TokenBytes _bytes;
    private readonly Kind[] _kinds;
    private readonly bool _stripsTrailingSpace;

    /// <summary>Makes the table of a definition.</summary>
    public TextDecoder(TokenizerDefinition definition)
    {
        _bytes = new TokenBytes(definition);
        _kinds = [.. definition.IsSpecial().Select((special, id) => definition.Tokens[id].Length == 0 ? Kind.None : special ? Kind.Special : Kind.Plain)];
        StripsLeading = definition.Decoder?.StripsLeading ?? default;
        _stripsTrailingSpace = definition.Decoder?.StripsTrailingSpace ?? false;
    }

    private enum Kind : byte
    {
        /// <summary>The id has no token.</summary>
        None,

        Plain,

        Special,
    }

    /// <summary>What a decoded text loses at its beginning after its tokens were joined.</summary>
    public (byte Value, int Count) StripsLeading { get; }

    /// <summary>Whether a decoded text loses one space at its end.</summary>
    public bool StripsTrailingSpace => _stripsTrailingSpace;

    /// <summary>Whether an id has a token.</summary>
    public bool HasToken(int id) => (uint)id < (uint)_kinds.Length && _kinds[id] != Kind.None;

    /// <summary>Whether an id is that of a special token.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The id has no token.</exception>
    public bool IsSpecial(int id) => Checked(id) == Kind.Special;

    /// <summary>The bytes of one token, which begins the text or not.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The id has no token.</exception>
    public ReadOnlySpan<byte> Of(int id, bool first)
    {
        Checked(id);
        return _bytes.Of(id, first);
    }

    /// <summary>Decodes ids into a buffer of the shared pool, which is exchanged where it is too small, and gives the part of it that is the text.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An id has no token.</exception>
    public ReadOnlySpan<byte> Decode(ReadOnlySpan<int> ids, bool skipSpecial, ref byte[] buffer)
    {
        var length = 0;
        var first = true;
        foreach (var id in ids)
        {
            if (Checked(id) == Kind.Special && skipSpecial)
            {
                continue;
            }

            var bytes = _bytes.Of(id, first);
            if (buffer.Length - length < bytes.Length)
            {
                Grow(ref buffer, length, bytes.Length);
            }

            bytes.CopyTo(buffer.AsSpan(length));
            length += bytes.Length;
            first = false;
        }

        ReadOnlySpan<byte> decoded = buffer.AsSpan(0, length);
        var (value, count) = StripsLeading;
        for (; count > 0 && !decoded.IsEmpty && decoded[0] == value; count--)
        {
            decoded = decoded[1..];
        }

        return _stripsTrailingSpace && decoded.EndsWith(" "u8) ? decoded[..^1] : decoded;
    }

    /// <summary>A buffer for so many ids as they usually are.</summary>
    public static byte[] Rent(int ids) => ArrayPool<byte>.Shared.Rent((int)Math.Min(Array.MaxLength, ((long)ids + 1) * UsualTokenBytes));

    private static void Grow(ref byte[] buffer, int used, int needed)
    {
        var larger = ArrayPool<byte>.Shared.Rent(checked((int)Math.Max((long)used + needed, Math.Min(Array.MaxLength, buffer.Length * 2L))));
        buffer.AsSpan(0, used).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(buffer);
        buffer = larger;
    }

    private Kind Checked(int id)
    {
        var kinds = _kinds;
        return (uint)id < (uint)kinds.Length && kinds[id] is not Kind.None and var kind ? kind : throw Missing(id);
    }

    /// <summary>The error that says of an id that it has no token.</summary>
    public ArgumentOutOfRangeException Missing(int id) => new(
        nameof(id),
        string.Create(CultureInfo.InvariantCulture, $"Token {id} is not in this vocabulary, whose ids run from 0 to {_kinds.Length - 1}{((uint)id < (uint)_kinds.Length ? " with holes" : "")}."));
}
