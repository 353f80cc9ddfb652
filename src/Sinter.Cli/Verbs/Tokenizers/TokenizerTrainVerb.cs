using System.CommandLine;
using System.Diagnostics;
using Sinter.Cli.Progress;
using Sinter.Data.Reports;
using Sinter.Data.Tokens;
using Sinter.Tokenizers;

namespace Sinter.Cli.Verbs.Tokenizers;

/// <summary><c>sinter tokenizer train --model NAME --vocab-size N --out PATH FILES...</c>: a vocabulary learnt from texts.</summary>
internal static class TokenizerTrainVerb
{
    /// <summary>A whole command line.</summary>
    public const string Example = "sinter tokenizer train --model bpe --vocab-size 32000 --style o200k --out tokenizer.json texts/";

    private const int ShownTokens = 8;
    private const int ShownLanguages = 5;

    /// <summary>The command with its options.</summary>
    public static Verb Create()
    {
        var documents = new DocumentArguments("The tokenizer does not depend on it.");
        var training = new TrainingArguments();
        var target = new Option<string>("--out") { HelpName = "PATH", Description = $"What to write: {TokenizerTarget.Forms}.", Required = true };
        var report = new Option<string?>("--report") { HelpName = "FILE.html", Description = "Write a page with charts of what the tokenizer makes of the first megabytes of the texts." };
        var verb = new Verb(
            "train",
            "Trains a tokenizer on texts, which may be larger than memory; the same texts give the same tokenizer at any number of threads.",
            Example,
            "sinter tokenizer train --model unigram --vocab-size 8000 --byte-fallback --out unigram wiki.jsonl.gz",
            "sinter tokenizer train --model wordpiece --vocab-size 30000 --out bert/tokenizer.json *.parquet --text-field body --sample 0.1")
        {
            target, report,
        };
        training.AddTo(verb);
        documents.AddTo(verb);
        verb.SetAction(parsed =>
        {
            var reading = documents.Options(parsed);
            var options = training.Read(parsed, reading.Threads);
            var path = parsed.GetRequiredValue(target);
            TokenizerTarget.Check(path);
            return Run(options, new DocumentTexts(documents.Inputs(parsed), reading), path, parsed.GetValue(report), parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
        });
        return verb;
    }

    private static int Run(TokenizerTrainerOptions options, DocumentTexts texts, string target, string? report, TextWriter output, TextWriter error)
    {
        var watch = Stopwatch.StartNew();
        if (Train(options, texts, output) is not { } tokenizer)
        {
            error.WriteLine("Interrupted before the tokenizer was complete; nothing was written.");
            return ExitCode.Interrupted;
        }

        output.WriteLine($"Time         {Units.Seconds(watch.Elapsed.TotalSeconds)}, {Units.Bytes((long)(texts.Bytes / watch.Elapsed.TotalSeconds))}/s of {Units.Bytes(texts.Bytes)}");
        var measurement = TokenizerMeasurement.Of([new NamedTokenizer(Path.GetFileName(Path.TrimEndingDirectorySeparator(target)), tokenizer)], texts.First);
        Write(measurement, output);
        if (tokenizer.VocabularySize < options.VocabularySize && options.Model is not TokenizerModel.Byte)
        {
            output.WriteLine($"Vocabulary   the texts have enough for {Quantity.Whole(tokenizer.VocabularySize)} tokens only, of {Quantity.Whole(options.VocabularySize)} that were wanted");
        }

        if (texts.Broken > 0)
        {
            output.WriteLine($"Broken       {Quantity.Whole(texts.Broken)} records could not be read, such as {texts.FirstFault}");
        }

        TokenizerTarget.Write(tokenizer, target);
        output.WriteLine($"Wrote        {target}");
        if (report is not null)
        {
            new TokenizerReportPage(measurement).Build().Save(report);
            output.WriteLine($"Wrote        {report}");
        }

        return ExitCode.Done;
    }

    /// <summary>Trains; null where it was interrupted.</summary>
    private static Tokenizer? Train(TokenizerTrainerOptions options, DocumentTexts texts, TextWriter output)
    {
        using var interruption = new Interruption();
        using var progress = ProgressViews.Create(output);
        progress.Begin("train");
        try
        {
            var tokenizer = new TokenizerTrainer(options).Train(texts.Read(interruption.Token), new TrainingReporter(progress), interruption.Token);
            if (texts.Documents == 0)
            {
                throw new InvalidDataException($"Not one document with text could be read from the inputs{(texts.FirstFault is { } fault ? $": {fault}" : "; they hold none, or --sample takes none.")}");
            }

            progress.End($"{Quantity.Whole(tokenizer.VocabularySize)} tokens from {Quantity.Whole(texts.Documents)} document{(texts.Documents == 1 ? "" : "s")}");
            return tokenizer;
        }
        catch (OperationCanceledException)
        {
            progress.End("stopped");
            return null;
        }
    }

    private static void Write(TokenizerMeasurement measurement, TextWriter output)
    {
        var total = measurement.Total;
        var languages = measurement.Languages.Take(ShownLanguages).Select(static language => $"{TokenizerMeasurement.LanguageName(language.Code)} {Quantity.Fixed(language.Text.BytesPerToken(0), 2)}");
        output.WriteLine($"Compression  {Quantity.Fixed(total.BytesPerToken(0))} bytes a token, {Quantity.Fixed(total.TokensPerWord(0))} tokens a word, on the first {Units.Bytes(total.Bytes)}");
        output.WriteLine($"Languages    {string.Join(", ", languages)}{(measurement.Languages.Count > ShownLanguages ? $" and {measurement.Languages.Count - ShownLanguages} more" : "")} (bytes a token)");
        output.WriteLine($"Longest      {string.Join("  ", measurement.Tokenizers[0].Longest.Take(ShownTokens).Select(token => TokenColours.Quoted(measurement.Tokenizers[0].Tokenizer, token.Id)))}");
    }
}
