using System.Text;
using Sinter.Tokenizers.Text;

namespace Sinter.Tokenizers.Bpe;

/// <summary>What a piece of text is before any merge: the ids of its bytes, or of its characters with bytes in place of unknown ones.</summary>
internal sealed class SymbolTable
{
    private const int Continues = 1 << 21;
    private const int Ends = 1 << 22;

    private readonly int[] _byteIds;
    private readonly Dictionary<int, int>? _characterIds;
    private readonly int _unknownId;
    private readonly bool _fusesUnknown;
    private readonly int _continuing;
    private readonly int _ending;
    private readonly Lazy<int[]> _lengths;

    private SymbolTable(BpeDefinition model, TokenizerDefinition definition, int[] byteIds, Dictionary<int, int>? characterIds, int unknownId)
    {
        (_byteIds, _characterIds, _unknownId, _fusesUnknown) = (byteIds, characterIds, unknownId, model.FusesUnknown);
        _continuing = model.ContinuingPrefix is null ? 0 : Continues;
        _ending = model.EndSuffix is null ? 0 : Ends;
        _lengths = new Lazy<int[]>(() => [.. definition.Tokens.Select((token, id) => TextLength(token, id, model))]);
    }

    /// <summary>The symbols of a model.</summary>
    public static SymbolTable Of(BpeDefinition model, TokenizerDefinition definition, bool[] special)
    {
        var idOfToken = definition.IdOfToken();
        var unknownId = model.UnknownToken is { } unknown ? idOfToken[unknown] : -1;
        var byteIds = new int[256];
        for (var value = 0; value < byteIds.Length; value++)
        {
            var token = model.IsByteLevel ? ByteAlphabet.ToChar((byte)value).ToString() : ByteFallbackToken.Write(value);
            byteIds[value] = (model.IsByteLevel || model.ByteFallback) && idOfToken.TryGetValue(token, out var id) ? id : -1;
        }

        return new SymbolTable(model, definition, byteIds, model.IsByteLevel ? null : Characters(model, definition, special), unknownId);
    }

    /// <summary>Writes the symbols of a piece and gives their number, at most the length of the piece.</summary>
    public int Read(ReadOnlySpan<byte> piece, Span<int> output)
    {
        if (_characterIds is not null)
        {
            return ReadCharacters(piece, output, _characterIds);
        }

        var count = 0;
        foreach (var value in piece)
        {
            var id = _byteIds[value];
            if (id >= 0)
            {
                output[count++] = id;
            }
            else if (_unknownId >= 0 && !(_fusesUnknown && count > 0 && output[count - 1] == _unknownId))
            {
                output[count++] = _unknownId;
            }
        }

        return count;
    }

    /// <summary>How many bytes at the beginning of a piece a token stands for that the model gave for it.</summary>
    public int Length(int id, ReadOnlySpan<byte> piece)
    {
        if (id != _unknownId)
        {
            return Math.Min(_lengths.Value[id], piece.Length);
        }

        var length = 0;
        do
        {
            length += CharacterLength(piece[length..]);
        }
        while (_fusesUnknown && length < piece.Length && IsUnknown(piece[length..]));
        return length;
    }

    private int ReadCharacters(ReadOnlySpan<byte> piece, Span<int> output, Dictionary<int, int> known)
    {
        var count = 0;
        var afterUnknown = false;
        var continuing = 0;
        while (!piece.IsEmpty)
        {
            var valid = Rune.DecodeFromUtf8(piece, out var rune, out var length) == System.Buffers.OperationStatus.Done;
            var form = rune.Value | continuing | (length == piece.Length ? _ending : 0);
            if (valid && known.TryGetValue(form, out var id))
            {
                output[count++] = id;
                afterUnknown = false;
            }
            else if (HasBytes(piece[..length]))
            {
                foreach (var value in piece[..length])
                {
                    output[count++] = _byteIds[value];
                }

                afterUnknown = false;
            }
            else if (_unknownId >= 0 && !(_fusesUnknown && afterUnknown))
            {
                output[count++] = _unknownId;
                afterUnknown = true;
            }

            continuing = _continuing;
            piece = piece[length..];
        }

        return count;
    }

    private bool IsUnknown(ReadOnlySpan<byte> piece)
    {
        if (_characterIds is null)
        {
            return _byteIds[piece[0]] < 0;
        }

        var valid = Rune.DecodeFromUtf8(piece, out var rune, out var length) == System.Buffers.OperationStatus.Done;
        return !(valid && _characterIds.ContainsKey(rune.Value | _continuing | (length == piece.Length ? _ending : 0))) && !HasBytes(piece[..length]);
    }

    private int CharacterLength(ReadOnlySpan<byte> piece)
    {
        if (_characterIds is null)
        {
            return 1;
        }

        Rune.DecodeFromUtf8(piece, out _, out var length);
        return length;
    }

    private bool HasBytes(ReadOnlySpan<byte> character)
    {
        foreach (var value in character)
        {
            if (_byteIds[value] < 0)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The characters of a vocabulary, with marks for those that stand behind others or end a piece, where the file writes these otherwise.</summary>
    private static Dictionary<int, int> Characters(BpeDefinition model, TokenizerDefinition definition, bool[] special)
    {
        var (prefix, suffix) = (model.ContinuingPrefix ?? "", model.EndSuffix ?? "");
        var characters = new Dictionary<int, int>();
        for (var id = 0; id < definition.ModelTokens; id++)
        {
            if (special[id])
            {
                continue;
            }

            var token = definition.Tokens[id];
            Add(token, 0, id);
            if (prefix.Length > 0 && token.StartsWith(prefix, StringComparison.Ordinal))
            {
                Add(token[prefix.Length..], Continues, id);
            }

            if (suffix.Length > 0 && token.EndsWith(suffix, StringComparison.Ordinal))
            {
                var inner = token[..^suffix.Length];
                Add(inner, Ends, id);
                if (prefix.Length > 0 && inner.StartsWith(prefix, StringComparison.Ordinal))
                {
                    Add(inner[prefix.Length..], Continues | Ends, id);
                }
            }
        }

        return characters;

        void Add(string text, int form, int id)
        {
            if (Rune.DecodeFromUtf16(text, out var rune, out var length) == System.Buffers.OperationStatus.Done && length == text.Length)
            {
                characters[rune.Value | form] = id;
            }
        }
    }

    private int TextLength(string token, int id, BpeDefinition model)
    {
        if (model.IsByteLevel)
        {
            return ByteAlphabet.Read(token)?.Length ?? Encoding.UTF8.GetByteCount(token);
        }

        if (Array.IndexOf(_byteIds, id) >= 0)
        {
            return 1;
        }

        var text = token.AsSpan();
        text = model.ContinuingPrefix is { } prefix && text.StartsWith(prefix, StringComparison.Ordinal) ? text[prefix.Length..] : text;
        text = model.EndSuffix is { } suffix && text.EndsWith(suffix, StringComparison.Ordinal) ? text[..^suffix.Length] : text;
        return Encoding.UTF8.GetByteCount(text);
    }
}
