using System.Text.Json;

namespace Sinter.Data.Packing;

/// <summary>A place in a row of sequences, and what the row was.</summary>
/// <param name="OrderFingerprint">The fingerprint of the order; see <see cref="ISequenceSource.OrderFingerprint"/>.</param>
/// <param name="Place">The place of the next sequence, from 0.</param>
public sealed record PackedPosition(string OrderFingerprint, long Place)
{
    /// <summary>Writes the position to a file, which is there whole or as it was.</summary>
    public void Save(string path) => AtomicFile.WriteAllText(path, JsonSerializer.Serialize(this, SettingsJson.Options) + "\n");

    /// <summary>Reads a position.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It holds no position.</exception>
    public static PackedPosition Load(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<PackedPosition>(File.ReadAllBytes(path), SettingsJson.Options) is { Place: >= 0 } position
                ? position
                : throw new InvalidDataException($"'{path}' holds no place in a row of sequences; begin anew without it.");
        }
        catch (JsonException fault)
        {
            throw new InvalidDataException($"'{path}' holds no place in a row of sequences ({fault.Message.TrimEnd('.')}); begin anew without it.", fault);
        }
    }
}
