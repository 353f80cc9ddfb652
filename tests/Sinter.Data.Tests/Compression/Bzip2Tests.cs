using System.Text;
using Sinter.Data.Compression;

namespace Sinter.Data.Tests.Compression;

public sealed class Bzip2Tests
{
    private static readonly byte[] Sentence = Encoding.UTF8.GetBytes(ReferenceFiles.Sentence);

    // bzip2 of nothing.
    private static readonly byte[] Empty = [0x42, 0x5A, 0x68, 0x39, 0x17, 0x72, 0x45, 0x38, 0x50, 0x90, 0, 0, 0, 0];

    [Fact]
    public void What_the_reference_program_wrote_is_read()
    {
        Read(ReferenceFiles.SentenceBzip2).ShouldBe(Sentence);
        Encoding.ASCII.GetString(Read(ReferenceFiles.NumbersBzip2)).ShouldBe(ReferenceFiles.Numbers);
        Read(Empty).ShouldBeEmpty();
    }

    [Fact]
    public void Long_runs_are_read()
    {
        // bzip2 -9 of 100,000 times the letter a.
        var file = Convert.FromBase64String("QlpoOTFBWSZTWUNR2fUAAMYRAIQAIAAACCAAMMwFKacYQtgQvF3JFOFCQQ1HZ9Q=");

        Read(file).ShouldBe(Encoding.ASCII.GetBytes(new string('a', 100_000)));
    }

    [Fact]
    public void All_streams_are_read_with_padding_behind_them() =>
        Read([.. ReferenceFiles.SentenceBzip2, .. Empty, .. ReferenceFiles.SentenceBzip2, 0, 0, 0]).ShouldBe([.. Sentence, .. Sentence]);

    [Fact]
    public void Garbage_behind_a_stream_is_told_after_the_content()
    {
        var read = CompressionSamples.ReadAll(new Bzip2Stream(new MemoryStream([.. ReferenceFiles.SentenceBzip2, 1, 2, 3, 4])), 50, out var fault);

        read.ShouldBe(Sentence);
        fault.ShouldBeOfType<InvalidDataException>().Message.ShouldContain("something else follows");
    }

    [Fact]
    public void A_file_that_is_cut_says_so()
    {
        CompressionSamples.CutAnywhere(ReferenceFiles.SentenceBzip2, Sentence, source => new Bzip2Stream(source));
        CompressionSamples.CutAnywhere(ReferenceFiles.NumbersBzip2, Encoding.ASCII.GetBytes(ReferenceFiles.Numbers), source => new Bzip2Stream(source));
    }

    [Fact]
    public void A_bit_that_is_turned_round_is_found()
    {
        // The size of blocks and the bits that fill the last byte mean nothing here.
        var file = ReferenceFiles.NumbersBzip2;

        CompressionSamples.FlipAnyBit(file, source => new Bzip2Stream(source)).ShouldBeGreaterThan((8 * file.Length) - 24);
    }

    private static byte[] Read(byte[] file) => CompressionSamples.ReadAll(new Bzip2Stream(new MemoryStream(file)), 100);
}
