using System.Text;

namespace Sinter.Data.Tests.Compression;

/// <summary>Contents that differ in what they ask of a compressor, and what every decoder must do with damaged ones.</summary>
internal static class CompressionSamples
{
    public static TheoryData<string> Names => [.. Contents.Keys];

    private static readonly Dictionary<string, Func<byte[]>> Contents = new(StringComparer.Ordinal)
    {
        ["empty"] = () => [],
        ["one byte"] = () => [42],
        ["seven bytes"] = () => "abcdefg"u8.ToArray(),
        ["a sentence"] = () => Encoding.UTF8.GetBytes(ReferenceFiles.Sentence),
        ["255 bytes"] = () => Words(255),
        ["256 bytes"] = () => Words(256),
        ["words"] = () => Words(700_000),
        ["zeros"] = () => new byte[1_000_000],
        ["exactly one block"] = () => Words(128 << 10),
        ["random"] = () => Random(300_000, 256),
        ["200 symbols alike"] = () => Random(300_000, 200),
        ["two symbols"] = () => Random(200_000, 2),
        ["skewed"] = () => Skewed(300_000),
        ["short patterns"] = Patterns,
        ["far matches"] = () => [.. Random(3_000_000, 256), .. Random(3_000_000, 256)],
        ["random then words"] = () => [.. Random(140_000, 256), .. Words(140_000), .. Random(100, 256)],
    };

    public static byte[] Get(string name) => Contents[name]();

    public static byte[] Words(int length)
    {
        var random = new Random(5);
        var text = new StringBuilder();
        while (text.Length < length)
        {
            var word = (int)(1000 * Math.Pow(random.NextDouble(), 3));
            text.Append(ReferenceFiles.Numbers.AsSpan(word, 3 + (word % 7))).Append(random.Next(9) == 0 ? ".\n" : " ");
        }

        return Encoding.ASCII.GetBytes(text.ToString(0, length));
    }

    public static byte[] ReadAll(Stream stream, int step = 4096)
    {
        using (stream)
        {
            return ReadAll(stream, step, out var fault) is var content && fault is null ? content : throw fault!;
        }
    }

    /// <summary>All that can be read, and the fault that ended it.</summary>
    public static byte[] ReadAll(Stream stream, int step, out Exception? fault)
    {
        var output = new MemoryStream();
        var buffer = new byte[step];
        fault = null;
        try
        {
            for (int read; (read = stream.Read(buffer)) > 0;)
            {
                output.Write(buffer, 0, read);
            }
        }
        catch (Exception caught) when (caught is InvalidDataException or EndOfStreamException)
        {
            fault = caught;
        }

        return output.ToArray();
    }

    /// <summary>A file cut at any place gives a true part of the content and then says that it is cut short.</summary>
    public static void CutAnywhere(byte[] compressed, byte[] content, Func<Stream, Stream> open)
    {
        for (var length = 1; length < compressed.Length; length++)
        {
            var read = ReadAll(open(new MemoryStream(compressed, 0, length)), 100, out var fault);

            fault.ShouldBeOfType<EndOfStreamException>($"cut at {length}");
            content.AsSpan().StartsWith(read).ShouldBeTrue($"cut at {length}");
        }
    }

    /// <summary>A file with any bit turned round is read or refused, in bounded memory, and nothing else happens. Gives how many were refused.</summary>
    public static int FlipAnyBit(byte[] compressed, Func<Stream, Stream> open)
    {
        var refused = 0;
        for (var bit = 0; bit < 8 * compressed.Length; bit++)
        {
            var damaged = (byte[])compressed.Clone();
            damaged[bit / 8] ^= (byte)(1 << (bit % 8));
            ReadAll(open(new MemoryStream(damaged)), 1000, out var fault);
            refused += fault is null ? 0 : 1;
        }

        return refused;
    }

    private static byte[] Random(int length, int symbols)
    {
        var random = new Random(3);
        var bytes = new byte[length];
        random.NextBytes(bytes);
        if (symbols < 256)
        {
            for (var i = 0; i < length; i++)
            {
                bytes[i] = (byte)random.Next(symbols);
            }
        }

        return bytes;
    }

    private static byte[] Skewed(int length)
    {
        var random = new Random(4);
        return [.. Enumerable.Range(0, length).Select(_ => (byte)Math.Min(255, -30 * Math.Log(1 - random.NextDouble())))];
    }

    private static byte[] Patterns()
    {
        var random = new Random(6);
        var bytes = new List<byte>();
        for (var i = 0; i < 4000; i++)
        {
            var period = random.Next(1, 20);
            var start = bytes.Count;
            bytes.AddRange(Random(period, 256));
            for (var left = random.Next(100); left > 0; left--)
            {
                bytes.Add(bytes[^period]);
            }

            bytes.Add((byte)start);
        }

        return [.. bytes];
    }
}
