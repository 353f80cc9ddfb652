using System.Security.Cryptography;
using System.Text;

namespace Sinter.Data.Privacy;

/// <summary>The key of pseudonyms. It is never written anywhere; who does not have it can neither compute a pseudonym nor tell from one what it stands for.</summary>
public sealed class PseudonymKey
{
    /// <summary>The fewest bytes of a key.</summary>
    public const int LeastBytes = 16;

    private const int MostBytes = 1 << 20;

    private readonly byte[] _key;

    /// <summary>Takes a key.</summary>
    /// <exception cref="ArgumentException">It is shorter than 16 bytes.</exception>
    public PseudonymKey(ReadOnlySpan<byte> key) =>
        _key = key.Length >= LeastBytes ? SHA256.HashData(key) : throw new ArgumentException($"A key of pseudonyms has at least {LeastBytes} bytes; this one has {key.Length}.");

    /// <summary>Reads a key from a file, of which every byte counts.</summary>
    /// <exception cref="InvalidDataException">It holds fewer than 16 bytes, or more than a megabyte.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static PseudonymKey Load(string path)
    {
        var file = new FileInfo(path);
        if (!file.Exists)
        {
            throw new FileNotFoundException($"There is no key file '{path}'; make one of at least {LeastBytes} bytes by chance, and keep it secret.");
        }

        return file.Length is >= LeastBytes and <= MostBytes ? new PseudonymKey(File.ReadAllBytes(path))
            : throw new InvalidDataException($"The key file '{path}' holds {file.Length} bytes, expected {LeastBytes} to {MostBytes}.");
    }

    /// <summary>The key that fakes are made with, which need none that is secret.</summary>
    internal static PseudonymKey OfSeed(ulong seed) => new(SHA256.HashData(BitConverter.GetBytes(seed)));

    /// <summary>Bytes by chance for a value of a kind; the same for the same value.</summary>
    internal ReplacementBytes BytesFor(string kind, ReadOnlySpan<char> value, ulong occurrence)
    {
        using var mac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, _key);
        mac.AppendData(Encoding.UTF8.GetBytes(kind));
        mac.AppendData([0]);
        var bytes = new byte[Encoding.UTF8.GetMaxByteCount(value.Length)];
        mac.AppendData(bytes, 0, Encoding.UTF8.GetBytes(value, bytes));
        mac.AppendData([0]);
        mac.AppendData(BitConverter.GetBytes(occurrence));
        return new ReplacementBytes(mac.GetHashAndReset());
    }
}
