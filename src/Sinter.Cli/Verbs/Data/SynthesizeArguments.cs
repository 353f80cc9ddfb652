using System.CommandLine;
using System.Globalization;
using Sinter.Data.Hub;
using Sinter.Data.Inputs;
using Sinter.Data.Reading;
using Sinter.Data.Synthesis;

namespace Sinter.Cli.Verbs.Data;

/// <summary>The arguments of a synthesis.</summary>
internal sealed class SynthesizeArguments
{
    private const int DefaultConcurrency = 4;

    private readonly Argument<string[]> _inputs = new("INPUT") { Description = "Files, folders, patterns, http(s) and hf:// addresses, or - for standard input.", Arity = ArgumentArity.ZeroOrMore };
    private readonly Option<string?> _out = new("--out") { HelpName = "FILE.jsonl", Description = "The file to write. What is refused goes to FILE.rejected.jsonl, and preference pairs beside other kinds to FILE.preference.jsonl." };
    private readonly Option<string[]> _kinds = new("--kind") { HelpName = "NAME", Description = $"What is made: {string.Join(", ", SynthesisKinds.Names)}; may be given many times, or with commas between. qa without it.", AllowMultipleArgumentsPerToken = false };
    private readonly Option<int?> _perChunk = NumberOption.Whole("--per-chunk", "N", 1, 100, "The most items of each kind from a chunk, and how many a model is asked for; 3 without it.");
    private readonly Option<int?> _perDocument = NumberOption.Whole("--per-document", "N", 1, 1_000_000, "The most items from a document, of all kinds; no bound without it.");
    private readonly Option<int?> _limit = NumberOption.Whole("--limit", "N", 1, int.MaxValue, "The most items in all; it ends when it has them. No bound without it.");
    private readonly Option<int?> _chunkSize = NumberOption.Whole("--chunk-characters", "N", 100, 1_000_000, "The most characters of a chunk; 2000 without it.");
    private readonly Option<bool> _context = new("--with-context") { Description = "Write the chunk before each question, so that the model learns to read rather than to know." };
    private readonly Option<string?> _endpoint = new("--endpoint") { HelpName = "URL", Description = "An OpenAI-compatible server that makes the items, such as http://localhost:8000/v1. Without it, templates do." };
    private readonly Option<string?> _model = new("--model") { HelpName = "NAME", Description = "The model that the endpoint is asked for." };
    private readonly Option<string?> _keyName = new("--api-key-env") { HelpName = "NAME", Description = "The environment variable that holds the key of the endpoint; the key itself is never written or shown." };
    private readonly Option<string?> _localModel = new("--local-model") { HelpName = "DIR", Description = "A model or run folder of Sinter that makes the items, in this process." };
    private readonly Option<string[]> _templates = new("--template") { HelpName = "FILE", Description = "Templates of your own in place of those that come with Sinter: YAML, JSON or text ('prompt => response' a line). With a model, templates without a response are asked of it. May be given many times." };
    private readonly Option<double?> _temperature = NumberOption.Real("--temperature", "X", 0, 2, "How freely the model answers; 0.7 without it.");
    private readonly Option<int?> _maximumTokens = NumberOption.Whole("--max-tokens", "N", 1, 1_000_000, "The most tokens of one answer of the model; 1024 without it.");
    private readonly Option<int?> _concurrency = NumberOption.Whole("--concurrency", "N", 1, 1024, "How many requests are made at the same time; 4 without it.");
    private readonly Option<int?> _pace = NumberOption.Whole("--requests-per-minute", "N", 1, 1_000_000, "The most requests a minute; no bound without it.");
    private readonly Option<int?> _timeout = NumberOption.Whole("--timeout", "SECONDS", 1, 86_400, "The longest time for one answer; 120 without it.");
    private readonly Option<int?> _retries = NumberOption.Whole("--retries", "N", 0, 100, "How often a request is made again after 429, 5xx, a timeout or a broken connection; 5 without it.");
    private readonly Option<bool> _jsonMode = new("--json-mode") { Description = "Tell the endpoint that answers must be JSON objects, where it knows how to." };
    private readonly Option<bool> _judge = new("--judge") { Description = "Have the model give each item a mark from 1 to 5 as well." };
    private readonly Option<string?> _judgeModel = new("--judge-model") { HelpName = "NAME", Description = "The model of the endpoint that gives the marks; the one of --model without it." };
    private readonly Option<double?> _leastScore = NumberOption.Real("--min-score", "X", 1, 5, "The least mark that is kept; 4 without it.");
    private readonly Option<string[]> _limits = new("--set") { HelpName = "rule=limit", Description = "Change the limit of a rule by which items are judged ('--list' shows them); may be given many times." };
    private readonly Option<double?> _overlap = NumberOption.Real("--max-overlap", "X", 0.01, 1, "The overlap (ROUGE-L) of prompt and answer from which on two items are the same; 0.7 without it, 1 for the same prompts alone.");
    private readonly Option<ulong?> _seed = NumberOption.Seed("--seed", "The seed of all choices; 42 without it.");
    private readonly Option<string?> _textField = new("--text-field") { HelpName = "FIELD", Description = "The field or column that holds the text; text without it." };
    private readonly Option<string?> _idField = new("--id-field") { HelpName = "FIELD", Description = "The field or column that holds the id; id without it." };
    private readonly Option<string?> _textUnit = new("--text-unit") { HelpName = "UNIT", Description = "What one document of a plain text is: file, paragraph or line; file without it." };
    private readonly Option<string?> _inputFormat = new("--input-format") { HelpName = "FORM", Description = "The form of the inputs where content and name do not show it." };

