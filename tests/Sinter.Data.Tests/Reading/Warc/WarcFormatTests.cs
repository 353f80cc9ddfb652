using System.IO.Compression;
using System.Text;
using Sinter.Data.Compression;
using Sinter.Data.Reading;
using Sinter.Data.Reading.Warc;
using Sinter.Data.Tests.Compression;

namespace Sinter.Data.Tests.Reading.Warc;

public sealed class WarcFormatTests
{
    [Fact]
    public void A_page_becomes_a_document_with_where_it_comes_from()
    {
        var (documents, faults) = ArchiveFiles.Read(ArchiveFiles.Response("<p>Grüße</p>", "abc"));

        faults.ShouldBeEmpty();
        var document = documents.ShouldHaveSingleItem();
        document.Id.ShouldBe("abc");
        document.Text.ShouldBe("<p>Grüße</p>");
        document.Source.ShouldBe("a.warc");
        document.Metadata["url"].ShouldBe("http://a.example/abc");
        document.Metadata["date"].ShouldBe("2024-01-02T03:04:05Z");
        document.Metadata["contentType"].ShouldBe("text/html");
        document.Metadata["httpStatus"].ShouldBe("200");
    }

    [Fact]
    public void Extracted_texts_keep_their_language()
    {
        var file = ArchiveFiles.Record("conversion", "Plain text."u8.ToArray(), "WARC-Identified-Content-Language: eng,deu\nContent-Type: text/plain\n");

        var document = ArchiveFiles.Read(file).Documents.ShouldHaveSingleItem();

        document.Text.ShouldBe("Plain text.");
        document.Metadata["warcLanguage"].ShouldBe("eng,deu");
        document.Metadata.ContainsKey("httpStatus").ShouldBeFalse();
    }

    [Fact]
    public void What_holds_no_text_by_its_kind_is_counted()
    {
        var outcomes = ArchiveFiles.Outcomes([.. ArchiveFiles.Crawl().SelectMany(record => record)]);

        outcomes.Count.ShouldBe(63);
        outcomes.Ids().Count().ShouldBe(20);
        outcomes.Reasons().ShouldBeEmpty();
        outcomes.PassedOver().ShouldBe(["metadata=20", "request=20", "status 404=1", "type image=1", "warcinfo=1"]);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(5_000)]
    [InlineData(1 << 20)]
    public void Outcomes_come_in_the_order_of_the_records(int blockBytes)
    {
        byte[] file = [.. ArchiveFiles.Crawl().SelectMany(record => record)];
        string[] group = ["request", "page", "metadata"];

        ArchiveFiles.Outcomes(file, settings: new ReadSettings { BlockBytes = blockBytes }).Select(outcome => outcome.PassedOver ?? "page")
            .ShouldBe(["warcinfo", .. Enumerable.Repeat(group, 20).SelectMany(names => names), "status 404", "type image"]);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(5_000)]
    [InlineData(1 << 20)]
    public void The_size_of_blocks_changes_nothing_else(int blockBytes)
    {
        byte[] file = [.. ArchiveFiles.Crawl().SelectMany(record => record)];

        var (documents, _) = ArchiveFiles.Read(file, settings: new ReadSettings { BlockBytes = blockBytes });

        documents.Select(document => document.Id).ShouldBe(Enumerable.Range(0, 20).Select(i => $"page-{i}"));
        new WarcFormat().Read(new MemoryStream(file), "a", new ReadSettings { BlockBytes = blockBytes }).Sum(block => block.Bytes).ShouldBe(file.Length);
    }

    [Theory]
    [InlineData("\n", "\n\n")]
    [InlineData("\r\n", "")]
    [InlineData("\n", "")]
    [InlineData("\r\n", "\r\n\r\n\r\n\r\n\n\n")]
    public void Line_ends_may_be_other_ones_or_missing(string lineEnd, string tail)
    {
        byte[] file = [.. Enumerable.Range(0, 3).SelectMany(i => ArchiveFiles.Record("resource", "text"u8.ToArray(), "Content-Type: text/plain\n", null, lineEnd, tail, $"{i}"))];

        var (documents, faults) = ArchiveFiles.Read(file);

        documents.Select(document => document.Text).ShouldBe(["text", "text", "text"]);
        faults.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(20, "123456789\nabc", "it is taken to end there", "123456789\nabc\r\n\r\n")]
    [InlineData(900, "123456789\nabc", "it is taken to end there", "123456789\nabc\r\n\r\n")]
    [InlineData(5, "123456789\nabc", "bytes are passed over", "12345")]
    public void A_length_that_lies_costs_no_other_record(int length, string body, string because, string text)
    {
        byte[] file =
        [
            .. ArchiveFiles.Record("resource", Encoding.ASCII.GetBytes(body), length: length),
            .. ArchiveFiles.Response("next", "2"),
            .. ArchiveFiles.Response("last", "3"),
        ];

        var (documents, faults) = ArchiveFiles.Read(file);

        documents.Select(document => document.Text.TrimEnd()).ShouldBe([text.TrimEnd(), "next", "last"]);
        faults.ShouldHaveSingleItem().ShouldContain(because);
    }

