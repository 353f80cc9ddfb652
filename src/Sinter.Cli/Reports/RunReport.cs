using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Sinter.Cli.Recipes;
using Sinter.Cli.Stages;
using Sinter.Data.Reports;
using Sinter.Evaluation;
using Sinter.Training.Runs;

namespace Sinter.Cli.Reports;

/// <summary>
/// Everything that the report of a run shows: <c>report.json</c> is this record, and <see cref="RunReportPage"/> draws it
/// and knows nothing else. It is built from what the stages left in the run folder; what is missing is said, not guessed.
/// </summary>
public sealed record RunReport
{
    private const long LongestRecipe = 1 << 20;

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>The stages of a run in their order, before the one that makes this report.</summary>
    private static readonly IReadOnlyList<string> StageNames =
        ["collect", "clean", "dedup", "decontaminate", "split", "tokenizer", "pack", "pretrain", "upscale", "continue", "finetune", "align", "evaluate"];

    /// <summary>Those of them that a recipe need not have.</summary>
    private static readonly IReadOnlyList<string> OptionalStages = ["dedup", "decontaminate", "upscale", "continue", "finetune", "align", "evaluate"];

    /// <summary>The name of the run: that of its folder.</summary>
    public required string Name { get; init; }

    /// <summary>When the run began, in UTC; null where it left no events.</summary>
    public DateTimeOffset? Started { get; init; }

    /// <summary>When its last event was written.</summary>
    public DateTimeOffset? Ended { get; init; }

    /// <summary>Whether the run was good, and why.</summary>
    public Verdict Verdict { get; init; } = new(VerdictLevel.Good, "", []);

    /// <summary>The figures at the top of the page.</summary>
    public KeyFigures Figures { get; init; } = new();

    /// <summary>How good the models are on held-out text; null where the evaluate stage has not finished.</summary>
    public EvaluationResult? Evaluation { get; init; }

    /// <summary>What each finished stage did, in order.</summary>
    public IReadOnlyList<StageResult> Stages { get; init; } = [];

    /// <summary>How many stages the run has; those that have not finished are not among <see cref="Stages"/>.</summary>
    [JsonIgnore]
    public int StageCount { get; init; }

    /// <summary>What is missing from the run folder or cannot be read, in sentences.</summary>
    public IReadOnlyList<string> Missing { get; init; } = [];

    /// <summary>What the run warned of.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>How often the run was interrupted and went on.</summary>
    public int Interruptions { get; init; }

    /// <summary>The machine, by name and value.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The recipe with every default filled in, as YAML; null where it is missing.</summary>
    public string? Recipe { get; init; }

    /// <summary>What the model wrote as it learned.</summary>
    public IReadOnlyList<SampleText> Samples { get; init; } = [];

    /// <summary>The course of each training stage.</summary>
    public IReadOnlyList<TrainingCurves> Training { get; init; } = [];

    /// <summary>Gathers what the stages left in a run folder.</summary>
    public static RunReport Build(RunFolder run)
    {
        var missing = new List<string>();
        var expected = Expected(run);
        var stages = StageNames.Select(name => Stage(run, name, expected, missing)).OfType<StageResult>().ToList();
        var history = RunHistory.Read(EventLog.Read(run.Events));
        if (history.Started is null)
        {
            missing.Add("The event log is missing or empty: there are no curves and no sample texts.");
        }

        var report = new RunReport
        {
            Name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(run.Root))),
            Started = history.Started,
            Ended = history.Ended,
            Evaluation = ReadEvaluation(stages, missing),
            Stages = stages,
            StageCount = stages.Select(static stage => stage.Name).Union(expected, StringComparer.Ordinal).Count(),
            Warnings = history.Warnings,
            Interruptions = history.Interruptions,
            Environment = RunEnvironment.Describe(),
            Recipe = ReadRecipe(run, missing),
            Samples = history.Samples,
            Training = history.Curves,
            Missing = missing,
        };
        report = report with { Figures = KeyFigures.Of(report) };
        return report with { Verdict = RunVerdict.Judge(report) };
    }

    /// <summary>Writes report.json and report.html into the run folder.</summary>
    public void Save(RunFolder run)
    {
        AtomicFile.WriteAllText(run.ReportJson, JsonSerializer.Serialize(this, Json) + "\n");
        RunReportPage.Of(this).Save(run.ReportHtml);
    }

    /// <summary>The result of a stage; null where it has not finished.</summary>
    public StageResult? Stage(string name) => Stages.FirstOrDefault(s => string.Equals(s.Name, name, StringComparison.Ordinal));

    /// <summary>The stages that must have finished: of those that every run from text has, the ones that this recipe asks for.</summary>
    private static List<string> Expected(RunFolder run)
    {
        var usual = StageNames.Except(OptionalStages, StringComparer.Ordinal);
        try
        {
            return [.. usual.Intersect(StageList.Of(RecipeReader.Read(run.Recipe)).Select(static stage => stage.Name), StringComparer.Ordinal)];
        }
        catch (Exception fault) when (fault is InvalidDataException or IOException)
        {
            return [.. usual];
        }
    }

    private static StageResult? Stage(RunFolder run, string name, List<string> expected, List<string> missing)
    {
        try
        {
            var result = StageResult.Read(run, name);
            if (result is null && expected.Contains(name, StringComparer.Ordinal))
            {
                missing.Add($"The stage “{name}” has not finished.");
            }

            return result is null ? null : result with { Name = name };
        }
        catch (InvalidDataException fault)
        {
            missing.Add(fault.Message);
            return null;
        }
    }

    private static EvaluationResult? ReadEvaluation(List<StageResult> stages, List<string> missing)
    {
        var stage = stages.Find(s => string.Equals(s.Name, "evaluate", StringComparison.Ordinal));
        try
        {
            return stage is null ? null : EvaluationResult.FromJson(stage.Metrics);
        }
        catch (InvalidDataException fault)
        {
            missing.Add(fault.Message);
            return null;
        }
    }

    private static string? ReadRecipe(RunFolder run, List<string> missing)
    {
        var file = new FileInfo(run.Recipe);
        if (file.Exists && file.Length <= LongestRecipe)
        {
            return File.ReadAllText(run.Recipe).ReplaceLineEndings("\n");
        }

        missing.Add(file.Exists ? "The recipe is too long to be shown." : "The recipe of the run is missing.");
        return null;
    }
}
