using System.Security.Cryptography;
using System.Text.Json;

namespace Sinter.Training.Checkpoints;

/// <summary>What a checkpoint says of itself, in <c>training.json</c>, the file that makes it complete.</summary>
/// <param name="FormatVersion">The layout of the folder.</param>
/// <param name="Step">Steps done.</param>
/// <param name="Tokens">Trained tokens so far.</param>
/// <param name="OptimizerSteps">Steps that the optimizer took.</param>
/// <param name="Fingerprint">The hash of all that decides the result.</param>
/// <param name="Files">SHA-256 of each file, in hexadecimal.</param>
internal sealed record CheckpointState(int FormatVersion, int Step, long Tokens, long OptimizerSteps, string Fingerprint, IReadOnlyDictionary<string, string> Files)
{
    public const int CurrentFormatVersion = 1;

    /// <summary>SHA-256 of all the other fields, in hexadecimal: a wrong number of steps would do more harm than a missing file.</summary>
    public string Hash { get; init; } = "";

    /// <summary>The best measurement so far, where the best weights are kept.</summary>
    public BestSoFar? Best { get; init; }

    /// <summary>Whether the fields are those that were hashed.</summary>
    public bool IsWhole => string.Equals(Hash, ComputeHash(), StringComparison.Ordinal);

    /// <summary>This state with the hash of its fields.</summary>
    public CheckpointState Hashed() => this with { Hash = ComputeHash() };

    private string ComputeHash() => Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(
        Best is null ? new object[] { FormatVersion, Step, Tokens, OptimizerSteps, Fingerprint, Files } : [FormatVersion, Step, Tokens, OptimizerSteps, Fingerprint, Files, Best])));
}
