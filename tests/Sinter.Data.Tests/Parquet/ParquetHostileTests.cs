using Sinter.Data.Parquet;
using Sinter.Data.Reading;

namespace Sinter.Data.Tests.Parquet;

public sealed class ParquetHostileTests
{
    [Theory]
    [InlineData(ParquetFixtures.PlainSnappy, 1)]
    [InlineData(ParquetFixtures.PlainLz4, 2)]
    [InlineData(ParquetFixtures.DeltaZstd, 3)]
    [InlineData(ParquetFixtures.NestedGzip, 4)]
    [InlineData(ParquetFixtures.NestedBrotli, 5)]
    public void Changed_bytes_never_do_more_than_make_a_file_malformed(string file, int seed)
    {
        var random = new Random(seed);
        var whole = Convert.FromBase64String(file);
        var malformed = 0;
        for (var i = 0; i < 1000; i++)
        {
            var bytes = (byte[])whole.Clone();
            for (var j = random.Next(1, 4); j > 0; j--)
            {
                bytes[random.Next(bytes.Length)] = random.Next(3) switch { 0 => 0xFF, 1 => 0, _ => (byte)random.Next(256) };
            }

            if (random.Next(20) == 0)
            {
                bytes = bytes[..random.Next(bytes.Length)];
            }

            // Documents: never an exception. Columns: one kind of exception.
            foreach (var block in new ParquetFormat().Read(new MemoryStream(bytes), "x", new ReadSettings { TextField = "s" }))
            {
                block.Decode().ShouldAllBe(outcome => (outcome.Document == null) != (outcome.Broken == null));
            }

            try
            {
                ReadAll(bytes);
            }
            catch (Exception caught) when (caught is InvalidDataException or EndOfStreamException)
            {
                malformed++;
            }
        }

        malformed.ShouldBeInRange(1, 999);
    }

    [Theory]
    [InlineData("")]
    [InlineData("PAR1PAR1")]
    [InlineData("PAR1\0\0\0\0PAR1")]
    [InlineData("PAR1\u0001\0\0\0PAR1")]
    [InlineData("PAR1aaaaaaaaPARE")]
    [InlineData("<html>this is no Parquet file at all</html>")]
    public void What_is_no_Parquet_file_is_refused(string content) =>
        Should.Throw<InvalidDataException>(() => ParquetFile.Open(new MemoryStream(System.Text.Encoding.Latin1.GetBytes(content))));

    [Fact]
    public void A_schema_that_nests_without_end_is_refused()
    {
        var elements = Enumerable.Range(0, 500).Select(i => ("g" + i, i == 499 ? 1 : (int?)null, 1, i == 499 ? 0 : 1, (int?)null, 0)).ToArray();

        Should.Throw<InvalidDataException>(() => ParquetFile.Open(new MemoryStream(HandMadeFile.Of(0, elements).ToBytes()))).Message.ShouldContain("deeper");
    }

    [Theory]
    [InlineData(1 << 28, "decompress")]
    [InlineData((1 << 28) + 1, "limit")]
    public void A_page_that_lies_about_its_size_takes_no_memory_for_it(int size, string reason)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        foreach (var codec in new[] { 1, 2, 5, 7 })
        {
            var file = HandMadeFile.Of(codec, ("n", 1, 0, 0, null, 0)).DataPage(1, 0, [1, 2, 3, 4, 5], size).ToBytes();
            Should.Throw<InvalidDataException>(() => ReadAll(file)).Message.ShouldContain(reason);
        }

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(10_000_000);
    }

    [Fact]
    public void Counts_that_do_not_agree_are_refused()
    {
        var more = HandMadeFile.Of(0, ("n", 1, 0, 0, null, 0)).DataPage(2, 0, new byte[8]);
        Should.Throw<InvalidDataException>(() => ReadAll(more.ToBytes())).Message.ShouldContain("more than its 1 values");

        var rows = HandMadeFile.Of(0, ("n", 1, 0, 0, null, 0)).DataPage(1, 0, new byte[4]);
        rows.Rows = 2;
        Should.Throw<InvalidDataException>(() => ReadAll(rows.ToBytes())).Message.ShouldContain("its row group 2");

        var type = HandMadeFile.Of(0, ("n", 1, 0, 0, null, 0)).DataPage(1, 0, new byte[4]);
        type.PhysicalType = 2;
        Should.Throw<InvalidDataException>(() => ReadAll(type.ToBytes())).Message.ShouldContain("described wrongly");
    }

    [Fact]
    public void Indices_beyond_the_dictionary_are_refused()
    {
        var file = HandMadeFile.Of(0, ("n", 1, 0, 0, null, 0)).DictionaryPage(1, new byte[4]).DataPage(1, 8, [3, 1 << 1, 5]);
        Should.Throw<InvalidDataException>(() => ReadAll(file.ToBytes())).Message.ShouldContain("value 5 of a dictionary of 1");

        var empty = HandMadeFile.Of(0, ("n", 1, 0, 0, null, 0)).DictionaryPage(0, []).DataPage(1, 8, [3, 1 << 1, 5]);
        Should.Throw<InvalidDataException>(() => ReadAll(empty.ToBytes())).Message.ShouldContain("empty");

        var none = HandMadeFile.Of(0, ("n", 1, 0, 0, null, 0)).DataPage(1, 8, [3, 1 << 1, 5]);
        Should.Throw<InvalidDataException>(() => ReadAll(none.ToBytes())).Message.ShouldContain("no");
    }

    private static void ReadAll(byte[] bytes)
    {
        using var parquet = ParquetFile.Open(new MemoryStream(bytes));
        foreach (var batch in parquet.ReadBatches())
        {
            foreach (var field in parquet.Schema.Fields)
            {
                for (var row = 0; row < Math.Min(batch.Rows, 100); row++)
                {
                    batch.Json(field, row, 10_000);
                }
            }
        }
    }
}
