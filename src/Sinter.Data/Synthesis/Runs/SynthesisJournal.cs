using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace Sinter.Data.Synthesis;

/// <summary>
/// What a model made of chunks so far, one JSON object a line, in the order in which it was done: a run that was stopped or killed asks for none of it again. The first line says what the drafts depend on; a line
/// that was cut by a kill is cut off. Any number of threads may add to it.
/// </summary>
internal sealed class SynthesisJournal : IDisposable
{
    private const int MaximumLineBytes = 64 << 20;
    private const int FormatNumber = 1;
    private const string Start = "{\"journal\":";

    private readonly Dictionary<string, SynthesisDrafts> _done = new(StringComparer.Ordinal);
    private readonly FileStream _file;
    private readonly Lock _gate = new();

    private SynthesisJournal(FileStream file) => _file = file;

    /// <summary>How many chunks were done when it was opened.</summary>
    public int Resumed { get; private set; }

    /// <summary>Opens the journal of the same settings, or begins one.</summary>
    /// <exception cref="InvalidDataException">The file is a journal of other settings, or none.</exception>
    public static SynthesisJournal Open(string path, string settings)
    {
        var fingerprint = StableHash.Of(settings).ToString("x16", CultureInfo.InvariantCulture);
        var journal = new SynthesisJournal(OpenFile(path));
        try
        {
            if (journal._file.Length == 0)
            {
                journal.WriteLine(json =>
                {
                    json.WriteNumber("journal"u8, FormatNumber);
                    json.WriteString("settings"u8, fingerprint);
                });
            }
            else
            {
                journal.Load(path, fingerprint);
            }

            return journal;
        }
        catch
        {
            journal.Dispose();
            throw;
        }
    }

    /// <summary>Deletes a journal that cannot be gone on with. A file that is no journal stays.</summary>
    public static void DropOther(string path, string settings)
    {
        try
        {
            using var journal = Open(path, settings);
            return;
        }
        catch (InvalidDataException)
        {
            // Looked at below.
        }

        bool isJournal;
        using (var reader = new StreamReader(path))
        {
            var start = new char[Start.Length];
            isJournal = reader.ReadBlock(start) == start.Length && start.AsSpan().SequenceEqual(Start);
        }

        if (isJournal)
        {
            File.Delete(path);
        }
    }

    /// <summary>What was made of a unit; null where that is not known.</summary>
    public SynthesisDrafts? Find(string key)
    {
        lock (_gate)
        {
            return _done.GetValueOrDefault(key);
        }
    }

    /// <summary>Keeps what was made of a unit.</summary>
    public void Add(string key, SynthesisDrafts drafts)
    {
        lock (_gate)
        {
            if (_done.ContainsKey(key))
            {
                return;
            }

            WriteLine(json => Write(json, key, drafts));

            // What is in the file need not be in memory: it is asked for once a run.
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private static FileStream OpenFile(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, 1);
        }
        catch (IOException fault) when (File.Exists(path))
        {
            throw new IOException($"The journal '{path}' is in use; another synthesis writes the same output. Wait for it, or name another output.", fault);
        }
    }

    private void Load(string path, string fingerprint)
    {
        long sound = 0;
        var lines = new Utf8LineReader(_file, path, MaximumLineBytes);
        while (lines.TryRead(out var line))
        {
            // A line without its end was cut by a kill: it is written anew.
            var end = sound + line.Length + 1;
            if (end > _file.Length)
            {
                break;
            }

            if (lines.LineNumber == 1)
            {
                CheckHead(line, path, fingerprint);
            }
            else if (Read(line) is var (key, drafts))
            {
                _done[key] = drafts;
            }
            else
            {
                throw new InvalidDataException($"Line {lines.LineNumber} of the journal '{path}' is damaged; delete the file to begin anew, or cut it before that line to go on from there.");
            }

            sound = end;
        }

        Resumed = _done.Count;
        _file.SetLength(sound);
        _file.Position = sound;
    }

    private static void CheckHead(ReadOnlyMemory<byte> line, string path, string fingerprint)
    {
        try
        {
            using var json = JsonDocument.Parse(line);
            if (json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("journal"u8, out var number) && number.ValueKind == JsonValueKind.Number && number.GetInt32() == FormatNumber)
            {
                if (json.RootElement.TryGetProperty("settings"u8, out var settings) && string.Equals(settings.GetString(), fingerprint, StringComparison.Ordinal))
                {
                    return;
                }

                throw new InvalidDataException($"'{path}' is the journal of a synthesis with another model, prompt, temperature or seed; give these as they were to go on, or --overwrite to begin anew.");
            }
        }
        catch (JsonException)
        {
            // Told below.
        }

        throw new InvalidDataException($"'{path}' is no journal of a synthesis, so it is not written to; name another output, or move that file.");
    }

    private static void Write(Utf8JsonWriter json, string key, SynthesisDrafts drafts)
    {
        json.WriteString("key"u8, key);
        json.WriteNumber("requests"u8, drafts.Requests);
        json.WriteNumber("promptTokens"u8, drafts.PromptTokens);
        json.WriteNumber("completionTokens"u8, drafts.CompletionTokens);
        json.WriteStartArray("drafts"u8);
        foreach (var draft in drafts.Drafts)
        {
            json.WriteStartObject();
            json.WriteString("kind"u8, SynthesisKinds.Name(draft.Kind));
            json.WriteString("template"u8, draft.Template);
            json.WriteString("prompt"u8, draft.Prompt);
            json.WriteString("response"u8, draft.Response);
            if (draft.Rejected is not null)
            {
                json.WriteString("rejected"u8, draft.Rejected);
            }

            if (draft.Score is { } score)
            {
                json.WriteNumber("score"u8, score);
                json.WriteString("remark"u8, draft.Remark);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static (string Key, SynthesisDrafts Drafts)? Read(ReadOnlyMemory<byte> line)
    {
        try
        {
            using var json = JsonDocument.Parse(line);
            var root = json.RootElement;
            var drafts = root.GetProperty("drafts"u8).EnumerateArray().Select(static draft => new SynthesisDraft(
                SynthesisKinds.Find(draft.GetProperty("kind"u8).GetString()!),
                draft.GetProperty("template"u8).GetString()!,
                draft.GetProperty("prompt"u8).GetString()!,
                draft.GetProperty("response"u8).GetString()!,
                draft.TryGetProperty("rejected"u8, out var rejected) ? rejected.GetString() : null,
                draft.TryGetProperty("score"u8, out var score) ? score.GetDouble() : null,
                draft.TryGetProperty("remark"u8, out var remark) ? remark.GetString() : null)).ToList();
            return (root.GetProperty("key"u8).GetString()!, new SynthesisDrafts(drafts, root.GetProperty("requests"u8).GetInt32(), root.GetProperty("promptTokens"u8).GetInt64(), root.GetProperty("completionTokens"u8).GetInt64()));
        }
        catch (Exception fault) when (fault is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or InvalidDataException)
        {
            return null;
        }
    }

    private void WriteLine(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, DocumentJson.Options))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        buffer.Write("\n"u8);
        _file.Write(buffer.WrittenSpan);
        _file.Flush();
    }
}
