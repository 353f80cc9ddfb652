using System.Security.Cryptography;
using System.Text;

namespace Sinter.Training.Runs;

/// <summary>Identifies what a stage makes by what it is made from: its settings and the fingerprint of the stage before it.</summary>
public static class StageFingerprint
{
    /// <summary>SHA-256 in hex of the stage's name, its settings in the order of their keys, and <paramref name="upstream"/> (empty for the first stage).</summary>
    public static string Compute(string stage, IReadOnlyDictionary<string, string> settings, string upstream)
    {
        ArgumentNullException.ThrowIfNull(settings);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(hash, stage);
        Append(hash, upstream);
        foreach (var (key, value) in settings.OrderBy(setting => setting.Key, StringComparer.Ordinal))
        {
            Append(hash, key);
            Append(hash, value);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Each part is preceded by its length, so that no two lists of parts give the same bytes.</summary>
    private static void Append(IncrementalHash hash, string part)
    {
        var bytes = Encoding.UTF8.GetBytes(part);
        Span<byte> length = stackalloc byte[sizeof(int)];
        System.Buffers.Binary.BinaryPrimitives.WriteInt32LittleEndian(length, bytes.Length);
        hash.AppendData(length);
        hash.AppendData(bytes);
    }
}
