using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Sinter.Training.Runs;

/// <summary>The one way in which the records of a run are written as JSON: camel case, readable, unescaped text.</summary>
internal static class RunJson
{
    /// <summary>For records that people open: indented.</summary>
    public static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
        NewLine = "\n",
        MaxDepth = 32,
    };

    /// <summary>Writes <paramref name="record"/> as the whole content of the file at <paramref name="path"/>.</summary>
    public static void Write<T>(string path, T record) => AtomicFile.WriteAllText(path, JsonSerializer.Serialize(record, Options));

    /// <summary>Reads the file at <paramref name="path"/>; null where there is none.</summary>
    /// <exception cref="InvalidDataException">The file is too long, or not the JSON that was expected.</exception>
    public static T? Read<T>(string path, long maximumBytes)
        where T : class
    {
        FileStream stream;
        try
        {
            stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }

        using (stream)
        {
            if (stream.Length > maximumBytes)
            {
                throw new InvalidDataException($"The record '{path}' has {stream.Length} bytes where at most {maximumBytes} are expected; delete it to run its stage again.");
            }

            try
            {
                return JsonSerializer.Deserialize<T>(stream, Options)
                    ?? throw new InvalidDataException($"The record '{path}' is empty; delete it to run its stage again.");
            }
            catch (JsonException fault)
            {
                throw new InvalidDataException($"The record '{path}' cannot be read (line {(fault.LineNumber ?? 0) + 1}); delete it to run its stage again.", fault);
            }
        }
    }
}
