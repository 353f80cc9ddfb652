namespace Sinter.Training.Runs;

/// <summary>
/// Says that a stage has begun and with which settings, so that the next run can tell partial work that may be continued from partial
/// work that belongs to another recipe. It exists from the start of a stage until its <see cref="StageResult"/> is written.
/// </summary>
/// <param name="Fingerprint">The fingerprint that the stage was begun with.</param>
/// <param name="Settings">The settings that it was begun with, by dotted key.</param>
/// <param name="Seconds">Wall time of the attempts that were stopped in order, in seconds.</param>
public sealed record StageAttempt(string Fingerprint, IReadOnlyDictionary<string, string> Settings, double Seconds)
{
    private const long MaximumBytes = 1 << 20;

    /// <summary>Writes this record for <paramref name="stage"/> into <paramref name="run"/>.</summary>
    public void Write(RunFolder run, string stage)
    {
        ArgumentNullException.ThrowIfNull(run);
        RunJson.Write(run.StageAttempt(stage), this);
    }

    /// <summary>Reads the attempt at <paramref name="stage"/>; null where none is open.</summary>
    /// <exception cref="InvalidDataException">The file is not an attempt record.</exception>
    public static StageAttempt? Read(RunFolder run, string stage)
    {
        ArgumentNullException.ThrowIfNull(run);
        return RunJson.Read<StageAttempt>(run.StageAttempt(stage), MaximumBytes);
    }

    /// <summary>Closes the attempt at <paramref name="stage"/>.</summary>
    public static void Close(RunFolder run, string stage)
    {
        ArgumentNullException.ThrowIfNull(run);
        File.Delete(run.StageAttempt(stage));
    }
}
