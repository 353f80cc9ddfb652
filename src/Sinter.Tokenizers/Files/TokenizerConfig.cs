using System.Text.Encodings.Web;
using System.Text.Json;
using Sinter.Tokenizers.Files;

namespace Sinter.Tokenizers;

/// <summary>Hugging Face's tokenizer_config.json: which special tokens play which part, and the chat template.</summary>
public sealed record TokenizerConfig
{
    private static readonly JsonWriterOptions Readable = new()
    {
        Indented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The token that a text begins with, or null.</summary>
    public string? BosToken { get; init; }

    /// <summary>The token that ends a text or an answer, or null.</summary>
    public string? EosToken { get; init; }

    /// <summary>The token that fills short sequences, or null.</summary>
    public string? PadToken { get; init; }

    /// <summary>The token for what the vocabulary cannot write, or null.</summary>
    public string? UnkToken { get; init; }

    /// <summary>The chat template in Jinja, or null.</summary>
    public string? ChatTemplate { get; init; }

    /// <summary>The most tokens that the model takes, or null.</summary>
    public int? ContextLength { get; init; }

    /// <summary>The config of a tokenizer: its own special tokens, the end of text also as padding.</summary>
    public static TokenizerConfig Of(Tokenizer tokenizer, ChatTemplate? chatTemplate, int? contextLength)
    {
        var end = tokenizer.EndOfText is { } id ? tokenizer.Token(id) : null;
        return new TokenizerConfig
        {
            BosToken = tokenizer.BeginningOfText is { } first ? tokenizer.Token(first) : null,
            EosToken = end,
            PadToken = end,
            UnkToken = tokenizer.Definition.Model.UnknownToken,
            ChatTemplate = chatTemplate?.JinjaSource,
            ContextLength = contextLength,
        };
    }

    /// <summary>Reads a file, or what a .gguf says of the same.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is not what it should be; the message says why.</exception>
    public static TokenizerConfig Load(string path)
    {
        if (Path.GetExtension(path).Equals(".gguf", StringComparison.OrdinalIgnoreCase))
        {
            return GgufVocabularyFile.ReadConfig(path);
        }

        var root = JsonPart.Load(path);
        var length = root["model_max_length"].Element;
        return new TokenizerConfig
        {
            BosToken = ReadToken(root["bos_token"]),
            EosToken = ReadToken(root["eos_token"]),
            PadToken = ReadToken(root["pad_token"]),
            UnkToken = ReadToken(root["unk_token"]),
            ChatTemplate = ReadChatTemplate(root["chat_template"]),

            // Files without a limit say so with a number like 1e30.
            ContextLength = length.ValueKind == JsonValueKind.Number && length.TryGetInt32(out var value) && value > 0 ? value : null,
        };
    }

    /// <summary>Writes the file; it appears when it is complete.</summary>
    public void Save(string path) => AtomicFile.Write(path, stream =>
    {
        using (var writer = new Utf8JsonWriter(stream, Readable))
        {
            writer.WriteStartObject();
            writer.WriteString("tokenizer_class", "PreTrainedTokenizerFast");
            writer.WriteString("bos_token", BosToken);
            writer.WriteString("eos_token", EosToken);
            writer.WriteString("pad_token", PadToken);
            writer.WriteString("unk_token", UnkToken);
            writer.WriteBoolean("clean_up_tokenization_spaces", false);
            if (ContextLength is { } length)
            {
                writer.WriteNumber("model_max_length", length);
            }

            if (ChatTemplate is not null)
            {
                writer.WriteString("chat_template", ChatTemplate);
            }

            writer.WriteEndObject();
        }

        stream.WriteByte((byte)'\n');
    });

    private static string? ReadToken(JsonPart token) =>
        token.Element.ValueKind == JsonValueKind.Object ? token["content"].TextOrNull() : token.TextOrNull();

    /// <summary>A template is a text, or a list of named ones of which "default" is the usual.</summary>
    private static string? ReadChatTemplate(JsonPart template)
    {
        if (template.Element.ValueKind != JsonValueKind.Array)
        {
            return template.TextOrNull();
        }

        var named = template.Items().FirstOrDefault(static item => item["name"].TextOrNull() is "default");
        return named.IsNull ? null : named["template"].TextOrNull();
    }
}
