using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Sinter.Training.Preference;

/// <summary>
/// A file of log-probabilities: <c>SINTREF1</c>, the fingerprint of what they are of (32 bytes), the numbers as 32-bit floats of the machine's order, and the SHA-256 of all before. It is there whole or not at
/// all, and what does not fit is never read.
/// </summary>
internal static class ReferenceFile
{
    private const int HashBytes = 32;

    private static ReadOnlySpan<byte> Magic => "SINTREF1"u8;

    /// <summary>Writes a file.</summary>
    public static void Write(string path, byte[] fingerprint, float[] values) => AtomicFile.Write(path, stream =>
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(Magic);
        Append(fingerprint);
        Append(MemoryMarshal.AsBytes(values.AsSpan()));
        stream.Write(hash.GetHashAndReset());

        void Append(ReadOnlySpan<byte> bytes)
        {
            hash.AppendData(bytes);
            stream.Write(bytes);
        }
    });

    /// <summary>The numbers of a file; null where there is none, or where it is not whole or of other things, of which is told.</summary>
    /// <param name="path">The file.</param>
    /// <param name="fingerprint">What it must be of.</param>
    /// <param name="count">How many numbers it must hold.</param>
    /// <param name="warn">Is told why it cannot be used.</param>
    public static float[]? Read(string path, byte[] fingerprint, long count, Action<string>? warn)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            using var stream = File.OpenRead(path);
            if (stream.Length != Magic.Length + (2 * HashBytes) + (count * sizeof(float)))
            {
                return Refuse(path, "it has another length than its examples ask for", warn);
            }

            var head = new byte[Magic.Length + HashBytes];
            var values = new float[count];
            var end = new byte[HashBytes];
            stream.ReadExactly(head);
            stream.ReadExactly(MemoryMarshal.AsBytes(values.AsSpan()));
            stream.ReadExactly(end);
            if (!head.AsSpan().StartsWith(Magic) || !head.AsSpan(Magic.Length).SequenceEqual(fingerprint))
            {
                return Refuse(path, "it is of another model or other examples", warn);
            }

            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            hash.AppendData(head);
            hash.AppendData(MemoryMarshal.AsBytes(values.AsSpan()));
            return hash.GetHashAndReset().AsSpan().SequenceEqual(end) ? values : Refuse(path, "its checksum is wrong", warn);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return Refuse(path, exception.Message, warn);
        }
    }

    private static float[]? Refuse(string path, string reason, Action<string>? warn)
    {
        warn?.Invoke($"The reference log-probabilities in '{path}' cannot be used and are computed again: {reason}.");
        return null;
    }
}
