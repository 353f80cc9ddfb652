using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Sinter.Training.Runs;

/// <summary>
/// The append-only record of a run, one JSON object a line. Each line reaches the operating system before the call returns, so that a
/// killed process loses none; a last line that a crash cut short is removed when the log is opened again. Safe to call from any thread.
/// </summary>
public sealed class EventLog : IDisposable
{
    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly Lock _gate = new();
    private readonly FileStream _file;
    private readonly ArrayBufferWriter<byte> _line = new(512);

    private EventLog(FileStream file) => _file = file;

    /// <summary>Opens the log at <paramref name="path"/> to add to it; it and its folder are made where they are missing.</summary>
    public static EventLog Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        try
        {
            file.SetLength(EndOfLastWholeLine(file));
            file.Seek(0, SeekOrigin.End);
            return new EventLog(file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Adds an event of any kind; <paramref name="fields"/> follow the time, the stage and the kind.</summary>
    public void Write(string stage, string kind, JsonObject? fields = null)
    {
        lock (_gate)
        {
            _line.ResetWrittenCount();
            using (var json = new Utf8JsonWriter(_line, Compact))
            {
                json.WriteStartObject();
                json.WriteString("time", DateTime.UtcNow.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
                json.WriteString("stage", stage);
                json.WriteString("event", kind);
                foreach (var (name, value) in fields ?? [])
                {
                    json.WritePropertyName(name);
                    if (value is null)
                    {
                        json.WriteNullValue();
                    }
                    else
                    {
                        value.WriteTo(json);
                    }
                }

                json.WriteEndObject();
            }

            _line.Write("\n"u8);
            _file.Write(_line.WrittenSpan);
            _file.Flush();
        }
    }

    /// <summary>One optimiser step: tokens seen so far, loss in nats a token, gradient norm before clipping, tokens a second of this step.</summary>
    public void Step(string stage, long step, long tokens, double loss, double learningRate, double gradientNorm, double tokensPerSecond) =>
        Write(stage, "step", new JsonObject
        {
            ["step"] = step,
            ["tokens"] = tokens,
            ["loss"] = Number(loss),
            ["learningRate"] = Number(learningRate),
            ["gradientNorm"] = Number(gradientNorm),
            ["tokensPerSecond"] = Number(tokensPerSecond),
        });

    /// <summary>A measurement on held-out text: loss in nats a token, and bits per byte of the text.</summary>
    public void Validation(string stage, long step, long tokens, double loss, double bitsPerByte) =>
        Write(stage, "validation", new JsonObject
        {
            ["step"] = step,
            ["tokens"] = tokens,
            ["loss"] = Number(loss),
            ["bitsPerByte"] = Number(bitsPerByte),
        });

    /// <summary>What the model says to <paramref name="prompt"/> after <paramref name="step"/> steps.</summary>
    public void Sample(string stage, long step, string prompt, string text) =>
        Write(stage, "sample", new JsonObject { ["step"] = step, ["prompt"] = prompt, ["text"] = text });

    /// <summary>Something that a user should know and that did not stop the run.</summary>
    public void Warning(string stage, string message) => Write(stage, "warning", new JsonObject { ["message"] = message });

    /// <summary>
    /// Streams the events of the log at <paramref name="path"/>, oldest first; it may be read while a run adds to it. A line that is not
    /// an event (cut short by a crash, or damaged) is passed over; a file that does not exist holds no events.
    /// </summary>
    public static IEnumerable<RunEvent> Read(string path)
    {
        if (!File.Exists(path))
        {
            yield break;
        }

        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var lines = new StreamReader(file);
        while (lines.ReadLine() is { } line)
        {
            if (Parse(line) is { } parsed)
            {
                yield return parsed;
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    /// <summary>JSON has no words for NaN and infinities: they are written as null, which readers show as a gap.</summary>
    private static JsonValue? Number(double value) => double.IsFinite(value) ? JsonValue.Create(value) : null;

    private static RunEvent? Parse(string line)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            var data = document.RootElement;
            return data.ValueKind == JsonValueKind.Object
                && data.TryGetProperty("time", out var time) && time.ValueKind == JsonValueKind.String && time.TryGetDateTimeOffset(out var when)
                && data.TryGetProperty("stage", out var stage) && stage.ValueKind == JsonValueKind.String
                && data.TryGetProperty("event", out var kind) && kind.ValueKind == JsonValueKind.String
                    ? new RunEvent(when, stage.GetString()!, kind.GetString()!, data.Clone())
                    : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static long EndOfLastWholeLine(FileStream file)
    {
        var buffer = new byte[4096];
        for (var end = file.Length; end > 0;)
        {
            var start = Math.Max(0, end - buffer.Length);
            var window = buffer.AsSpan(0, (int)(end - start));
            file.Seek(start, SeekOrigin.Begin);
            file.ReadExactly(window);
            var newline = window.LastIndexOf((byte)'\n');
            if (newline >= 0)
            {
                return start + newline + 1;
            }

            end = start;
        }

        return 0;
    }
}
