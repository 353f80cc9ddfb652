using System.IO.Compression;
using System.Text;
using Sinter.Data.Compression;

namespace Sinter.Data.Tests.Compression;

public sealed class GzipTests
{
    private static readonly byte[] Sentence = Encoding.UTF8.GetBytes(ReferenceFiles.Sentence);

    public static TheoryData<string> Contents => CompressionSamples.Names;

    [Theory]
    [MemberData(nameof(Contents))]
    public void What_the_base_library_wrote_is_read_at_every_level(string name)
    {
        var content = CompressionSamples.Get(name);
        foreach (var level in Enum.GetValues<CompressionLevel>())
        {
            Read(Gzip(content, level)).AsSpan().SequenceEqual(content).ShouldBeTrue();
        }
    }

    [Fact]
    public void What_the_reference_program_wrote_is_read()
    {
        Read(ReferenceFiles.SentenceGzip).ShouldBe(Sentence);
        Encoding.ASCII.GetString(Read(ReferenceFiles.NumbersGzip)).ShouldBe(ReferenceFiles.Numbers);
    }

    [Fact]
    public void All_members_are_read_with_padding_between_and_behind_them() =>
        Read([.. ReferenceFiles.SentenceGzip, .. Gzip([]), .. new byte[1000], .. ReferenceFiles.SentenceGzip, .. new byte[70000]]).ShouldBe([.. Sentence, .. Sentence]);

    [Fact]
    public void A_header_with_all_its_fields_is_passed_over()
    {
        var plain = ReferenceFiles.SentenceGzip;
        byte[] full = [0x1F, 0x8B, 8, 0x1F, .. plain[4..10], 3, 0, 9, 9, 9, .. "name\0comment\0"u8, 7, 7, .. plain[10..]];

        Read(full).ShouldBe(Sentence);
    }

    [Fact]
    public void Garbage_behind_a_member_is_told_after_the_content()
    {
        var read = CompressionSamples.ReadAll(new GzipReadStream(new MemoryStream([.. ReferenceFiles.SentenceGzip, 1, 2, 3])), 50, out var fault);

        read.ShouldBe(Sentence);
        fault.ShouldBeOfType<InvalidDataException>().Message.ShouldContain("something else follows");
    }

    [Fact]
    public void A_file_that_is_cut_says_so()
    {
        CompressionSamples.CutAnywhere(ReferenceFiles.SentenceGzip, Sentence, source => new GzipReadStream(source));
        CompressionSamples.CutAnywhere(ReferenceFiles.NumbersGzip, Encoding.ASCII.GetBytes(ReferenceFiles.Numbers), source => new GzipReadStream(source));
        CompressionSamples.CutAnywhere(Gzip(Sentence, CompressionLevel.NoCompression), Sentence, source => new GzipReadStream(source));
    }

    [Fact]
    public void All_but_the_end_mark_is_given_out()
    {
        var read = CompressionSamples.ReadAll(new GzipReadStream(new MemoryStream(ReferenceFiles.NumbersGzip[..^3])), 50, out var fault);

        Encoding.ASCII.GetString(read).ShouldBe(ReferenceFiles.Numbers);
        fault.ShouldBeOfType<EndOfStreamException>();
    }

    [Fact]
    public void A_bit_that_is_turned_round_is_found()
    {
        // A time, a system and a hint in the header mean nothing here, and bits fill the last byte before the checksum.
        var file = ReferenceFiles.NumbersGzip;

        CompressionSamples.FlipAnyBit(file, source => new GzipReadStream(source)).ShouldBeGreaterThanOrEqualTo(8 * (file.Length - 8));
        CompressionSamples.FlipAnyBit(ReferenceFiles.SentenceGzip, source => new ZlibReadStream(Behind(source, 10))).ShouldBeGreaterThan(50);
    }

    [Fact]
    public void Large_damaged_members_do_no_harm()
    {
        var content = CompressionSamples.Get("short patterns");
        var compressed = Gzip(content);
        var random = new Random(8);
        for (var i = 0; i < 100; i++)
        {
            var damaged = (byte[])compressed.Clone();
            damaged[random.Next(10, damaged.Length)] ^= (byte)(1 << random.Next(8));
            var read = CompressionSamples.ReadAll(new GzipReadStream(new MemoryStream(damaged)), 1 << 16, out var fault);
            (fault is not null || read.AsSpan().SequenceEqual(content)).ShouldBeTrue();
        }
    }

    [Fact]
    public void Reading_goes_on_at_the_next_member_that_begins_as_it_should()
    {
        var first = Gzip("KEY first"u8.ToArray());
        var other = Gzip("not this"u8.ToArray());
        var last = Gzip("KEY last"u8.ToArray());
        var damaged = (byte[])first.Clone();
        damaged[14] ^= 0x10;
        using var stream = new GzipReadStream(new MemoryStream([.. first, .. damaged, 0x1F, 0x8B, 8, 0, .. other, .. last]));
        CompressionSamples.ReadAll(stream, 100, out var fault);
        fault.ShouldBeOfType<InvalidDataException>();

        stream.TryResume("KEY"u8, out var from, out var to).ShouldBeTrue();

        from.ShouldBe(first.Length);
        to.ShouldBe((2 * first.Length) + 4 + other.Length);
        CompressionSamples.ReadAll(stream, 100, out fault).ShouldBe("KEY last"u8.ToArray());
        fault.ShouldBeNull();
    }

    [Fact]
    public void Deflate_is_read_with_and_without_the_bytes_of_zlib()
    {
        var content = CompressionSamples.Get("words");
        var zlib = new MemoryStream();
        using (var writer = new ZLibStream(zlib, CompressionLevel.Optimal, leaveOpen: true))
        {
            writer.Write(content);
        }

        CompressionSamples.ReadAll(new ZlibReadStream(new MemoryStream(zlib.ToArray()))).AsSpan().SequenceEqual(content).ShouldBeTrue();
        CompressionSamples.ReadAll(new ZlibReadStream(new MemoryStream(zlib.ToArray()[2..]))).AsSpan().SequenceEqual(content).ShouldBeTrue();
    }

    internal static byte[] Gzip(byte[] content, CompressionLevel level = CompressionLevel.Optimal)
    {
        var output = new MemoryStream();
        using (var writer = new GZipStream(output, level))
        {
            writer.Write(content);
            if (content.Length == 0)
            {
                // The base library writes nothing at all for nothing.
                return [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0];
            }
        }

        return output.ToArray();
    }

    private static byte[] Read(byte[] file) => CompressionSamples.ReadAll(new GzipReadStream(new MemoryStream(file)));

    private static Stream Behind(Stream source, int position)
    {
        source.Position = position;
        return source;
    }
}
