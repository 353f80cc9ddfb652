using Sinter.Tokenizers.Files;

namespace Sinter.Tokenizers.Tests.SentencePiece;

/// <summary>A small SentencePiece .model with pieces of every kind.</summary>
internal sealed record SampleModel(int Type = 1)
{
    public List<ScoredPiece> Pieces { get; init; } =
    [
        new("<unk>", 0, PieceKind.Unknown), new("<s>", 0, PieceKind.Control), new("</s>", 0, PieceKind.Control), new("▁", -2, PieceKind.Normal),
        new("a", -3, PieceKind.Normal), new("b", -3.5f, PieceKind.Normal), new("ab", -4, PieceKind.Normal), new("▁a", -2.5f, PieceKind.Normal),
        new("aa", -3.25f, PieceKind.Normal), new("▁ab", -6, PieceKind.Unused), new("<sep>", 0, PieceKind.UserDefined), new("ba", -3.75f, PieceKind.Normal),
        new("bab", -5, PieceKind.Unused), new("b<", 0, PieceKind.UserDefined), new("!", -3, PieceKind.Normal), new("!!", -4, PieceKind.Normal),
    ];

    public bool SpaceAsSuffix { get; init; }

    public bool ByteFallback { get; init; }

    public bool RemovesExtraSpaces { get; init; } = true;

    public bool AddsPrefix { get; init; } = true;

    public bool Escapes { get; init; } = true;

    public byte[] Map { get; init; } = [];

    /// <summary>The bytes of the file.</summary>
    public byte[] Message()
    {
        var message = new ProtobufWriter();
        foreach (var piece in Pieces)
        {
            message.Bytes(1, new ProtobufWriter().Text(1, piece.Text).Float(2, piece.Score).Integer(3, (long)piece.Kind).Message);
        }

        return message
            .Bytes(2, new ProtobufWriter().Integer(3, Type).Flag(24, SpaceAsSuffix).Flag(35, ByteFallback).Message)
            .Bytes(3, new ProtobufWriter().Text(1, "sample").Bytes(2, Map).Flag(3, AddsPrefix).Flag(4, RemovesExtraSpaces).Flag(5, Escapes).Message)
            .Message.ToArray();
    }

    /// <summary>Writes the file and loads it.</summary>
    public Tokenizer Load(string path)
    {
        File.WriteAllBytes(path, Message());
        return Tokenizer.Load(path);
    }
}