    [Theory]
    [InlineData("Content-Length: x")]
    [InlineData("Content-Length: -5")]
    [InlineData("Content-Length: 99999999999999999999")]
    [InlineData("No-Length: 5")]
    public void A_length_that_is_none_is_a_fault(string field)
    {
        byte[] file = [.. Encoding.ASCII.GetBytes($"WARC/1.0\r\nWARC-Type: resource\r\n{field}\r\n\r\ntext\r\n\r\n"), .. ArchiveFiles.Response("next")];

        var (documents, faults) = ArchiveFiles.Read(file);

        documents.ShouldHaveSingleItem().Text.ShouldBe("next");
        faults.ShouldHaveSingleItem().ShouldContain("Content-Length");
    }

    [Fact]
    public void A_record_beyond_the_limit_is_passed_over_without_being_held()
    {
        byte[] file = [.. ArchiveFiles.Response(new string('x', 5000)), .. ArchiveFiles.Response("next", "2")];

        var (documents, faults) = ArchiveFiles.Read(file, settings: new ReadSettings { MaximumRecordBytes = 2000 });

        documents.ShouldHaveSingleItem().Text.ShouldBe("next");
        faults.ShouldHaveSingleItem().ShouldContain("the limit is 2000");
    }

    [Fact]
    public void A_record_of_a_gigabyte_that_is_not_there_takes_no_memory()
    {
        var file = ArchiveFiles.Record("resource", "text"u8.ToArray(), length: 60 << 20);
        var before = GC.GetAllocatedBytesForCurrentThread();

        ArchiveFiles.Read(file).Faults.ShouldHaveSingleItem().ShouldContain("cut short");
        ArchiveFiles.Read(ArchiveFiles.Record("resource", "text"u8.ToArray(), length: 1L << 40)).Faults.ShouldHaveSingleItem().ShouldContain("cut short");

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(8 << 20);
    }

