using System.CommandLine;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Sinter.Cli.Progress;
using Sinter.Cli.Verbs.Data;
using Sinter.Data.Reports;
using Sinter.Tokenizers;

namespace Sinter.Cli.Verbs.Tokenizers;

/// <summary><c>sinter tokenizer show FILE</c>: what a tokenizer is, and how it cuts a text.</summary>
internal static class TokenizerShowVerb
{
    /// <summary>A whole command line.</summary>
    public const string Example = "sinter tokenizer show tokenizer.json --text \"How is this cut?\"";

    private const int ShownConversations = 10;

    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The command with its options.</summary>
    public static Verb Create()
    {
        var file = new Argument<string>("FILE") { Description = $"The tokenizer: {TokenizerOption.Forms}." };
        var text = new Option<string?>("--text") { HelpName = "TEXT", Description = "Show how a text is cut: its tokens in turns of colour (with bars between them where there are no colours), and their ids." };
        var chat = new Option<string?>("--chat") { HelpName = "FILE", Description = "Show conversations as a chat template writes them, with what a model is trained to say in colour. A file of messages as JSON, or one conversation a line." };
        var template = new Option<string?>("--template") { HelpName = "NAME", Description = $"The template of --chat: {string.Join(", ", ChatTemplate.Names)}; without it the one of tokenizer_config.json beside the tokenizer, else {ChatTemplate.Names[0]}." };
        var json = new Option<bool>("--json") { Description = "Write the facts as JSON; with --text the ids, tokens and offsets (in characters) of the text; with --chat ids, tokens and what is trained." };
        var verb = new Verb("show", "Shows what a tokenizer is made of: model, vocabulary, merges, how it changes and cuts text, special and longest tokens, fingerprint, memory.", Example, "sinter tokenizer show cl100k_base.tiktoken --json", "sinter tokenizer show model/ --chat conversation.json --template chatml")
        {
            file, text, chat, template, json,
        };
        verb.SetAction(parsed =>
        {
            var output = parsed.InvocationConfiguration.Output;
            var path = parsed.GetRequiredValue(file);
            if (parsed.GetValue(chat) is not null && parsed.GetValue(text) is not null)
            {
                throw new UsageException("--text and --chat were given; give one of them.");
            }

            if (parsed.GetValue(template) is not null && parsed.GetValue(chat) is null)
            {
                throw new UsageException("--template says how --chat is written; give --chat FILE too, or leave it out.");
            }

            var before = GC.GetTotalMemory(forceFullCollection: true);
            var tokenizer = Tokenizer.Load(path);
            var memory = Math.Max(0, GC.GetTotalMemory(forceFullCollection: true) - before);
            if (parsed.GetValue(chat) is { } conversations)
            {
                ShowChat(tokenizer, ChatView.Template(parsed.GetValue(template), path), ByteLines.RequireFile(conversations), parsed.GetValue(json), output);
            }
            else if (parsed.GetValue(text) is { } shown)
            {
                ShowText(tokenizer, shown, parsed.GetValue(json), output);
            }
            else
            {
                ShowFacts(new TokenizerFacts(tokenizer, memory), parsed.GetValue(json), output);
            }

            return ExitCode.Done;
        });
        return verb;
    }

    private static void ShowFacts(TokenizerFacts facts, bool json, TextWriter output)
    {
        if (json)
        {
            output.WriteLine(facts.ToJson().ToJsonString(Readable));
            return;
        }

        foreach (var (name, value) in facts.Lines())
        {
            output.WriteLine($"{name,-13}  {value}");
        }
    }

    private static void ShowChat(Tokenizer tokenizer, ChatTemplate template, string file, bool json, TextWriter output)
    {
        var conversations = ChatFile.Read(file);
        foreach (var conversation in conversations.Take(ShownConversations))
        {
            var parts = template.Show(tokenizer, conversation, addGenerationPrompt: false);
            if (json)
            {
                output.WriteLine(ChatView.Json(tokenizer, parts));
            }
            else
            {
                ChatView.Write(parts, ProgressViews.WantsPlain(output), output);
                output.WriteLine();
            }
        }

        if (!json && conversations.Count > ShownConversations)
        {
            output.WriteLine($"and {Quantity.Whole(conversations.Count - ShownConversations)} more conversations");
        }
    }

    private static void ShowText(Tokenizer tokenizer, string text, bool json, TextWriter output)
    {
        var utf8 = Encoding.UTF8.GetBytes(text);
        if (json)
        {
            output.WriteLine(Encoding.UTF8.GetString(EncodedJson.Of(tokenizer, tokenizer.EncodeWithOffsets(utf8), utf8, OffsetUnit.Characters).Span));
            return;
        }

        var ids = tokenizer.Encode(text);
        output.WriteLine(TokenColours.OfTokens(tokenizer, ids, ProgressViews.WantsPlain(output)));
        output.WriteLine();
        output.WriteLine($"{Quantity.Whole(ids.Length)} tokens, {Quantity.Fixed(ids.Length == 0 ? 0 : (double)utf8.Length / ids.Length, 2)} bytes a token: {string.Join(' ', ids)}");
    }
}
