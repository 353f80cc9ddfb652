using FsCheck;
using FsCheck.Fluent;
using Sinter.Data.Parquet;

namespace Sinter.Data.Tests.Parquet;

public sealed class ParquetWriteTests
{
    private static readonly ParquetCodec[] Codecs = [ParquetCodec.None, ParquetCodec.Snappy, ParquetCodec.Gzip, ParquetCodec.Zstd];

    [Fact]
    public void What_is_written_is_read_again()
    {
        var rows = ArbMap.Default.GeneratorFor<(NonNull<string>, string, int?, long, (double, bool?, int[]))[]>();
        var cases = from written in rows
                    from codec in Gen.Elements(Codecs)
                    from version in Gen.Elements(1, 2)
                    from small in Gen.Choose(1, 7)
                    select (written, new ParquetWriterOptions { Codec = codec, PageVersion = version, RowGroupRows = small * 3, PageRows = small, PageBytes = small * 10, DictionaryBytes = small < 4 ? 0 : 1 << 20 });
        Prop.ForAll(cases.ToArbitrary(), sample => RoundTrip(sample.written, sample.Item2)).Check(Config.QuickThrowOnFailure.WithMaxTest(150));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Many_rows_come_back_in_order(int version)
    {
        // Texts of a few kinds (a dictionary), texts that all differ (none), lists of all sizes, over several row groups and pages.
        const int Rows = 30_000;
        var schema = new ParquetSchema([ParquetField.String("kind"), ParquetField.String("text", optional: true), ParquetField.Int32List("tokens"), ParquetField.Int64List("long", optional: true)]);
        var bytes = Write(schema, new ParquetWriterOptions { RowGroupRows = 12_000, PageBytes = 20_000, PageVersion = version }, writer =>
        {
            for (var i = 0; i < Rows; i++)
            {
                writer.Column(0).Append("kind " + (i % 17));
                writer.Column("text").Append(i % 3 == 0 ? null : "text number " + i);
                writer.Column(2).AppendList([.. Enumerable.Range(i, i % 5)]);
                if (i % 4 == 0)
                {
                    writer.Column(3).AppendNull();
                }
                else
                {
                    writer.Column(3).AppendList([long.MaxValue - i]);
                }

                writer.EndRow();
            }
        });
        using var parquet = ParquetFile.Open(new MemoryStream(bytes));

        parquet.RowGroups.Select(group => group.Rows).ShouldBe([12_000L, 12_000, 6_000]);
        var next = 0;
        foreach (var batch in parquet.ReadBatches(batchBytes: 5000))
        {
            batch.FirstRow.ShouldBe(next);
            for (var row = 0; row < batch.Rows; row++, next++)
            {
                batch.Column(parquet.Schema.Leaves[0]).String(row).ShouldBe("kind " + (next % 17));
                batch.Column(parquet.Schema.Leaves[1]).String(row).ShouldBe(next % 3 == 0 ? null : "text number " + next);
                batch.Column(parquet.Schema.Leaves[2]).Int64List(row).SequenceEqual([.. Enumerable.Range(next, next % 5).Select(value => (long)value)]).ShouldBeTrue();
                batch.Column(parquet.Schema.Leaves[3]).Int64List(row).ToArray().ShouldBe(next % 4 == 0 ? [] : [long.MaxValue - next]);
            }
        }

        next.ShouldBe(Rows);
    }

    [Theory]
    [InlineData(ParquetCodec.None)]
    [InlineData(ParquetCodec.Snappy)]
    [InlineData(ParquetCodec.Gzip)]
    [InlineData(ParquetCodec.Zstd)]
    public void The_same_rows_give_the_same_bytes(ParquetCodec codec)
    {
        byte[] Make() => Write(new ParquetSchema([ParquetField.String("t")]), new ParquetWriterOptions { Codec = codec }, writer =>
        {
            for (var i = 0; i < 500; i++)
            {
                writer.Column(0).Append("row " + (i % 90));
                writer.EndRow();
            }
        });

        Make().ShouldBe(Make());
    }

    [Fact]
    public void A_file_without_rows_is_a_file()
    {
        var bytes = Write(new ParquetSchema([ParquetField.String("t"), ParquetField.Int32List("l")]), new ParquetWriterOptions { KeyValues = [new("who", "wir")] }, _ => { });
        using var parquet = ParquetFile.Open(new MemoryStream(bytes));

        parquet.Rows.ShouldBe(0);
        parquet.ReadBatches().ShouldBeEmpty();
        parquet.KeyValues.ShouldBe([new("who", "wir")]);
        parquet.Schema.Find("l.list.element")!.MaximumDefinition.ShouldBe(1);
    }

    [Fact]
    public void A_row_takes_one_value_of_each_column()
    {
        var writer = ParquetWriter.Create(Stream.Null, new ParquetSchema([ParquetField.String("a"), ParquetField.Int32("b")]));
        writer.Column("a").Append("x");

        Should.Throw<InvalidOperationException>(writer.EndRow).Message.ShouldContain("'b'");
        Should.Throw<InvalidOperationException>(() => writer.Column("a").Append(1)).Message.ShouldContain("ByteArray");
        Should.Throw<InvalidOperationException>(() => writer.Column("a").AppendNull());
        Should.Throw<OverflowException>(() => writer.Column("b").Append(1L << 40));
        Should.Throw<ArgumentException>(() => writer.Column("a").AppendUtf8([0xFF]));
        Should.Throw<ArgumentException>(() => writer.Column("a").AppendUtf8(new byte[(64 << 20) + 1])).Message.ShouldContain("the limit is 67108864");
        Should.Throw<ArgumentException>(() => ParquetWriter.Create(Stream.Null, writer.Schema, new ParquetWriterOptions { Codec = ParquetCodec.Brotli }));
        Should.Throw<ArgumentException>(() => new ParquetSchema([ParquetField.String("a"), ParquetField.Int32("a")]));
    }

    [Fact]
    public void The_range_of_long_texts_is_cut_at_a_character_and_lies_outside()
    {
        var text = new string('é', 60);
        var column = new ColumnBuffer(new ParquetSchema([ParquetField.String("t")]).Leaves[0]);
        foreach (var value in new[] { text, text + "z", "\U0010FFFF" + new string('\uFFFF', 40) })
        {
            column.BeginRow();
            System.Text.Encoding.UTF8.GetBytes(value, column.AddBytes(System.Text.Encoding.UTF8.GetByteCount(value)));
        }

        var range = ValueRange.Of(column, 0, 1)!;
        System.Text.Encoding.UTF8.GetString(range.Least).ShouldBe(new string('é', 32));
        System.Text.Encoding.UTF8.GetString(range.Greatest).ShouldBe(new string('é', 31) + "ê");
        (range.IsLeastExact, range.IsGreatestExact).ShouldBe((false, false));

        // U+FFFF is followed by U+10000.
        System.Text.Encoding.UTF8.GetString(ValueRange.Of(column, 0, 2)!.Greatest).ShouldBe("\U0010FFFF" + new string('\uFFFF', 19) + "\U00010000");
    }

    private static void RoundTrip((NonNull<string> Id, string? Text, int? Number, long Large, (double Ratio, bool? Flag, int[] Tokens) Others)[] rows, ParquetWriterOptions options)
    {
        var schema = new ParquetSchema([ParquetField.String("id"), ParquetField.String("text", true), ParquetField.Int32("number", true), ParquetField.Int64("large"), ParquetField.Double("ratio"), ParquetField.Boolean("flag", true), ParquetField.Int32List("tokens", true)]);
        var bytes = Write(schema, options, writer =>
        {
            foreach (var row in rows)
            {
                writer.Column(0).Append(row.Id.Get);
                writer.Column(1).Append(row.Text);
                Append(writer.Column(2), row.Number.HasValue, column => column.Append(row.Number!.Value));
                writer.Column(3).Append(row.Large);
                writer.Column(4).Append(row.Others.Ratio);
                Append(writer.Column(5), row.Others.Flag.HasValue, column => column.Append(row.Others.Flag!.Value));
                Append(writer.Column(6), row.Others.Tokens is not null, column => column.AppendList(row.Others.Tokens));
                writer.EndRow();
            }
        });
        using var parquet = ParquetFile.Open(new MemoryStream(bytes));
        var leaves = parquet.Schema.Leaves;
        var next = 0;
        foreach (var batch in parquet.ReadBatches())
        {
            for (var i = 0; i < batch.Rows; i++, next++)
            {
                var row = rows[next];
                batch.Column(leaves[0]).String(i).ShouldBe(Valid(row.Id.Get));
                batch.Column(leaves[1]).String(i).ShouldBe(row.Text is null ? null : Valid(row.Text));
                (batch.Column(leaves[2]).IsNull(i) ? (int?)null : (int)batch.Column(leaves[2]).Int64(i)).ShouldBe(row.Number);
                batch.Column(leaves[3]).Int64(i).ShouldBe(row.Large);
                batch.Column(leaves[4]).Double(i).Equals(row.Others.Ratio).ShouldBeTrue();
                (batch.Column(leaves[5]).IsNull(i) ? (bool?)null : batch.Column(leaves[5]).Boolean(i)).ShouldBe(row.Others.Flag);
                batch.Column(leaves[6]).Int64List(i).ToArray().ShouldBe([.. (row.Others.Tokens ?? []).Select(token => (long)token)]);
                System.Text.Encoding.UTF8.GetString(batch.Json(parquet.Schema.Fields[6], i)).ShouldBe(row.Others.Tokens is null ? "null" : $"[{string.Join(',', row.Others.Tokens)}]");
            }
        }

        next.ShouldBe(rows.Length);
    }

    private static void Append(ParquetColumnWriter column, bool hasValue, Action<ParquetColumnWriter> append)
    {
        if (hasValue)
        {
            append(column);
        }
        else
        {
            column.AppendNull();
        }
    }

    // Lone halves of surrogate pairs are no text.
    private static string Valid(string text) => System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(text));

    private static byte[] Write(ParquetSchema schema, ParquetWriterOptions options, Action<ParquetWriter> rows)
    {
        using var stream = new MemoryStream();
        var writer = ParquetWriter.Create(stream, schema, options);
        rows(writer);
        writer.Complete();
        writer.Bytes.ShouldBe(stream.Length);
        return stream.ToArray();
    }
}
