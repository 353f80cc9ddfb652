using System.Buffers.Binary;
using System.Text;
using Sinter.Data.Parquet;

namespace Sinter.Data.Tests.Parquet;

public sealed class ParquetReadTests
{
    [Theory]
    [InlineData(ParquetFixtures.PlainSnappy)]
    [InlineData(ParquetFixtures.PlainLz4)]
    [InlineData(ParquetFixtures.DeltaZstd)]
    public void Columns_of_a_file_of_DuckDB_are_read(string file)
    {
        using var parquet = ParquetFile.Open(new MemoryStream(Convert.FromBase64String(file)));
        parquet.Rows.ShouldBe(20);
        parquet.Schema.Leaves.Select(leaf => leaf.Name).ShouldBe(["id", "s", "cat", "f", "n"]);

        var batch = parquet.ReadBatches().ShouldHaveSingleItem();
        var (ids, texts, kinds, numbers, large) = (batch.Column(parquet.Schema.Leaves[0]), batch.Column(parquet.Schema.Leaves[1]), batch.Column(parquet.Schema.Leaves[2]), batch.Column(parquet.Schema.Leaves[3]), batch.Column(parquet.Schema.Leaves[4]));
        for (var i = 0; i < 20; i++)
        {
            ids.Int64(i).ShouldBe(i);
            texts.String(i).ShouldBe(i % 5 == 0 ? null : $"text ü {i}{string.Concat(Enumerable.Repeat("ab", i % 4))}");
            kinds.String(i).ShouldBe($"c{i % 3}");
            numbers.Double(i).ShouldBe(i / 4.0);
            large.Int64(i).ShouldBe((i * 1000003L) - 7);
        }
    }

    [Theory]
    [InlineData(ParquetFixtures.NestedGzip)]
    [InlineData(ParquetFixtures.NestedBrotli)]
    public void Nested_columns_of_a_file_of_DuckDB_are_read_as_JSON(string file)
    {
        var rows = Rows(Convert.FromBase64String(file));

        rows.Count.ShouldBe(8);
        rows[0].ShouldBe("""s="s0" li=null st=null m={"k":0} d="-10.000" t="2001-02-03T04:05:06.5" """.TrimEnd());
        rows[1].ShouldBe("""s="s1" li=[] st={"x":1,"y":["q1",null]} m={"k":1} d="-6.790" t="2001-02-03T05:05:06.5" """.TrimEnd());
        rows[3].ShouldBe("""s="s3" li=[0,1,2] st=null m={"k":3} d="-0.370" t="2001-02-03T07:05:06.5" """.TrimEnd());
        rows[7].ShouldBe("""s="s7" li=[0,1] st={"x":7,"y":["q7",null]} m={"k":7} d="12.470" t="2001-02-03T11:05:06.5" """.TrimEnd());
    }

    [Fact]
    public void Only_the_chosen_columns_are_read()
    {
        using var parquet = ParquetFile.Open(new MemoryStream(Convert.FromBase64String(ParquetFixtures.PlainSnappy)));
        var batch = parquet.ReadBatches([parquet.Schema.Find("cat")!]).ShouldHaveSingleItem();

        batch.Column(parquet.Schema.Find("cat")!).String(4).ShouldBe("c1");
        Should.Throw<ArgumentException>(() => batch.Column(parquet.Schema.Find("s")!));
        Should.Throw<InvalidOperationException>(() => batch.Column(parquet.Schema.Find("cat")!).Int64(0));
    }

    [Fact]
    public void A_batch_lives_on_when_its_file_is_closed()
    {
        var stream = new MemoryStream(Convert.FromBase64String(ParquetFixtures.DeltaZstd));
        ParquetBatch batch;
        ParquetField field;
        using (var parquet = ParquetFile.Open(stream))
        {
            field = parquet.Schema.Find("s")!;
            batch = parquet.ReadBatches([field]).Single();
        }

        stream.Dispose();
        batch.Column(field).String(1).ShouldBe("text ü 1ab");
    }

    [Fact]
    public void A_row_that_goes_on_in_the_next_pages_is_read_whole()
    {
        // Repetition levels 0 1 | 1 1 | 1 0 of a repeated whole number: rows [1,2,3,4,5] and [6]. Runs: header (count << 1), value.
        static byte[] Levels(int first, int second) => [.. Sized([1 << 1, (byte)first, 1 << 1, (byte)second]), .. Sized([2 << 1, 1])];
        var bytes = HandMadeFile.Of(0, ("tokens", 1, 2, 0, null, 0));
        bytes.Rows = 2;
        bytes.Values = 6;
        bytes.DataPage(2, 0, [.. Levels(0, 1), .. Ints(1, 2)]).DataPage(2, 0, [.. Levels(1, 1), .. Ints(3, 4)]).DataPage(2, 0, [.. Levels(1, 0), .. Ints(5, 6)]);
        using var parquet = ParquetFile.Open(new MemoryStream(bytes.ToBytes()));

        parquet.ReadBatches().SelectMany(batch => Enumerable.Range(0, batch.Rows).Select(row => batch.Column(parquet.Schema.Leaves[0]).Int64List(row).ToArray())).ShouldBe([[1L, 2, 3, 4, 5], [6L]]);
        Rows(bytes.ToBytes()).ShouldBe(["tokens=[1,2,3,4,5]", "tokens=[6]"]);
    }

