using System.Net;
using System.Net.Sockets;

namespace Sinter.Data.Hub;

/// <summary>
/// Makes requests: follows redirects (the token stays with the host that it is for), tries again what may pass, and says in one plain sentence what did not.
/// </summary>
internal static class WebRequests
{
    private const int MaximumRedirects = 10;

    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);

    // One client for all: it keeps connections, and neither cookies nor redirects of its own.
    private static readonly HttpClient Client = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        ConnectTimeout = TimeSpan.FromSeconds(30),
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,
        DefaultRequestHeaders = { { "User-Agent", "sinter" } },
    };

    /// <summary>
    /// Gets an address and hands the response to <paramref name="take"/>, again from the start where either fails for a reason that may pass.
    /// </summary>
    /// <param name="address">The address.</param>
    /// <param name="options">Token, retries, times.</param>
    /// <param name="prepare">Adds headers to each request.</param>
    /// <param name="take">Takes the response; its first argument holds the headers of the redirects as well, in order.</param>
    /// <param name="cancellation">Ends it.</param>
    public static T Get<T>(Uri address, DownloadOptions options, Action<HttpRequestMessage>? prepare, Func<WebResponse, T> take, CancellationToken cancellation)
    {
        for (var attempt = 0; ; attempt++)
        {
            TimeSpan? named = null;
            try
            {
                using var response = Follow(address, options, prepare, cancellation);
                if (response.Status is HttpStatusCode.OK or HttpStatusCode.PartialContent or HttpStatusCode.RequestedRangeNotSatisfiable)
                {
                    return take(response);
                }

                if (attempt >= options.Retries || !MayPass(response.Status))
                {
                    throw new HttpRequestException(Sentence(address, response.Status, options.Token is not null), null, response.Status);
                }

                named = response.RetryAfter;
            }
            catch (Exception fault) when (attempt < options.Retries && !cancellation.IsCancellationRequested && MayPass(fault))
            {
                // It is tried again below.
            }
            catch (Exception fault) when (!cancellation.IsCancellationRequested && MayPass(fault))
            {
                throw new IOException($"'{Shown(address)}' could not be read after {attempt + 1} attempts: {Innermost(fault).Message.TrimEnd('.')}. Check the connection, and run it again: it goes on where it was.", fault);
            }

            var wait = named ?? options.FirstWait * Math.Pow(2, Math.Min(attempt, 20));
            cancellation.WaitHandle.WaitOne(wait < LongestWait ? wait : LongestWait);
            cancellation.ThrowIfCancellationRequested();
        }
    }

    /// <summary>An address for messages: without its query, which may hold signatures.</summary>
    public static string Shown(Uri address) => address.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);

    private static WebResponse Follow(Uri address, DownloadOptions options, Action<HttpRequestMessage>? prepare, CancellationToken cancellation)
    {
        var silence = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var redirects = new List<HttpResponseMessage>();
        try
        {
            var at = address;
            while (true)
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, at);
                prepare?.Invoke(request);
                if (IsSameHost(at, address))
                {
                    options.Token?.Sign(request);
                }

                silence.CancelAfter(options.Silence);
                var response = Client.Send(request, HttpCompletionOption.ResponseHeadersRead, silence.Token);
                if ((int)response.StatusCode is not (301 or 302 or 303 or 307 or 308) || response.Headers.Location is not { } location)
                {
                    return new WebResponse(response, redirects, silence, options.Silence);
                }

                redirects.Add(response);
                var next = new Uri(at, location);
                if (next.Scheme != Uri.UriSchemeHttps && !(next.Scheme == Uri.UriSchemeHttp && at.Scheme == Uri.UriSchemeHttp))
                {
                    throw new InvalidDataException($"'{Shown(address)}' leads to '{Shown(next)}', which is less safe or no web address; it is not followed.");
                }

                at = redirects.Count <= MaximumRedirects ? next : throw new InvalidDataException($"'{Shown(address)}' leads from one address to the next more than {MaximumRedirects} times.");
            }
        }
        catch
        {
            redirects.ForEach(response => response.Dispose());
            silence.Dispose();
            throw;
        }
    }

    private static bool IsSameHost(Uri one, Uri other) => one.Scheme == other.Scheme && one.IdnHost == other.IdnHost && one.Port == other.Port;

    private static bool MayPass(HttpStatusCode status) => (int)status is 408 or 425 or 429 or >= 500;

    private static bool MayPass(Exception fault) =>
        fault is HttpRequestException { StatusCode: null } or HttpIOException or SocketException or OperationCanceledException or TornTransferException
        || (fault is IOException && fault.InnerException is SocketException);

    private static Exception Innermost(Exception fault) => fault switch
    {
        OperationCanceledException => new TimeoutException("the server did not answer in time"),
        { InnerException: { } inner } => Innermost(inner),
        _ => fault,
    };

    private static string Sentence(Uri address, HttpStatusCode status, bool hasToken) => $"'{Shown(address)}' cannot be read: " + (int)status switch
    {
        401 when !hasToken => "it asks for a token and none is set (401); set HF_TOKEN to one that may read it, or check the name: names that do not exist are answered so as well.",
        401 => "the token is not accepted (401); check HF_TOKEN, and the name.",
        403 when !hasToken => "access is refused (403); accept its terms on its page, then set HF_TOKEN to a token of that account.",
        403 => "access is refused (403); accept its terms on its page with the account of the token, or ask its owner.",
        404 => "it does not exist (404); check the name, the revision and the path.",
        429 => "the server refuses further requests for now (429); wait, or set HF_TOKEN, then run it again.",
        >= 500 => $"the server has a fault ({(int)status}), also when asked again; try later.",
        _ => $"the server answers with status {(int)status}.",
    };
}
