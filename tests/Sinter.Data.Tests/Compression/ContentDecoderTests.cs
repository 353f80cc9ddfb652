using System.Text;
using Sinter.Data.Compression;

namespace Sinter.Data.Tests.Compression;

public sealed class ContentDecoderTests
{
    private static readonly byte[] Sentence = Encoding.UTF8.GetBytes(ReferenceFiles.Sentence);

    [Fact]
    public void The_content_says_how_it_is_compressed_whatever_its_name()
    {
        Open(ReferenceFiles.SentenceGzip, "a.txt").ShouldBe(Sentence);
        Open(ReferenceFiles.SentenceZstd, "a.gz").ShouldBe(Sentence);
        Open(ReferenceFiles.SentenceBzip2, "a").ShouldBe(Sentence);
        Open(ReferenceFiles.SentenceBrotli, "folder/a.BR").ShouldBe(Sentence);
        Open(Sentence, "a.gz").ShouldBe(Sentence);
        Open(Sentence, "a.br").ShouldBe(Sentence);
        Open([], "a.gz").ShouldBeEmpty();
        Open("BZh9 is how some texts begin"u8.ToArray(), "a.txt").ShouldBe("BZh9 is how some texts begin"u8.ToArray());
    }

    [Fact]
    public void One_layer_within_another_is_undone_and_a_third_is_not()
    {
        var twice = Zstd.Compress(ReferenceFiles.SentenceGzip);

        Open(twice, "a.gz.zst").ShouldBe(Sentence);
        Open(GzipTests.Gzip(twice), "a.gz.zst.gz").ShouldBe(ReferenceFiles.SentenceGzip);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("zstd")]
    [InlineData("bzip2")]
    [InlineData("brotli")]
    public void Damage_is_a_fault_in_every_compression(string kind)
    {
        var (file, name) = kind switch
        {
            "gzip" => (ReferenceFiles.NumbersGzip, "a"),
            "zstd" => (ReferenceFiles.NumbersZstd, "a"),
            "bzip2" => (ReferenceFiles.NumbersBzip2, "a"),
            _ => (ReferenceFiles.SentenceBrotli, "a.br"),
        };

        CompressionSamples.ReadAll(ContentDecoder.Open(new MemoryStream(file[..^20]), name), 100, out var fault);

        fault.ShouldNotBeNull();
    }

    [Theory]
    [InlineData("a.gz", CompressionKind.Gzip)]
    [InlineData("a.jsonl.ZST", CompressionKind.Zstd)]
    [InlineData("a.br", CompressionKind.Brotli)]
    [InlineData("a.bz2", CompressionKind.Bzip2)]
    [InlineData("a.zip", CompressionKind.None)]
    public void A_name_says_how_to_write(string name, CompressionKind kind)
    {
        ContentEncoder.KindOf(name).ShouldBe(kind);
        if (kind == CompressionKind.Bzip2)
        {
            Should.Throw<NotSupportedException>(() => ContentEncoder.Create(new MemoryStream(), kind));
            return;
        }

        var output = new MemoryStream();
        using (var writer = ContentEncoder.Create(output, kind))
        {
            writer.Write(Sentence);
        }

        Open(output.ToArray(), name).ShouldBe(Sentence);
    }

    [Fact]
    public void A_bomb_is_refused()
    {
        // Four bytes a block of 128 kB: 1.25 GB in 40 kB.
        var bomb = new MemoryStream();
        bomb.Write([0x28, 0xB5, 0x2F, 0xFD, 0x00, 0x38]);
        for (var i = 0; i < 10_000; i++)
        {
            bomb.Write([0x02, 0x00, 0x10, 0]);
        }

        bomb.Position = 0;
        using var content = ContentDecoder.Open(bomb, "a");
        var buffer = new byte[1 << 20];
        long total = 0;
        var fault = Should.Throw<InvalidDataException>(() =>
        {
            for (int read; (read = content.Read(buffer)) > 0;)
            {
                total += read;
            }
        });

        fault.Message.ShouldContain("refused");
        total.ShouldBeInRange(1 << 30, (1 << 30) + (2 << 20));
    }

    private static byte[] Open(byte[] file, string name) => CompressionSamples.ReadAll(ContentDecoder.Open(new MemoryStream(file), name));
}
