using System.Text.Json;
using System.Text.Json.Serialization;
using Sinter.Models;
using Sinter.Training.Runs;
using static System.FormattableString;

namespace Sinter.Training.Tasks;

/// <summary>What a tuned model does, beside what its config says: kept as <c>sinter_task.json</c> in the model's folder, so that whoever predicts with it reads texts as training did.</summary>
public sealed record TaskDescription
{
    /// <summary>The name of the file within a model folder.</summary>
    public const string FileName = "sinter_task.json";

    private const long MaximumBytes = 16 << 20;
    private const int MostLabels = 1 << 16;

    /// <summary>The task.</summary>
    public required TaskKind Task { get; init; }

    /// <summary>The names of the classes, in the order of the head's outputs; none of tasks without classes.</summary>
    public IReadOnlyList<string> Labels { get; init; } = [];

    /// <summary>The most tokens of one text with what stands round it; 0 for the context of the model.</summary>
    public int MaximumLength { get; init; }

    /// <summary>What logits are divided by before the softmax, from a calibration; above 0.</summary>
    public double Temperature { get; init; } = 1;

    /// <summary>With <see cref="TaskKind.Qa"/>: by how much the logits of the best answer must beat those of no answer.</summary>
    public double Threshold { get; init; }

    /// <summary>With <see cref="TaskKind.Qa"/> and <see cref="TaskKind.Tokens"/>: tokens that two windows of a long text share; 0 for a quarter of a window.</summary>
    public int Stride { get; init; }

    /// <summary>With <see cref="TaskKind.Choice"/>: the most answers of a question; at least 2.</summary>
    public int Choices { get; init; } = 4;

    /// <summary>Whether a decoder reads two texts in both orders and adds the hidden states, as GPT-1 does for similarity (Radford et al. 2018, section 3.3).</summary>
    public bool BothOrders { get; init; }

    /// <summary>What numbers are brought to before training, (number - offset) / scale, and back from afterwards.</summary>
    public double Offset { get; init; }

    /// <summary>See <see cref="Offset"/>; above 0.</summary>
    public double Scale { get; init; } = 1;

    /// <summary>How a text becomes one vector; null for what the model's config says.</summary>
    public TextPooling? Pooling { get; init; }

    /// <summary>Whether the model gives numbers: the task is a regression, or of pairs without labels.</summary>
    [JsonIgnore]
    public bool GivesNumbers => Task == TaskKind.Regress || (Task == TaskKind.Pair && Labels.Count == 0);

    /// <summary>Whether the model writes text, and so keeps a language model's head.</summary>
    [JsonIgnore]
    public bool Writes => Task is TaskKind.Generate or TaskKind.Instruct;

    /// <summary>The head that the task needs.</summary>
    [JsonIgnore]
    public ModelHead Head => Task switch
    {
        TaskKind.Classify => ModelHead.SequenceClassification,
        TaskKind.Pair when !GivesNumbers => ModelHead.SequenceClassification,
        TaskKind.Pair or TaskKind.Regress => ModelHead.Regression,
        TaskKind.Tokens => ModelHead.TokenClassification,
        TaskKind.Qa => ModelHead.QuestionAnswering,
        TaskKind.Choice => ModelHead.MultipleChoice,
        _ => ModelHead.LanguageModel,
    };

    /// <summary>Whether a model of this description reads pairs in both orders; an encoder has no need to.</summary>
    internal bool ReadsBothOrders(ModelConfig config) => BothOrders && Task == TaskKind.Pair && config.Kind != ModelKind.Encoder;

    /// <summary>This description with the mean and the standard deviation of these numbers as <see cref="Offset"/> and <see cref="Scale"/>, so that a new head begins near them.</summary>
    public TaskDescription ForNumbers(IReadOnlyCollection<double> numbers)
    {
        var mean = numbers.Count == 0 ? 0 : numbers.Average();
        var deviation = numbers.Count == 0 ? 0 : Math.Sqrt(numbers.Sum(number => (number - mean) * (number - mean)) / numbers.Count);
        return this with { Offset = mean, Scale = deviation > 0 ? deviation : 1 };
    }

    /// <summary>Reads the description of a model folder; null where it has none.</summary>
    /// <param name="folder">The folder.</param>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    public static TaskDescription? Read(string folder)
    {
        var path = Path.Combine(folder, FileName);
        if (!File.Exists(path))
        {
            return null;
        }

        if (new FileInfo(path).Length > MaximumBytes)
        {
            throw new InvalidDataException(Invariant($"'{path}' has more than {MaximumBytes} bytes; is it the right file?"));
        }

        try
        {
            var description = JsonSerializer.Deserialize<TaskDescription>(File.ReadAllText(path), Json) ?? throw new InvalidDataException($"'{path}' is empty; write it again by tuning the model.");
            return description.FindFault() is { } fault ? throw new InvalidDataException($"'{path}': {fault}") : description;
        }
        catch (Exception fault) when (fault is JsonException or NotSupportedException)
        {
            throw new InvalidDataException($"'{path}' is no description of a task ({fault.Message.Split('\n')[0].TrimEnd('.')}); write it again by tuning the model.", fault);
        }
    }

    /// <summary>Writes the description into a model folder.</summary>
    /// <exception cref="ArgumentException">It has a fault.</exception>
    public void Write(string folder)
    {
        if (FindFault() is { } fault)
        {
            throw new ArgumentException(fault);
        }

        AtomicFile.WriteAllText(Path.Combine(folder, FileName), JsonSerializer.Serialize(this, Json) + "\n");
    }

    /// <summary>The first thing that is wrong, as one sentence; null where nothing is.</summary>
    public string? FindFault() =>
        !Enum.IsDefined(Task) ? Invariant($"There is no task {(int)Task}.")
        : Labels is null || Labels.Count > MostLabels || Labels.Any(string.IsNullOrEmpty) ? Invariant($"A task has up to {MostLabels} labels, none of them empty.")
        : Labels.Distinct(StringComparer.Ordinal).Count() != Labels.Count ? "A label of the task is there twice; each class needs a name of its own."
        : Task is TaskKind.Classify or TaskKind.Tokens && Labels.Count < 2 ? Invariant($"The task {Task} has {Labels.Count} labels; it needs at least two.")
        : MaximumLength < 0 ? Invariant($"The maximum length is {MaximumLength}; it must not be negative.")
        : !(double.IsFinite(Temperature) && Temperature > 0) ? Invariant($"The temperature is {Temperature}; it must be a finite number above 0.")
        : !double.IsFinite(Threshold) ? "The threshold of the task is no finite number."
        : Stride < 0 ? Invariant($"The stride is {Stride}; it must not be negative.")
        : Choices is < 2 or > 1 << 10 ? Invariant($"A question has {Choices} answers; at least 2 and at most {1 << 10} are possible.")
        : !(double.IsFinite(Offset) && double.IsFinite(Scale) && Scale > 0) ? Invariant($"The offset is {Offset} and the scale {Scale}; both must be finite, and the scale above 0.")
        : Pooling is { } pooling && !Enum.IsDefined(pooling) ? Invariant($"There is no pooling {(int)pooling}.")
        : null;

    private static JsonSerializerOptions Json { get; } = new(RunJson.Options)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
        AllowDuplicateProperties = false,
    };
}