    [Fact]
    public void A_header_without_end_is_a_fault()
    {
        byte[] file = [.. "WARC/1.0\r\n"u8, .. Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("X-Field: value\r\n", 100_000))), .. "\r\n"u8, .. ArchiveFiles.Response("next")];

        var (documents, faults) = ArchiveFiles.Read(file);

        documents.ShouldHaveSingleItem().Text.ShouldBe("next");
        faults.ShouldHaveSingleItem().ShouldContain("header of more than");
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    [InlineData("br")]
    [InlineData("zstd")]
    [InlineData("identity")]
    public void Content_encodings_are_undone(string encoding)
    {
        var page = Encoding.UTF8.GetBytes($"<p>{ReferenceFiles.Numbers}</p>");
        var output = new MemoryStream();
        using (Stream writer = encoding switch
        {
            "gzip" => new GZipStream(output, CompressionLevel.Optimal),
            "deflate" => new ZLibStream(output, CompressionLevel.Optimal),
            "br" => new BrotliStream(output, CompressionLevel.Optimal),
            "zstd" => new ZstdWriteStream(output),
            _ => output,
        })
        {
            writer.Write(page);
        }

        var fields = $"Content-Type: text/html\r\ncontent-encoding: {encoding}\r\n";
        var body = output.ToArray();

        ArchiveFiles.Read(ArchiveFiles.Response(body, fields: fields)).Documents.ShouldHaveSingleItem().Text.ShouldBe($"<p>{ReferenceFiles.Numbers}</p>");
        ArchiveFiles.Read(ArchiveFiles.Response(page, fields: fields)).Documents.ShouldHaveSingleItem().Text.ShouldBe($"<p>{ReferenceFiles.Numbers}</p>");
        var bounded = ArchiveFiles.Read(ArchiveFiles.Response(body, fields: fields), settings: new ReadSettings { MaximumRecordBytes = 1700 });
        bounded.Documents.ShouldBeEmpty();
        bounded.Faults.ShouldHaveSingleItem().ShouldContain("1700");
    }

    [Fact]
    public void A_body_that_is_cut_is_kept_and_marked()
    {
        var body = ReferenceFiles.NumbersGzip[..700];

        var document = ArchiveFiles.Read(ArchiveFiles.Response(body, fields: "Content-Type: text/plain\r\nContent-Encoding: gzip\r\n")).Documents.ShouldHaveSingleItem();

        ReferenceFiles.Numbers.ShouldStartWith(document.Text);
        document.Text.Length.ShouldBeGreaterThan(100);
        document.Metadata["damaged"].ShouldBe("content encoding");
    }

    [Theory]
    [InlineData("4\r\nWiki\r\n5;x=y\r\npedia\r\n0\r\n\r\n", "Wikipedia", false)]
    [InlineData("4 \nWiki\n5\npedia\n0\n\n", "Wikipedia", false)]
    [InlineData("Joined already", "Joined already", false)]
    [InlineData("Add them up\r\n", "Add them up\r\n", false)]
    [InlineData("4\r\nWiki\r\n9\r\nped", "Wikiped", true)]
    [InlineData("4\r\nWiki\r\nrest", "Wikirest", true)]
    [InlineData("FFFFFFFF\r\nWiki", "Wiki", true)]
    public void Chunks_are_joined(string body, string text, bool isDamaged)
    {
        var document = ArchiveFiles.Read(ArchiveFiles.Response(body, fields: "Transfer-Encoding: chunked\r\nContent-Type: text/plain\r\n")).Documents.ShouldHaveSingleItem();

        document.Text.ShouldBe(text);
        document.Metadata.ContainsKey("damaged").ShouldBe(isDamaged);
    }

    [Fact]
    public void A_response_that_is_no_HTTP_is_a_fault()
    {
        var format = "Content-Type: application/http; msgtype=response\n";

        ArchiveFiles.Read(ArchiveFiles.Record("response", "nothing"u8.ToArray(), format)).Faults.ShouldHaveSingleItem().ShouldContain("HTTP");
        ArchiveFiles.Read(ArchiveFiles.Record("response", "HTTP/1.1 200 OK\r\nA: b\r\n"u8.ToArray(), format)).Faults.ShouldHaveSingleItem().ShouldContain("without an end");
    }

    [Fact]
    public void A_damaged_member_costs_no_more_than_itself()
    {
        var members = ArchiveFiles.Crawl().Select(record => GzipTests.Gzip(record)).ToArray();
        for (var damaged = 0; damaged < 20; damaged++)
        {
            var file = members.Select(member => (byte[])member.Clone()).ToArray();
            var page = file[2 + (3 * damaged)];
            page[page.Length / 2] ^= 0x20;

            var (documents, faults) = ArchiveFiles.Read([.. file.SelectMany(member => member)]);

            documents.Count.ShouldBe(19);
            documents.ShouldNotContain(document => document.Id == $"page-{damaged}");
            faults.ShouldHaveSingleItem().ShouldContain("of the compressed file are lost");
        }
    }

    [Fact]
    public void Archives_that_are_cut_anywhere_give_what_lies_before()
    {
        byte[] plain = [.. ArchiveFiles.Crawl().SelectMany(record => record)];
        byte[] packed = [.. ArchiveFiles.Crawl().SelectMany(record => GzipTests.Gzip(record))];
        foreach (var file in new[] { plain, packed, Zstd.Compress(plain) })
        {
            for (var length = 1; length < file.Length; length += 101)
            {
                var (documents, faults) = ArchiveFiles.Read(file[..length]);

                documents.Select(document => document.Id).ShouldBe(Enumerable.Range(0, documents.Count).Select(i => $"page-{i}"));
                faults.Count.ShouldBeLessThanOrEqualTo(1);
            }
        }
    }

    [Fact]
    public void Damage_anywhere_loses_few_records_and_tells_it()
    {
        byte[] plain = [.. ArchiveFiles.Crawl().SelectMany(record => record)];
        byte[] packed = [.. ArchiveFiles.Crawl().SelectMany(record => GzipTests.Gzip(record))];
        foreach (var file in new[] { plain, packed })
        {
            for (var at = 0; at < file.Length; at += 37)
            {
                var damaged = (byte[])file.Clone();
                damaged[at] ^= 0x55;

                var outcomes = ArchiveFiles.Outcomes(damaged);

                outcomes.Ids().Count().ShouldBeGreaterThanOrEqualTo(at < 3 ? 0 : 19, $"byte {at}");
                outcomes.Count.ShouldBeGreaterThanOrEqualTo(at < 3 ? 1 : 62, $"byte {at}");
            }
        }
    }

    [Fact]
    public void It_is_known_by_its_start()
    {
        var format = new WarcFormat();

        format.Recognises("WARC/1.0\r\n"u8).ShouldBeTrue();
        format.Recognises("\r\nWARC/0.18\r\n"u8).ShouldBeTrue();
        format.Recognises("WARC/x"u8).ShouldBeFalse();
        format.Recognises("{\"a\":1}"u8).ShouldBeFalse();
        format.Recognises([]).ShouldBeFalse();
        ArchiveFiles.Read([]).ShouldSatisfyAllConditions(read => read.Documents.ShouldBeEmpty(), read => read.Faults.ShouldBeEmpty());
        ArchiveFiles.Read("no archive at all"u8.ToArray()).Faults.ShouldHaveSingleItem().ShouldContain("no record");
    }
}
