using System.CommandLine;
using System.Diagnostics;
using Sinter.Cli.Progress;
using Sinter.Data.Inputs;
using Sinter.Data.Reports;
using Sinter.Data.Tokens;
using Sinter.Tokenizers;

namespace Sinter.Cli.Verbs.Tokenizers;

/// <summary><c>sinter tokenizer train --model NAME --vocab-size N --out FILE FILES...</c>: a vocabulary learnt from texts.</summary>
internal static class TokenizerTrainVerb
{
    /// <summary>A whole command line.</summary>
    public const string Example = "sinter tokenizer train --model bpe --vocab-size 32000 --style o200k --out tokenizer.json texts/";

    private const int ShownTokens = 8;

    /// <summary>The command with its options.</summary>
    public static Verb Create()
    {
        var documents = new DocumentArguments("The tokenizer does not depend on it.");
        var size = NumberOption.Whole("--vocab-size", "N", 1, 1 << 24, "The number of tokens, special ones among them.");
        size.Required = true;
        var target = new Option<string>("--out") { HelpName = "PATH", Description = "The tokenizer.json to write, or a folder for tokenizer.json and tokenizer_config.json.", Required = true };
        var minimumFrequency = NumberOption.Whole("--min-frequency", "N", 1, int.MaxValue, "How often a pair must be seen to become a token; 2 without it.");
        var verb = new Verb("train", "Trains a tokenizer on texts; the same texts give the same tokenizer, whatever their order and the number of threads.", Example)
        {
            size, target, minimumFrequency,
        };
        documents.AddTo(verb);
        verb.SetAction(parsed =>
        {
            var options = documents.Options(parsed);
            var trainer = new BpeTrainer(new BpeTrainerOptions
            {
                VocabularySize = parsed.GetValue(size)!.Value,
                MinimumFrequency = parsed.GetValue(minimumFrequency) ?? new BpeTrainerOptions().MinimumFrequency,
                Threads = options.Threads,
            });
            return Run(trainer, documents.Inputs(parsed), options, parsed.GetRequiredValue(target), parsed.InvocationConfiguration.Output);
        });
        return verb;
    }

    private static int Run(BpeTrainer trainer, IReadOnlyList<InputFile> inputs, TokenizerMeasurementOptions options, string target, TextWriter output)
    {
        using var interruption = new Interruption();
        var texts = new DocumentTexts(inputs, options);
        var watch = Stopwatch.StartNew();
        Tokenizer tokenizer;
        using (var progress = ProgressViews.Create(output))
        {
            progress.Begin("train");
            tokenizer = trainer.Train(texts.Read(interruption.Token), new Reporter(progress), interruption.Token);
            progress.End($"{Units.Count(tokenizer.VocabularySize)} tokens from {Units.Count(texts.Documents)} documents, {Units.Bytes(texts.Bytes)}, in {Units.Seconds(watch.Elapsed.TotalSeconds)}");
        }

        tokenizer.Save(target);
        output.WriteLine($"Longest  {string.Join(" ", Longest(tokenizer))}");
        output.WriteLine($"Wrote    {target}");
        return ExitCode.Done;
    }

    private static IEnumerable<string> Longest(Tokenizer tokenizer) => Enumerable.Range(0, tokenizer.VocabularySize)
        .Where(tokenizer.HasToken).Where(id => !tokenizer.IsSpecial(id)).OrderByDescending(id => tokenizer.TokenBytes(id).Length).Take(ShownTokens).Select(tokenizer.Token);

    private sealed class Reporter(IProgressView view) : IProgress<BpeTrainingProgress>
    {
        public void Report(BpeTrainingProgress value) => view.Report(value.Tokens == 0
            ? new StageProgress(value.Bytes, 0, StageProgress.Bytes)
            : new StageProgress(value.Tokens, value.VocabularySize, "tokens"));
    }
}
