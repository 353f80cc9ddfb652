using System.CommandLine;
using Sinter.Cli.Progress;
using Sinter.Cli.Verbs.Data;
using Sinter.Data.Inputs;
using Sinter.Data.Reports;
using Sinter.Data.Tokens;
using Sinter.Tokenizers;

namespace Sinter.Cli.Verbs.Tokenizers;

/// <summary><c>sinter tokenizer measure --tokenizer FILE FILES...</c>: what tokenizers make of texts.</summary>
internal static class TokenizerMeasureVerb
{
    /// <summary>A whole command line.</summary>
    public const string Example = "sinter tokenizer measure --tokenizer tokenizer.json --against gpt2 texts.jsonl --report report.html";

    private const int ShownLanguages = 12;

    /// <summary>The command with its options.</summary>
    public static Verb Create()
    {
        var documents = new DocumentArguments("Only the speed depends on it.");
        var name = TokenizerOption.Create();
        var against = new Option<string[]>("--against") { HelpName = "FILE", Description = "A tokenizer to compare with; may be given many times." };
        var report = new Option<string?>("--report") { HelpName = "FILE.html", Description = "Write a page with charts." };
        var json = new Option<string?>("--json") { HelpName = "FILE", Description = "Write all figures as JSON." };
        var verb = new Verb(
            "measure",
            "Measures tokenizers on texts: bytes a token by language, tokens a word, what is unknown, unused and longest tokens, speed; several side by side.",
            Example,
            "sinter tokenizer measure --tokenizer runs/docs/tokenizer wiki.jsonl.gz books/ --sample 0.1 --json figures.json")
        {
            name, against, report, json,
        };
        documents.AddTo(verb);
        verb.SetAction(parsed =>
        {
            string[] names = [parsed.GetRequiredValue(name), .. parsed.GetValue(against) ?? []];
            var inputs = documents.Inputs(parsed);
            NamedTokenizer[] tokenizers = [.. names.Zip(ShortNames(names)).Select(static pair => new NamedTokenizer(pair.Second, Tokenizer.Load(pair.First)))];
            var output = parsed.InvocationConfiguration.Output;
            var measurement = Measure(tokenizers, inputs, documents.Options(parsed), output);
            Write(measurement, output);
            Save(parsed.GetValue(report), output, path => new TokenizerReportPage(measurement).Build().Save(path));
            Save(parsed.GetValue(json), output, path => TokenizerReportJson.Save(measurement, path));
            return ExitCode.Done;
        });
        return verb;
    }

    /// <summary>The ends of paths, as long as it takes to tell them apart.</summary>
    private static IEnumerable<string> ShortNames(string[] paths)
    {
        var parts = paths.Select(static path => Path.GetFullPath(Path.TrimEndingDirectorySeparator(path)).Split(Path.DirectorySeparatorChar)).ToList();
        return parts.Select(own =>
        {
            var length = 1;
            while (length < own.Length && parts.Count(other => other.TakeLast(length).SequenceEqual(own.TakeLast(length), StringComparer.Ordinal)) > 1)
            {
                length++;
            }

            return string.Join('/', own.TakeLast(length));
        });
    }

    private static TokenizerMeasurement Measure(IReadOnlyList<NamedTokenizer> tokenizers, IReadOnlyList<InputFile> inputs, TokenizerMeasurementOptions options, TextWriter output)
    {
        using var interruption = new Interruption();
        using var progress = ProgressViews.Create(output);
        progress.Begin("measure");
        var total = DocumentArguments.TotalBytes(inputs);
        var measurement = TokenizerMeasurement.Of(
            tokenizers, inputs, options, bytes => progress.Report(new StageProgress(bytes, bytes <= total ? total : 0, StageProgress.Bytes)), interruption.Token);
        progress.End($"{Quantity.Whole(measurement.Total.Documents)} documents, {Units.Bytes(measurement.Total.Bytes)} of text");
        return measurement.Total.Bytes > 0 ? measurement
            : throw new InvalidDataException($"Not one document with text could be read from the inputs{(measurement.FirstFault is { } fault ? $": {fault}" : "; they hold none, or --sample takes none.")}");
    }

    private static void Write(TokenizerMeasurement measurement, TextWriter output)
    {
        foreach (var (tokenizer, i) in measurement.Tokenizers.Select(static (tokenizer, i) => (tokenizer, i)))
        {
            output.WriteLine();
            output.WriteLine(tokenizer.Name);
            output.WriteLine($"  Vocabulary   {Quantity.Whole(tokenizer.Tokenizer.VocabularySize)} tokens, {Quantity.Whole(tokenizer.Unused.Count())} unused by these texts");
            output.WriteLine($"  Tokens       {Quantity.Whole(measurement.Total.Tokens[i])}");
            output.WriteLine($"  Compression  {Quantity.Fixed(measurement.Total.BytesPerToken(i))} bytes a token");
            output.WriteLine($"  Fertility    {Quantity.Fixed(measurement.Total.TokensPerWord(i))} tokens a word");
            output.WriteLine($"  Unknown      {Plain(Quantity.Percent(measurement.Total.UnknownShare(i)))} of the tokens");
            output.WriteLine($"  Longest      {string.Join("  ", tokenizer.Longest.Take(5).Select(token => TokenColours.Quoted(tokenizer.Tokenizer, token.Id)))}");
            output.WriteLine($"  Speed        {Units.Bytes((long)tokenizer.BytesPerSecond)}/s on one thread, words met for the first time among them");
        }

        output.WriteLine();
        var width = measurement.Languages.Take(ShownLanguages).Select(static language => TokenizerMeasurement.LanguageName(language.Code).Length).Append("Language".Length).Max();
        output.WriteLine("Bytes a token");
        var columns = measurement.Tokenizers.Select(static tokenizer => Math.Max(8, tokenizer.Name.Length)).ToArray();
        output.WriteLine($"{"Language".PadRight(width)}  {"Text",10}  {string.Join("  ", measurement.Tokenizers.Select((tokenizer, i) => tokenizer.Name.PadLeft(columns[i])))}");
        foreach (var (code, text) in measurement.Languages.Take(ShownLanguages))
        {
            output.WriteLine($"{TokenizerMeasurement.LanguageName(code).PadRight(width)}  {Units.Bytes(text.Bytes),10}  {string.Join("  ", columns.Select((column, i) => Quantity.Fixed(text.BytesPerToken(i)).PadLeft(column)))}");
        }

        if (measurement.Languages.Count > ShownLanguages)
        {
            output.WriteLine($"and {measurement.Languages.Count - ShownLanguages} more languages");
        }

        PassedOverText.Write("", measurement.PassedOver, output);
        if (measurement.Broken > 0)
        {
            output.WriteLine($"{Quantity.Whole(measurement.Broken)} records could not be read, such as {measurement.FirstFault}");
        }
    }

    private static void Save(string? path, TextWriter output, Action<string> save)
    {
        if (path is not null)
        {
            save(path);
            output.WriteLine($"Wrote  {path}");
        }
    }

    private static string Plain(string text) => text.Replace(Quantity.Space, ' ');
}
