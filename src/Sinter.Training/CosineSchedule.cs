namespace Sinter.Training;

/// <summary>
/// A learning rate that rises in a line over the warm-up, never 0, and then falls along half a cosine (Loshchilov and Hutter 2017):
/// peak · (step + 1) / warmup, then minimum + (peak - minimum) (1 + cos(π progress)) / 2.
/// </summary>
/// <param name="Peak">The highest rate.</param>
/// <param name="Minimum">The rate at the end.</param>
/// <param name="WarmupSteps">Steps of the rise.</param>
/// <param name="Steps">Steps in all.</param>
public sealed record CosineSchedule(double Peak, double Minimum, int WarmupSteps, int Steps)
{
    /// <summary>The rate of a step, the first being 0.</summary>
    public double RateAt(int step)
    {
        if (step < WarmupSteps)
        {
            return Peak * (step + 1) / WarmupSteps;
        }

        var progress = Math.Min(1.0, (double)(step - WarmupSteps) / Math.Max(1, Steps - 1 - WarmupSteps));
        return Minimum + ((Peak - Minimum) * 0.5 * (1 + Math.Cos(Math.PI * progress)));
    }
}
