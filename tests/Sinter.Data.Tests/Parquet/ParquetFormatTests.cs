using System.IO.Compression;
using Sinter.Data.Parquet;
using Sinter.Data.Reading;

namespace Sinter.Data.Tests.Parquet;

public sealed class ParquetFormatTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Rows_become_documents_with_the_other_columns_as_metadata()
    {
        var outcomes = Read(Convert.FromBase64String(ParquetFixtures.DeltaZstd), new ReadSettings { TextField = "s" });

        outcomes.Count.ShouldBe(20);
        outcomes[0].Broken.ShouldNotBeNull().Line.ShouldBe(1);
        outcomes[0].Broken!.Reason.ShouldContain("empty");
        var document = outcomes[1].Document.ShouldNotBeNull();
        document.Id.ShouldBe("1");
        document.Text.ShouldBe("text ü 1ab");
        document.Source.ShouldBe("a/b.parquet");
        document.Metadata.ShouldBe([new("cat", "c1"), new("f", "0.25"), new("n", "999996")]);
    }

    [Fact]
    public void Nested_columns_become_JSON_and_rows_without_an_id_are_numbered()
    {
        var outcomes = Read(Convert.FromBase64String(ParquetFixtures.NestedBrotli), new ReadSettings { TextField = "s" });

        outcomes[0].Document!.Id.ShouldBe("a/b.parquet#1");
        outcomes[0].Document!.Metadata.Keys.ShouldBe(["m", "d", "t"]);
        outcomes[1].Document!.Metadata["st"].ShouldBe("""{"x":1,"y":["q1",null]}""");
    }

    [Fact]
    public void A_missing_text_column_is_one_fault_that_names_the_columns()
    {
        var outcome = Read(Convert.FromBase64String(ParquetFixtures.PlainSnappy), ReadSettings.Default).ShouldHaveSingleItem();
        outcome.Broken!.Reason.ShouldBe("There is no column 'text' for the text; the columns are id, s, cat, f, n.");

        Read(Convert.FromBase64String(ParquetFixtures.NestedGzip), new ReadSettings { TextField = "li" }).ShouldHaveSingleItem().Broken!.Reason.ShouldContain("not text");
        Read(Convert.FromBase64String(ParquetFixtures.PlainSnappy), new ReadSettings { TextField = "n" }).ShouldHaveSingleItem().Broken!.Reason.ShouldContain("Int64, not text");
    }

    [Fact]
    public void A_stream_that_cannot_be_sought_in_is_a_fault()
    {
        using var stream = new GZipStream(new MemoryStream(), CompressionMode.Decompress);
        new ParquetFormat().Read(stream, "x", ReadSettings.Default).Single().Decode().Single().Broken!.Reason.ShouldContain("from its end");
    }

    [Fact]
    public void A_column_within_another_is_named_with_dots()
    {
        var outcomes = Read(Convert.FromBase64String(ParquetFixtures.NestedGzip), new ReadSettings { TextField = "s", IdField = "st.x" });

        outcomes[1].Document!.Id.ShouldBe("1");
        outcomes[1].Document!.Metadata["st.y"].ShouldBe("""["q1",null]""");
        outcomes[0].Document!.Id.ShouldBe("a/b.parquet#1");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Documents_come_back_as_they_were_written(bool asColumns)
    {
        var path = Path.Combine(_folder.Path, "out.parquet");
        var documents = Enumerable.Range(0, 3000).Select(i => new Document
        {
            Id = "d" + i,
            Text = string.Join(' ', Enumerable.Repeat("wörd" + i, i % 40)) + "\n",
            Source = "s" + (i % 3),
            Metadata = i % 2 == 0 ? MetadataDictionary.Empty : new MetadataDictionary([new("url", "http://x/" + i), new("lang", "de")]),
        }).ToList();
        using (var writer = ParquetDocumentWriter.Create(path, asColumns ? ["url", "lang"] : null, new ParquetWriterOptions { RowGroupRows = 1000 }))
        {
            documents.ForEach(writer.Write);
            File.Exists(path).ShouldBeFalse();
            writer.Complete();
            writer.Documents.ShouldBe(3000);
        }

        using var stream = File.OpenRead(path);
        var blocks = new ParquetFormat().Read(stream, "x", new ReadSettings { BlockBytes = 4000 }).ToList();
        stream.Dispose();
        blocks.Count.ShouldBeGreaterThan(3);

        // Blocks are decoded in any order, on any thread, after the file was closed.
        var read = blocks.AsParallel().AsOrdered().SelectMany(block => block.Decode()).Select(outcome => outcome.Document!).ToList();
        read.Select(document => (document.Id, document.Text, document.Source)).ShouldBe(documents.Select(document => (document.Id, document.Text, document.Source)));
        read.Select(document => document.Metadata).ShouldBe(documents.Select(document => document.Metadata));
    }

    [Fact]
    public void Long_metadata_is_cut_at_a_character()
    {
        var path = Path.Combine(_folder.Path, "long.parquet");
        using (var stream = File.Create(path))
        {
            var writer = ParquetWriter.Create(stream, new ParquetSchema([ParquetField.String("text"), ParquetField.String("note"), ParquetField.Int32List("tokens")]));
            writer.Column(0).Append("t");
            writer.Column(1).Append("x" + new string('é', 5000));
            writer.Column(2).AppendList([.. Enumerable.Range(0, 9000)]);
            writer.EndRow();
            writer.Complete();
        }

        var metadata = Read(File.ReadAllBytes(path), ReadSettings.Default).Single().Document!.Metadata;
        metadata["note"].ShouldBe("x" + new string('é', 2047) + "…");
        metadata["tokens"].ShouldStartWith("[0,1,2,3,");
        metadata["tokens"].Length.ShouldBe(4097);
    }

    [Fact]
    public void A_text_that_is_too_long_or_no_UTF8_is_a_fault_and_the_next_row_is_read()
    {
        var file = HandMadeFile.Of(0, ("text", 6, 0, 0, null, 0));
        file.Rows = file.Values = 3;
        var bytes = file.DataPage(3, 0, [2, 0, 0, 0, 0xC3, 0x28, 5, 0, 0, 0, .. "12345"u8, 1, 0, 0, 0, .. "x"u8]).ToBytes();

        var outcomes = Read(bytes, new ReadSettings { MaximumRecordBytes = 4 });
        outcomes[0].Broken!.Reason.ShouldContain("not valid UTF-8");
        outcomes[1].Broken!.Reason.ShouldContain("5 bytes");
        outcomes[2].Document!.Text.ShouldBe("x");
    }

    [Fact]
    public void Behind_a_broken_row_group_reading_goes_on()
    {
        using var stream = new MemoryStream();
        var writer = ParquetWriter.Create(stream, new ParquetSchema([ParquetField.String("text")]), new ParquetWriterOptions { RowGroupRows = 10, Codec = ParquetCodec.None });
        for (var i = 0; i < 30; i++)
        {
            writer.Column(0).Append("text number " + i);
            writer.EndRow();
        }

        writer.Complete();
        var bytes = stream.ToArray();
        bytes[bytes.AsSpan().IndexOf("text number 12"u8)] ^= 1;

        var outcomes = Read(bytes, ReadSettings.Default);
        outcomes.Count.ShouldBe(21);
        outcomes[10].Broken!.Reason.ShouldStartWith("The rows 11 to 20 cannot be read. The checksum");
        outcomes[11].Document!.Id.ShouldBe("a/b.parquet#21");
    }

    private static List<ReadOutcome> Read(byte[] file, ReadSettings settings) =>
        [.. new ParquetFormat().Read(new MemoryStream(file), "a/b.parquet", settings).SelectMany(block => block.Decode())];
}
