using System.CommandLine;
using Sinter.Cli.Verbs.Data;
using Sinter.Tokenizers;

namespace Sinter.Cli.Verbs.Tokenizers;

/// <summary><c>sinter tokenizer decode --tokenizer FILE &lt; ids</c>: the text of ids.</summary>
internal static class TokenizerDecodeVerb
{
    /// <summary>A whole command line.</summary>
    public const string Example = "sinter tokenizer decode --tokenizer tokenizer.json < ids.txt";

    private const int WriteBytes = 1 << 16;

    /// <summary>The command with its options.</summary>
    public static Verb Create()
    {
        var file = new Argument<string?>("IDS") { Description = "The file of ids; the standard input without it, or for -.", Arity = ArgumentArity.ZeroOrOne };
        file.Validators.Add(CleaningArguments.RefuseOptions);
        var name = TokenizerOption.Create();
        var skipSpecial = new Option<bool>("--skip-special") { Description = "Leave special tokens out; without it they are written as their file spells them." };
        var target = new Option<string?>("--out") { HelpName = "FILE", Description = "The file to write; the standard output without it." };
        var verb = new Verb(
            "decode",
            "Writes the text of ids, exactly these bytes and no line end. Ids are whole numbers with white space or commas between them, or a JSON array, of any length.",
            Example,
            "echo 15496 995 | sinter tokenizer decode --tokenizer gpt2",
            "sinter tokenizer decode --tokenizer tokenizer.json ids.json --out text.txt")
        {
            file, name, skipSpecial, target,
        };
        verb.SetAction(parsed =>
        {
            var tokenizer = Tokenizer.Load(parsed.GetRequiredValue(name));
            using var input = ByteLines.Open(parsed.GetValue(file) ?? "-");
            if (parsed.GetValue(target) is { } path)
            {
                AtomicFile.Write(path, stream => Run(tokenizer, input, stream, parsed.GetValue(skipSpecial)));
            }
            else
            {
                using var output = Console.OpenStandardOutput();
                Run(tokenizer, input, output, parsed.GetValue(skipSpecial));
            }

            return ExitCode.Done;
        });
        return verb;
    }

    private static void Run(Tokenizer tokenizer, Stream input, Stream output, bool skipSpecial)
    {
        var ids = new TokenIdReader(input, tokenizer);
        var decoder = tokenizer.CreateStreamingDecoder(skipSpecial);
        var text = new System.Buffers.ArrayBufferWriter<byte>(WriteBytes);
        try
        {
            while (ids.Next() is { } id)
            {
                decoder.Append(id, text);
                if (text.WrittenCount >= WriteBytes)
                {
                    Give();
                }
            }
        }
        finally
        {
            // What stands before a bad id is right, and shows where it is.
            Give();
        }

        void Give()
        {
            output.Write(text.WrittenSpan);
            text.ResetWrittenCount();
        }
    }
}
