using System.Text;
using System.Text.Json;

namespace Sinter.Data.Reading;

/// <summary>
/// Makes documents of JSON objects. The text and the id are where the settings say; <c>source</c> and the object <c>metadata</c> are taken as <see cref="JsonLines"/> writes them;
/// all other keys with a text, a number or a truth value become metadata, lists and objects are left out. Where a key is given twice the last one counts.
/// </summary>
internal sealed class JsonRecordReader(string source, ReadSettings settings)
{
    // MetadataDictionary compares each key with each other one.
    private const int MaximumFacts = 512;

    private readonly byte[][] _textPath = Path(settings.TextField);
    private readonly byte[][] _idPath = Path(settings.IdField);

    /// <summary>The records of a piece that has one on each line.</summary>
    public IReadOnlyList<ReadOutcome> ReadLines(RecordCut cut)
    {
        var outcomes = new List<ReadOutcome>();
        var keys = new KeyCache();
        var line = cut.FirstLine;
        var rest = cut.Data.Span;
        while (!rest.IsEmpty)
        {
            var end = rest.IndexOf((byte)'\n');
            var record = end < 0 ? rest : rest[..end];
            if (record.ContainsAnyExcept(" \t\r"u8))
            {
                outcomes.Add(Read(cut.Data.Slice(cut.Data.Length - rest.Length, record.Length), line, "line", keys));
            }

            rest = end < 0 ? [] : rest[(end + 1)..];
            line++;
        }

        return outcomes;
    }

    /// <summary>The records of a piece that has them one after another.</summary>
    public IReadOnlyList<ReadOutcome> ReadValues(RecordCut cut)
    {
        var outcomes = new List<ReadOutcome>();
        var keys = new KeyCache();
        var number = cut.FirstRecord;
        var rest = cut.Data.Span;
        while (JsonValueCutter.EndOfFirst(rest) is var end and > 0)
        {
            var value = rest[..end].TrimStart(JsonValueCutter.BetweenValues);
            if (value.IndexOfAny((byte)'{', (byte)'"') is var scalars and > 0)
            {
                outcomes.Add(Fault(number, "Before the record stands something that is not a JSON object"));
                value = value[scalars..];
            }

            outcomes.Add(Read(cut.Data.Slice(cut.Data.Length - rest.Length + end - value.Length, value.Length), number++, "record", keys));
            rest = rest[end..];
        }

        return outcomes;
    }

