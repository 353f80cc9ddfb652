using System.CommandLine;
using Sinter.Cli.Progress;
using Sinter.Data;
using Sinter.Data.Reports;
using Sinter.Data.Tokens;
using Sinter.Models.Files;
using Sinter.Tokenizers;

namespace Sinter.Cli.Verbs.Tokenizers;

/// <summary><c>sinter tokenizer extend --tokenizer FILE --add N --out DIR FILES...</c>: tokens for a new domain.</summary>
internal static class TokenizerExtendVerb
{
    private const string Example = "sinter tokenizer extend --tokenizer model/ --model model/ --add 2000 --out extended domain.jsonl";

    private const int ShownTokens = 8;

    /// <summary>The command with its options.</summary>
    public static Verb Create()
    {
        var documents = new DocumentArguments("The tokenizer does not depend on it.");
        var name = TokenizerOption.Create();
        var add = NumberOption.Whole("--add", "N", 1, 1 << 24, "The number of tokens to add; texts with too few pairs give fewer.");
        add.Required = true;
        var minimumFrequency = NumberOption.Whole("--min-frequency", "N", 1, int.MaxValue, "How often a pair must be seen to become a token; 2 without it.");
        var model = new Option<string?>("--model") { HelpName = "DIR", Description = "The model of the tokenizer: it is written too, with rows for the new tokens that are the means of those they replace." };
        var target = new Option<string>("--out") { HelpName = "DIR", Description = "The folder to write; new or empty.", Required = true };
        var verb = new Verb("extend", "Adds tokens for a new domain to a tokenizer. All that it had keeps its ids.", Example)
        {
            name, add, minimumFrequency, model, target,
        };
        documents.AddTo(verb);
        verb.SetAction(parsed =>
        {
            var reading = documents.Options(parsed);
            var options = new TokenizerExtensionOptions
            {
                Tokens = parsed.GetValue(add)!.Value,
                MinimumFrequency = parsed.GetValue(minimumFrequency) ?? new TokenizerExtensionOptions().MinimumFrequency,
                Threads = reading.Threads,
            };
            var folder = parsed.GetRequiredValue(target);
            if (File.Exists(folder) || (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any()))
            {
                throw new IOException($"'{folder}' is there already and not an empty folder; give --out a new one.");
            }

            var tokenizer = new NamedTokenizer(parsed.GetRequiredValue(name), Tokenizer.Load(parsed.GetRequiredValue(name)));
            return Run(tokenizer, new DocumentTexts(documents.Inputs(parsed), reading), options, parsed.GetValue(model), folder, parsed.InvocationConfiguration.Output);
        });
        return verb;
    }

    private static int Run(NamedTokenizer tokenizer, DocumentTexts texts, TokenizerExtensionOptions options, string? model, string folder, TextWriter output)
    {
        using var interruption = new Interruption();
        ExtendedTokenizer extended;
        using (var target = AtomicFolder.Create(folder))
        {
            using var progress = ProgressViews.Create(output);
            progress.Begin("extend");
            extended = TokenizerExtension.Extend(tokenizer.Tokenizer, texts.Read(interruption.Token), options, new TrainingReporter(progress), interruption.Token);
            if (model is not null)
            {
                EmbeddingExtension.Write(model, target.WorkPath, extended.FirstNewId, extended.Replaced);
            }

            extended.Tokenizer.SaveFolder(target.WorkPath, ChatView.OwnTemplate(tokenizer.Name));
            target.Complete();
            progress.End($"{Quantity.Whole(extended.Replaced.Count)} tokens from {Quantity.Whole(texts.Documents)} document{(texts.Documents == 1 ? "" : "s")}, {Units.Bytes(texts.Bytes)}");
        }

        var measurement = TokenizerMeasurement.Of([tokenizer, new NamedTokenizer(folder, extended.Tokenizer)], texts.First).Total;
        output.WriteLine($"Compression  {Quantity.Fixed(measurement.BytesPerToken(0))} bytes a token before, {Quantity.Fixed(measurement.BytesPerToken(1))} after, on the first {Units.Bytes(measurement.Bytes)}");
        output.WriteLine($"New          {string.Join("  ", Enumerable.Range(extended.FirstNewId, Math.Min(ShownTokens, extended.Replaced.Count)).Select(id => TokenColours.Quoted(extended.Tokenizer, id)))}");
        if (texts.Broken > 0)
        {
            output.WriteLine($"Broken       {Quantity.Whole(texts.Broken)} records could not be read, such as {texts.FirstFault}");
        }

        output.WriteLine($"Wrote        {folder}{(model is null ? "" : ", tokenizer and model")}");
        return ExitCode.Done;
    }
}
