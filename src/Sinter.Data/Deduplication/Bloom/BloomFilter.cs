using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Sinter.Data.Deduplication;

/// <summary>
/// Remembers that something was seen in a few bits, whatever its size (Bloom 1970). It never forgets, and now and then takes something new for known. The places of a hash are
/// made by double hashing (Kirsch and Mitzenmacher 2006). It belongs to one thread.
/// </summary>
public sealed class BloomFilter
{
    private const int HeaderBytes = 64;
    private const int MostHashes = 64;

    private readonly ulong[] _words;

    /// <summary>An empty filter.</summary>
    /// <param name="expected">How many different things it is made for.</param>
    /// <param name="falsePositives">The share of new things that it then takes for known, above 0 and below 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">It would take more than 16 GB, or a share is none.</exception>
    public BloomFilter(long expected, double falsePositives)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(expected);
        if (falsePositives is not (> 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(falsePositives), falsePositives, "The share of false positives is between 0 and 1.");
        }

        Expected = expected;
        FalsePositives = falsePositives;
        Bits = BitsFor(expected, falsePositives);
        Hashes = (int)Math.Clamp(Math.Round(Bits * Math.Log(2) / expected), 1, MostHashes);
        if (Bits / 64 > Array.MaxLength)
        {
            throw new ArgumentOutOfRangeException(nameof(expected), expected, "A filter for so many takes more than 16 GB; expect fewer, or allow more false positives.");
        }

        _words = new ulong[Bits / 64];
    }

    /// <summary>How many different things it is made for.</summary>
    public long Expected { get; }

    /// <summary>The share of new things that it takes for known when it holds as many as expected.</summary>
    public double FalsePositives { get; }

    /// <summary>Its size in bits.</summary>
    public long Bits { get; }

    /// <summary>How many bits each thing sets.</summary>
    public int Hashes { get; }

    /// <summary>How many things were added that were not known.</summary>
    public long Count { get; private set; }

    /// <summary>The share of new things that it takes for known as it is now: the share of bits that are set, to the power of <see cref="Hashes"/>.</summary>
    public double CurrentFalsePositives
    {
        get
        {
            long ones = 0;
            foreach (var word in _words)
            {
                ones += BitOperations.PopCount(word);
            }

            return Math.Pow((double)ones / Bits, Hashes);
        }
    }

    /// <summary>The bits of a filter: -n ln p / (ln 2)^2 (Bloom 1970), in whole words.</summary>
    public static long BitsFor(long expected, double falsePositives) => 64 * (long)Math.Max(1, Math.Ceiling(-expected * Math.Log(falsePositives) / (Math.Log(2) * Math.Log(2)) / 64));

    /// <summary>Adds a thing by its hash; whether it was known, or is taken for that.</summary>
    /// <param name="first">64 bits of a good hash.</param>
    /// <param name="second">64 other bits of it.</param>
    public bool Add(ulong first, ulong second)
    {
        var known = true;
        for (var i = 0; i < Hashes; i++)
        {
            var (word, bit) = Place(first, second, i);
            known &= (_words[word] & bit) != 0;
            _words[word] |= bit;
        }

        Count += known ? 0 : 1;
        return known;
    }

    /// <summary>Whether a thing is known, or is taken for that.</summary>
    public bool Contains(ulong first, ulong second)
    {
        for (var i = 0; i < Hashes; i++)
        {
            var (word, bit) = Place(first, second, i);
            if ((_words[word] & bit) == 0)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Writes the filter to a file with a hash of all of it; the file is there whole or not at all.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Save(string path) => AtomicFile.Write(path, stream =>
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var header = new byte[HeaderBytes];
        Magic.CopyTo(header);
        BinaryPrimitives.WriteInt64LittleEndian(header.AsSpan(8), Expected);
        BinaryPrimitives.WriteDoubleLittleEndian(header.AsSpan(16), FalsePositives);
        BinaryPrimitives.WriteInt64LittleEndian(header.AsSpan(24), Count);
        Write(header);
        foreach (var piece in Pieces())
        {
            Write(MemoryMarshal.AsBytes(_words.AsSpan(piece)));
        }

        stream.Write(hash.GetHashAndReset());

        void Write(ReadOnlySpan<byte> bytes)
        {
            hash.AppendData(bytes);
            stream.Write(bytes);
        }
    });

    /// <summary>Reads a filter that <see cref="Save"/> has written.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It is no filter, was cut short, or is damaged.</exception>
    public static BloomFilter Load(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1, FileOptions.SequentialScan);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var header = new byte[HeaderBytes];
        if (file.ReadAtLeast(header, HeaderBytes, throwOnEndOfStream: false) < HeaderBytes || !header.AsSpan().StartsWith(Magic))
        {
            throw new InvalidDataException($"'{path}' is no Bloom filter of Sinter; name another file.");
        }

        var (expected, falsePositives) = (BinaryPrimitives.ReadInt64LittleEndian(header.AsSpan(8)), BinaryPrimitives.ReadDoubleLittleEndian(header.AsSpan(16)));
        if (expected <= 0 || falsePositives is not (> 0 and < 1) || HeaderBytes + (BitsFor(expected, falsePositives) / 8) + SHA256.HashSizeInBytes is var length && length != file.Length)
        {
            throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"The Bloom filter '{path}' has {file.Length} bytes, which is not what its header says: it was cut short or changed; restore it, or begin a new one."));
        }

        var filter = new BloomFilter(expected, falsePositives) { Count = BinaryPrimitives.ReadInt64LittleEndian(header.AsSpan(24)) };
        hash.AppendData(header);
        foreach (var piece in filter.Pieces())
        {
            var bytes = MemoryMarshal.AsBytes(filter._words.AsSpan(piece));
            file.ReadExactly(bytes);
            hash.AppendData(bytes);
        }

        var sum = new byte[SHA256.HashSizeInBytes];
        file.ReadExactly(sum);
        return hash.GetHashAndReset().AsSpan().SequenceEqual(sum) ? filter
            : throw new InvalidDataException($"The Bloom filter '{path}' is damaged: its hash is not what was written; restore it, or begin a new one.");
    }

    private static ReadOnlySpan<byte> Magic => "SINTBLM1"u8;

    /// <summary>The place of a bit: the sum of the first hash and so many times the second, as a fraction of all 64-bit numbers, of the bits.</summary>
    private (int Word, ulong Bit) Place(ulong first, ulong second, int i)
    {
        var at = Math.BigMul(first + ((ulong)i * (second | 1)), (ulong)Bits, out _);
        return ((int)(at >> 6), 1UL << (int)(at & 63));
    }

    /// <summary>The words in pieces whose bytes can be counted.</summary>
    private IEnumerable<Range> Pieces()
    {
        const int words = 1 << 17;
        for (var start = 0; start < _words.Length; start += Math.Min(words, _words.Length - start))
        {
            yield return start..(start + Math.Min(words, _words.Length - start));
        }
    }
}
