using System.IO.Compression;
using System.Text;
using Sinter.Data.Reading;
using Sinter.Data.Reading.Epub;

namespace Sinter.Data.Tests.Reading;

public sealed class EpubFormatTests
{
    private const string Container = "<?xml version='1.0'?><container><rootfiles><rootfile full-path='OPS/book.opf'/></rootfiles></container>";

    private const string Package = """
        <?xml version="1.0"?><!DOCTYPE package><package xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata><dc:title>A &amp; B</dc:title><dc:creator>Ada</dc:creator><dc:language>en</dc:language></metadata>
        <manifest><item id="two" href="text/two%20b.xhtml" media-type="application/xhtml+xml"/><item id="one" href="./one.xhtml" media-type="application/xhtml+xml"/><item id="x" href="x.png" media-type="image/png"/></manifest>
        <spine><itemref idref="one"/><itemref idref="two"/><itemref idref="x"/></spine></package>
        """;

    private static readonly EpubFormat Format = new();

    [Fact]
    public void A_book_is_its_chapters_in_the_order_of_the_spine()
    {
        var book = Book(("mimetype", "application/epub+zip"), ("META-INF/container.xml", Container), ("OPS/book.opf", Package),
            ("OPS/text/two b.xhtml", "<html><head><title>no</title></head><body><p>Last&nbsp;one.</p></body></html>"),
            ("OPS/one.xhtml", "<?xml version='1.0'?><!DOCTYPE html><html><body><h1>Head</h1>\n<p>One <i>two</i><br/>three &#228; 1 < 2.</p><ul><li>a</li><li>b</li></ul><script>x()</script></body>"));

        Format.Recognises(book).ShouldBeTrue();
        var document = Reader.Read(Format, book).ShouldHaveSingleItem().Document!;
        document.Text.ShouldBe("Head\n\nOne two\nthree ä 1 < 2.\n\na\nb\n\nLast\u00A0one.");
        document.Metadata.ShouldBe(new MetadataDictionary([new("title", "A & B"), new("author", "Ada"), new("language", "en")]));
        document.Id.ShouldBe("in");
    }

    [Fact]
    public void A_zip_bomb_is_a_fault()
    {
        var book = Book(("META-INF/container.xml", Container), ("OPS/book.opf", Package), ("OPS/one.xhtml", new string('x', 20_000_000)), ("OPS/text/two b.xhtml", "b"));
        book.Length.ShouldBeLessThan(100_000);

        Reader.Read(Format, book, new ReadSettings { MaximumRecordBytes = 1 << 20 }).Reasons().ShouldHaveSingleItem().ShouldContain("1048576");
    }

    [Fact]
    public void What_is_missing_is_named()
    {
        Reader.Read(Format, Book(("a", "b"))).Reasons().ShouldHaveSingleItem().ShouldContain("container.xml");
        Reader.Read(Format, Book(("META-INF/container.xml", Container))).Reasons().ShouldHaveSingleItem().ShouldContain("OPS/book.opf");
        Reader.Read(Format, Book(("META-INF/container.xml", Container), ("OPS/book.opf", Package))).Reasons().ShouldHaveSingleItem().ShouldContain("OPS/one.xhtml");
        Reader.Read(Format, Book(("META-INF/container.xml", "<!DOCTYPE a [<!ENTITY b 'c'>]><container>&b;</container>"))).Reasons().ShouldHaveSingleItem();
    }

    [Fact]
    public void Every_start_of_a_book_is_read_without_a_throw() =>
        Reader.ReadTruncated(Format, Book(("mimetype", "application/epub+zip"), ("META-INF/container.xml", Container), ("OPS/book.opf", Package), ("OPS/one.xhtml", "<p>a</p>"), ("OPS/text/two b.xhtml", "b")));

    [Fact]
    public void A_hundred_thousand_open_elements_end() =>
        Reader.Read(Format, Book(("META-INF/container.xml", Container), ("OPS/book.opf", Package), ("OPS/one.xhtml", string.Concat(Enumerable.Repeat("<div><", 100_000)) + "x"), ("OPS/text/two b.xhtml", "<!--")))
            .Texts().ShouldHaveSingleItem().ShouldEndWith("<x");

    private static byte[] Book(params (string Name, string Content)[] entries)
    {
        var packed = new MemoryStream();
        using (var archive = new ZipArchive(packed, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in entries)
            {
                using var entry = archive.CreateEntry(name, name == "mimetype" ? CompressionLevel.NoCompression : CompressionLevel.Optimal).Open();
                entry.Write(Encoding.UTF8.GetBytes(content));
            }
        }

        return packed.ToArray();
    }
}
