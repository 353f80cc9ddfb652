using System.Text.Json.Nodes;

namespace Sinter.Training.Runs;

/// <summary>What one finished stage did, and what it was made from: the content of <c>stages/STAGE.json</c>.</summary>
public sealed record StageResult
{
    private const long MaximumBytes = 64 << 20;

    /// <summary>The stage, such as <c>clean</c>.</summary>
    public string Name { get; init; } = "";

    /// <summary>Wall time in seconds, over all attempts that ended in order.</summary>
    public double Seconds { get; init; }

    /// <summary>Documents read.</summary>
    public long DocumentsIn { get; init; }

    /// <summary>Documents written.</summary>
    public long DocumentsOut { get; init; }

    /// <summary>Bytes of UTF-8 text read.</summary>
    public long BytesIn { get; init; }

    /// <summary>Bytes of UTF-8 text written.</summary>
    public long BytesOut { get; init; }

    /// <summary>Why documents were dropped, the most frequent reason first.</summary>
    public IReadOnlyList<StageDrop> Drops { get; init; } = [];

    /// <summary>Other figures of the stage, free in form.</summary>
    public JsonObject Metrics { get; init; } = [];

    /// <summary>The settings that the result was made with, by dotted key.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The hash of the settings and of the stage before: see <see cref="StageFingerprint"/>.</summary>
    public string Fingerprint { get; init; } = "";

    /// <summary>Writes this record into <paramref name="run"/>.</summary>
    public void Write(RunFolder run)
    {
        ArgumentNullException.ThrowIfNull(run);
        RunJson.Write(run.Stage(Name), this);
    }

    /// <summary>Reads the record of <paramref name="stage"/>; null where the stage has not finished in <paramref name="run"/>.</summary>
    /// <exception cref="InvalidDataException">The file is not a stage record.</exception>
    public static StageResult? Read(RunFolder run, string stage)
    {
        ArgumentNullException.ThrowIfNull(run);
        return RunJson.Read<StageResult>(run.Stage(stage), MaximumBytes);
    }
}
