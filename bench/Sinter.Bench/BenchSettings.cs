namespace Sinter.Bench;

/// <summary>What the command line asks of a benchmark.</summary>
/// <param name="Threads">Threads that compute, on our side and on the peer's.</param>
/// <param name="Peers">Whether to measure the peer beside us.</param>
/// <param name="Only">Only rows whose name or shape contains this are measured; null for all.</param>
/// <param name="Gigabytes">How much generated text also goes through the whole cleaning, in units of 1,000,000,000 bytes; null for none.</param>
/// <param name="Megabytes">On how much text a tokenizer is trained, in units of 1,000,000 bytes; null for a little.</param>
internal sealed record BenchSettings(int Threads, bool Peers, string? Only = null, int? Gigabytes = null, int? Megabytes = null)
{
    /// <summary>Whether a row is to be measured.</summary>
    public bool Wants(string name, string shape)
        => Only is null || name.Contains(Only, StringComparison.OrdinalIgnoreCase) || shape.Contains(Only, StringComparison.OrdinalIgnoreCase);
}
