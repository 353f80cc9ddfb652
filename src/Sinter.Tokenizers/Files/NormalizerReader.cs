using System.Buffers;
using System.Text.Json;
using Sinter.Tokenizers.Normalizers;
using Sinter.Tokenizers.Text;
using Sinter.Tokenizers.Unicode;

namespace Sinter.Tokenizers.Files;

/// <summary>Reads the <c>normalizer</c> of a tokenizer.json.</summary>
internal static class NormalizerReader
{
    private const string Known = "BertNormalizer, NFC, NFD, NFKC, NFKD, Lowercase, Strip, StripAccents, Replace, Prepend, ByteLevel, Nmt, Precompiled and Sequence";

    /// <summary>Sequences that one pass does the work of.</summary>
    private static readonly (MetaspaceNormalizer Normalizer, JsonElement Written)[] OnePass =
        Array.ConvertAll<MetaspaceNormalizer, (MetaspaceNormalizer, JsonElement)>(
            [new(false, false), new(true, false), new(false, true), new(true, true)], static normalizer => (normalizer, Written(normalizer)));

    /// <summary>The normalizer, or null where there is none.</summary>
    public static Normalizer? Read(JsonPart part) => part.IsNull ? null : ReadStep(part);

    private static Normalizer ReadStep(JsonPart part) => part["type"].Text() switch
    {
        "BertNormalizer" => new BertNormalizer(
            part["clean_text"].Flag(),
            part["handle_chinese_chars"].Flag(),
            part["strip_accents"].IsNull ? null : part["strip_accents"].Flag(),
            part["lowercase"].Flag()),
        "NFC" => new UnicodeFormNormalizer(UnicodeForm.Nfc),
        "NFD" => new UnicodeFormNormalizer(UnicodeForm.Nfd),
        "NFKC" => new UnicodeFormNormalizer(UnicodeForm.Nfkc),
        "NFKD" => new UnicodeFormNormalizer(UnicodeForm.Nfkd),
        "Lowercase" => new LowercaseNormalizer(),
        "Strip" => new StripNormalizer(part["strip_left"].Flag(), part["strip_right"].Flag()),
        "StripAccents" => new StripAccentsNormalizer(),
        "Replace" => new ReplaceNormalizer(TextPattern.Read(part["pattern"]), part["content"].Text()),
        "Prepend" => new PrependNormalizer(part["prepend"].Text()),
        "ByteLevel" => new ByteLevelNormalizer(),
        "Nmt" => new NmtNormalizer(),
        "Precompiled" => PrecompiledNormalizer.Read(part),
        "Sequence" => ReadSequence(part),
        var other => throw part["type"].Error($"is '{other}', which is no normalizer that Sinter knows; it knows {Known}"),
    };

    private static Normalizer ReadSequence(JsonPart part)
    {
        var known = Array.Find(OnePass, known => JsonElement.DeepEquals(known.Written, part.Element)).Normalizer;
        if (known is not null)
        {
            return known;
        }

        try
        {
            return new NormalizerSequence([.. part["normalizers"].Items().Select(ReadStep)]);
        }
        catch (FormatException error)
        {
            throw new InvalidDataException(part.Error(error.Message).Message, error);
        }
    }

    private static JsonElement Written(MetaspaceNormalizer normalizer)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            normalizer.Write(writer);
        }

        return JsonElement.Parse(buffer.WrittenSpan);
    }
}
