using Sinter.Tokenizers.Pipeline;
using Sinter.Tokenizers.Text;

namespace Sinter.Tokenizers.PreTokenizers;

/// <summary>What is put before a piece.</summary>
internal static class PiecePrefix
{
    /// <summary>Writes it. As in Hugging Face's offsets, it comes from where the first character of the piece comes from.</summary>
    public static void Write(ReadOnlySpan<byte> prefix, TextBuffer source, Piece piece, TextBuffer target)
    {
        CharacterClasses.At(source.Text, piece.Start, out var length);
        target.Replace(prefix, source, piece.Start, piece.Start + length);
    }
}
