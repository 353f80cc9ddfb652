using System.CommandLine;
using System.Globalization;
using System.Text;
using Sinter.Data.Language;

namespace Sinter.Cli.Verbs.Data;

/// <summary><c>sinter data language &lt; lines</c>: the language of each line.</summary>
internal static class LanguageVerb
{
    /// <summary>A whole command line.</summary>
    public const string Example = "sinter data language < lines.txt";

    /// <summary>The command with its options.</summary>
    public static Verb Create()
    {
        var model = new Option<string?>("--model") { HelpName = "FILE", Description = "A fastText model (.bin or .ftz), such as lid.176.ftz; Sinter's own without it." };
        var input = new Argument<string?>("FILE") { Description = "The lines; the standard input without it, or for -.", Arity = ArgumentArity.ZeroOrOne };
        var verb = new Verb("language", "Writes for each line its language (ISO 639), a tab and the probability.", Example, "sinter data language lines.txt --model lid.176.ftz")
        {
            input, model,
        };
        verb.SetAction(parsed =>
        {
            var identifier = parsed.GetValue(model) is { } path ? LanguageIdentifier.Load(ByteLines.RequireFile(path)) : LanguageIdentifier.Default;
            using var lines = ByteLines.Open(parsed.GetValue(input) ?? "-");
            Write(identifier, lines, parsed.InvocationConfiguration.Output);
            return ExitCode.Done;
        });
        return verb;
    }

    private static void Write(LanguageIdentifier identifier, Stream input, TextWriter output)
    {
        var text = new StringBuilder();
        foreach (var line in ByteLines.Read(input))
        {
            var guess = identifier.Identify(line.Span);
            text.Append(guess.Code).Append('\t').Append(guess.Probability.ToString("0.######", CultureInfo.InvariantCulture)).Append('\n');
            if (text.Length > 1 << 15)
            {
                output.Write(text);
                text.Clear();
            }
        }

        output.Write(text);
    }
}
