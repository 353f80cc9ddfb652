using System.Text.Json;
using Sinter.Cli.Recipes;
using Sinter.Cli.Stages;
using Sinter.Data;
using Sinter.Models.Files;
using Sinter.Tokenizers;
using Sinter.Training.Runs;
using Sinter.Training.Tasks;

namespace Sinter.Cli.Tuning;

/// <summary>
/// What a training leaves to the next one of the same run: the model that was accepted, and which examples or documents it learned, watched on the way and was measured on. It lies beside the outputs of the stage,
/// which a fresh start removes, and it is replaced whole and only when a training has ended.
/// </summary>
internal sealed record UpkeepMemory
{
    private const string ModelName = "model";
    private const string StateName = "state.json";
    private const string LearnedName = "learned.txt";
    private const string WatchedName = "watched.txt";
    private const string HeldOutName = "held-out.txt";
    private const long MostStateBytes = 64 << 20;

    /// <summary>The folder.</summary>
    public required string Folder { get; init; }

    /// <summary>The fingerprint of the stage that wrote it.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>What that stage came to.</summary>
    public required StageResult Result { get; init; }

    /// <summary>The examples that the accepted model has learned.</summary>
    public required ExampleHashes Learned { get; init; }

    /// <summary>Those that were looked at on the way, and are never learned.</summary>
    public required ExampleHashes Watched { get; init; }

    /// <summary>Those that are measured, and are never learned.</summary>
    public required ExampleHashes HeldOut { get; init; }

