using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Sinter.Data.Reading;
using Sinter.Tests;

namespace Sinter.Data.Tests.Reading;

public sealed class CsvFormatTests
{
    private static readonly CsvFormat Format = CsvFormat.Detected;

    [Fact]
    public void Rows_are_documents_and_other_columns_metadata()
    {
        var outcomes = Reader.Read(Format, "\uFEFFid,text,lang,source\r\n7,\"Hello, \"\"you\"\"\nthere\",en,web\r\n\r\n,b,,\r\n", Reader.SmallBlocks);

        outcomes.Texts().ShouldBe(["Hello, \"you\"\nthere", "b"]);
        outcomes.Ids().ShouldBe(["7", "in#5"]);
        outcomes[0].Document!.Source.ShouldBe("web");
        outcomes[0].Document!.Metadata.ShouldBe(new MetadataDictionary([new("lang", "en")]));
    }

    [Theory]
    [InlineData("text;a\nx, y;1\nz;2\n")]
    [InlineData("text\ta\nx, y\t1\nz\t2\n")]
    [InlineData("text|a\nx, y|1\nz|2\n")]
    [InlineData("text,a\n\"x, y\",1\nz,2")]
    public void The_delimiter_is_detected(string table) => Reader.Read(Format, table).Texts().ShouldBe(["x, y", "z"]);

    [Fact]
    public void A_quote_within_a_field_is_a_character() => Reader.Read(Format, "text,n\nA 5\" disk,1\nb,2\n").Texts().ShouldBe(["A 5\" disk", "b"]);

    [Fact]
    public void A_row_of_another_width_is_a_fault_with_its_line()
    {
        var outcomes = Reader.Read(Format, "text,n\na,1\nb\nc,3,4\nd,5\n");

        outcomes.Texts().ShouldBe(["a", "d"]);
        outcomes.Where(one => one.Broken is not null).Select(one => one.Broken!.Line).ShouldBe([3, 4]);
    }

    [Fact]
    public void A_table_without_the_column_says_which_it_has() =>
        Reader.Read(Format, "body,n\na,1\n").Reasons().ShouldHaveSingleItem().ShouldContain("'body', 'n'");

    [Fact]
    public void A_quote_that_never_closes_is_one_fault()
    {
        var outcomes = Reader.Read(Format, "text,n\na,1\n\"b,2\nc,3\nd,4\n");
        outcomes.Texts().ShouldBe(["a"]);
        outcomes.Reasons().ShouldHaveSingleItem().ShouldContain("quote");

        var long_ = Reader.Read(Format, "text,n\na,1\n\"" + string.Concat(Enumerable.Repeat("b,2\n", 5000)), Reader.SmallBlocks);
        long_.Texts().First().ShouldBe("a");
        long_.Reasons().ShouldNotBeEmpty();
    }

    [Fact]
    public void Columns_of_one_name_keep_apart()
    {
        var document = Reader.Read(Format, "text,a,a,\nx,1,2,3\n").ShouldHaveSingleItem().Document!;
        document.Metadata.Select(pair => pair.Value).ShouldBe(["1", "2", "3"]);
    }

    [Fact]
    public void The_same_rows_come_whatever_the_blocks() =>
        Prop.ForAll<string[], PositiveInt>((texts, size) =>
        {
            var clean = texts.Select(text => "x" + new string([.. (text ?? "").Where(c => !char.IsSurrogate(c))])).ToList();
            var table = "text,n\n" + string.Concat(clean.Select(text => $"\"{text.Replace("\"", "\"\"")}\",1\r\n"));
            return Reader.Read(Format, table, new ReadSettings { BlockBytes = size.Get + 8 }).Texts().SequenceEqual(clean);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Every_start_of_a_table_is_read_without_a_throw() => Reader.ReadTruncated(Format, Encoding.UTF8.GetBytes("id,text\n1,\"a\"\"b\nc\"\n2,ä\n\"3\",\"d\"x\n"));

    [Fact]
    public void Real_tables_are_read()
    {
        var outcomes = Reader.Read(Format, File.ReadAllBytes(Assets.Path("corpora/toxicity/toxicity_en.csv")));
        outcomes.Reasons().ShouldBeEmpty();
        outcomes.Count.ShouldBe(1000);
    }
}
