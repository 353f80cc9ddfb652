using System.CommandLine;
using Sinter.Cli.Verbs.Data;
using Sinter.Data.Inputs;
using Sinter.Data.Packing;
using Sinter.Data.Reading;
using Sinter.Tokenizers;

namespace Sinter.Cli.Verbs;

/// <summary>The arguments of <c>sinter pack</c>.</summary>
internal sealed class PackArguments
{
    private readonly Argument<string[]> _inputs = new("FILES") { Description = "Files, folders, patterns, http(s) and hf:// addresses, or - for standard input.", Arity = ArgumentArity.ZeroOrMore };
    private readonly Option<string?> _tokenizer = new("--tokenizer") { HelpName = "FILE", Description = "The tokenizer: a tokenizer.json, .tiktoken, .model, vocab.txt, .gguf, or a folder with one." };
    private readonly Option<int?> _context = NumberOption.Whole("--context", "N", 2, 1 << 24, "Tokens of a sequence: the longest text that the model will see.");
    private readonly Option<string?> _folder = new("--out") { HelpName = "DIR", Description = "The folder to write." };
    private readonly Option<string?> _order = new("--order") { HelpName = "WAY", Description = "best-fit (documents whole, least padding), in-order (whole, as they come) or concatenate (no padding, cut anywhere); best-fit without it." };
    private readonly Option<string?> _long = new("--long") { HelpName = "WAY", Description = "What becomes of a document longer than a sequence: split or truncate; split without it." };
    private readonly Option<string?> _bos = new("--bos") { HelpName = "TOKEN", Description = "The token that each document begins with, or none; the tokenizer's beginning of text without it, else its end of text." };
    private readonly Option<string?> _eos = new("--eos") { HelpName = "TOKEN", Description = "The token that each document ends with and that fills sequences; the tokenizer's end of text without it." };
    private readonly Option<string?> _import = new("--import") { HelpName = "AS", Description = "FILES are Parquet with a column input_ids; a row becomes a sequence (sequences) or a document to pack (documents)." };
    private readonly Option<string?> _format = new("--format") { HelpName = "FORM", Description = "shards (Sinter's, to train on) or parquet (input_ids, as Hugging Face's datasets reads it); shards without it." };
    private readonly Option<string[]> _columns = PackColumns.Option();
    private readonly Option<string?> _unit = new("--text-unit") { HelpName = "UNIT", Description = "What one document of a plain text is: file, paragraph or line; file without it." };
    private readonly Option<string?> _textField = new("--text-field") { HelpName = "FIELD", Description = "The field or column that holds the text; text without it." };
    private readonly Option<string?> _idField = new("--id-field") { HelpName = "FIELD", Description = "The field or column that holds the id; id without it." };
    private readonly Option<string?> _inputFormat = new("--input-format") { HelpName = "FORM", Description = "The form of the inputs where content and name do not show it." };
    private readonly Option<int?> _threads = NumberOption.Whole("--threads", "N", 0, 1024, "Threads that work; 0 for one a core. The results are the same bytes at any number.");
    private readonly Option<bool> _overwrite = new("--overwrite") { Description = "Replace a packed data set that is in the folder." };

    /// <summary>Adds the arguments to the verb.</summary>
    public void AddTo(Verb verb)
    {
        _inputs.Validators.Add(CleaningArguments.RefuseOptions);
        verb.Add(_inputs);
        foreach (var option in (Option[])[_tokenizer, _context, _folder, _order, _long, _bos, _eos, _import, _format, _columns, _unit, _textField, _idField, _inputFormat, _threads, _overwrite])
        {
            verb.Add(option);
        }
    }

    /// <summary>The job that the command line asks for.</summary>
    /// <exception cref="UsageException">Something is missing or makes no sense.</exception>
    public PackJob Job(ParseResult parsed)
    {
        var names = parsed.GetValue(_inputs) is { Length: > 0 } given ? given : throw new UsageException("FILES are missing; name the files or folders to pack.");
        var file = parsed.GetValue(_tokenizer) is { Length: > 0 } path ? path : throw new UsageException("--tokenizer is missing; name the file of the tokenizer.");
        var folder = parsed.GetValue(_folder) is { Length: > 0 } named ? named : throw new UsageException("--out is missing; name the folder to write to.");
        var import = parsed.GetValue(_import) is { } rows ? Choice<ImportedRows>("--import", rows) : (ImportedRows?)null;
        var context = parsed.GetValue(_context);
        if (context is null && import is not ImportedRows.Sequences)
        {
            throw new UsageException("--context is missing; give the tokens of a sequence, such as 1024.");
        }

        var isParquet = parsed.GetValue(_format) switch
        {
            null or "shards" => false,
            "parquet" => true,
            var other => throw new UsageException($"--format is '{other}', expected shards or parquet."),
        };
        var tokenizer = Tokenizer.Load(file);
        var eos = Token(tokenizer, "--eos", parsed.GetValue(_eos)) ?? tokenizer.EndOfText
            ?? throw new UsageException($"The tokenizer '{file}' has no token that is known to end a text; name one of its tokens with --eos.");
        return new PackJob
        {
            Inputs = InputSet.Resolve(names, InputSettings.Default),
            Tokenizer = tokenizer,
            Folder = folder,
            Import = import,
            ContextLength = context,
            Order = Choice<PackingOrder>("--order", parsed.GetValue(_order) ?? "best-fit"),
            LongDocuments = Choice<LongDocuments>("--long", parsed.GetValue(_long) ?? "split"),
            EndOfText = eos,
            Beginning = parsed.GetValue(_bos) is "none" ? null : Token(tokenizer, "--bos", parsed.GetValue(_bos)) ?? tokenizer.BeginningOfText ?? eos,
            IsParquet = isParquet,
            Columns = PackColumns.Chosen(parsed.GetValue(_columns)),
            Settings = new ReadSettings
            {
                TextUnit = Choice<TextUnit>("--text-unit", parsed.GetValue(_unit) ?? "file"),
                TextField = parsed.GetValue(_textField) ?? ReadSettings.Default.TextField,
                IdField = parsed.GetValue(_idField) ?? ReadSettings.Default.IdField,
            },
            InputFormat = parsed.GetValue(_inputFormat) is { } known ? FormatCatalog.Find(known).Name : null,
            Threads = parsed.GetValue(_threads) ?? 0,
            Overwrite = parsed.GetValue(_overwrite),
        };
    }

    private static int? Token(Tokenizer tokenizer, string option, string? name) =>
        name is null ? null : tokenizer.TokenId(name) ?? throw new UsageException($"{option}: the tokenizer has no token '{name}'.");

    /// <summary>A value of an enumeration by its name, with <c>-</c> where the parts of the name meet.</summary>
    private static T Choice<T>(string option, string name)
        where T : struct, Enum
    {
        foreach (var value in Enum.GetValues<T>())
        {
            if (string.Equals(PackText.Name(value), name, StringComparison.Ordinal))
            {
                return value;
            }
        }

        throw new UsageException($"{option} is '{name}', expected one of {string.Join(", ", Enum.GetValues<T>().Select(static value => PackText.Name(value)))}.");
    }
}