    [Fact]
    public void Lists_of_two_levels_are_lists()
    {
        var bytes = HandMadeFile.Of(0, ("li", null, 0, 1, 3, 0), ("element", 1, 2, 0, null, 0));
        bytes.Values = 2;
        bytes.DataPage(2, 0, [.. Sized([1 << 1, 0, 1 << 1, 1]), .. Sized([2 << 1, 1]), .. Ints(7, 8)]);

        Rows(bytes.ToBytes()).ShouldBe(["li=[7,8]"]);
    }

    [Fact]
    public void Moments_of_96_bits_are_read()
    {
        // 2000-01-01 is Julian day 2451545; half a day in nanoseconds.
        var value = new byte[12];
        BinaryPrimitives.WriteInt64LittleEndian(value, 43_200_000_000_000 + 1_500_000);
        BinaryPrimitives.WriteInt32LittleEndian(value.AsSpan(8), 2_451_545);

        Rows(HandMadeFile.Of(0, ("t", 3, 0, 0, null, 0)).DataPage(1, 0, value).ToBytes()).ShouldBe(["t=\"2000-01-01T12:00:00.0015\""]);
    }

    [Fact]
    public void The_oldest_levels_are_read()
    {
        // Bit-packed with the highest bit first: present, missing, present.
        var bytes = HandMadeFile.Of(0, ("n", 1, 1, 0, null, 0));
        bytes.Rows = bytes.Values = 3;

        Rows(bytes.DataPage(3, 0, [0b1010_0000, .. Ints(5, 6)], levels: 4).ToBytes()).ShouldBe(["n=5", "n=null", "n=6"]);
    }

    [Fact]
    public void A_checksum_is_held_against_its_page()
    {
        // The checksum of the standard's own example: CRC-32 of "123456789" is CBF43926.
        byte[] page = [.. "123456789"u8, 0, 0, 0];
        var right = (int)Crc32.Of(page);

        Crc32.Of("123456789"u8).ShouldBe(0xCBF43926u);
        Rows(HandMadeFile.Of(0, ("n", 1, 0, 0, null, 0)).DataPage(1, 0, page[..4], crc: (int)Crc32.Of(page.AsSpan(0, 4))).ToBytes()).ShouldBe(["n=875770417"]);
        Should.Throw<InvalidDataException>(() => Rows(HandMadeFile.Of(0, ("n", 1, 0, 0, null, 0)).DataPage(1, 0, page[..4], crc: right).ToBytes())).Message.ShouldContain("checksum");
    }

    [Fact]
    public void Lz4_in_frames_of_Hadoop_and_without_them_is_read()
    {
        var block = Sinter.Data.Compression.Lz4Block.Compress(Ints(9));
        byte[] framed = [0, 0, 0, 4, 0, 0, 0, (byte)block.Length, .. block];

        Rows(HandMadeFile.Of(5, ("n", 1, 0, 0, null, 0)).DataPage(1, 0, framed, 4).ToBytes()).ShouldBe(["n=9"]);
        Rows(HandMadeFile.Of(5, ("n", 1, 0, 0, null, 0)).DataPage(1, 0, block, 4).ToBytes()).ShouldBe(["n=9"]);
    }

    [Theory]
    [InlineData(11, 255L, "255")]
    [InlineData(13, 4294967295L, "4294967295")]
    [InlineData(6, -1L, "\"1969-12-31\"")]
    [InlineData(7, 3_723_004L, "\"01:02:03.004\"")]
    [InlineData(15, -5L, "-5")]
    public void Numbers_mean_what_their_converted_type_says(int converted, long value, string expected) =>
        Rows(HandMadeFile.Of(0, ("n", 1, 0, 0, converted, 0)).DataPage(1, 0, Ints((int)value)).ToBytes()).ShouldBe(["n=" + expected]);

    private static byte[] Sized(byte[] levels) => [(byte)levels.Length, 0, 0, 0, .. levels];

    private static byte[] Ints(params int[] values) => [.. values.SelectMany(BitConverter.GetBytes)];

    private static List<string> Rows(byte[] file)
    {
        using var parquet = ParquetFile.Open(new MemoryStream(file));
        return [.. parquet.ReadBatches().SelectMany(batch => Enumerable.Range(0, batch.Rows)
            .Select(row => string.Join(' ', parquet.Schema.Fields.Select(field => field.Name + "=" + Encoding.UTF8.GetString(batch.Json(field, row))))))];
    }
}
