using Sinter.Tokenizers.Pipeline;
using Sinter.Tokenizers.Text;

namespace Sinter.Tokenizers.PreTokenizers;

/// <summary>Writes the bytes of pieces as the characters of <see cref="ByteAlphabet"/>, and reads them again.</summary>
internal static class ByteAlphabetText
{
    /// <summary>Writes each byte as its character.</summary>
    public static void Write(PieceList source, PieceList target)
    {
        var text = target.OwnText(source);
        Span<byte> utf8 = stackalloc byte[2];
        foreach (var piece in source.Pieces)
        {
            var start = text.Length;
            for (var at = piece.Start; at < piece.End; at++)
            {
                var character = ByteAlphabet.ToChar(source.Text.Text[at]);
                (utf8[0], utf8[1]) = character < 0x80 ? ((byte)character, (byte)0) : ((byte)(0xC0 | (character >> 6)), (byte)(0x80 | (character & 0x3F)));
                text.Replace(utf8[..(character < 0x80 ? 1 : 2)], source.Text, at, at + 1);
            }

            target.Add(start, text.Length);
        }
    }

    /// <summary>Writes each character, which is of the alphabet, as its byte.</summary>
    public static void Read(PieceList source, PieceList target)
    {
        var text = target.OwnText(source);
        foreach (var piece in source.Pieces)
        {
            var start = text.Length;
            for (var at = piece.Start; at < piece.End;)
            {
                var first = source.Text.Text[at];
                var length = first < 0x80 ? 1 : 2;
                var character = length == 1 ? (char)first : (char)(((first & 0x1F) << 6) | (source.Text.Text[at + 1] & 0x3F));
                text.Replace([ByteAlphabet.ToByte(character)], source.Text, at, at + length);
                at += length;
            }

            target.Add(start, text.Length);
        }
    }
}
