using System.CommandLine;
using Sinter.Tokenizers;

namespace Sinter.Cli.Verbs.Tokenizers;

/// <summary><c>sinter tokenizer convert FILE --out PATH</c>: a tokenizer in another kind of file.</summary>
internal static class TokenizerConvertVerb
{
    /// <summary>The command with its options.</summary>
    public static Verb Create()
    {
        var file = new Argument<string>("FILE") { Description = $"The tokenizer: {TokenizerOption.Forms}." };
        var target = new Option<string>("--out") { HelpName = "PATH", Description = $"What to write: {TokenizerTarget.Forms}.", Required = true };
        var verb = new Verb(
            "convert",
            "Writes a tokenizer as another kind of file, or says why that kind cannot tell what it does.",
            "sinter tokenizer convert llama.gguf --out llama-tokenizer/",
            "sinter tokenizer convert tokenizer.json --out tokenizer.model")
        {
            file, target,
        };
        verb.SetAction(parsed =>
        {
            var (source, path) = (parsed.GetRequiredValue(file), parsed.GetRequiredValue(target));
            TokenizerTarget.Check(path);
            var tokenizer = Tokenizer.Load(source);
            TokenizerTarget.Write(tokenizer, path, ChatView.OwnTemplate(source));
            parsed.InvocationConfiguration.Output.WriteLine($"Wrote {path}{(tokenizer.Assumption is { } assumption ? $". {assumption}" : "")}");
            return ExitCode.Done;
        });
        return verb;
    }
}
