using System.CommandLine;
using Sinter.Cli.Verbs.Data;
using Sinter.Data.Inputs;
using Sinter.Data.Reading;
using Sinter.Data.Tokens;

namespace Sinter.Cli.Verbs.Tokenizers;

/// <summary>The arguments that say which documents a verb reads.</summary>
internal sealed class DocumentArguments
{
    private readonly Argument<string[]> _files = new("FILES")
    {
        Description = "Files (text, jsonl, parquet and others, also as .gz, .zst, .br, .bz2), folders, patterns such as 'books/**/*.txt', or - for standard input.",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<string?> _textField = new("--text-field") { HelpName = "FIELD", Description = "The field or column that holds the text; text without it." };
    private readonly Option<string?> _format = new("--input-format") { HelpName = "FORM", Description = $"The form of the files where content and name do not show it: {string.Join(", ", FormatCatalog.All.Select(static known => known.Name))}." };
    private readonly Option<double?> _sample = NumberOption.Real("--sample", "SHARE", 1e-9, 1, "The share of the documents that is taken, chosen by the hashes of their ids; 1, for all, without it.");
    private readonly Option<int?> _threads;

    /// <summary>Makes the arguments.</summary>
    /// <param name="threads">What depends on the number of threads, as a sentence of the help.</param>
    public DocumentArguments(string threads) => _threads = NumberOption.Whole("--threads", "N", 0, 1024, $"Threads that work; 0 for one a core. {threads}");

    /// <summary>Adds the arguments to a verb.</summary>
    public void AddTo(Verb verb)
    {
        _files.Validators.Add(CleaningArguments.RefuseOptions);
        verb.Add(_files);
        verb.Add(_textField);
        verb.Add(_format);
        verb.Add(_sample);
        verb.Add(_threads);
    }

    /// <summary>The input files.</summary>
    public IReadOnlyList<InputFile> Inputs(ParseResult parsed) => InputSet.Resolve(parsed.GetRequiredValue(_files), InputSettings.Default);

    /// <summary>How they are read.</summary>
    public TokenizerMeasurementOptions Options(ParseResult parsed) => new()
    {
        Reading = ReadSettings.Default with { TextField = parsed.GetValue(_textField) ?? ReadSettings.Default.TextField },
        Format = parsed.GetValue(_format) is { } name ? FormatCatalog.Find(name).Name : null,
        SampleShare = parsed.GetValue(_sample) ?? 1,
        Threads = parsed.GetValue(_threads) ?? 0,
    };

    /// <summary>How much there is to read, in bytes as the files lie there; 0 where one does not say.</summary>
    public static long TotalBytes(IReadOnlyList<InputFile> inputs) => inputs.All(static input => input.Length > 0) ? inputs.Sum(static input => input.Length!.Value) : 0;
}