    /// <summary>Adds the arguments to a verb.</summary>
    public void AddTo(Verb verb)
    {
        _inputs.Validators.Add(CleaningArguments.RefuseOptions);
        verb.Add(_inputs);
        foreach (var option in (Option[])[_out, _kinds, _perChunk, _perDocument, _limit, _chunkSize, _context, _templates, _endpoint, _model, _keyName, _localModel, _temperature, _maximumTokens, _concurrency, _pace, _timeout, _retries,
            _jsonMode, _judge, _judgeModel, _leastScore, _limits, _overlap, _seed, _textField, _idField, _textUnit, _inputFormat])
        {
            verb.Add(option);
        }
    }

    /// <summary>The input files.</summary>
    public IReadOnlyList<InputFile> Inputs(ParseResult parsed) => parsed.GetValue(_inputs) is { Length: > 0 } named
        ? InputSet.Resolve(named, InputSettings.Default)
        : throw new UsageException("No input is named; give files, folders or patterns, or - for the standard input.");

    /// <summary>The form of the inputs that the user named, or null.</summary>
    public string? InputFormat(ParseResult parsed) => parsed.GetValue(_inputFormat) is { } name ? FormatCatalog.Find(name).Name : null;

    /// <summary>The files to write.</summary>
    public SynthesisFiles Files(ParseResult parsed, IReadOnlyList<InputFile> inputs)
    {
        var files = new SynthesisFiles(parsed.GetValue(_out) is { Length: > 0 } named ? named : throw new UsageException("--out is missing; name the file to write."));
        foreach (var path in (string[])[files.Path, files.Preference, files.Refused, files.Journal])
        {
            if (inputs.Any(input => input.Path is { } full && string.Equals(full, Path.GetFullPath(path), StringComparison.Ordinal)))
            {
                throw new UsageException($"'{path}' is an input too; name another file to write.");
            }
        }

        return files;
    }

