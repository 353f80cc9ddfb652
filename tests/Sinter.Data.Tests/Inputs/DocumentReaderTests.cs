using System.IO.Compression;
using System.Text;
using Sinter.Data.Inputs;
using Sinter.Data.Parquet;
using Sinter.Data.Reading;
using Sinter.Data.Tests.Reading;

namespace Sinter.Data.Tests.Inputs;

public sealed class DocumentReaderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("a.jsonl", "{\"text\":\"hello\"}\n", "jsonl")]
    [InlineData("no-ending", "{\"text\":\"hello\"}\n", "jsonl")]
    [InlineData("a.txt", "hello", "text")]
    [InlineData("a.csv", "text\nhello\n", "csv")]
    [InlineData("a.md", "hello", "markdown")]
    [InlineData("a.html", "<!DOCTYPE html><p>hello", "html")]
    [InlineData("page", "<!DOCTYPE html><html><p>hello", "html")]
    [InlineData("a.xml", "<a>hello</a>", "xml")]
    [InlineData("dump.xml", "<mediawiki xml:lang=\"en\"><page><title>a</title><ns>0</ns><id>1</id><text>hello</text></page></mediawiki>", "wikipedia")]
    public void A_format_is_told_by_its_content_or_its_name(string name, string content, string format)
    {
        FormatCatalog.Detect(Encoding.UTF8.GetBytes(content), name)!.Name.ShouldBe(format);

        foreach (var packed in (bool[])[false, true])
        {
            var bytes = Encoding.UTF8.GetBytes(content);
            var input = new InputFile(packed ? name + ".gz" : name, null, () => new MemoryStream(packed ? Gzip(bytes) : bytes));
            Read(input).ShouldHaveSingleItem().Document!.Text.ShouldContain("hello");
        }
    }

    [Fact]
    public void A_cut_archive_gives_what_came_before()
    {
        var lines = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 20_000).Select(i => $"{{\"text\":\"line {i * 7919}\"}}\n")));
        var packed = Gzip(lines);
        var outcomes = Read(new InputFile("a.jsonl.gz", null, () => new MemoryStream(packed[..(packed.Length / 2)])));

        outcomes.Texts().Count().ShouldBeGreaterThan(1000);
        outcomes.Reasons().ShouldHaveSingleItem().ShouldContain("breaks off");
    }

    [Fact]
    public void Files_that_are_read_back_and_forth_may_come_compressed()
    {
        var path = Path.Combine(_folder.Path, "a.parquet");
        using (var writer = ParquetDocumentWriter.Create(path))
        {
            writer.Write(new Document { Id = "1", Text = "hello" });
            writer.Complete();
        }

        Read(InputFile.OfPath(path, "a.parquet")).Texts().ShouldBe(["hello"]);
        var packed = Gzip(File.ReadAllBytes(path));
        Read(new InputFile("a.parquet.gz", null, () => new MemoryStream(packed))).Texts().ShouldBe(["hello"]);
        Read(new InputFile("-", null, () => new GZipStream(new MemoryStream(packed), CompressionMode.Decompress))).Texts().ShouldBe(["hello"]);
    }

    [Fact]
    public void A_file_of_no_known_format_is_a_fault()
    {
        var input = new InputFile("a.bin", 3, () => new MemoryStream([1, 2, 3]));
        Read(input).Reasons().ShouldHaveSingleItem().ShouldContain(".jsonl");
        Should.Throw<ArgumentException>(() => DocumentReader.Read(input, ReadSettings.Default, "nothing")).Message.ShouldContain("jsonl");
    }

    [Fact]
    public void A_file_that_was_named_outright_is_plain_text_where_nothing_says_more()
    {
        var path = Path.Combine(_folder.Path, "reviews.pos");
        File.WriteAllText(path, "a fine film\n");
        var settings = new InputSettings { Folder = _folder.Path };

        Read(InputSet.Resolve(["reviews.pos"], settings).ShouldHaveSingleItem()).Texts().ShouldHaveSingleItem().Trim().ShouldBe("a fine film");
        Read(InputSet.Resolve(["*.pos"], settings).ShouldHaveSingleItem()).Reasons().ShouldHaveSingleItem().ShouldContain("passed over");
        Read(InputSet.Resolve([_folder.Path], settings).ShouldHaveSingleItem()).Reasons().ShouldHaveSingleItem().ShouldContain("passed over");

        File.WriteAllBytes(path, [(byte)'a', 0, 1]);
        Read(InputSet.Resolve(["reviews.pos"], settings).ShouldHaveSingleItem()).Reasons().ShouldHaveSingleItem().ShouldContain("passed over");
    }

    [Fact]
    public void Names_and_endings_of_formats_are_their_own()
    {
        FormatCatalog.All.Select(format => format.Name).ShouldBeUnique();
        FormatCatalog.All.SelectMany(format => format.Endings).ShouldBeUnique();
        FormatCatalog.All.ShouldAllBe(format => FormatCatalog.Find(format.Name) == format);
    }

    private static List<ReadOutcome> Read(InputFile input) => [.. DocumentReader.Read(input, ReadSettings.Default).SelectMany(block => block.Decode())];

    private static byte[] Gzip(byte[] bytes)
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
        {
            gzip.Write(bytes);
        }

        return packed.ToArray();
    }
}
