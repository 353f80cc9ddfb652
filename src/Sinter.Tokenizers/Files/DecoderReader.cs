using System.Text;
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
        "ByteLevel" => new ByteLevelDecoder(FlagOr(part["add_prefix_space"]), FlagOr(part["trim_offsets"]), FlagOr(part["use_regex"])),
        "WordPiece" => new WordPieceDecoder(part["prefix"].Text(), part["cleanup"].Flag()),
        "Metaspace" => new MetaspaceDecoder(Character(part["replacement"]), PrependScheme(part), FlagOr(part["split"])),
        "BPEDecoder" => ReadBpe(part["suffix"]),
        "ByteFallback" => new ByteFallbackDecoder(),
        "Fuse" => new FuseDecoder(),
        "Strip" => new StripDecoder(Character(part["content"]), part["start"].Count(), part["stop"].Count()),
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

    /// <summary>The scheme, which older files write as <c>add_prefix_space</c>.</summary>
    private static string PrependScheme(JsonPart part)
    {
        var scheme = part["prepend_scheme"];
        return scheme.TextOrNull() switch
        {
            null => FlagOr(part["add_prefix_space"]) ? "always" : "never",
            "always" or "first" or "never" => scheme.Text(),
            _ => throw scheme.Error($"is {scheme.Shown()}, expected always, first or never"),
        };
    }

    private static Rune Character(JsonPart part)
    {
        var text = part.Text();
        return Rune.DecodeFromUtf16(text, out var character, out var length) == System.Buffers.OperationStatus.Done && length == text.Length
            ? character
            : throw part.Error($"is {part.Shown()}, expected one character");
    }

    private static bool FlagOr(JsonPart part) => part.IsNull || part.Flag();
}
