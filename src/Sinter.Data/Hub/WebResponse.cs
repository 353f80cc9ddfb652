using System.Net;

namespace Sinter.Data.Hub;

/// <summary>The response that redirects led to. It owns the responses on the way, and the clock of the server's silence.</summary>
internal sealed class WebResponse(HttpResponseMessage last, List<HttpResponseMessage> redirects, CancellationTokenSource silence, TimeSpan longest) : IDisposable
{
    /// <summary>The status of the last response.</summary>
    public HttpStatusCode Status => last.StatusCode;

    /// <summary>How long the server asks to wait; null where it does not.</summary>
    public TimeSpan? RetryAfter => last.Headers.RetryAfter?.Delta;

    /// <summary>The last response, for its content and its headers.</summary>
    public HttpResponseMessage Message => last;

    /// <summary>The value of a header of the last response that has it; null where none does.</summary>
    public string? Header(string name)
    {
        foreach (var response in Enumerable.Reverse(redirects).Prepend(last))
        {
            if (response.Headers.TryGetValues(name, out var values) || response.Content.Headers.TryGetValues(name, out values))
            {
                return values.First();
            }
        }

        return null;
    }

    /// <summary>Reads the body; each part that comes stops the clock anew. Throws <see cref="OperationCanceledException"/> where none comes in time.</summary>
    public void ReadBody(ReadOnlySpanAction take, CancellationToken cancellation)
    {
        // A read that blocks is ended by closing what it reads from.
        using var body = last.Content.ReadAsStream(cancellation);
        using var close = silence.Token.Register(last.Dispose);
        var buffer = new byte[1 << 16];
        while (true)
        {
            silence.CancelAfter(longest);
            int read;
            try
            {
                read = body.Read(buffer, 0, buffer.Length);
            }
            catch (Exception) when (silence.IsCancellationRequested)
            {
                throw new OperationCanceledException(silence.Token);
            }

            if (read == 0)
            {
                // Closing may also look like the end.
                silence.Token.ThrowIfCancellationRequested();
                return;
            }

            take(buffer.AsSpan(0, read));
        }
    }

    public void Dispose()
    {
        last.Dispose();
        redirects.ForEach(response => response.Dispose());
        silence.Dispose();
    }

    /// <summary>Takes a part of the body.</summary>
    public delegate void ReadOnlySpanAction(ReadOnlySpan<byte> part);
}
