using System.Text;
using System.Text.Json;

namespace Sinter.Models.Files;

/// <summary>
/// Parses the header of a SafeTensors file, a JSON object from tensor name to type, shape and byte range, and checks
/// that the ranges cover the data without hole or overlap. It knows nothing of reading values.
/// </summary>
internal static class SafeTensorsHeader
{
    /// <summary>The longest header that the format allows, in bytes.</summary>
    public const int MaximumLength = 100_000_000;

    /// <summary>The key that holds text about the file instead of a tensor.</summary>
    public const string MetadataKey = "__metadata__";

    private const int MaximumRank = 16;
    private const int MaximumTensors = 1_000_000;

    /// <summary>Types of the format that Sinter does not read, and the bits of an element: their length is still checked. What is not here may come later; its length is not known.</summary>
    private static readonly Dictionary<string, int> OtherTypes = new(StringComparer.Ordinal)
    {
        ["F8_E4M3"] = 8,
        ["F8_E5M2"] = 8,
        ["F8_E8M0"] = 8,
        ["F8_E4M3FNUZ"] = 8,
        ["F8_E5M2FNUZ"] = 8,
        ["F6_E2M3"] = 6,
        ["F6_E3M2"] = 6,
        ["F4"] = 4,
        ["C64"] = 64,
    };

    /// <summary>A tensor's place.</summary>
    /// <param name="Type">The type of its elements; null for one that Sinter does not read.</param>
    /// <param name="TypeName">The type as the file says it.</param>
    /// <param name="Begin">Where it begins after the header, in bytes.</param>
    /// <param name="End">Where it ends.</param>
    public readonly record struct Entry(TensorType? Type, string TypeName, long Begin, long End);

    /// <summary>Parses the JSON of a header.</summary>
    /// <param name="path">The file that messages name.</param>
    /// <param name="json">The header without its length.</param>
    /// <param name="dataLength">Number of bytes that follow the header.</param>
    /// <param name="metadata">Receives the text of <c>__metadata__</c>.</param>
    /// <exception cref="InvalidDataException">The header breaks a rule of the format.</exception>
    public static List<(TensorInfo Info, Entry Place)> Parse(string path, ReadOnlySpan<byte> json, long dataLength, Dictionary<string, string> metadata)
    {
        try
        {
            var entries = new List<(TensorInfo Info, Entry Place)>();
            var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 8 });
            Expect(ref reader, JsonTokenType.StartObject);
            while (ReadKey(ref reader) is { } name)
            {
                if (name == MetadataKey)
                {
                    ReadMetadata(ref reader, metadata);
                }
                else if (entries.Count == MaximumTensors)
                {
                    throw new InvalidDataException($"'{path}' describes more than {MaximumTensors} tensors, which no model has; the file is damaged, get it again.");
                }
                else
                {
                    entries.Add(ReadEntry(path, name, ref reader));
                }
            }

