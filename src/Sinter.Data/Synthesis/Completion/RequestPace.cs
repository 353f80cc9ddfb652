namespace Sinter.Data.Synthesis;

/// <summary>Spaces requests evenly, so that there are never more a minute than allowed.</summary>
/// <param name="perMinute">The most requests a minute; 0 for no bound.</param>
/// <param name="time">The clock.</param>
internal sealed class RequestPace(int perMinute, TimeProvider time)
{
    private readonly Lock _gate = new();
    private DateTimeOffset _next = DateTimeOffset.MinValue;

    /// <summary>Waits for the turn of a request.</summary>
    public async Task WaitAsync(CancellationToken cancellation)
    {
        if (perMinute == 0)
        {
            return;
        }

        TimeSpan wait;
        lock (_gate)
        {
            var now = time.GetUtcNow();
            var turn = _next > now ? _next : now;
            _next = turn + TimeSpan.FromMinutes(1.0 / perMinute);
            wait = turn - now;
        }

        if (wait > TimeSpan.Zero)
        {
            await Task.Delay(wait, time, cancellation).ConfigureAwait(false);
        }
    }
}
