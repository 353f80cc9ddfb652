namespace Sinter.Training;

/// <summary>How a learning rate goes on after the warm-up.</summary>
public enum ScheduleKind
{
    /// <summary>Falls along half a cosine (Loshchilov and Hutter 2017): minimum + (peak - minimum) (1 + cos(π progress)) / 2.</summary>
    Cosine,

    /// <summary>Falls in a line: minimum + (peak - minimum) (1 - progress).</summary>
    Linear,

    /// <summary>
    /// Warm-up, stable, decay (Hägele et al. 2024): stays at the peak and falls over the last share of all steps, minimum + (peak - minimum) (1 - sqrt(progress)).
    /// </summary>
    Wsd,

    /// <summary>Stays at the peak; the minimum plays no part.</summary>
    Constant,
}

/// <summary>
/// A learning rate that rises in a line over the warm-up, never 0: peak · (step + 1) / warmup; then goes on by its kind, and reaches the minimum at the
/// last step. Progress runs from 0 at the last step at the peak to 1 at the last step of all.
/// </summary>
/// <param name="Kind">How the rate goes on after the warm-up.</param>
/// <param name="Peak">The highest rate.</param>
/// <param name="Minimum">The rate at the end.</param>
/// <param name="WarmupSteps">Steps of the rise.</param>
/// <param name="Steps">Steps in all.</param>
public sealed record LearningRateSchedule(ScheduleKind Kind, double Peak, double Minimum, int WarmupSteps, int Steps)
{
    /// <summary>With <see cref="ScheduleKind.Wsd"/>: the share of all steps in which the rate falls; less where the warm-up leaves less.</summary>
    public double DecayShare { get; init; } = 0.2;

    /// <summary>The rate of a step, the first being 0.</summary>
    public double RateAt(int step) => step < WarmupSteps
        ? Peak * (step + 1) / WarmupSteps
        : Kind switch
        {
            ScheduleKind.Cosine => Between(0.5 * (1 + Math.Cos(Math.PI * Progress(step, WarmupSteps)))),
            ScheduleKind.Linear => Between(1 - Progress(step, WarmupSteps)),
            ScheduleKind.Wsd => Between(1 - Math.Sqrt(Progress(step, LastStableStep))),
            ScheduleKind.Constant => Peak,
            _ => throw new InvalidOperationException($"There is no schedule {Kind}."),
        };

    private int LastStableStep => Math.Max(WarmupSteps, Steps - (int)Math.Round(DecayShare * Steps, MidpointRounding.AwayFromZero)) - 1;

    private double Between(double share) => Minimum + ((Peak - Minimum) * share);

    /// <summary>How far a step is on the way from the last step at the peak to the last of all.</summary>
    private double Progress(int step, int from) => Math.Clamp((double)(step - from) / Math.Max(1, Steps - 1 - from), 0, 1);
}