            // The reader refuses anything but white space behind the object.
            reader.Read();
            CheckCover(path, entries, dataLength);
            return entries;
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException or FormatException or DecoderFallbackException)
        {
            throw new InvalidDataException($"The header of '{path}' is not the JSON that a SafeTensors file begins with ({FirstSentence(fault.Message)}); the file is damaged, get it again.", fault);
        }
    }

    private static (TensorInfo Info, Entry Place) ReadEntry(string path, string name, ref Utf8JsonReader reader)
    {
        string? typeName = null;
        List<int>? shape = null;
        long begin = -1, end = -1;
        Expect(ref reader, JsonTokenType.StartObject);
        while (ReadKey(ref reader) is { } key)
        {
            switch (key)
            {
                case "dtype":
                    Expect(ref reader, JsonTokenType.String);
                    typeName = reader.GetString()!;
                    break;
                case "shape":
                    shape = ReadShape(path, name, ref reader);
                    break;
                case "data_offsets":
                    Expect(ref reader, JsonTokenType.StartArray);
                    Expect(ref reader, JsonTokenType.Number);
                    begin = reader.GetInt64();
                    Expect(ref reader, JsonTokenType.Number);
                    end = reader.GetInt64();
                    Expect(ref reader, JsonTokenType.EndArray);
                    break;
                default:
                    reader.Read();
                    reader.Skip();
                    break;
            }
        }

        if (typeName is null || shape is null || begin < 0 || end < begin)
        {
            throw Bad(path, name, "lacks a valid dtype, shape or data_offsets; the file is damaged, get it again");
        }

        var info = new TensorInfo(name, shape);
        var type = TensorTypes.Parse(typeName);
        if (type is null && !OtherTypes.ContainsKey(typeName))
        {
            return (info, new Entry(null, typeName, begin, end));
        }

        // ReadShape has bounded the product, so this cannot overflow.
        var expected = ((info.Elements * (type?.Size() * 8 ?? OtherTypes[typeName])) + 7) / 8;
        return expected == end - begin
            ? (info, new Entry(type, typeName, begin, end))
            : throw Bad(path, name, $"has {end - begin} bytes, expected {expected} for {typeName} {TensorInfo.Describe(shape)}; the file is damaged, get it again");
    }

    private static List<int> ReadShape(string path, string name, ref Utf8JsonReader reader)
    {
        var shape = new List<int>();
        long elements = 1;
        Expect(ref reader, JsonTokenType.StartArray);
        while (reader.Read() && reader.TokenType == JsonTokenType.Number)
        {
            if (!reader.TryGetInt32(out var dimension) || dimension < 0 || shape.Count == MaximumRank || (elements *= dimension) > Array.MaxLength)
            {
                throw Bad(path, name, $"has a shape that is negative, has more than {MaximumRank} dimensions or more than {Array.MaxLength} elements");
            }

            shape.Add(dimension);
        }

        return reader.TokenType == JsonTokenType.EndArray ? shape : throw new JsonException("A shape holds something that is no number.");
    }

    private static void ReadMetadata(ref Utf8JsonReader reader, Dictionary<string, string> metadata)
    {
        Expect(ref reader, JsonTokenType.StartObject);
        while (ReadKey(ref reader) is { } key)
        {
            Expect(ref reader, JsonTokenType.String);
            metadata[key] = reader.GetString()!;
        }
    }

    private static void CheckCover(string path, List<(TensorInfo Info, Entry Place)> entries, long dataLength)
    {
        long covered = 0;
        foreach (var (info, place) in entries.OrderBy(static entry => entry.Place.Begin).ThenBy(static entry => entry.Place.End))
        {
            if (place.Begin != covered)
            {
                var what = place.Begin < covered ? "overlaps the tensor before it" : "leaves a hole before it";
                throw Bad(path, info.Name, $"begins at byte {place.Begin} of the data, expected {covered}: it {what}; the file is damaged, get it again");
            }

            covered = place.End;
        }

        if (covered != dataLength)
        {
            throw new InvalidDataException(covered > dataLength
                ? $"'{path}' is cut short: its header describes {covered} bytes of data and {dataLength} follow; get it again."
                : $"'{path}' holds {dataLength - covered} bytes that its header does not describe; the file is damaged, get it again.");
        }
    }

    private static string? ReadKey(ref Utf8JsonReader reader)
    {
        if (!reader.Read())
        {
            throw new JsonException("It ends early.");
        }

        return reader.TokenType == JsonTokenType.PropertyName ? reader.GetString() : null;
    }

    private static void Expect(ref Utf8JsonReader reader, JsonTokenType type)
    {
        if (!reader.Read() || reader.TokenType != type)
        {
            throw new JsonException($"Found {reader.TokenType} where {type} belongs, at byte {reader.TokenStartIndex}.");
        }
    }

    private static InvalidDataException Bad(string path, string tensor, string what) => new($"The tensor '{tensor}' in '{path}' {what}.");

    private static string FirstSentence(string message)
    {
        var end = message.IndexOf(". ", StringComparison.Ordinal);
        return (end < 0 ? message : message[..end]).TrimEnd('.');
    }
}
