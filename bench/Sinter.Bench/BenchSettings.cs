namespace Sinter.Bench;

/// <summary>What the command line asks of a benchmark.</summary>
/// <param name="Threads">Threads that compute, on our side and on the peer's.</param>
/// <param name="Peers">Whether to measure the peer beside us.</param>
internal sealed record BenchSettings(int Threads, bool Peers);
