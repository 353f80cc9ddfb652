using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace Sinter.Data.Tests.Synthesis;

/// <summary>A server on this machine that plays an OpenAI-compatible endpoint, as a test says, and remembers what it was asked.</summary>
internal sealed class ChatServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<Request, Reply> _answer;
    private int _atOnce;

    public ChatServer(Func<Request, Reply> answer)
    {
        _answer = answer;
        _listener.Start();
        Address = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/v1");
        _ = Task.Run(AcceptAsync);
    }

    public Uri Address { get; }

    public List<Request> Requests { get; } = [];

    public int MostAtOnce { get; private set; }

    /// <summary>The body of a response whose message is a text.</summary>
    public static string Completion(string text, int promptTokens = 10, int completionTokens = 5) => JsonSerializer.Serialize(new
    {
        id = "x",
        @object = "chat.completion",
        choices = new[] { new { index = 0, message = new { role = "assistant", content = text }, finish_reason = "stop" } },
        usage = new { prompt_tokens = promptTokens, completion_tokens = completionTokens },
    });

    public void Dispose()
    {
        _stop.Cancel();
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync();
                _ = Task.Run(() => ServeAsync(client));
            }
        }
        catch (Exception fault) when (fault is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                var stream = client.GetStream();
                if (await ReadAsync(stream) is { } request)
                {
                    lock (Requests)
                    {
                        Requests.Add(request);
                        MostAtOnce = Math.Max(MostAtOnce, ++_atOnce);
                    }

                    var reply = _answer(request);
                    await Task.Delay(reply.Delay, _stop.Token);
                    lock (Requests)
                    {
                        _atOnce--;
                    }

                    await WriteAsync(stream, reply);
                }
            }
            catch (Exception fault) when (fault is IOException or OperationCanceledException or ObjectDisposedException or SocketException)
            {
                // The client hung up.
            }
        }
    }

    private static async Task<Request?> ReadAsync(NetworkStream stream)
    {
        var bytes = new List<byte>();
        var one = new byte[1];
        while (bytes.Count < 4 || !bytes[^4..].SequenceEqual("\r\n\r\n"u8.ToArray()))
        {
            if (await stream.ReadAsync(one) == 0)
            {
                return null;
            }

            bytes.Add(one[0]);
        }

        var lines = Encoding.ASCII.GetString([.. bytes]).Split("\r\n");
        var headers = lines.Skip(1).Where(static line => line.Contains(':')).ToDictionary(static line => line[..line.IndexOf(':')], static line => line[(line.IndexOf(':') + 1)..].Trim(), StringComparer.OrdinalIgnoreCase);
        var body = new byte[int.Parse(headers.GetValueOrDefault("Content-Length", "0"), System.Globalization.CultureInfo.InvariantCulture)];
        await stream.ReadExactlyAsync(body);
        return new Request(lines[0].Split(' ')[0], lines[0].Split(' ')[1], headers, Encoding.UTF8.GetString(body));
    }

    private async Task WriteAsync(NetworkStream stream, Reply reply)
    {
        var body = Encoding.UTF8.GetBytes(reply.Body);
        var head = new StringBuilder($"HTTP/1.1 {reply.Status} X\r\nConnection: close\r\nContent-Type: {reply.ContentType}\r\n");
        if (!reply.IsEndless)
        {
            head.Append(System.Globalization.CultureInfo.InvariantCulture, $"Content-Length: {body.Length}\r\n");
        }

        foreach (var (name, value) in reply.Headers)
        {
            head.Append(name).Append(": ").Append(value).Append("\r\n");
        }

        await stream.WriteAsync(Encoding.ASCII.GetBytes(head.Append("\r\n").ToString()));
        await stream.WriteAsync(body.AsMemory(0, Math.Min(body.Length, reply.CutAfter)));
        while (reply.IsEndless)
        {
            await stream.WriteAsync(new byte[4096], _stop.Token);
        }
    }

    internal sealed record Request(string Method, string Path, Dictionary<string, string> Headers, string Body)
    {
        /// <summary>The text of the last message.</summary>
        public string Prompt
        {
            get
            {
                using var json = JsonDocument.Parse(Body);
                return json.RootElement.GetProperty("messages").EnumerateArray().Last().GetProperty("content").GetString()!;
            }
        }
    }

    internal sealed record Reply(int Status, string Body, params (string Name, string Value)[] Headers)
    {
        public string ContentType { get; init; } = "application/json; charset=utf-8";

        public TimeSpan Delay { get; init; }

        public bool IsEndless { get; init; }

        public int CutAfter { get; init; } = int.MaxValue;

        public static Reply Of(string text) => new(200, Completion(text));
    }
}
