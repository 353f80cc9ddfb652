using System.Buffers.Binary;
using System.Text;
using Sinter.Tokenizers.Text;

namespace Sinter.Tokenizers.Files;

/// <summary>
/// Reads llama2.c's tokenizer.bin, little-endian: the length in bytes of the longest token (int32), then for each token its score (float32),
/// its length (int32) and its UTF-8 bytes, to the end of the file. Token 0 is unknown, 1 and 2 begin and end a text, 3 to 258 are the bytes.
/// </summary>
internal static class Llama2CFile
{
    private const int FirstByte = 3;
    private const int FirstNormal = FirstByte + 256;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads a file.</summary>
    public static TokenizerDefinition Read(string file)
    {
        ReadOnlySpan<byte> rest = BoundedFile.Read(file, BoundedFile.LargestScored);
        if (rest.Length < sizeof(int))
        {
            throw DefinitionCheck.Error(file, $"the file has {rest.Length} bytes, too few for a llama2.c tokenizer");
        }

        var longest = BinaryPrimitives.ReadInt32LittleEndian(rest);
        rest = rest[sizeof(int)..];
        var pieces = new List<ScoredPiece>();
        while (!rest.IsEmpty)
        {
            pieces.Add(ReadPiece(file, pieces.Count, longest, ref rest));
        }

        if (pieces.Count < FirstNormal)
        {
            throw DefinitionCheck.Error(file, $"the file has {pieces.Count} tokens, expected at least {FirstNormal}; it may be cut short");
        }

        return ScoredVocabulary.Define(file, pieces, addsPrefix: true, removesExtraSpaces: false);
    }

    private static ScoredPiece ReadPiece(string file, int id, int longest, ref ReadOnlySpan<byte> rest)
    {
        const int Head = sizeof(float) + sizeof(int);
        if (rest.Length < Head)
        {
            throw DefinitionCheck.Error(file, $"the file ends within token {id}; it is cut short");
        }

        var score = BinaryPrimitives.ReadSingleLittleEndian(rest);
        var length = BinaryPrimitives.ReadInt32LittleEndian(rest[sizeof(float)..]);
        if (length < 0 || (id >= FirstNormal && length > longest))
        {
            throw DefinitionCheck.Error(file, $"token {id} has the length {length}, expected 0 to {longest} as the file's head says; it is no llama2.c tokenizer, or damaged");
        }

        if (rest.Length - Head < length)
        {
            throw DefinitionCheck.Error(file, $"the file ends within token {id}; it is cut short");
        }

        var text = Text(file, id, rest.Slice(Head, length));
        rest = rest[(Head + length)..];
        return id switch
        {
            0 => new ScoredPiece("<unk>", score, PieceKind.Unknown),
            1 => new ScoredPiece("<s>", score, PieceKind.Control),
            2 => new ScoredPiece("</s>", score, PieceKind.Control),
            < FirstNormal when ByteFallbackToken.Read(text) == id - FirstByte => new ScoredPiece(text, score, PieceKind.Byte),
            < FirstNormal => throw DefinitionCheck.Error(file, $"token {id} is '{text}', expected '{ByteFallbackToken.Write(id - FirstByte)}'; it is no llama2.c tokenizer"),
            _ => new ScoredPiece(text.Replace(' ', Metaspace.Symbol), score, PieceKind.Normal),
        };
    }

    private static string Text(string file, int id, ReadOnlySpan<byte> utf8)
    {
        try
        {
            return Strict.GetString(utf8);
        }
        catch (DecoderFallbackException)
        {
            throw DefinitionCheck.Error(file, $"the text of token {id} is not UTF-8; the file is damaged");
        }
    }
}
