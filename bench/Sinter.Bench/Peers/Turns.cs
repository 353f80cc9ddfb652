namespace Sinter.Bench.Peers;

/// <summary>Measures us and a peer in turns A B A B, so that a busy moment of the machine meets both; the best try of each counts.</summary>
internal sealed class Turns : IDisposable
{
    private readonly LineProcess? _process;
    private readonly int _rounds;

    private Turns(LineProcess? process, string? peer, int rounds)
    {
        _process = process;
        _rounds = rounds;
        Peer = peer;
    }

    /// <summary>Name and version of the peer; null where there is none.</summary>
    public string? Peer { get; }

    /// <summary>Begins, with the peer that a script drives where there is one, peers are wanted and it is to be had.</summary>
    public static Turns With(string? script, BenchSettings settings, int rounds)
    {
        var peer = settings.Peers && script is not null ? ScriptPeer.Start(script, settings.Threads) : null;
        return new Turns(peer?.Process, peer?.Name, rounds);
    }

    /// <summary>The seconds of one call, ours and the peer's.</summary>
    /// <param name="own">Measures us once: the best of some tries.</param>
    /// <param name="question">What the peer is asked; null for nothing.</param>
    public (double Own, double? Peer) Best(Func<double> own, string? question)
    {
        var (ours, others) = (double.MaxValue, double.MaxValue);
        var asks = _process is not null && question is not null;
        for (var round = 0; round < _rounds; round++)
        {
            ours = Math.Min(ours, own());
            if (asks)
            {
                _process!.Ask(question!);
                others = Math.Min(others, _process.Read<Answer>()?.Seconds.Min() ?? throw new InvalidOperationException($"The peer's process ended early, when it was asked for '{question}'."));
            }
        }

        return (ours, asks ? others : null);
    }

    /// <summary>The quickest of some work of ours, done once a round, and the seconds of the peer's.</summary>
    /// <param name="own">The work.</param>
    /// <param name="question">What the peer is asked; null for nothing.</param>
    public (Throughput Own, double? Peer) Quickest(Action own, string? question)
    {
        var quickest = new Throughput(double.MaxValue, 0);
        var (_, peer) = Best(
            () =>
            {
                var time = Throughput.Of(own);
                quickest = time.Seconds < quickest.Seconds ? time : quickest;
                return time.Seconds;
            },
            question);
        return (quickest, peer);
    }

    /// <summary>Has the peer do something that is not measured.</summary>
    public void Prepare(string question)
    {
        _process?.Ask(question);
        _ = _process?.Read<Answer>() ?? throw new InvalidOperationException($"The peer's process ended early, when it was asked for '{question}'.");
    }

    /// <inheritdoc/>
    public void Dispose() => _process?.Dispose();

    private sealed record Answer(IReadOnlyList<double> Seconds);
}
