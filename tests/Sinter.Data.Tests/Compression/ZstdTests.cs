using System.Buffers.Binary;
using System.Text;
using Sinter.Data.Compression;

namespace Sinter.Data.Tests.Compression;

public sealed class ZstdTests
{
    private static readonly byte[] Sentence = Encoding.UTF8.GetBytes(ReferenceFiles.Sentence);

    private static readonly byte[] Skippable = [0x53, 0x2A, 0x4D, 0x18, 3, 0, 0, 0, 1, 2, 3];

    public static TheoryData<string> Contents => CompressionSamples.Names;

    [Theory]
    [MemberData(nameof(Contents))]
    public void What_was_compressed_comes_back(string name)
    {
        var content = CompressionSamples.Get(name);
        var compressed = Zstd.Compress(content);
        var decompressed = new byte[content.Length];

        Zstd.Decompress(compressed, decompressed).ShouldBe(content.Length);
        decompressed.AsSpan().SequenceEqual(content).ShouldBeTrue();
        CompressionSamples.ReadAll(new ZstdStream(new MemoryStream(compressed))).AsSpan().SequenceEqual(content).ShouldBeTrue();
        compressed.Length.ShouldBeLessThanOrEqualTo(content.Length + 32 + (3 * (content.Length >> 17)));
    }

    [Theory]
    [MemberData(nameof(Contents))]
    public void A_stream_takes_content_in_any_parts(string name)
    {
        var content = CompressionSamples.Get(name);
        var output = new MemoryStream();
        using (var writer = new ZstdWriteStream(output, leaveOpen: true, content.Length))
        {
            for (var (start, part) = (0, 1); start < content.Length; start += part, part = (part * 3) + 1)
            {
                part = Math.Min(part, content.Length - start);
                writer.Write(content, start, part);
            }
        }

        CompressionSamples.ReadAll(new ZstdStream(new MemoryStream(output.ToArray())), 777).AsSpan().SequenceEqual(content).ShouldBeTrue();
    }

    [Fact]
    public void What_the_reference_program_wrote_is_read()
    {
        Read(ReferenceFiles.SentenceZstd).ShouldBe(Sentence);
        Read(ReferenceFiles.SentenceZstdBare).ShouldBe(Sentence);
        Encoding.ASCII.GetString(Read(ReferenceFiles.NumbersZstd)).ShouldBe(ReferenceFiles.Numbers);
        var destination = new byte[Sentence.Length];
        Zstd.Decompress(ReferenceFiles.SentenceZstd, destination).ShouldBe(Sentence.Length);
        destination.ShouldBe(Sentence);
    }

    [Fact]
    public void Text_becomes_much_smaller() => Zstd.Compress(CompressionSamples.Get("words")).Length.ShouldBeLessThan(700_000 / 3);

    [Fact]
    public void All_frames_are_read_and_skippable_ones_passed_over()
    {
        byte[] file = [.. Skippable, .. ReferenceFiles.SentenceZstd, .. Skippable, .. ReferenceFiles.SentenceZstdBare, .. Zstd.Compress([]), .. Skippable];

        Read(file).ShouldBe([.. Sentence, .. Sentence]);
        var destination = new byte[2 * Sentence.Length];
        Zstd.Decompress(file, destination).ShouldBe(destination.Length);
    }

    [Fact]
    public void What_was_flushed_can_be_read_before_the_end()
    {
        var output = new MemoryStream();
        using var writer = new ZstdWriteStream(output);
        writer.Write(Sentence);
        writer.Flush();

        var read = new byte[Sentence.Length];
        new ZstdStream(new MemoryStream(output.ToArray())).ReadExactly(read);

        read.ShouldBe(Sentence);
    }

    [Fact]
    public void A_stream_of_another_size_than_was_said_is_told()
    {
        var writer = new ZstdWriteStream(new MemoryStream(), contentBytes: 4);
        writer.Write(Sentence);

        Should.Throw<IOException>(writer.Dispose).Message.ShouldContain("header says 4");
    }

    [Fact]
    public void A_file_that_is_cut_says_so()
    {
        CompressionSamples.CutAnywhere(ReferenceFiles.SentenceZstd, Sentence, source => new ZstdStream(source));
        CompressionSamples.CutAnywhere(ReferenceFiles.NumbersZstd, Encoding.ASCII.GetBytes(ReferenceFiles.Numbers), source => new ZstdStream(source));
        for (var length = 1; length < ReferenceFiles.NumbersZstd.Length; length++)
        {
            Should.Throw<EndOfStreamException>(() => Zstd.Decompress(ReferenceFiles.NumbersZstd.AsSpan(0, length), new byte[4096]));
        }
    }

