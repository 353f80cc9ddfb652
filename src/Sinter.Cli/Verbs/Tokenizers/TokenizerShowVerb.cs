using System.CommandLine;
using Sinter.Tokenizers;

namespace Sinter.Cli.Verbs.Tokenizers;

/// <summary><c>sinter tokenizer show FILE</c>: what a tokenizer is, and how it cuts a text.</summary>
internal static class TokenizerShowVerb
{
    /// <summary>A whole command line.</summary>
    public const string Example = "sinter tokenizer show tokenizer.json --text \"How is this cut?\"";

    /// <summary>The command with its options.</summary>
    public static Verb Create()
    {
        var file = new Argument<string>("FILE") { Description = $"The tokenizer: {TokenizerOption.Forms}." };
        var verb = new Verb("show", "Shows what a tokenizer is made of.", Example)
        {
            file,
        };
        verb.SetAction(parsed =>
        {
            var tokenizer = Tokenizer.Load(parsed.GetRequiredValue(file));
            parsed.InvocationConfiguration.Output.WriteLine(tokenizer.Describe());
            return ExitCode.Done;
        });
        return verb;
    }
}
