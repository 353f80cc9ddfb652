using System.CommandLine;
using System.CommandLine.Parsing;
using Sinter.Data.Cleaning;
using Sinter.Data.Cleaning.Quality;
using Sinter.Data.Inputs;
using Sinter.Data.Reading;

namespace Sinter.Cli.Verbs.Data;

/// <summary>The arguments that say what is read and by which steps it is cleaned, for the verbs that clean.</summary>
internal sealed class CleaningArguments
{
    private readonly Argument<string[]> _inputs = new("INPUT")
    {
        Description = "Files, folders, patterns such as 'crawl/**/*.warc.gz', http(s) addresses, hf://datasets/OWNER/NAME/PATTERN, or - for standard input.",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<string?> _profile = new("--profile") { HelpName = "NAME", Description = $"The steps: {string.Join(", ", CleaningProfiles.All.Select(static profile => profile.Name))} ('sinter data steps' shows them)." };
    private readonly Option<string[]> _steps = new("--step") { HelpName = "NAME", Description = "A step more, or without --profile the steps; may be given many times." };
    private readonly Option<string[]> _set = new("--set") { HelpName = "step.option=value", Description = "Change an option of a step; may be given many times." };
    private readonly Option<string[]> _plugins = new("--plugin") { HelpName = "FILE", Description = "An assembly (.dll) with steps of your own." };
    private readonly Option<string?> _textField = new("--text-field") { HelpName = "FIELD", Description = "The field or column that holds the text; text without it. Dots lead into nested fields." };
    private readonly Option<string?> _idField = new("--id-field") { HelpName = "FIELD", Description = "The field or column that holds the id; id without it." };
    private readonly Option<string?> _format = new("--input-format") { HelpName = "FORM", Description = $"The form of the inputs where content and name do not show it: {string.Join(", ", FormatCatalog.All.Select(static format => format.Name))}." };
    private readonly Option<int?> _threads = NumberOption.Whole("--threads", "N", 0, 1024, "Threads that work; 0 for one a core. The results are the same bytes at any number.");

    /// <summary>Adds the arguments to a verb.</summary>
    /// <param name="verb">The verb.</param>
    /// <param name="withProfile">Whether the steps are chosen by options; false where the verb names them otherwise.</param>
    public void AddTo(Verb verb, bool withProfile = true)
    {
        _inputs.Validators.Add(RefuseOptions);
        verb.Add(_inputs);
        AddStepsTo(verb, withProfile);
        verb.Add(_textField);
        verb.Add(_idField);
        verb.Add(_format);
        verb.Add(_threads);
    }

    /// <summary>The input files.</summary>
    public IReadOnlyList<InputFile> Inputs(ParseResult parsed) => InputSet.Resolve(parsed.GetRequiredValue(_inputs), InputSettings.Default);

    /// <summary>The inputs as a cleaning reads them.</summary>
    public IReadOnlyList<BlockSource> Sources(ParseResult parsed, IReadOnlyList<InputFile> inputs) => [.. inputs.Select(input => BlockSource.Of(input, Settings(parsed), Format(parsed)))];

    /// <summary>How the inputs are read.</summary>
    public ReadSettings Settings(ParseResult parsed) => new()
    {
        TextField = parsed.GetValue(_textField) ?? ReadSettings.Default.TextField,
        IdField = parsed.GetValue(_idField) ?? ReadSettings.Default.IdField,
    };

    /// <summary>The form that the user named, or null.</summary>
    public string? Format(ParseResult parsed) => parsed.GetValue(_format) is { } name ? FormatCatalog.Find(name).Name : null;

    /// <summary>Worker threads; 0 for one a core.</summary>
    public int Threads(ParseResult parsed) => parsed.GetValue(_threads) ?? 0;

    /// <summary>The assemblies of the user's steps.</summary>
    public IReadOnlyList<string> Plugins(ParseResult parsed) => [.. (parsed.GetValue(_plugins) ?? []).Select(Path.GetFullPath)];

    /// <summary>The steps of the options.</summary>
    /// <exception cref="UsageException">None is named.</exception>
    public CleaningChain Chain(ParseResult parsed)
    {
        var steps = (parsed.GetValue(_steps) ?? []).Select(static name => new StepSetting(name)).ToList();
        var profile = parsed.GetValue(_profile);
        if (profile is null && steps.Count == 0)
        {
            throw new UsageException($"No steps are named; give --profile (one of {string.Join(", ", CleaningProfiles.All.Select(static known => known.Name))}) or --step.");
        }

        return Chain(parsed, StepMerge.Of(profile is null ? [] : Profile(profile).Steps, steps));
    }

    /// <summary>Steps that are named otherwise, with the changes of <c>--set</c>.</summary>
    public CleaningChain Chain(ParseResult parsed, IReadOnlyList<StepSetting> steps) => Chain(Catalog(Plugins(parsed)), Changed(steps, parsed.GetValue(_set) ?? []));

    /// <summary>The steps of Sinter and of some assemblies.</summary>
    public static StepCatalog Catalog(IEnumerable<string> plugins) => plugins.Aggregate(StepCatalog.BuiltIn, static (catalog, plugin) => catalog.WithPlugin(plugin));

    /// <summary>Makes steps that the command line names.</summary>
    /// <exception cref="UsageException">A name, an option or the order is wrong.</exception>
    public static CleaningChain Chain(StepCatalog catalog, IReadOnlyList<StepSetting> steps) => Named(() => CleaningChain.Create(catalog, steps));

    /// <summary>The profile that the command line names.</summary>
    /// <exception cref="UsageException">There is none of that name.</exception>
    public static CleaningProfile Profile(string name) => Named(() => CleaningProfiles.Find(name));

    /// <summary>What is wrong with a name that stands in a file is wrong use where it stands in the command line.</summary>
    public static T Named<T>(Func<T> find)
    {
        try
        {
            return find();
        }
        catch (InvalidDataException fault)
        {
            throw new UsageException(fault.Message);
        }
    }

    /// <summary>Steps with changes of the form <c>step.option=value</c>.</summary>
    /// <exception cref="UsageException">A change has another form, or names a step that is not there.</exception>
    public static IReadOnlyList<StepSetting> Changed(IReadOnlyList<StepSetting> steps, IReadOnlyList<string> assignments)
    {
        foreach (var assignment in assignments)
        {
            var equals = assignment.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0 || assignment[..equals].Split('.') is not [var step, var option])
            {
                throw new UsageException($"--set {assignment}: expected step.option=value, such as minimumWords.minimum=5.");
            }

            if (!steps.Any(known => string.Equals(known.Name, step, StringComparison.Ordinal)))
            {
                throw new UsageException($"--set {assignment}: there is no step '{step}' here{Suggestion.For(step, [.. steps.Select(static known => known.Name)])}");
            }

            steps = StepMerge.Of(steps, [new StepSetting(step, new Dictionary<string, string>(StringComparer.Ordinal) { [option] = assignment[(equals + 1)..] })]);
        }

        return steps;
    }

    /// <summary>An argument that takes many words would take an option that there is not for a file.</summary>
    public static void RefuseOptions(ArgumentResult argument)
    {
        if (argument.Tokens.FirstOrDefault(static token => token.Value.StartsWith("--", StringComparison.Ordinal) && !Path.Exists(token.Value)) is { } option)
        {
            argument.AddError($"'{option.Value}' is no option here{Suggestion.For(option.Value, [.. (argument.Parent as CommandResult)?.Command.Options.Select(static known => known.Name) ?? []])}");
        }
    }

    private void AddStepsTo(Verb verb, bool withProfile)
    {
        if (withProfile)
        {
            verb.Add(_profile);
            verb.Add(_steps);
            verb.Add(_set);
        }

        verb.Add(_plugins);
    }
}