    [Fact]
    public void A_bit_that_is_turned_round_is_found()
    {
        // The checksum finds all but those in bits that mean nothing: two bits of the header that are unused, and a skippable magic number.
        var file = ReferenceFiles.NumbersZstd;

        CompressionSamples.FlipAnyBit(file, source => new ZstdStream(source)).ShouldBeGreaterThan((8 * file.Length) - 16);
        CompressionSamples.FlipAnyBit(ReferenceFiles.SentenceZstdBare, source => new ZstdStream(source)).ShouldBeGreaterThan(8);
        var output = new byte[5000];
        for (var bit = 0; bit < 8 * file.Length; bit++)
        {
            var damaged = (byte[])file.Clone();
            damaged[bit / 8] ^= (byte)(1 << (bit % 8));
            var fault = Record.Exception(() => Zstd.Decompress(damaged, output));
            (fault is null or InvalidDataException or EndOfStreamException).ShouldBeTrue();
        }
    }

    [Fact]
    public void Large_damaged_blocks_do_no_harm()
    {
        var compressed = Zstd.Compress(CompressionSamples.Get("short patterns"));
        var random = new Random(8);
        for (var i = 0; i < 100; i++)
        {
            var damaged = (byte[])compressed.Clone();
            damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            CompressionSamples.ReadAll(new ZstdStream(new MemoryStream(damaged)), 1 << 16, out var fault);
            (fault is null or InvalidDataException or EndOfStreamException).ShouldBeTrue();
        }
    }

    [Fact]
    public void A_destination_that_is_too_small_is_a_fault()
    {
        Should.Throw<InvalidDataException>(() => Zstd.Decompress(ReferenceFiles.NumbersZstd, new byte[100]));
        Should.Throw<InvalidDataException>(() => Zstd.Decompress(Zstd.Compress(new byte[1000]), new byte[999]));
        Should.Throw<InvalidDataException>(() => Zstd.Decompress(ReferenceFiles.SentenceZstd, []));
    }

    [Theory]
    [InlineData(new byte[] { 0x01, 0x00, 0x07, 1, 0, 0 }, "dictionary")]
    [InlineData(new byte[] { 0x00, 0x90, 1, 0, 0 }, "window")]
    [InlineData(new byte[] { 0x08, 0x00, 1, 0, 0 }, "feature")]
    [InlineData(new byte[] { 0x00, 0x00, 7, 0, 0 }, "kind")]
    [InlineData(new byte[] { 0x00, 0x00, 0x01, 0x00, 0xFF }, "longer than a block may be")]
    [InlineData(new byte[] { 0x20, 0x05, 1, 0, 0 }, "header says")]
    public void A_frame_that_cannot_be_read_is_told_plainly(byte[] header, string because)
    {
        byte[] file = [0x28, 0xB5, 0x2F, 0xFD, .. header, .. new byte[100]];

        Should.Throw<InvalidDataException>(() => Read(file)).Message.ShouldContain(because);
        Should.Throw<InvalidDataException>(() => Zstd.Decompress(file, new byte[1000])).Message.ShouldContain(because);
    }

    [Fact]
    public void A_fault_is_told_again_to_who_reads_on()
    {
        using var stream = new ZstdStream(new MemoryStream([1, 2, 3, 4, 5]));
        var buffer = new byte[10];

        Should.Throw<InvalidDataException>(() => stream.Read(buffer));
        Should.Throw<InvalidDataException>(() => stream.Read(buffer));
    }

    [Fact]
    public void A_large_window_that_is_claimed_takes_no_memory()
    {
        // A window of 128 MB, and one byte of content.
        byte[] file = [0x28, 0xB5, 0x2F, 0xFD, 0x00, 17 << 3, 0x09, 0, 0, (byte)'x'];
        BinaryPrimitives.ReadUInt32LittleEndian(file).ShouldBe(0xFD2FB528);
        var before = GC.GetAllocatedBytesForCurrentThread();

        Read(file).ShouldBe("x"u8.ToArray());

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(4 << 20);
    }

    private static byte[] Read(byte[] file) => CompressionSamples.ReadAll(new ZstdStream(new MemoryStream(file)));
}
