using System.Text;

namespace Sinter.Tokenizers.Bpe;

/// <summary>What a piece of text is before any merge: the ids of its bytes, or of its characters with bytes in place of unknown ones.</summary>
internal sealed class SymbolTable
{
    private readonly int[] _byteIds;
    private readonly Dictionary<int, int>? _characterIds;
    private readonly int _unknownId;
    private readonly bool _fusesUnknown;

    private SymbolTable(int[] byteIds, Dictionary<int, int>? characterIds, int unknownId, bool fusesUnknown) =>
        (_byteIds, _characterIds, _unknownId, _fusesUnknown) = (byteIds, characterIds, unknownId, fusesUnknown);

    /// <summary>One symbol a byte.</summary>
    /// <param name="byteIds">The id of each of the 256 bytes.</param>
    public static SymbolTable OfBytes(int[] byteIds) => new(byteIds, null, -1, fusesUnknown: false);

    /// <summary>One symbol a character.</summary>
    /// <param name="characterIds">The id of each known character, by code point.</param>
    /// <param name="byteIds">The id of each of the 256 bytes, for characters that are not known; -1 where there is none.</param>
    /// <param name="unknownId">The id of what neither covers, or -1 to leave it out.</param>
    /// <param name="fusesUnknown">Whether unknown characters in a row become one symbol.</param>
    public static SymbolTable OfCharacters(Dictionary<int, int> characterIds, int[] byteIds, int unknownId, bool fusesUnknown) =>
        new(byteIds, characterIds, unknownId, fusesUnknown);

    /// <summary>Writes the symbols of a piece and gives their number, at most the length of the piece.</summary>
    public int Read(ReadOnlySpan<byte> piece, Span<int> output)
    {
        if (_characterIds is not null)
        {
            return ReadCharacters(piece, output, _characterIds);
        }

        for (var i = 0; i < piece.Length; i++)
        {
            output[i] = _byteIds[piece[i]];
        }

        return piece.Length;
    }

    private int ReadCharacters(ReadOnlySpan<byte> piece, Span<int> output, Dictionary<int, int> known)
    {
        var count = 0;
        var afterUnknown = false;
        while (!piece.IsEmpty)
        {
            var valid = Rune.DecodeFromUtf8(piece, out var rune, out var length) == System.Buffers.OperationStatus.Done;
            if (valid && known.TryGetValue(rune.Value, out var id))
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

            piece = piece[length..];
        }

        return count;
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
}
