using System.Text.Json;
using Sinter.Tokenizers.Text;

namespace Sinter.Tokenizers.Files;

/// <summary>The parts of a tokenizer.json round its model (normalizer, pre_tokenizer, decoder): which of the two forms that Sinter knows they describe, and how they are written.</summary>
internal static class TokenizerJsonText
{
    private const string OuterSpaces = @"\A +| +\z";
    private const string RunOfSpaces = " {2,}";
    private const string Symbol = "\u2581";

    /// <summary>Reads the form: null for byte-level, else how spaces are seen.</summary>
    public static Metaspace? ReadForm(JsonPart root)
    {
        if (!root["pre_tokenizer"].IsNull)
        {
            ExpectByteLevel(root);
            return null;
        }

        var metaspace = ReadNormalizer(root["normalizer"]);
        ExpectDecoder(root["decoder"], metaspace);
        return metaspace;
    }

    /// <summary>Writes the form.</summary>
    public static void WriteForm(Utf8JsonWriter writer, Metaspace? metaspace)
    {
        if (metaspace is null)
        {
            writer.WriteNull("normalizer");
            WriteByteLevel(writer, "pre_tokenizer", addPrefixSpace: false);
        }
        else
        {
            WriteNormalizer(writer, metaspace);
            writer.WriteNull("pre_tokenizer");
        }
    }

    /// <summary>Writes the decoder.</summary>
    public static void WriteDecoder(Utf8JsonWriter writer, Metaspace? metaspace)
    {
        if (metaspace is null)
        {
            WriteByteLevel(writer, "decoder", addPrefixSpace: true);
            return;
        }

        writer.WriteStartObject("decoder");
        writer.WriteString("type", "Sequence");
        writer.WriteStartArray("decoders");
        WriteReplace(writer, "String", Symbol, " ");
        WriteBare(writer, "ByteFallback");
        WriteBare(writer, "Fuse");
        if (metaspace.AddsPrefix)
        {
            writer.WriteStartObject();
            writer.WriteString("type", "Strip");
            writer.WriteString("content", " ");
            writer.WriteNumber("start", 1);
            writer.WriteNumber("stop", 0);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void ExpectByteLevel(JsonPart root)
    {
        var splitter = root["pre_tokenizer"];
        ExpectType(splitter, "ByteLevel");
        if (splitter["add_prefix_space"].Flag())
        {
            throw splitter["add_prefix_space"].Error("is true; Sinter reads byte-level tokenizers that add no space");
        }

        if (!splitter["use_regex"].IsNull && !splitter["use_regex"].Flag())
        {
            throw splitter["use_regex"].Error("is false; Sinter reads byte-level tokenizers that cut text as GPT-2 does");
        }

        if (!root["normalizer"].IsNull)
        {
            throw root["normalizer"].Error($"is of type {root["normalizer"]["type"].Shown()}; Sinter reads byte-level tokenizers without one");
        }

        ExpectType(root["decoder"], "ByteLevel");
    }

    private static Metaspace ReadNormalizer(JsonPart normalizer)
    {
        if (normalizer.IsNull)
        {
            throw normalizer.Error("and pre_tokenizer are both missing; expected the pre_tokenizer ByteLevel or the normalizer of a Llama tokenizer");
        }

        ExpectType(normalizer, "Sequence");
        var steps = normalizer["normalizers"].Items().Select(ReadNormalizerStep).ToArray();
        return steps switch
        {
            [" =▁"] => new Metaspace(AddsPrefix: false, RemovesExtraSpaces: false),
            ["+▁", " =▁"] => new Metaspace(AddsPrefix: true, RemovesExtraSpaces: false),
            [OuterSpaces + "=", RunOfSpaces + "= ", " =▁"] => new Metaspace(AddsPrefix: false, RemovesExtraSpaces: true),
            [OuterSpaces + "=", RunOfSpaces + "= ", "+▁", " =▁"] => new Metaspace(AddsPrefix: true, RemovesExtraSpaces: true),
            _ => throw normalizer.Error($"has the steps {string.Join(", ", steps.Select(static step => $"'{step}'"))}; expected a Llama tokenizer's: a leading ▁, and ▁ for each space"),
        };
    }

    private static string ReadNormalizerStep(JsonPart step) => step["type"].Text() switch
    {
        "Prepend" => "+" + step["prepend"].Text(),
        "Replace" => (step["pattern"]["String"].TextOrNull() ?? step["pattern"]["Regex"].Text()) + "=" + step["content"].Text(),
        var other => other,
    };

    private static void ExpectDecoder(JsonPart decoder, Metaspace metaspace)
    {
        ExpectType(decoder, "Sequence");
        string[] expected = metaspace.AddsPrefix ? ["Replace", "ByteFallback", "Fuse", "Strip"] : ["Replace", "ByteFallback", "Fuse"];
        var found = decoder["decoders"].Items().Select(static step => step["type"].Text()).ToArray();
        if (!found.SequenceEqual(expected, StringComparer.Ordinal))
        {
            throw decoder.Error($"has the steps {string.Join(", ", found)}; expected {string.Join(", ", expected)}");
        }
    }

    private static void ExpectType(JsonPart part, string expected)
    {
        if (part.IsNull)
        {
            throw part.Error($"is missing, expected one of type {expected}");
        }

        if (part["type"].Text() is var type && !string.Equals(type, expected, StringComparison.Ordinal))
        {
            throw part.Error($"is of type {type}; Sinter reads {expected} here");
        }
    }

    private static void WriteByteLevel(Utf8JsonWriter writer, string name, bool addPrefixSpace)
    {
        writer.WriteStartObject(name);
        writer.WriteString("type", "ByteLevel");
        writer.WriteBoolean("add_prefix_space", addPrefixSpace);
        writer.WriteBoolean("trim_offsets", true);
        writer.WriteBoolean("use_regex", true);
        writer.WriteEndObject();
    }

    private static void WriteNormalizer(Utf8JsonWriter writer, Metaspace metaspace)
    {
        writer.WriteStartObject("normalizer");
        writer.WriteString("type", "Sequence");
        writer.WriteStartArray("normalizers");
        if (metaspace.RemovesExtraSpaces)
        {
            WriteReplace(writer, "Regex", OuterSpaces, "");
            WriteReplace(writer, "Regex", RunOfSpaces, " ");
        }

        if (metaspace.AddsPrefix)
        {
            writer.WriteStartObject();
            writer.WriteString("type", "Prepend");
            writer.WriteString("prepend", Symbol);
            writer.WriteEndObject();
        }

        WriteReplace(writer, "String", " ", Symbol);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteReplace(Utf8JsonWriter writer, string kind, string pattern, string content)
    {
        writer.WriteStartObject();
        writer.WriteString("type", "Replace");
        writer.WriteStartObject("pattern");
        writer.WriteString(kind, pattern);
        writer.WriteEndObject();
        writer.WriteString("content", content);
        writer.WriteEndObject();
    }

    private static void WriteBare(Utf8JsonWriter writer, string type)
    {
        writer.WriteStartObject();
        writer.WriteString("type", type);
        writer.WriteEndObject();
    }
}
