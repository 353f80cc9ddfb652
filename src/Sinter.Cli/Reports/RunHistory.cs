using System.Text.Json;
using Sinter.Training.Runs;

namespace Sinter.Cli.Reports;

/// <summary>
/// What the events of a run add up to, as far as they led to what now lies in its folder: a stage that begins anew leaves its earlier attempts
/// behind, and one that was killed and went on repeats the steps since its last checkpoint, the later ones in place of the earlier.
/// </summary>
public sealed class RunHistory
{
    private const int MostWarnings = 50;
    private readonly List<StageCourse> _stages = [];
    private RunHistory()
    {
    }

    /// <summary>When the first event was written; null where there are none.</summary>
    public DateTimeOffset? Started { get; private set; }

    /// <summary>When the last event was written.</summary>
    public DateTimeOffset? Ended { get; private set; }

    /// <summary>How often a stage was stopped or killed and went on later.</summary>
    public int Interruptions => _stages.Sum(stage => stage.Interruptions);

    /// <summary>What the run warned of, each once, the first fifty.</summary>
    public IReadOnlyList<string> Warnings => [.. _stages.SelectMany(stage => stage.Warnings).Distinct(StringComparer.Ordinal).Take(MostWarnings)];

    /// <summary>The training stages in the order in which they began.</summary>
    public IReadOnlyList<TrainingCurves> Curves => [.. _stages.Select(stage => stage.ToCurves()).Where(c => c.Steps.Count + c.Validation.Count > 0)];

    /// <summary>What the model wrote, in order.</summary>
    public IReadOnlyList<SampleText> Samples => [.. _stages.SelectMany(stage => stage.Samples)];

    /// <summary>Reads the events; a field that is missing or of another type counts as not recorded.</summary>
    public static RunHistory Read(IEnumerable<RunEvent> events)
    {
        var history = new RunHistory();
        foreach (var line in events)
        {
            history.Add(line);
            history.Ended = line.Time;
        }

        history.Started = history._stages.Count > 0 ? history._stages.Min(stage => stage.Started) : null;
        return history;
    }

    private void Add(RunEvent line)
    {
        var stage = Course(line);
        switch (line.Event)
        {
            case "start" when Flag(line, "resuming"):
                stage.Interruptions++;
                break;
            case "step":
                stage.Add(new TrainingStep(Whole(line, "step"), Whole(line, "tokens"), Real(line, "loss"), Real(line, "learningRate"), Real(line, "gradientNorm"), Real(line, "tokensPerSecond")));
                break;
            case "validation":
                stage.Add(new ValidationPoint(Whole(line, "step"), Whole(line, "tokens"), Real(line, "loss"), Real(line, "bitsPerByte")));
                break;
            case "sample":
                stage.Add(new SampleText(line.Stage, Whole(line, "step"), Text(line, "prompt"), Text(line, "text")));
                break;
            case "warning" when stage.Warnings.Count < MostWarnings && Text(line, "message") is { Length: > 0 } message:
                stage.Warnings.Add(message);
                break;
        }
    }

    /// <summary>The course of the event's stage; an empty one, after all others, where the stage is new or begins anew.</summary>
    private StageCourse Course(RunEvent line)
    {
        var index = _stages.FindIndex(stage => string.Equals(stage.Name, line.Stage, StringComparison.Ordinal));
        if (index >= 0 && line.Event is "start" && !Flag(line, "resuming"))
        {
            _stages.RemoveAt(index);
            index = -1;
        }

        if (index < 0)
        {
            index = _stages.Count;
            _stages.Add(new StageCourse(line.Stage, line.Time));
        }

        return _stages[index];
    }

    private static bool Flag(RunEvent line, string key) => line.Data.TryGetProperty(key, out var value) && value.ValueKind == JsonValueKind.True;

    private static long Whole(RunEvent line, string key) => (long)Math.Clamp(Real(line, key) ?? 0, 0, 1e18);

    private static double? Real(RunEvent line, string key) =>
        line.Data.TryGetProperty(key, out var value) && value.ValueKind == JsonValueKind.Number && double.IsFinite(value.GetDouble())
            ? value.GetDouble()
            : null;

    private static string Text(RunEvent line, string key) =>
        line.Data.TryGetProperty(key, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    private sealed class StageCourse(string name, DateTimeOffset started)
    {
        private readonly List<TrainingStep> _steps = [];
        private readonly List<ValidationPoint> _validation = [];

        public string Name => name;

        public DateTimeOffset Started => started;

        public int Interruptions { get; set; }

        /// <summary>The first fifty different ones.</summary>
        public HashSet<string> Warnings { get; } = new(StringComparer.Ordinal);

        public List<SampleText> Samples { get; } = [];

        public void Add(TrainingStep step)
        {
            RemoveFrom(_steps, s => s.Step, step.Step);
            _steps.Add(step);
        }

        public void Add(ValidationPoint point)
        {
            RemoveFrom(_validation, v => v.Step, point.Step);
            _validation.Add(point);
        }

        public void Add(SampleText sample)
        {
            // Several prompts share a step, so only later steps and the same prompt are a repetition.
            Samples.RemoveAll(s => s.Step > sample.Step || (s.Step == sample.Step && string.Equals(s.Prompt, sample.Prompt, StringComparison.Ordinal)));
            Samples.Add(sample);
        }

        public TrainingCurves ToCurves() => new()
        {
            Stage = name,
            LastStep = _steps.Count > 0 ? _steps[^1].Step : 0,
            Tokens = _steps.Count > 0 ? _steps[^1].Tokens : 0,
            NonFiniteSteps = _steps.LongCount(s => s.Loss is null),
            Validation = _validation,
            Steps = Condense(_steps),
        };

        private static void RemoveFrom<T>(List<T> points, Func<T, long> step, long first)
        {
            while (points.Count > 0 && step(points[^1]) >= first)
            {
                points.RemoveAt(points.Count - 1);
            }
        }

        private static List<TrainingStep> Condense(List<TrainingStep> steps)
        {
            var group = (steps.Count + TrainingCurves.MostSteps - 1) / TrainingCurves.MostSteps;
            return group <= 1 ? steps : [.. steps.Chunk(group).Select(Mean)];
        }

        private static TrainingStep Mean(TrainingStep[] steps) => steps[^1] with
        {
            Loss = steps.Average(s => s.Loss),
            LearningRate = steps.Average(s => s.LearningRate),
            GradientNorm = steps.Average(s => s.GradientNorm),
            TokensPerSecond = steps.Average(s => s.TokensPerSecond),
        };
    }
}
