using System.Text;
using Sinter.Tokenizers.Text;

namespace Sinter.Tokenizers.Files;

/// <summary>Reads a SentencePiece .model file (the protobuf message ModelProto) that holds a BPE model. Field numbers are those of sentencepiece_model.proto.</summary>
internal static class SentencePieceFile
{
    private const int BpeModelType = 2;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads a file.</summary>
    public static TokenizerDefinition Read(string file)
    {
        var pieces = new List<ScoredPiece>();
        var modelType = 1;
        var metaspace = new Metaspace(AddsPrefix: true, RemovesExtraSpaces: true);
        var message = new ProtobufReader(file, BoundedFile.Read(file));
        while (message.Next())
        {
            switch (message.Field)
            {
                case 1:
                    pieces.Add(ReadPiece(file, pieces.Count, message.Message()));
                    break;
                case 2:
                    modelType = ReadModelType(message.Message());
                    break;
                case 3:
                    metaspace = ReadNormalizer(file, message.Message());
                    break;
            }
        }

        if (modelType != BpeModelType)
        {
            throw DefinitionCheck.Error(file, $"the model is of type {TypeName(modelType)}; Sinter reads SentencePiece models of type BPE");
        }

        return ScoredVocabulary.Define(file, pieces, metaspace);
    }

    private static ScoredPiece ReadPiece(string file, int id, ProtobufReader message)
    {
        var (text, score, kind) = ("", 0f, PieceKind.Normal);
        while (message.Next())
        {
            switch (message.Field)
            {
                case 1:
                    text = Text(file, id, message.Bytes());
                    break;
                case 2:
                    score = message.Float();
                    break;
                case 3:
                    kind = (PieceKind)message.Integer();
                    break;
            }
        }

        return kind is PieceKind.Normal or PieceKind.Unknown or PieceKind.Control
            || (kind == PieceKind.Byte && ByteFallbackToken.Read(text) >= 0)
            ? new ScoredPiece(text, score, kind)
            : throw DefinitionCheck.Error(file, $"token {id} '{text}' is of kind {kind}; Sinter reads normal, unknown, control and byte tokens");
    }

    private static int ReadModelType(ProtobufReader message)
    {
        var type = 1;
        while (message.Next())
        {
            if (message.Field == 3)
            {
                type = (int)message.Integer();
            }
        }

        return type;
    }

    private static Metaspace ReadNormalizer(string file, ProtobufReader message)
    {
        var metaspace = new Metaspace(AddsPrefix: true, RemovesExtraSpaces: true);
        while (message.Next())
        {
            switch (message.Field)
            {
                case 2 when !message.Bytes().IsEmpty:
                    throw DefinitionCheck.Error(file, $"the model normalises text by a table; Sinter reads SentencePiece models with the normalisation 'identity'");
                case 3:
                    metaspace = metaspace with { AddsPrefix = message.Integer() != 0 };
                    break;
                case 4:
                    metaspace = metaspace with { RemovesExtraSpaces = message.Integer() != 0 };
                    break;
                case 5 when message.Integer() == 0:
                    throw DefinitionCheck.Error(file, $"the model leaves spaces as they are; Sinter reads SentencePiece models that write them as ▁");
            }
        }

        return metaspace;
    }

    private static string TypeName(int type) => type switch
    {
        1 => "unigram",
        3 => "word",
        4 => "character",
        _ => "unknown",
    };

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
