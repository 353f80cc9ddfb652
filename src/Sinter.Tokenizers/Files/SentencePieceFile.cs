using System.Text;
using Sinter.Tokenizers.Normalizers;
using Sinter.Tokenizers.SentencePiece;
using Sinter.Tokenizers.Text;

namespace Sinter.Tokenizers.Files;

/// <summary>Reads and writes a SentencePiece .model file (the protobuf message ModelProto) of any kind. Field numbers are those of sentencepiece_model.proto.</summary>
internal static class SentencePieceFile
{
    /// <summary>The pieces of ModelProto.</summary>
    public const int PiecesField = 1;

    /// <summary>The trainer_spec of ModelProto.</summary>
    public const int TrainerField = 2;

    /// <summary>The normalizer_spec of ModelProto.</summary>
    public const int NormalizerField = 3;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads a file.</summary>
    public static TokenizerDefinition Read(string file)
    {
        var pieces = new List<ScoredPiece>();
        var settings = new List<(int Field, byte[] Message)>();
        var trainer = new Trainer();
        var normalizer = new Normalizer();
        var message = new ProtobufReader(file, BoundedFile.Read(file, BoundedFile.LargestScored));
        while (message.Next())
        {
            if (message.Field == PiecesField)
            {
                pieces.Add(ReadPiece(file, pieces.Count, message.Message()));
                continue;
            }

            settings.Add((message.Field, message.Bytes().ToArray()));
            if (message.Field == TrainerField)
            {
                trainer = ReadTrainer(message.Message(), trainer);
            }
            else if (message.Field == NormalizerField)
            {
                normalizer = ReadNormalizer(message.Message(), normalizer);
            }
        }

        if (!settings.Exists(static setting => setting.Field == NormalizerField))
        {
            throw DefinitionCheck.Error(file, $"the file has no normalizer_spec; it is no SentencePiece model, or is cut short");
        }

        Check(file, pieces, trainer);
        var model = new SentencePieceDefinition { Type = trainer.Type, Pieces = pieces, ByteFallback = trainer.ByteFallback, Settings = settings };
        var map = normalizer.Map.Length == 0
            ? null
            : CharacterMap.Read(normalizer.Map, what => new InvalidDataException($"'{file}': the table precompiled_charsmap {what}."));
        return ScoredVocabulary.Define(model, new SentencePieceNormalizer(normalizer.Spaces with { AsSuffix = trainer.SpaceAsSuffix }, map, model.UserDefined));
    }

    /// <summary>Writes a file, which appears when it is complete.</summary>
    /// <exception cref="NotSupportedException">A .model cannot tell of this tokenizer; the message says why.</exception>
    public static void Write(TokenizerDefinition definition, string path)
    {
        var message = SentencePieceWriter.Message(definition);
        AtomicFile.Write(path, stream => stream.Write(message));
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

    private static Trainer ReadTrainer(ProtobufReader message, Trainer trainer)
    {
        while (message.Next())
        {
            trainer = message.Field switch
            {
                3 => trainer with { Type = (SentencePieceType)message.Integer() },
                24 => trainer with { SpaceAsSuffix = message.Integer() != 0 },
                35 => trainer with { ByteFallback = message.Integer() != 0 },
                _ => trainer,
            };
        }

        return trainer;
    }

    private static Normalizer ReadNormalizer(ProtobufReader message, Normalizer normalizer)
    {
        while (message.Next())
        {
            normalizer = message.Field switch
            {
                2 => normalizer with { Map = message.Bytes().ToArray() },
                3 => normalizer with { Spaces = normalizer.Spaces with { AddsPrefix = message.Integer() != 0 } },
                4 => normalizer with { Spaces = normalizer.Spaces with { RemovesExtra = message.Integer() != 0 } },
                5 => normalizer with { Spaces = normalizer.Spaces with { Escapes = message.Integer() != 0 } },
                _ => normalizer,
            };
        }

        return normalizer;
    }

    private static void Check(string file, List<ScoredPiece> pieces, Trainer trainer)
    {
        if (!Enum.IsDefined(trainer.Type))
        {
            throw DefinitionCheck.Error(file, $"the model is of the type {(int)trainer.Type}; expected 1 (unigram), 2 (BPE), 3 (word) or 4 (character)");
        }

        ScoredVocabulary.Check(file, pieces);
        for (var id = 0; id < pieces.Count; id++)
        {
            var (text, _, kind) = pieces[id];
            if (!Enum.IsDefined(kind))
            {
                throw DefinitionCheck.Error(file, $"token {id} '{text}' is of the kind {(int)kind}; expected 1 to 6");
            }

            if (kind == PieceKind.Byte && (!trainer.ByteFallback || ByteFallbackToken.Read(text) < 0))
            {
                throw DefinitionCheck.Error(file, $"token {id} '{text}' is said to be a byte; expected a text such as <0x0A>, and byte_fallback to be on");
            }
        }

        var unknown = pieces.Count(static piece => piece.Kind == PieceKind.Unknown);
        if (unknown != 1)
        {
            throw DefinitionCheck.Error(file, $"{unknown} tokens are of the kind 'unknown', expected one");
        }

        if (trainer.ByteFallback && ByteFallbackToken.Ids([.. pieces.Where(static piece => piece.Kind == PieceKind.Byte).Select(static piece => piece.Text)]) is null)
        {
            throw DefinitionCheck.Error(file, $"byte_fallback is on, but the vocabulary has no tokens for all 256 bytes");
        }
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

    /// <summary>The fields of trainer_spec that say how to encode, with their defaults.</summary>
    private sealed record Trainer(SentencePieceType Type = SentencePieceType.Unigram, bool ByteFallback = false, bool SpaceAsSuffix = false);

    /// <summary>The fields of normalizer_spec that matter, with their defaults.</summary>
    private sealed record Normalizer
    {
        public byte[] Map { get; init; } = [];

        public SentencePieceSpaces Spaces { get; init; } = new();
    }
}
