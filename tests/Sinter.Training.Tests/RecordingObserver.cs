namespace Sinter.Training.Tests;

/// <summary>Keeps all that it is told.</summary>
internal sealed class RecordingObserver(Action<int>? afterStep = null) : ITrainingObserver
{
    public List<StepMetrics> Steps { get; } = [];

    public List<ValidationMetrics> Validations { get; } = [];

    public List<int> Samples { get; } = [];

    public List<int> Resumed { get; } = [];

    public List<string> Warnings { get; } = [];

    public List<BestSoFar> Best { get; } = [];

    public void OnBest(BestSoFar best, int step) => Best.Add(best);

    public void OnStep(StepMetrics metrics)
    {
        Steps.Add(metrics);
        afterStep?.Invoke(metrics.Step);
    }

    public void OnValidation(ValidationMetrics metrics) => Validations.Add(metrics);

    public void OnSample(int step) => Samples.Add(step);

    public void OnResume(int step) => Resumed.Add(step);

    public void OnWarning(string sentence) => Warnings.Add(sentence);
}
