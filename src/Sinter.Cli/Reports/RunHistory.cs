using System.Text.Json;
using Sinter.Training.Runs;

namespace Sinter.Cli.Reports;

/// <summary>
/// What the events of a run add up to. A run that was killed and went on repeats the steps since its last checkpoint: the
/// later ones replace the earlier, since they are the ones that led to the model.
/// </summary>
public sealed class RunHistory
{
    private const int MostWarnings = 50;
    private readonly Dictionary<string, StageCourse> _stages = new(StringComparer.Ordinal);
    private readonly List<string> _order = [];
    private readonly List<string> _warnings = [];

    private RunHistory()
    {
    }

    /// <summary>When the first event was written; null where there are none.</summary>
    public DateTimeOffset? Started { get; private set; }

    /// <summary>When the last event was written.</summary>
    public DateTimeOffset? Ended { get; private set; }

    /// <summary>How often a stage was interrupted or failed and went on later.</summary>
    public int Interruptions { get; private set; }

    /// <summary>What the run warned of, each once, the first fifty.</summary>
    public IReadOnlyList<string> Warnings => _warnings;

    /// <summary>The training stages in the order in which they began.</summary>
    public IReadOnlyList<TrainingCurves> Curves => [.. _order.Select(stage => _stages[stage].ToCurves(stage)).Where(c => c.Steps.Count + c.Validation.Count > 0)];

    /// <summary>What the model wrote, in order.</summary>
    public IReadOnlyList<SampleText> Samples => [.. _order.SelectMany(stage => _stages[stage].Samples)];

    /// <summary>Reads the events; a field that is missing or of another type counts as not recorded.</summary>
    public static RunHistory Read(IEnumerable<RunEvent> events)
    {
        var history = new RunHistory();
        foreach (var line in events)
        {
            history.Started ??= line.Time;
            history.Ended = line.Time;
            history.Add(line);
        }

        return history;
    }

    private void Add(RunEvent line)
    {
        switch (line.Event)
        {
            case "step":
                Course(line.Stage).Add(new TrainingStep(Whole(line, "step"), Whole(line, "tokens"), Real(line, "loss"), Real(line, "learningRate"), Real(line, "gradientNorm"), Real(line, "tokensPerSecond")));
                break;
            case "validation":
                Course(line.Stage).Add(new ValidationPoint(Whole(line, "step"), Whole(line, "tokens"), Real(line, "loss"), Real(line, "bitsPerByte")));
                break;
            case "sample":
                Course(line.Stage).Add(new SampleText(line.Stage, Whole(line, "step"), Text(line, "prompt"), Text(line, "text")));
                break;
            case "warning" when _warnings.Count < MostWarnings && Text(line, "message") is { Length: > 0 } message && !_warnings.Contains(message, StringComparer.Ordinal):
                _warnings.Add(message);
                break;
            case "interrupted" or "failed":
                Interruptions++;
                break;
        }
    }

    private StageCourse Course(string stage)
    {
        if (!_stages.TryGetValue(stage, out var course))
        {
            _stages[stage] = course = new StageCourse();
            _order.Add(stage);
        }

        return course;
    }

    private static long Whole(RunEvent line, string key) => (long)Math.Clamp(Real(line, key) ?? 0, 0, 1e18);

    private static double? Real(RunEvent line, string key) =>
        line.Data.TryGetProperty(key, out var value) && value.ValueKind == JsonValueKind.Number && double.IsFinite(value.GetDouble())
            ? value.GetDouble()
            : null;

    private static string Text(RunEvent line, string key) =>
        line.Data.TryGetProperty(key, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    private sealed class StageCourse
    {
        private readonly List<TrainingStep> _steps = [];
        private readonly List<ValidationPoint> _validation = [];

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

        public TrainingCurves ToCurves(string stage) => new()
        {
            Stage = stage,
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
