using System.CommandLine;
using Sinter.Data.Packing;
using Sinter.Data.Reports;
using Sinter.Tokenizers;

namespace Sinter.Cli.Verbs;

/// <summary><c>sinter pack show DIR</c>: what a packed data set holds.</summary>
internal static class PackShowVerb
{
    /// <summary>The command with its options.</summary>
    public static Verb Create()
    {
        var input = new Argument<string>("DIR") { Description = "The packed data set." };
        var tokenizer = new Option<string?>("--tokenizer") { HelpName = "FILE", Description = "The tokenizer that it was packed with, to show a sequence as text." };
        var sequence = new Option<long?>("--sequence") { HelpName = "N", Description = "Which sequence is shown, from 0; the first without it." };
        var check = new Option<bool>("--check") { Description = "Read all files and compare them with their hashes." };
        var verb = new Verb("show", "Tells what a packed data set holds and how well it is packed, and shows a sequence with the borders of its documents.", "sinter pack show packed", "sinter pack show packed --tokenizer tokenizer.json --sequence 17")
        {
            input, tokenizer, sequence, check,
        };
        verb.SetAction(parsed =>
        {
            var folder = parsed.GetRequiredValue(input);
            using var data = PackedDataset.Open(folder, parsed.GetValue(check));
            var output = parsed.InvocationConfiguration.Output;
            PackText.Write(data.Manifest, PackingReport.Load(folder), output);
            if (parsed.GetValue(tokenizer) is { } file)
            {
                output.WriteLine();
                Show(data, Tokenizer.Load(file), file, parsed.GetValue(sequence) ?? 0, output);
            }
            else if (parsed.GetValue(sequence) is not null)
            {
                throw new UsageException("--sequence needs --tokenizer, which turns its tokens into text.");
            }

            return ExitCode.Done;
        });
        return verb;
    }

    private static void Show(PackedDataset data, Tokenizer tokenizer, string file, long sequence, TextWriter output)
    {
        if (!string.Equals(tokenizer.Fingerprint, data.TokenizerFingerprint, StringComparison.Ordinal))
        {
            throw new InvalidDataException($"The data set was packed with another tokenizer than '{file}'; give that one.");
        }

        var tokens = new int[data.ContextLength];
        data.Read(sequence, tokens, new int[data.ContextLength], new int[data.ContextLength]);
        var segments = data.Segments(sequence);
        var wanted = segments.Select(static segment => segment.Document).ToHashSet();
        var ids = data.DocumentIds().Index().Where(document => wanted.Contains(document.Index)).ToDictionary();
        var end = 0;
        foreach (var segment in segments)
        {
            end = segment.Start + segment.Length;
            output.WriteLine($"--- '{ids.GetValueOrDefault(segment.Document, "")}', tokens {Quantity.Whole(segment.DocumentOffset)} to {Quantity.Whole(segment.DocumentOffset + segment.Length - 1)}, at {Quantity.Whole(segment.Start)}");
            output.WriteLine(tokenizer.Decode(tokens.AsSpan(segment.Start, segment.Length), skipSpecial: false));
        }

        output.WriteLine($"--- {Quantity.Whole(data.ContextLength - end)} tokens of padding");
    }
}
