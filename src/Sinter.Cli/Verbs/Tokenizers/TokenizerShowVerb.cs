using System.CommandLine;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Sinter.Cli.Progress;
using Sinter.Data.Reports;
using Sinter.Tokenizers;

namespace Sinter.Cli.Verbs.Tokenizers;

/// <summary><c>sinter tokenizer show FILE</c>: what a tokenizer is, and how it cuts a text.</summary>
internal static class TokenizerShowVerb
{
    /// <summary>A whole command line.</summary>
    public const string Example = "sinter tokenizer show tokenizer.json --text \"How is this cut?\"";

    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The command with its options.</summary>
    public static Verb Create()
    {
        var file = new Argument<string>("FILE") { Description = $"The tokenizer: {TokenizerOption.Forms}." };
        var text = new Option<string?>("--text") { HelpName = "TEXT", Description = "Show how a text is cut: its tokens in turns of colour (with bars between them where there are no colours), and their ids." };
        var json = new Option<bool>("--json") { Description = "Write the facts as JSON; with --text the ids, tokens and offsets (in characters) of the text." };
        var verb = new Verb("show", "Shows what a tokenizer is made of: model, vocabulary, merges, how it changes and cuts text, special and longest tokens, fingerprint, memory.", Example, "sinter tokenizer show cl100k_base.tiktoken --json")
        {
            file, text, json,
        };
        verb.SetAction(parsed =>
        {
            var output = parsed.InvocationConfiguration.Output;
            var before = GC.GetTotalMemory(forceFullCollection: true);
            var tokenizer = Tokenizer.Load(parsed.GetRequiredValue(file));
            var memory = GC.GetTotalMemory(forceFullCollection: true) - before;
            if (parsed.GetValue(text) is { } shown)
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