    private ReadOutcome Read(ReadOnlyMemory<byte> json, long place, string unit, KeyCache keys)
    {
        try
        {
            var reader = new Utf8JsonReader(json.Span);
            reader.Read();
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                return Fault(place, $"The {unit} is not a JSON object");
            }

            var record = default(Record);
            ReadObject(ref reader, ref record, 0, onTextPath: true, onIdPath: true, keys);
            return reader.Read() ? Fault(place, $"Something follows the JSON object of the {unit}") : ToOutcome(record, json, place, unit);
        }
        catch (JsonException fault)
        {
            return Fault(place, $"The {unit} is not one whole JSON object: it breaks off or is malformed at byte {fault.BytePositionInLine}");
        }
        catch (InvalidOperationException)
        {
            // So the JSON reader says that bytes are not UTF-8, or that an escaped surrogate stands alone.
            return Fault(place, $"A text in the {unit} is not valid Unicode");
        }
    }

    private ReadOutcome ToOutcome(Record record, ReadOnlyMemory<byte> json, long place, string unit)
    {
        if (record.Text is null)
        {
            var others = string.Join(", ", (record.Facts ?? []).Take(10).Select(fact => $"'{fact.Key}'"));
            return Fault(place, $"The {unit} has no text in the field '{settings.TextField}'{(others.Length > 0 ? "; it has " + others : "")}");
        }

        var facts = record.Facts;
        if (facts is { Count: > MaximumFacts })
        {
            return Fault(place, $"The {unit} has {facts.Count} facts, and {MaximumFacts} is the limit");
        }

        return ReadOutcome.Of(new Document
        {
            Id = record.Id is { Length: > 0 } id ? id : $"{source}#{place}",
            Text = record.Text,
            Source = record.Source ?? source,
            Metadata = facts is null ? MetadataDictionary.Empty : new MetadataDictionary(facts),
            Record = settings.KeepRecords ? new SourceRecord(json, record.Text) : null,
        });
    }

    private ReadOutcome Fault(long place, string reason) => ReadOutcome.Fault(source, place, reason + ".");

    /// <summary>Reads the object that the reader stands at. <paramref name="depth"/> is how many names of the paths lead here; only fields on a path are gone down to.</summary>
    private void ReadObject(ref Utf8JsonReader reader, ref Record record, int depth, bool onTextPath, bool onIdPath, KeyCache keys)
    {
        for (var position = 0; ReadKey(ref reader); position++)
        {
            var isText = onTextPath && reader.ValueTextEquals(_textPath[depth]);
            var isId = onIdPath && reader.ValueTextEquals(_idPath[depth]);
            if (isText || isId)
            {
                ReadPathStep(ref reader, ref record, depth, isText, isId, keys);
            }
            else if (depth > 0)
            {
                Skip(ref reader);
            }
            else if (reader.ValueTextEquals("source"u8))
            {
                reader.Read();
                record.Source = Scalar(ref reader);
            }
            else if (reader.ValueTextEquals("metadata"u8))
            {
                ReadMetadata(ref reader, ref record, keys);
            }
            else
            {
                ReadFact(ref reader, ref record, position, keys);
            }
        }
    }

    private void ReadPathStep(ref Utf8JsonReader reader, ref Record record, int depth, bool isText, bool isId, KeyCache keys)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.StartObject)
        {
            var deeperText = isText && _textPath.Length > depth + 1;
            var deeperId = isId && _idPath.Length > depth + 1;
            if (deeperText || deeperId)
            {
                ReadObject(ref reader, ref record, depth + 1, deeperText, deeperId, keys);
                return;
            }
        }

        if (isText && _textPath.Length == depth + 1 && reader.TokenType == JsonTokenType.String)
        {
            record.Text = reader.GetString();
        }
        else if (isId && _idPath.Length == depth + 1)
        {
            record.Id = Scalar(ref reader);
        }
        else
        {
            reader.Skip();
        }
    }

    private static void ReadMetadata(ref Utf8JsonReader reader, ref Record record, KeyCache keys)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return;
        }

        for (var position = 0; ReadKey(ref reader); position++)
        {
            ReadFact(ref reader, ref record, KeyCache.MetadataStart + position, keys);
        }
    }

    private static void ReadFact(ref Utf8JsonReader reader, ref Record record, int position, KeyCache keys)
    {
        var key = keys.Get(ref reader, position);
        reader.Read();
        if (Scalar(ref reader) is not { } value)
        {
            return;
        }

        var facts = record.Facts ??= [];
        if (facts.Count <= MaximumFacts)
        {
            var known = facts.FindIndex(pair => string.Equals(pair.Key, key, StringComparison.Ordinal));
            if (known < 0)
            {
                facts.Add(new(key, value));
            }
            else
            {
                facts[known] = new(key, value);
            }
        }
    }

    /// <summary>The text of a scalar that the reader stands at; null for null, and for lists and objects, which are passed over.</summary>
    private static string? Scalar(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.String: return reader.GetString();
            case JsonTokenType.Number: return Encoding.UTF8.GetString(reader.ValueSpan);
            case JsonTokenType.True: return "true";
            case JsonTokenType.False: return "false";
            default:
                reader.Skip();
                return null;
        }
    }

    private static bool ReadKey(ref Utf8JsonReader reader) => reader.Read() && reader.TokenType == JsonTokenType.PropertyName;

    private static void Skip(ref Utf8JsonReader reader)
    {
        reader.Read();
        reader.Skip();
    }

    private static byte[][] Path(string field) => [.. field.Split('.').Select(Encoding.UTF8.GetBytes)];

    private struct Record
    {
        public string? Text;
        public string? Id;
        public string? Source;
        public List<KeyValuePair<string, string>>? Facts;
    }

    /// <summary>Records of one file mostly have the same keys in the same places: so their strings are made once.</summary>
    private sealed class KeyCache
    {
        public const int MetadataStart = 32;

        private readonly string?[] _keys = new string?[2 * MetadataStart];

        public string Get(ref Utf8JsonReader reader, int position)
        {
            if (position >= _keys.Length)
            {
                return reader.GetString()!;
            }

            return _keys[position] is { } known && reader.ValueTextEquals(known) ? known : _keys[position] = reader.GetString()!;
        }
    }
}
