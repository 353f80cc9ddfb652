using Sinter.Tokenizers.Decoders;
using Sinter.Tokenizers.Text;

namespace Sinter.Tokenizers.Files;

/// <summary>Reads the <c>decoder</c> of a tokenizer.json.</summary>
internal static class DecoderReader
{
    private const string Known = "ByteLevel, WordPiece, Metaspace, BPEDecoder, ByteFallback, Fuse, Strip, Replace and Sequence";

    /// <summary>The decoder, or null where there is none.</summary>
    public static TokenDecoder? Read(JsonPart part) => part.IsNull ? null : ReadStep(part);

    private static TokenDecoder ReadStep(JsonPart part) => part["type"].Text() switch
    {
        "ByteLevel" => new ByteLevelDecoder(part["add_prefix_space"].FlagOrTrue(), part["trim_offsets"].FlagOrTrue(), part["use_regex"].FlagOrTrue()),
        "WordPiece" => new WordPieceDecoder(part["prefix"].Text(), part["cleanup"].Flag()),
        "Metaspace" => new MetaspaceDecoder(part["replacement"].Character(), PreTokenizerReader.ReadScheme(part), part["split"].FlagOrTrue()),
        "BPEDecoder" => ReadBpe(part["suffix"]),
        "ByteFallback" => new ByteFallbackDecoder(),
        "Fuse" => new FuseDecoder(),
        "Strip" => new StripDecoder(part["content"].Character(), part["start"].Count(), part["stop"].Count()),
        "Replace" => new ReplaceDecoder(TextPattern.Read(part["pattern"]), part["content"].Text()),
        "Sequence" => ReadSequence(part),
        "CTC" => throw part["type"].Error("is 'CTC', which decodes the output of speech models; Sinter reads tokenizers of text"),
        var other => throw part["type"].Error($"is '{other}', which is no decoder that Sinter knows; it knows {Known}"),
    };

    private static BpeDecoder ReadBpe(JsonPart suffix) =>
        suffix.Text() is { Length: > 0 } text ? new BpeDecoder(text) : throw suffix.Error("is empty, expected what marks the end of a word");

    private static DecoderSequence ReadSequence(JsonPart part)
    {
        try
        {
            return new DecoderSequence([.. part["decoders"].Items().Select(ReadStep)]);
        }
        catch (FormatException error)
        {
            throw new InvalidDataException(part.Error(error.Message).Message, error);
        }
    }
}
