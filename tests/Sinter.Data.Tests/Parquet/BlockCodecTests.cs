using FsCheck;
using FsCheck.Fluent;
using Sinter.Data.Compression;

namespace Sinter.Data.Tests.Parquet;

public sealed class BlockCodecTests
{
    [Fact]
    public void What_is_compressed_is_decompressed_again()
    {
        // Few different bytes, in runs: matches of all lengths and distances.
        var contents = from seed in Gen.Choose(0, int.MaxValue)
                       from size in Gen.Choose(0, 200_000)
                       from kinds in Gen.Elements(1, 2, 4, 40, 256)
                       select Make(seed, size, kinds);
        Prop.ForAll(contents.ToArbitrary(), content =>
        {
            var plain = new byte[content.Length];
            Snappy.Decompress(Snappy.Compress(content), plain).ShouldBe(content.Length);
            plain.AsSpan().SequenceEqual(content).ShouldBeTrue();
            Array.Clear(plain);
            Lz4Block.Decompress(Lz4Block.Compress(content), plain).ShouldBe(content.Length);
            plain.AsSpan().SequenceEqual(content).ShouldBeTrue();
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(60));
    }

    [Fact]
    public void Repeated_content_becomes_small()
    {
        var content = new byte[100_000];
        Snappy.Compress(content).Length.ShouldBeLessThan(6000);
        Lz4Block.Compress(content).Length.ShouldBeLessThan(500);
    }

    [Fact]
    public void Blocks_that_are_written_out_by_hand_are_read()
    {
        // Snappy: 10 bytes; a literal of "ab"; a copy of 8 from 2 before (one byte of offset: length - 4 in bits 2 to 4).
        var text = new byte[10];
        Snappy.Decompress([10, (2 - 1) << 2, (byte)'a', (byte)'b', 1 | ((8 - 4) << 2), 2], text).ShouldBe(10);
        text.ShouldBe("ababababab"u8.ToArray());

        // LZ4: 2 literals, a match of 8 from 2 before; then 5 literals and the end.
        text = new byte[15];
        Lz4Block.Decompress([0x24, (byte)'a', (byte)'b', 2, 0, 0x50, .. "12345"u8], text).ShouldBe(15);
        text.ShouldBe("ababababab12345"u8.ToArray());
    }

    [Theory]
    [InlineData(new byte[0])]
    [InlineData(new byte[] { 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01 })]
    [InlineData(new byte[] { 4, 1 << 2, 1, 2, 1, 9 })]
    [InlineData(new byte[] { 4, 1 << 2, 1, 2, 1, 0 })]
    [InlineData(new byte[] { 4, 63 << 2, 0xFF, 0xFF, 0xFF, 0xFF })]
    [InlineData(new byte[] { 4, 3 << 2, 1 })]
    [InlineData(new byte[] { 200, 1, 0 })]
    public void Malformed_Snappy_is_refused(byte[] source) => Should.Throw<InvalidDataException>(() => Snappy.Decompress(source, new byte[100]));

    [Theory]
    [InlineData(new byte[0])]
    [InlineData(new byte[] { 0x10 })]
    [InlineData(new byte[] { 0x14, 1, 0, 0 })]
    [InlineData(new byte[] { 0x14, 1, 2, 0, 0 })]
    [InlineData(new byte[] { 0xF0, 0xFF, 0xFF, 0xFF })]
    [InlineData(new byte[] { 0x1F, 1, 1, 0, 0xFF, 0xFF, 0 })]
    public void Malformed_LZ4_is_refused(byte[] source) => Should.Throw<InvalidDataException>(() => Lz4Block.Decompress(source, new byte[100]));

    [Fact]
    public void Changed_blocks_never_reach_beyond_their_content()
    {
        var random = new Random(3);
        var content = Make(4, 3000, 3);
        byte[][] compressed = [Snappy.Compress(content), Lz4Block.Compress(content)];
        for (var i = 0; i < 20_000; i++)
        {
            var bytes = (byte[])compressed[i % 2].Clone();
            bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            try
            {
                (i % 2 == 0 ? Snappy.Decompress(bytes, new byte[3000]) : Lz4Block.Decompress(bytes, new byte[3000])).ShouldBeLessThanOrEqualTo(3000);
            }
            catch (InvalidDataException)
            {
                // Refused, as it should be.
            }
        }
    }

    private static byte[] Make(int seed, int size, int kinds)
    {
        var random = new Random(seed);
        var content = new byte[size];
        for (var i = 0; i < size;)
        {
            var run = Math.Min(random.Next(1, 100), size - i);
            var from = random.Next(4) == 0 || i == 0 ? -1 : random.Next(i);
            for (var j = 0; j < run; j++, i++)
            {
                content[i] = from < 0 ? (byte)random.Next(kinds) : content[from + j];
            }
        }

        return content;
    }
}
