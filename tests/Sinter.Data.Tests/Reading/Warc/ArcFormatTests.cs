using System.Text;
using Sinter.Data.Reading;
using Sinter.Data.Reading.Warc;

namespace Sinter.Data.Tests.Reading.Warc;

public sealed class ArcFormatTests
{
    private const string Page = "HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n<p>A page</p>";

    [Fact]
    public void Version_1_is_read()
    {
        var outcomes = Outcomes(
            Record("filedesc://a.arc 0.0.0.0 20080430204825 text/plain", "1 0 Someone\nURL IP-address Archive-date Content-type Archive-length\n")
            + Record("dns:a.example 1.2.3.4 20080430204825 text/dns", "20080430\na.example. 1 IN A 1.2.3.4\n")
            + Record("http://a.example/x y?z 1.2.3.4 20080430204826 text/html", Page)
            + Record("http://a.example/gone 1.2.3.4 20080430204827 text/html", "HTTP/1.0 404 Not Found\r\n\r\n"));

        outcomes.Select(outcome => outcome.PassedOver).ShouldBe(["filedesc", "dns", null, "status 404"]);
        var document = outcomes[2].Document.ShouldNotBeNull();
        document.Id.ShouldBe("a.warc#3");
        document.Text.ShouldBe("<p>A page</p>");
        document.Metadata["url"].ShouldBe("http://a.example/x y?z");
        document.Metadata["date"].ShouldBe("2008-04-30T20:48:26Z");
        document.Metadata["contentType"].ShouldBe("text/html");
    }

    [Fact]
    public void Version_2_is_read()
    {
        var (documents, faults) = Read(Record("http://a.example/ 1.2.3.4 20080430204826 text/html 200 checksum - 1234 a.arc", Page));

        faults.ShouldBeEmpty();
        documents.ShouldHaveSingleItem().Metadata["url"].ShouldBe("http://a.example/");
    }

    [Fact]
    public void Reading_goes_on_behind_what_is_no_record()
    {
        var (documents, faults) = Read("something else\nand more\n" + Record("http://a.example/ 1.2.3.4 20080430204826 text/html", Page) + "http://a.example/ 1.2.3.4 20080430204826 text/html 9999\nHTTP");

        documents.Count.ShouldBe(1);
        faults.Count.ShouldBe(2);
        faults[0].ShouldContain("24 bytes are passed over");
        faults[1].ShouldContain("cut short");
    }

    [Fact]
    public void Archives_that_are_cut_or_damaged_do_no_harm()
    {
        var file = Encoding.Latin1.GetBytes(string.Concat(Enumerable.Range(0, 10).Select(i => Record($"http://a.example/{i} 1.2.3.4 20080430204826 text/html", Page))));
        for (var at = 0; at < file.Length; at += 7)
        {
            var damaged = (byte[])file.Clone();
            damaged[at] ^= 0x55;

            var outcomes = ArchiveFiles.Outcomes(damaged, new ArcFormat());

            outcomes.Count(outcome => outcome.Broken is null).ShouldBeGreaterThan(7);
            outcomes.Count.ShouldBeGreaterThan(8);
            ArchiveFiles.Read(file[..at], new ArcFormat()).Faults.Count.ShouldBeLessThan(2);
        }
    }

    [Fact]
    public void It_is_known_by_its_start()
    {
        new ArcFormat().Recognises("filedesc://a.arc 0.0.0.0"u8).ShouldBeTrue();
        new ArcFormat().Recognises("WARC/1.0"u8).ShouldBeFalse();
    }

    private static string Record(string line, string body) => $"{line} {body.Length}\n{body}\n";

    private static (List<Document> Documents, List<string> Faults) Read(string file) => ArchiveFiles.Read(Encoding.Latin1.GetBytes(file), new ArcFormat());

    private static List<ReadOutcome> Outcomes(string file) => ArchiveFiles.Outcomes(Encoding.Latin1.GetBytes(file), new ArcFormat());
}
