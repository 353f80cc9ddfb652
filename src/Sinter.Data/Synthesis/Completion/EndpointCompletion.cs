using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;

namespace Sinter.Data.Synthesis;

/// <summary>
/// Asks an OpenAI-compatible endpoint (<c>POST /v1/chat/completions</c>). What may pass is tried again with waits that double, or as long as the server says; sizes and times are bounded; the key goes
/// into the one header that needs it, and into no message.
/// </summary>
public sealed class EndpointCompletion : ITextCompletion, IDisposable
{
    private readonly EndpointOptions _options;
    private readonly Uri _address;
    private readonly HttpClient _client;
    private readonly RequestPace _pace;
    private readonly TimeProvider _time;

    /// <summary>Begins; nothing is sent yet.</summary>
    /// <exception cref="ArgumentException">An option is out of its bounds.</exception>
    public EndpointCompletion(EndpointOptions options, TimeProvider? time = null)
    {
        options.Check();
        _options = options;
        _address = options.RequestAddress;
        _time = time ?? TimeProvider.System;
        _pace = new RequestPace(options.RequestsPerMinute, _time);

        // No redirects: they would carry the key elsewhere. No cookies. Times are bounded here, for each attempt.
        _client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, ConnectTimeout = TimeSpan.FromSeconds(30), PooledConnectionLifetime = TimeSpan.FromMinutes(5), MaxResponseHeadersLength = 64 })
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
        _client.DefaultRequestHeaders.UserAgent.ParseAdd("sinter");
    }

    /// <inheritdoc/>
    public string Name => _options.Model;

    /// <summary>The address without its query, for messages.</summary>
    public string Shown => _address.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);

    /// <summary>Whether a key would go through a network that anyone on it can read.</summary>
    public bool SendsKeyInTheOpen => _options.Key is not null && _address.Scheme == Uri.UriSchemeHttp && !_address.IsLoopback;

    /// <inheritdoc/>
    public async Task<TextCompletion> CompleteAsync(CompletionRequest request, CancellationToken cancellation)
    {
        var body = CompletionJson.Write(_options, request);
        for (var attempt = 1; ; attempt++)
        {
            await _pace.WaitAsync(cancellation).ConfigureAwait(false);
            var (answer, fault, wait) = await TryAsync(body, attempt, cancellation).ConfigureAwait(false);
            if (answer is not null)
            {
                return answer;
            }

            if (wait is null || attempt > _options.Retries)
            {
                throw fault!;
            }

            await Task.Delay(wait.Value < _options.LongestWait ? wait.Value : _options.LongestWait, _time, cancellation).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    /// <summary>One attempt: the answer; or why there is none, and how long to wait before the next one (null where that is of no use).</summary>
    private async Task<(TextCompletion? Answer, CompletionException? Fault, TimeSpan? Wait)> TryAsync(byte[] body, int attempt, CancellationToken cancellation)
    {
        var wait = _options.FirstWait * Math.Pow(2, Math.Min(attempt - 1, 20));
        using var clock = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        clock.CancelAfter(_options.Timeout);
        try
        {
            using var message = new HttpRequestMessage(HttpMethod.Post, _address) { Content = new ByteArrayContent(body) };
            message.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json") { CharSet = "utf-8" };
            message.Headers.Accept.ParseAdd("application/json");
            _options.Key?.Sign(message);
            using var response = await _client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, clock.Token).ConfigureAwait(false);
            var content = await ReadAsync(response, attempt, clock.Token).ConfigureAwait(false);
            if (response.IsSuccessStatusCode)
            {
                return (CompletionJson.Read(content, response.Content.Headers.ContentType?.MediaType, Shown, attempt), null, null);
            }

            var fault = Refusal(response.StatusCode, CompletionJson.ErrorOf(content), attempt);
            return (null, fault, (int)response.StatusCode is 408 or 425 or 429 or >= 500 ? RetryAfter(response) ?? wait : null);
        }
        catch (CompletionException fault)
        {
            return (null, fault, null);
        }
        catch (OperationCanceledException fault) when (!cancellation.IsCancellationRequested)
        {
            return (null, new CompletionException(string.Create(CultureInfo.InvariantCulture, $"'{Shown}' gave no whole answer within {_options.Timeout.TotalSeconds:0.#} seconds."), "timeout", requests: attempt, inner: fault), wait);
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException or SocketException && !cancellation.IsCancellationRequested)
        {
            return (null, new CompletionException($"'{Shown}' could not be asked: {Innermost(fault).Message.TrimEnd('.')}.", "connection", requests: attempt, inner: fault), wait);
        }
    }

    /// <summary>Reads a body of bounded size, however much the server sends.</summary>
    private async Task<ReadOnlyMemory<byte>> ReadAsync(HttpResponseMessage response, int attempt, CancellationToken cancellation)
    {
        var most = _options.MaximumResponseBytes;
        if (response.Content.Headers.ContentLength is { } length && length > most)
        {
            throw TooLong(attempt);
        }

        using var stream = await response.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
        using var content = new MemoryStream();
        var buffer = new byte[1 << 14];
        while (await stream.ReadAsync(buffer, cancellation).ConfigureAwait(false) is var read and > 0)
        {
            if (content.Length + read > most)
            {
                throw TooLong(attempt);
            }

            content.Write(buffer, 0, read);
        }

        return content.GetBuffer().AsMemory(0, (int)content.Length);
    }

    private CompletionException TooLong(int attempt) =>
        new($"'{Shown}' sends an answer of more than {_options.MaximumResponseBytes} bytes, which is the limit; ask for fewer tokens.", "too-long", requests: attempt);

    private CompletionException Refusal(HttpStatusCode status, string error, int attempt)
    {
        error = _options.Key?.Conceal(error) ?? error;
        var said = error.Length > 0 ? $" It says: {LogText.Of(error, 300).ReplaceLineEndings(" ").TrimEnd('.')}." : "";
        var code = (int)status;
        var (sentence, isFinal) = code switch
        {
            401 => (_options.Key is null ? "asks for a key (401); name the variable that holds it with --api-key-env." : "does not accept the key (401); check the variable that --api-key-env names.", true),
            403 => ("refuses access (403); check the key and what its account may use.", true),
            404 => ($"does not know the address or the model '{_options.Model}' (404); check both.", true),
            402 => ("asks for payment (402); check the account.", true),
            >= 300 and < 400 => ($"sends elsewhere ({code}), which is not followed, as the key is for this server only; give the address that it leads to.", true),
            429 => ("refuses further requests for now (429), also when asked again; lower --concurrency or --requests-per-minute.", false),
            >= 500 => ($"has a fault ({code}), also when asked again.", false),
            _ => ($"refuses the request ({code}).", false),
        };
        return new CompletionException($"'{Shown}' {sentence}{said}", string.Create(CultureInfo.InvariantCulture, $"status-{code}"), isFinal, attempt);
    }

    private TimeSpan? RetryAfter(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } when date > _time.GetUtcNow() => date - _time.GetUtcNow(),
        { Date: not null } => TimeSpan.Zero,
        _ => null,
    };

    private static Exception Innermost(Exception fault) => fault.InnerException is { } inner ? Innermost(inner) : fault;
}
