using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace Sinter.Data.Synthesis;

/// <summary>
/// Writes items: conversations as OpenAI messages, preference pairs as prompt, chosen and rejected, both with where they come from; and what was refused, with the reason, beside. Each file is there whole or not at all.
/// </summary>
internal sealed class SynthesisWriter : IDisposable
{
    private const int FlushBytes = 1 << 16;

    private readonly Target? _conversations;
    private readonly Target? _pairs;
    private readonly Target _refused;
    private readonly string _generator;

    public SynthesisWriter(SynthesisFiles files, IReadOnlyList<SynthesisKind> kinds, string generator)
    {
        _generator = generator;
        _conversations = kinds.Any(static kind => kind != SynthesisKind.Preference) ? new Target(files.Path) : null;
        _pairs = kinds.Contains(SynthesisKind.Preference) ? new Target(kinds.Count == 1 ? files.Path : files.Preference) : null;
        _refused = new Target(files.Refused);
    }

    /// <summary>Writes an item that is kept.</summary>
    public void Keep(string id, SynthesisDraft draft, SourceChunk chunk, Judgement judgement)
    {
        var target = draft.Kind == SynthesisKind.Preference ? _pairs! : _conversations!;
        var json = target.Begin();
        json.WriteString("id"u8, id);
        WriteContent(json, draft);
        json.WriteStartObject("metadata"u8);
        WriteOrigin(json, draft, chunk);
        if (judgement.Summary is { Length: > 0 } scores)
        {
            json.WriteString("judged"u8, scores);
        }

        json.WriteEndObject();
        target.End();
    }

    /// <summary>Writes an item that is not kept.</summary>
    public void Refuse(string id, SynthesisDraft draft, SourceChunk chunk, string rule, string reason)
    {
        var json = _refused.Begin();
        json.WriteString("id"u8, id);
        json.WriteString("rule"u8, rule);
        json.WriteString("reason"u8, reason);
        WriteContent(json, draft);
        json.WriteStartObject("metadata"u8);
        WriteOrigin(json, draft, chunk);
        json.WriteEndObject();
        _refused.End();
    }

    /// <summary>Writes a chunk that nothing could be made of.</summary>
    public void RefuseChunk(SynthesisUnit unit, string rule, string reason)
    {
        var json = _refused.Begin();
        json.WriteString("rule"u8, rule);
        json.WriteString("reason"u8, reason);
        json.WriteStartObject("metadata"u8);
        json.WriteString("kind"u8, SynthesisKinds.Name(unit.Kind));
        WriteChunk(json, unit.Chunk!);
        json.WriteEndObject();
        _refused.End();
    }

    /// <summary>Gives the files their names; that of refused items even where nothing is kept.</summary>
    /// <param name="hasItems">Whether anything is kept; else no file of items is written.</param>
    public void Complete(bool hasItems)
    {
        _refused.Complete();
        if (hasItems)
        {
            _conversations?.Complete();
            _pairs?.Complete();
        }
    }

    public void Dispose()
    {
        _conversations?.Dispose();
        _pairs?.Dispose();
        _refused.Dispose();
    }

    private static void WriteContent(Utf8JsonWriter json, SynthesisDraft draft)
    {
        if (draft.Rejected is not null)
        {
            json.WriteString("prompt"u8, draft.Prompt);
            json.WriteString("chosen"u8, draft.Response);
            json.WriteString("rejected"u8, draft.Rejected);
            return;
        }

        json.WriteStartArray("messages"u8);
        foreach (var (role, content) in ((string, string)[])[("user", draft.Prompt), ("assistant", draft.Response)])
        {
            json.WriteStartObject();
            json.WriteString("role"u8, role);
            json.WriteString("content"u8, content);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private void WriteOrigin(Utf8JsonWriter json, SynthesisDraft draft, SourceChunk chunk)
    {
        json.WriteString("kind"u8, SynthesisKinds.Name(draft.Kind));
        WriteChunk(json, chunk);
        json.WriteString("generator"u8, _generator);
        json.WriteString("template"u8, draft.Template);
    }

    // Metadata are texts, in all files of documents and conversations.
    private static void WriteChunk(Utf8JsonWriter json, SourceChunk chunk)
    {
        json.WriteString("document"u8, chunk.Document.Id);
        json.WriteString("source"u8, chunk.Document.Source);
        json.WriteString("start"u8, chunk.Start.ToString(CultureInfo.InvariantCulture));
        json.WriteString("end"u8, chunk.End.ToString(CultureInfo.InvariantCulture));
        json.WriteString("chunk"u8, chunk.Hash);
    }

    /// <summary>A file that lines are appended to.</summary>
    private sealed class Target : IDisposable
    {
        private readonly AtomicFile _file;
        private readonly ArrayBufferWriter<byte> _buffer = new(2 * FlushBytes);
        private readonly Utf8JsonWriter _json;

        public Target(string path)
        {
            _file = AtomicFile.Create(path);
            _json = new Utf8JsonWriter(_buffer, DocumentJson.Options);
        }

        public Utf8JsonWriter Begin()
        {
            _json.WriteStartObject();
            return _json;
        }

        public void End()
        {
            _json.WriteEndObject();
            _json.Flush();
            _json.Reset();
            _buffer.Write("\n"u8);
            if (_buffer.WrittenCount >= FlushBytes)
            {
                Flush();
            }
        }

        public void Complete()
        {
            Flush();
            _file.Complete();
        }

        public void Dispose()
        {
            _json.Dispose();
            _file.Dispose();
        }

        private void Flush()
        {
            _file.Stream.Write(_buffer.WrittenSpan);
            _buffer.ResetWrittenCount();
        }
    }
}
