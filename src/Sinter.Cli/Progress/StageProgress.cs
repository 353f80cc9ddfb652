namespace Sinter.Cli.Progress;

/// <summary>How far a stage is.</summary>
/// <param name="Done">Units done, of those that the whole stage has (also by earlier attempts).</param>
/// <param name="Total">Units that the stage has; 0 where nobody knows.</param>
/// <param name="Unit">What is counted, such as <c>documents</c>, <c>steps</c> or <see cref="Bytes"/>.</param>
/// <param name="Loss">The training loss in nats a token, where there is one.</param>
/// <param name="Detail">A short figure more, such as <c>8,420 tokens/s</c>.</param>
internal readonly record struct StageProgress(long Done, long Total, string Unit, double? Loss = null, string Detail = "")
{
    /// <summary>The unit that is shown as kB, MB and GB.</summary>
    public const string Bytes = "bytes";

    /// <summary>An amount of the unit.</summary>
    public string Amount(double count) => string.Equals(Unit, Bytes, StringComparison.Ordinal) ? Units.Bytes((long)count) : Units.Count(count);
}
