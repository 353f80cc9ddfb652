using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Sinter.Data.Tests.Hub;

/// <summary>A web server on this machine that answers as a test says, and remembers what it was asked.</summary>
internal sealed class TinyServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Func<Request, Response> _answer;

    public TinyServer(Func<Request, Response> answer)
    {
        _answer = answer;
        _listener.Start();
        Address = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");
        _ = Task.Run(AcceptAsync);
    }

    public Uri Address { get; }

    public List<Request> Requests { get; } = [];

    public void Dispose() => _listener.Dispose();

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                using var client = await _listener.AcceptTcpClientAsync();
                Serve(client);
            }
        }
        catch (Exception fault) when (fault is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private void Serve(TcpClient client)
    {
        try
        {
            using var stream = client.GetStream();
            var reader = new StreamReader(stream, Encoding.ASCII);
            var path = reader.ReadLine()?.Split(' ')[1] ?? "";
            var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
            while (reader.ReadLine() is { Length: > 0 } line)
            {
                var colon = line.IndexOf(':');
                headers[line[..colon]] = line[(colon + 1)..].Trim();
            }

            var request = new Request(path, headers);
            lock (Requests)
            {
                Requests.Add(request);
            }

            var response = _answer(request);
            var head = new StringBuilder($"HTTP/1.1 {response.Status} X\r\nConnection: close\r\nContent-Length: {response.Body.Length}\r\n");
            foreach (var (name, value) in response.Headers)
            {
                head.Append(name).Append(": ").Append(value).Append("\r\n");
            }

            stream.Write(Encoding.ASCII.GetBytes(head.Append("\r\n").ToString()));
            stream.Write(response.Body.AsSpan(0, Math.Min(response.Body.Length, response.CutAfter)));
        }
        catch (IOException)
        {
            // The client hung up.
        }
    }

    internal sealed record Request(string Path, Dictionary<string, string> Headers)
    {
        public string? Header(string name) => Headers.GetValueOrDefault(name);
    }

    internal sealed record Response(int Status, byte[] Body, params (string Name, string Value)[] Headers)
    {
        public int CutAfter { get; init; } = int.MaxValue;

        public static Response Json(string json, params (string Name, string Value)[] headers) => new(200, Encoding.UTF8.GetBytes(json), headers);
    }
}
