using System.CommandLine;
using System.Globalization;
using Sinter.Data.Cleaning;
using Sinter.Data.Deduplication;
using Sinter.Data.Inputs;
using Sinter.Data.Reading;
using Sinter.Data.Shards;

namespace Sinter.Cli.Verbs.Data;

/// <summary>The arguments of a deduplication.</summary>
internal sealed class DedupArguments
{
    private const long LeastMemory = 100_000_000;
    private const long LeastShard = 1_000_000;

    private static readonly string[] Formats = [.. ((JsonLinesShards[])[JsonLinesShards.Plain, JsonLinesShards.Gzip, JsonLinesShards.Zstd]).Select(static format => format.Ending[1..])];

    private readonly Argument<string[]> _inputs = new("INPUT")
    {
        Description = "Files, folders, patterns such as 'crawl/**/*.jsonl', http(s) addresses, hf://datasets/OWNER/NAME/PATTERN, or - for standard input.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly Option<string?> _profile = new("--profile") { HelpName = "NAME", Description = $"What is looked for: {string.Join(", ", DeduplicationProfiles.Names)} ('--list' shows them)." };
    private readonly Option<string[]> _set = new("--set") { HelpName = "option=value", Description = "Change an option of the profile; may be given many times." };
    private readonly Option<string?> _out = new("--out") { HelpName = "DIR", Description = "The folder to write to: kept/, removed/, clusters.jsonl, broken/, report.html, report.json, index/." };
    private readonly Option<string?> _textField = new("--text-field") { HelpName = "FIELD", Description = "The field or column that holds the text; text without it. Dots lead into nested fields." };
    private readonly Option<string?> _idField = new("--id-field") { HelpName = "FIELD", Description = "The field or column that holds the id; id without it." };
    private readonly Option<string?> _inputFormat = new("--input-format") { HelpName = "FORM", Description = $"The form of the inputs where content and name do not show it: {string.Join(", ", FormatCatalog.All.Select(static format => format.Name))}." };
    private readonly Option<string?> _keep = new("--keep") { HelpName = "RULE", Description = $"Which of the documents that are the same stays: {string.Join(", ", SurvivorRule.Names)}; first without it." };
    private readonly Option<string?> _scoreField = new("--score-field") { HelpName = "FIELD", Description = "For --keep best: the metadata field whose highest number stays; quality without it." };
    private readonly Option<string?> _sourceOrder = new("--source-order") { HelpName = "A,B", Description = "For --keep source: beginnings of sources, the best first." };
    private readonly Option<string[]> _against = new("--against") { HelpName = "DIR", Description = "An earlier output: what it kept is compared with, and neither taken away nor written again; may be given many times." };
    private readonly Option<string?> _bloom = new("--bloom") { HelpName = "FILE", Description = "For the profile bloom: the filter of what was seen, also by runs before; made where there is none." };
    private readonly Option<double?> _expected = NumberOption.Real("--expected", "N", 1, 1e11, "For the profile bloom: how many different documents are expected, in all runs; 10,000,000 without it.");
    private readonly Option<double?> _falsePositives = NumberOption.Real("--false-positives", "X", 1e-15, 0.5, "For the profile bloom: the share of new documents that may be taken for known; 1e-6 without it.");
    private readonly Option<double?> _minimum = NumberOption.Real("--min-similarity", "X", 0, 1, "Take a document away only where its true similarity with the one that stays is at least this.");
    private readonly Option<string?> _format = new("--format") { HelpName = "FORM", Description = $"The form of the shards: {string.Join(", ", Formats)}; jsonl without it." };
    private readonly Option<long?> _shardSize = SizeOption.Create("--shard-size", "About how large a shard is before compression; 256MB without it.", LeastShard);
    private readonly Option<long?> _memory = SizeOption.Create("--memory", "About how much memory may be taken; 1GB without it.", LeastMemory);
    private readonly Option<int?> _threads = NumberOption.Whole("--threads", "N", 0, 1024, "Threads that work; 0 for one a core. The results are the same bytes at any number.");

    /// <summary>Adds the arguments to a verb.</summary>
    public void AddTo(Verb verb)
    {
        _inputs.Validators.Add(CleaningArguments.RefuseOptions);
        verb.Add(_inputs);
        foreach (var option in (Option[])[_profile, _set, _out, _textField, _idField, _inputFormat, _keep, _scoreField, _sourceOrder, _against, _minimum, _bloom, _expected, _falsePositives, _format, _shardSize, _memory, _threads])
        {
            verb.Add(option);
        }
    }

    /// <summary>The input files.</summary>
    public IReadOnlyList<InputFile> Inputs(ParseResult parsed) => parsed.GetValue(_inputs) is { Length: > 0 } named
        ? InputSet.Resolve(named, InputSettings.Default)
        : throw new UsageException("No input is named; give files, folders or patterns, or - for the standard input.");

    /// <summary>The inputs as a deduplication reads them.</summary>
    public IReadOnlyList<BlockSource> Sources(ParseResult parsed, IReadOnlyList<InputFile> inputs, DeduplicationOptions options)
    {
        var format = InputFormat(parsed);
        return [.. inputs.Select(input => DeduplicationRun.Source(input, options, format))];
    }

    /// <summary>The form of the inputs that the user named, or null.</summary>
    public string? InputFormat(ParseResult parsed) => parsed.GetValue(_inputFormat) is { } name ? FormatCatalog.Find(name).Name : null;

    /// <summary>The folder to write to.</summary>
    public DeduplicationFolder Folder(ParseResult parsed) =>
        new(parsed.GetValue(_out) is { Length: > 0 } named ? named : throw new UsageException("--out is missing; name the folder to write to."));

    /// <summary>The earlier outputs.</summary>
    public IReadOnlyList<DeduplicationFolder> Against(ParseResult parsed) => [.. (parsed.GetValue(_against) ?? []).Select(static folder => new DeduplicationFolder(folder))];

    /// <summary>The profile that is named.</summary>
    public DeduplicationProfile Profile(ParseResult parsed) => parsed.GetValue(_profile) is { } name ? DeduplicationProfiles.Find(name)
        : throw new UsageException($"--profile is missing; give one of {string.Join(", ", DeduplicationProfiles.Names)} ('sinter data dedup --list' shows them).");

    /// <summary>What finds duplicates.</summary>
    public IDuplicateFinder Finder(ParseResult parsed, DeduplicationProfile profile)
    {
        RefuseAll(parsed, $"is for the profile bloom, and this is '{profile.Name}'", _bloom, _expected, _falsePositives);
        return profile.Create(Changes(parsed));
    }

    /// <summary>What a filter is made for.</summary>
    public BloomOptions Stream(ParseResult parsed, DeduplicationProfile profile)
    {
        RefuseAll(parsed, $"does not go with the profile '{profile.Name}', which sees each document once and keeps the first", _keep, _scoreField, _sourceOrder, _against, _minimum);
        var changes = Changes(parsed);
        foreach (var (name, value) in ((string, double?)[])[("expected", parsed.GetValue(_expected)), ("falsePositives", parsed.GetValue(_falsePositives))])
        {
            if (value is { } number)
            {
                changes[name] = number.ToString("R", CultureInfo.InvariantCulture);
            }
        }

        return profile.CreateStream(changes);
    }

    /// <summary>The file of a filter, or null.</summary>
    public string? FilterPath(ParseResult parsed) => parsed.GetValue(_bloom);

    /// <summary>How it works besides.</summary>
    public DeduplicationOptions Options(ParseResult parsed) => new()
    {
        Keep = Keep(parsed),
        MinimumSimilarity = parsed.GetValue(_minimum) ?? 0,
        Reading = new ReadSettings { TextField = parsed.GetValue(_textField) ?? ReadSettings.Default.TextField, IdField = parsed.GetValue(_idField) ?? ReadSettings.Default.IdField },
        Format = Format(parsed.GetValue(_format) ?? Formats[0]),
        ShardBytes = parsed.GetValue(_shardSize) ?? new DeduplicationOptions().ShardBytes,
        MemoryBytes = parsed.GetValue(_memory) ?? new DeduplicationOptions().MemoryBytes,
        Threads = parsed.GetValue(_threads) ?? 0,
    };

    private static JsonLinesShards Format(string name) => Formats.Contains(name, StringComparer.Ordinal) ? (JsonLinesShards)ShardFormats.Find(name)
        : throw new UsageException($"--format is '{name}'{Suggestion.For(name, Formats)}");

    private Dictionary<string, string> Changes(ParseResult parsed)
    {
        var changes = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var assignment in parsed.GetValue(_set) ?? [])
        {
            var equals = assignment.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0)
            {
                throw new UsageException($"--set {assignment}: expected option=value, such as minimumWords=5.");
            }

            changes[assignment[..equals]] = assignment[(equals + 1)..];
        }

        return changes;
    }

    private static void RefuseAll(ParseResult parsed, string because, params Option[] options)
    {
        if (Array.Find(options, option => parsed.GetResult(option) is not null) is { } given)
        {
            throw new UsageException($"{given.Name} {because}.");
        }
    }

    private SurvivorRule Keep(ParseResult parsed)
    {
        var rule = parsed.GetValue(_keep) ?? SurvivorRule.First.Name;
        var (scoreField, sourceOrder) = (parsed.GetValue(_scoreField), parsed.GetValue(_sourceOrder));
        if (scoreField is not null && rule is not "best")
        {
            throw new UsageException("--score-field needs --keep best.");
        }

        if (sourceOrder is not null != rule is "source")
        {
            throw new UsageException(sourceOrder is null ? "--keep source needs --source-order, the beginnings of sources with the best first." : "--source-order needs --keep source.");
        }

        return SurvivorRule.Names.Contains(rule, StringComparer.Ordinal)
            ? SurvivorRule.Find(rule, scoreField, sourceOrder?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [])
            : throw new UsageException($"--keep is '{rule}'{Suggestion.For(rule, SurvivorRule.Names)}");
    }
}