    /// <summary>What is made, and how much.</summary>
    public SynthesisOptions Options(ParseResult parsed)
    {
        var named = (parsed.GetValue(_kinds) ?? []).SelectMany(static names => names.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)).ToList();
        var defaults = new SynthesisOptions();
        var options = new SynthesisOptions
        {
            Kinds = named.Count == 0 ? DefaultKinds(parsed) : [.. named.Select(static name => CleaningArguments.Named(() => SynthesisKinds.Find(name))).Distinct()],
            PerChunk = parsed.GetValue(_perChunk) ?? defaults.PerChunk,
            PerDocument = parsed.GetValue(_perDocument) ?? 0,
            Limit = parsed.GetValue(_limit) ?? 0,
            Chunks = parsed.GetValue(_chunkSize) is { } size ? new ChunkOptions { MaximumCharacters = size } : new ChunkOptions(),
            Reading = new ReadSettings
            {
                TextField = parsed.GetValue(_textField) ?? ReadSettings.Default.TextField,
                IdField = parsed.GetValue(_idField) ?? ReadSettings.Default.IdField,
                TextUnit = Unit(parsed.GetValue(_textUnit) ?? "file"),
            },
            MaximumOverlap = parsed.GetValue(_overlap) ?? defaults.MaximumOverlap,
            WithContext = parsed.GetValue(_context),
            Seed = Seed(parsed),
            Concurrency = IsLocal(parsed) ? 1 : parsed.GetValue(_concurrency) ?? DefaultConcurrency,
        };
        options.Check();
        return options;
    }

    /// <summary>What says which items are good.</summary>
    public ItemJudge Judge(ParseResult parsed)
    {
        var limits = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var assignment in parsed.GetValue(_limits) ?? [])
        {
            var equals = assignment.IndexOf('=', StringComparison.Ordinal);
            limits[equals > 0 ? assignment[..equals] : assignment] = equals > 0 && double.TryParse(assignment.AsSpan(equals + 1), NumberStyles.Float, CultureInfo.InvariantCulture, out var limit)
                ? limit
                : throw new UsageException($"--set is '{assignment}', expected a rule and its limit, such as grounded=0.5.");
        }

        if (parsed.GetValue(_leastScore) is { } least)
        {
            limits["score"] = IsJudged(parsed) ? least : throw new UsageException("--min-score is for the marks of a model; add --judge.");
        }

        return CleaningArguments.Named(() => new ItemJudge(limits, ownTemplates: parsed.GetValue(_templates) is { Length: > 0 }));
    }

    /// <summary>What makes the drafts; the caller disposes it.</summary>
    public SynthesisMaking Generator(ParseResult parsed, TextWriter error)
    {
        var templates = Templates(parsed);
        var (endpoint, local) = (parsed.GetValue(_endpoint), parsed.GetValue(_localModel));
        if (endpoint is null && local is null)
        {
            RefuseAll(parsed, "is for a model; name one by --endpoint or --local-model, or leave it out", _model, _keyName, _temperature, _maximumTokens, _concurrency, _pace, _timeout, _retries, _judgeModel);
            RefuseFlags(parsed, "is for a model; name one by --endpoint or --local-model, or leave it out", _jsonMode, _judge);
            return new SynthesisMaking(templates.Count > 0 ? new TemplateGenerator(templates, Seed(parsed)) : new TemplateGenerator(Seed(parsed)));
        }

        if (endpoint is not null && local is not null)
        {
            throw new UsageException("--endpoint and --local-model are two ways to the same; give one of them.");
        }

        ITextCompletion model;
        ITextCompletion judge;
        if (local is not null)
        {
            RefuseAll(parsed, "is for an endpoint, and --local-model is asked in this process", _model, _keyName, _concurrency, _pace, _timeout, _retries, _judgeModel);
            RefuseFlags(parsed, "is for an endpoint, and --local-model is asked in this process", _jsonMode);
            model = judge = LocalCompletion.Load(local);
        }
        else
        {
            var name = parsed.GetValue(_model) ?? throw new UsageException("--model is missing; give the name by which the endpoint knows the model.");
            var options = Endpoint(parsed, endpoint!, name);
            var completion = new EndpointCompletion(options);
            if (completion.SendsKeyInTheOpen)
            {
                error.WriteLine($"The key goes to '{completion.Shown}' without encryption, where anyone on the way can read it; use https where the server has it.");
            }

            model = completion;
            judge = parsed.GetValue(_judgeModel) is { } judgeName ? new EndpointCompletion(options with { Model = judgeName }) : completion;
        }

        var generator = new CompletionGenerator(model, new CompletionGeneratorOptions
        {
            Temperature = parsed.GetValue(_temperature) ?? new CompletionGeneratorOptions().Temperature,
            MaximumTokens = parsed.GetValue(_maximumTokens) ?? new CompletionGeneratorOptions().MaximumTokens,
            Seed = Seed(parsed),
            Templates = templates,
            Judge = IsJudged(parsed) ? new CompletionJudge(judge) : null,
        });
        return new SynthesisMaking(generator, model, judge);
    }

    private EndpointOptions Endpoint(ParseResult parsed, string address, string model)
    {
        AccessToken? key = null;
        if (parsed.GetValue(_keyName) is { } variable)
        {
            key = Environment.GetEnvironmentVariable(variable) is { Length: > 0 } secret
                ? secret.AsSpan().ContainsAnyExceptInRange('!', '~') ? throw new UsageException($"The key in the environment variable '{variable}' holds spaces or signs that no key has; set it anew.") : new AccessToken(secret)
                : throw new UsageException($"The environment variable '{variable}', which --api-key-env names, is not set; set it to the key of the endpoint.");
        }

        var defaults = new EndpointOptions { Address = Uri.TryCreate(address, UriKind.Absolute, out var uri) ? uri : throw new UsageException($"--endpoint is '{address}', expected an address such as http://localhost:8000/v1."), Model = model };
        return defaults with
        {
            Key = key,
            Timeout = parsed.GetValue(_timeout) is { } seconds ? TimeSpan.FromSeconds(seconds) : defaults.Timeout,
            Retries = parsed.GetValue(_retries) ?? defaults.Retries,
            RequestsPerMinute = parsed.GetValue(_pace) ?? 0,
            JsonMode = parsed.GetValue(_jsonMode),
        };
    }

    /// <summary>Templates of the user make what they are for.</summary>
    private IReadOnlyList<SynthesisKind> DefaultKinds(ParseResult parsed) => Templates(parsed) is { Count: > 0 } templates ? [.. templates.Select(static template => template.Kind).Distinct().Order()] : new SynthesisOptions().Kinds;

    private List<SynthesisTemplate> Templates(ParseResult parsed) => [.. (parsed.GetValue(_templates) ?? []).SelectMany(SynthesisTemplates.Read)];

    private bool IsLocal(ParseResult parsed) => parsed.GetValue(_localModel) is not null;

    private bool IsJudged(ParseResult parsed) => parsed.GetValue(_judge) || parsed.GetValue(_judgeModel) is not null;

    private ulong Seed(ParseResult parsed) => parsed.GetValue(_seed) ?? 42;

    private static TextUnit Unit(string name) => name switch
    {
        "file" => TextUnit.File,
        "paragraph" => TextUnit.Paragraph,
        "line" => TextUnit.Line,
        _ => throw new UsageException($"--text-unit is '{name}'; expected file, paragraph or line."),
    };

    private static void RefuseAll(ParseResult parsed, string why, params Option[] options)
    {
        foreach (var option in options)
        {
            if (parsed.GetResult(option) is { Implicit: false })
            {
                throw new UsageException($"{option.Name} {why}.");
            }
        }
    }

    private static void RefuseFlags(ParseResult parsed, string why, params Option<bool>[] options)
    {
        foreach (var option in options)
        {
            if (parsed.GetValue(option))
            {
                throw new UsageException($"{option.Name} {why}.");
            }
        }
    }
}
