using System.Text;

namespace Sinter.Tokenizers.Bpe;

/// <summary>What a piece of text is before any merge: the ids of its bytes, or of its characters with bytes in place of unknown ones.</summary>
internal sealed class SymbolTable
{
    private readonly int[] byteIds;
    private readonly Dictionary<int, int>? characterIds;
    private readonly int unknownId;
    private readonly bool fusesUnknown;

    private SymbolTable(int[] byteIds, Dictionary<int, int>? characterIds, int unknownId, bool fusesUnknown) =>
        (this.byteIds, this.characterIds, this.unknownId, this.fusesUnknown) = (byteIds, characterIds, unknownId, fusesUnknown);

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
        if (characterIds is not null)
        {
            return ReadCharacters(piece, output, characterIds);
        }

        for (var i = 0; i < piece.Length; i++)
        {
            output[i] = byteIds[piece[i]];
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
                    output[count++] = byteIds[value];
                }

                afterUnknown = false;
            }
            else if (unknownId >= 0 && !(fusesUnknown && afterUnknown))
            {
                output[count++] = unknownId;
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
            if (byteIds[value] < 0)
            {
                return false;
            }
        }

        return true;
    }
}