    /// <summary>The settings that the next training must share, by dotted key; none where it looks at the model itself.</summary>
    public IReadOnlyDictionary<string, string> Basis { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The task of the accepted model, where that was tuned for one.</summary>
    /// <exception cref="InvalidDataException">It says of none.</exception>
    public TaskDescription Task => field ??= TaskDescription.Read(Model) ?? throw new InvalidDataException($"There is no tuned model in '{Model}'; delete the folder '{Folder}' to begin afresh.");

    /// <summary>The accepted model.</summary>
    public string Model => Path.Combine(Folder, ModelName);

    /// <summary>Reads what is remembered; null where nothing is.</summary>
    /// <exception cref="InvalidDataException">A file is damaged.</exception>
    public static UpkeepMemory? Read(string folder)
    {
        // A crash between the two renames of a folder's replacement leaves the one before under this name.
        if (!Directory.Exists(folder) && Directory.Exists(folder + ".old"))
        {
            Directory.Move(folder + ".old", folder);
        }

        var path = Path.Combine(folder, StateName);
        if (!File.Exists(path))
        {
            return null;
        }

        State? state;
        try
        {
            state = new FileInfo(path).Length <= MostStateBytes ? JsonSerializer.Deserialize<State>(File.ReadAllText(path)) : null;
        }
        catch (JsonException)
        {
            state = null;
        }

        return state is { Fingerprint: not null, Result: not null } && Directory.Exists(Path.Combine(folder, ModelName))
            ? new UpkeepMemory
            {
                Folder = folder,
                Fingerprint = state.Fingerprint,
                Result = state.Result,
                Basis = state.Basis ?? new Dictionary<string, string>(StringComparer.Ordinal),
                Learned = ExampleHashes.Read(Path.Combine(folder, LearnedName)),
                Watched = ExampleHashes.Read(Path.Combine(folder, WatchedName)),
                HeldOut = ExampleHashes.Read(Path.Combine(folder, HeldOutName)),
            }
            : throw new InvalidDataException($"'{path}' cannot be read, or there is no model beside it; delete the folder '{folder}' to begin afresh.");
    }

    /// <summary>Replaces what is remembered.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="model">The folder of the accepted model, which is copied.</param>
    /// <param name="fingerprint">The fingerprint of the stage.</param>
    /// <param name="result">What the stage came to.</param>
    /// <param name="examples">All examples so far.</param>
    /// <param name="basis">The settings that the next training must share; null for none.</param>
    public static void Write(string folder, string model, string fingerprint, StageResult result, UpkeepExamples examples, IReadOnlyDictionary<string, string>? basis = null)
    {
        using var aside = AtomicFolder.Create(folder);
        Copy(model, Path.Combine(aside.WorkPath, ModelName));
        examples.Learned.Write(Path.Combine(aside.WorkPath, LearnedName));
        examples.Watched.Write(Path.Combine(aside.WorkPath, WatchedName));
        examples.HeldOut.Write(Path.Combine(aside.WorkPath, HeldOutName));
        AtomicFile.WriteAllText(Path.Combine(aside.WorkPath, StateName), JsonSerializer.Serialize(new State(fingerprint, result, basis)));
        aside.Complete();
    }

    /// <summary>Copies the files of a model folder.</summary>
    public static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.EnumerateFiles(from).Where(static file => !file.EndsWith(AtomicFile.PartialSuffix, StringComparison.Ordinal)))
        {
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)), overwrite: true);
        }
    }

    /// <summary>What became of an example or a document in earlier trainings.</summary>
    /// <param name="content">The hash of all of it.</param>
    /// <param name="input">The hash of its input.</param>
    public UpkeepPart PartOf(ulong content, ulong input) =>
        HeldOut.Holds(content) ? UpkeepPart.HeldOut
        : Learned.Holds(content) ? UpkeepPart.Learned
        : Watched.Holds(content) ? UpkeepPart.Watched

        // Whoever learned the same input with another label would know what is to be measured.
        : HeldOut.HoldsInput(input) ? UpkeepPart.HeldOut
        : Watched.HoldsInput(input) ? UpkeepPart.Watched
        : UpkeepPart.New;

    /// <summary>What a stage came to that accepted its model and was cut short before it was on record; null where there is no such.</summary>
    /// <param name="folder">The folder of what is remembered.</param>
    /// <param name="context">The stage's surroundings.</param>
    /// <param name="output">The folder of the model that it writes.</param>
    public static StageResult? Accepted(string folder, StageContext context, string output) =>
        context.Resuming && Read(folder) is { } memory && memory.Fingerprint == context.Fingerprint && Directory.Exists(output) ? memory.Result : null;

    /// <summary>Why a tuning cannot go on from the accepted model, as a clause; null where it can.</summary>
    /// <param name="section">How it is tuned now.</param>
    /// <param name="start">The folder of the model that a fresh tuning would start from.</param>
    public string? Misfit(FinetuneSection section, string start)
    {
        var (old, now) = (ModelFolder.Open(Model).Config, ModelFolder.Open(start).Config);
        return Task.Task != TuningItems.Kind(section.Task) ? $"the task was {Wording(Task.Task)} and is {section.Task} now"
            : (old.Family, old.HiddenSize, old.Layers, old.IntermediateSize, old.VocabularySize) != (now.Family, now.HiddenSize, now.Layers, now.IntermediateSize, now.VocabularySize)
                ? $"the model in '{start}' has another shape than the one before"
            : Tokenizer.Load(Model).Fingerprint != Tokenizer.Load(start).Fingerprint ? $"the model in '{start}' has another tokenizer than the one before"
            : null;
    }

    /// <summary>Why a tuning on these classes cannot go on from the accepted model, as a clause; null where it can.</summary>
    public string? Misfit(IReadOnlyList<string> labels)
    {
        string[] gone = [.. Task.Labels.Except(labels, StringComparer.Ordinal)];
        return gone.Length == 0 ? Task.Labels.Count == 0 && labels.Count > 0 ? "the examples had numbers and have labels now" : null
            : $"{(gone.Length == 1 ? "the label" : $"{gone.Length} labels, such as")} '{gone[0]}' {(gone.Length == 1 ? "is" : "are")} no longer among the examples";
    }

    private static string Wording(TaskKind task) => task.ToString().ToLowerInvariant();

    private sealed record State(string Fingerprint, StageResult Result, IReadOnlyDictionary<string, string>? Basis);
}
