using System.Text;
using Sinter.Tokenizers.Text;

namespace Sinter.Tokenizers.Files;

/// <summary>Reads a SentencePiece .model file (the protobuf message ModelProto) that holds a BPE model. Field numbers are those of sentencepiece_model.proto.</summary>
internal static class SentencePieceFile
{
    private const int UnigramModelType = 1;
    private const int BpeModelType = 2;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads a file.</summary>
    public static TokenizerDefinition Read(string file)
    {
        var pieces = new List<ScoredPiece>();
        var modelType = UnigramModelType;
        Normalizer? normalizer = null;
        var message = new ProtobufReader(file, BoundedFile.Read(file, BoundedFile.LargestScored));
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
                    normalizer = ReadNormalizer(message.Message());
                    break;
            }
        }

        if (normalizer is null)
        {
            throw DefinitionCheck.Error(file, $"the file has no normalizer_spec; it is no SentencePiece model, or is cut short");
        }

        Refuse(file, modelType, normalizer, pieces);
        return ScoredVocabulary.Define(file, pieces, normalizer.AddsPrefix, normalizer.RemovesExtraSpaces);
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

        return new ScoredPiece(text, score, kind);
    }

    private static int ReadModelType(ProtobufReader message)
    {
        var type = UnigramModelType;
        while (message.Next())
        {
            if (message.Field == 3)
            {
                type = (int)message.Integer();
            }
        }

        return type;
    }

    private static Normalizer ReadNormalizer(ProtobufReader message)
    {
        var normalizer = new Normalizer();
        while (message.Next())
        {
            normalizer = message.Field switch
            {
                2 => normalizer with { HasTable = !message.Bytes().IsEmpty },
                3 => normalizer with { AddsPrefix = message.Integer() != 0 },
                4 => normalizer with { RemovesExtraSpaces = message.Integer() != 0 },
                5 => normalizer with { EscapesSpaces = message.Integer() != 0 },
                _ => normalizer,
            };
        }

        return normalizer;
    }

    /// <summary>Refuses what would be encoded otherwise than SentencePiece does.</summary>
    private static void Refuse(string file, int modelType, Normalizer normalizer, List<ScoredPiece> pieces)
    {
        if (modelType != BpeModelType)
        {
            throw DefinitionCheck.Error(file, $"the model is of type {TypeName(modelType)}; Sinter reads SentencePiece models of type BPE");
        }

        if (normalizer.HasTable)
        {
            throw DefinitionCheck.Error(file, $"the model normalises text by a table; Sinter reads SentencePiece models with the normalisation 'identity'");
        }

        if (!normalizer.EscapesSpaces)
        {
            throw DefinitionCheck.Error(file, $"the model leaves spaces as they are; Sinter reads SentencePiece models that write them as \u2581");
        }

        for (var id = 0; id < pieces.Count; id++)
        {
            var (text, _, kind) = pieces[id];
            if (kind is not (PieceKind.Normal or PieceKind.Unknown or PieceKind.Control or PieceKind.Byte))
            {
                throw DefinitionCheck.Error(file, $"token {id} '{text}' is of kind {kind}; Sinter reads normal, unknown, control and byte tokens");
            }

            if (kind == PieceKind.Byte && ByteFallbackToken.Read(text) < 0)
            {
                throw DefinitionCheck.Error(file, $"token {id} '{text}' is said to be a byte; expected a text such as <0x0A>");
            }
        }
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

    /// <summary>The fields of normalizer_spec that matter, with their defaults.</summary>
    private sealed record Normalizer(bool HasTable = false, bool AddsPrefix = true, bool RemovesExtraSpaces = true, bool EscapesSpaces = true);
}
