using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Sinter.Data.Reports;
using Sinter.Tokenizers;

namespace Sinter.Cli.Verbs.Tokenizers;

/// <summary>Shows conversations as a template writes them, and which tokens a model is trained to say.</summary>
internal static class ChatView
{
    private const string Reset = "\u001b[0m";
    private const string Trained = "\u001b[38;5;16;48;5;151m";
    private const string Special = "\u001b[38;5;245m";

    private static readonly JsonSerializerOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The template that is meant: the one that was named, else that of the tokenizer's folder, else Sinter's own.</summary>
    public static ChatTemplate Template(string? name, string tokenizer) =>
        name is not null ? ChatTemplate.ByName(name) : OwnTemplate(tokenizer) ?? ChatTemplate.Default;

    /// <summary>The template of the tokenizer_config.json in a tokenizer's folder; null without one.</summary>
    public static ChatTemplate? OwnTemplate(string tokenizer)
    {
        var folder = Directory.Exists(tokenizer) ? tokenizer : Path.GetDirectoryName(tokenizer) ?? "";
        var config = Path.Combine(folder, "tokenizer_config.json");
        return File.Exists(config) ? ChatTemplate.Of(TokenizerConfig.Load(config)) : null;
    }

    /// <summary>Writes a conversation with what is trained in colour, or between ⟦ and ⟧ where there are no colours.</summary>
    public static void Write(IReadOnlyList<ChatPart> parts, bool plain, TextWriter output)
    {
        var shown = new StringBuilder();
        var trained = false;
        foreach (var part in parts)
        {
            if (plain)
            {
                shown.Append(part.Trained == trained ? "" : part.Trained ? "⟦" : "⟧").Append(part.Text);
                trained = part.Trained;
                continue;
            }

            var colour = part.Trained ? Trained : part.Kind is ChatPartKind.Special ? Special : "";
            shown.Append(colour).Append(TokenColours.Visible(part.Text, colour)).Append(colour.Length > 0 ? Reset : "");
        }

        output.WriteLine(shown.Append(plain && trained ? "⟧" : ""));
        var count = parts.Count(static part => part.Trained);
        output.WriteLine();
        output.WriteLine($"{Quantity.Whole(parts.Count)} tokens, {Quantity.Whole(count)} of them trained ({Quantity.Percent(parts.Count > 0 ? (double)count / parts.Count : 0).Replace(Quantity.Space, ' ')}), {(plain ? "between ⟦ and ⟧" : "shown in green")}");
    }

    /// <summary>A conversation as JSON on one line.</summary>
    public static string Json(Tokenizer tokenizer, IReadOnlyList<ChatPart> parts) => new JsonObject
    {
        ["ids"] = new JsonArray([.. parts.Select(static part => (JsonNode)part.Id)]),
        ["tokens"] = new JsonArray([.. parts.Select(part => (JsonNode)tokenizer.Token(part.Id))]),
        ["trained"] = new JsonArray([.. parts.Select(static part => (JsonNode)part.Trained)]),
        ["text"] = string.Concat(parts.Select(static part => part.Text)),
    }.ToJsonString(Compact);
}
