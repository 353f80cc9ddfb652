using Sinter.Data.Reading.Warc;
using Sinter.Tests;

namespace Sinter.Data.Tests.Reading.Warc;

/// <summary>The archives that other readers test themselves with, many of them broken on purpose: how many documents, faults and other records each gives.</summary>
public sealed class RealArchiveTests
{
    [Theory]
    [InlineData("dolma/sample-0000.warc.gz", 24, 0, 24)]
    [InlineData("dolma/sample-0001.warc.gz", 17, 0, 17)]
    [InlineData("iipc/warc/IAH-urls-wget.warc", 7, 0, 29)]
    [InlineData("iipc/gzip/IAH-urls-wget.warc.gz", 7, 0, 29)]
    [InlineData("resiliparse/warcfile.warc.gz", 16, 0, 34)]
    [InlineData("warcio/example.warc", 1, 0, 5)]
    [InlineData("warcio/example.warc.gz", 1, 0, 5)]
    [InlineData("warcio/example-resource.warc.gz", 1, 0, 2)]
    [InlineData("warcio/example-iana.org-chunked.warc", 1, 0, 2)]
    [InlineData("warcio/post-test.warc.gz", 3, 0, 3)]
    [InlineData("warcio/example-digest.warc", 0, 0, 4)]
    public void A_sound_archive_is_read_whole(string name, int documents, int faults, int passedOver) => Check(name, documents, faults, passedOver);

    [Theory]
    [InlineData("iipc/arc/IAH-20080430204825-00000-blackbook-truncated.arc", 4, 0, 5)]
    [InlineData("warcio/example.arc", 1, 0, 1)]
    [InlineData("warcio/example.arc.gz", 1, 0, 1)]
    public void Arc_is_read(string name, int documents, int faults, int passedOver) => Check(name, documents, faults, passedOver);

    /// <summary>Lengths are -1, missing or no number; one record of one byte is sound.</summary>
    [Fact]
    public void Arc_records_without_a_length_are_faults() => Check("warcio/bad.arc", 1, 2, 0);

    /// <summary>The last record says 1591 bytes, and three of them are missing.</summary>
    [Fact]
    public void An_arc_record_that_is_cut_short_is_a_fault() => Check("warcio/example-space-in-url.arc", 0, 1, 1);

    /// <summary>Dates that do not exist, header lines with LF alone.</summary>
    [Fact]
    public void The_quirks_of_ClueWeb_are_no_faults() => Check("resiliparse/clueweb-quirk.warc.gz", 29, 0, 1);

    /// <summary>One header field stands there several times: the first counts.</summary>
    [Fact]
    public void Fields_that_are_repeated_are_no_fault() => Check("iipc/warc/mutliple-headers.warc", 1, 0, 0);

    /// <summary>The whole archive is one gzip member.</summary>
    [Fact]
    public void One_member_for_all_records_is_no_fault()
    {
        Check("warcio/example-bad.warc.gz.bad", 1, 0, 5);
        Check("warcio/example-bad-non-chunked.warc.gz", 1, 0, 5);
    }

    /// <summary>The header says chunked, and the crawler has joined the chunks.</summary>
    [Fact]
    public void Chunks_that_are_none_are_no_fault() => Check("warcio/example-wrong-chunks.warc.gz", 1, 0, 1);

    /// <summary>wget puts addresses in angle brackets; an image has spaces in its address.</summary>
    [Fact]
    public void Odd_addresses_are_no_faults()
    {
        Check("warcio/example-wget-bad-target-uri.warc.gz", 3, 0, 3);
        Check("warcio/example-space-in-target-uri.warc.gz", 0, 0, 2);
    }

    /// <summary>A response is longer than its length says: five bytes, the end of its gzip body, belong to no record.</summary>
    [Fact]
    public void A_length_that_is_too_small_is_told() => Check("warcio/example-trunc.warc", 1, 1, 3);

    /// <summary>CR LF became LF, so that every length but one is wrong.</summary>
    [Fact]
    public void Lengths_that_are_all_wrong_cost_no_record() => Check("cc_net-sample.wet.txt", 3, 4, 1);

    [Theory]
    [InlineData("warcio/example.warc.gz")]
    [InlineData("warcio/post-test.warc.gz")]
    [InlineData("warcio/example.warc")]
    [InlineData("iipc/gzip/IAH-urls-wget.warc.gz")]
    [InlineData("resiliparse/warcfile.warc.gz")]
    [InlineData("dolma/sample-0000.warc.gz")]
    public void Cut_and_damaged_at_every_thousandth_byte_it_is_still_read(string name)
    {
        var file = File.ReadAllBytes(Path(name));
        var whole = Read(file, new WarcFormat());
        for (var at = 500; at < file.Length; at += 1000)
        {
            var cut = Read(file[..at], new WarcFormat());
            cut.Documents.ShouldBeLessThanOrEqualTo(whole.Documents);
            cut.Faults.ShouldBeLessThanOrEqualTo(1);

            var damaged = (byte[])file.Clone();
            damaged[at] ^= 0xFF;
            var read = Read(damaged, new WarcFormat());
            read.Documents.ShouldBeInRange(whole.Documents - 1, whole.Documents);
            read.Faults.ShouldBeLessThanOrEqualTo(2);
        }
    }

    private static string Path(string name) => Assets.Path("corpora/warc/" + name);

    private static void Check(string name, int documents, int faults, int passedOver)
    {
        ArchiveFormat format = name.Contains(".arc", StringComparison.Ordinal) ? new ArcFormat() : new WarcFormat();

        Read(File.ReadAllBytes(Path(name)), format).ShouldBe((documents, faults, passedOver));
    }

    private static (int Documents, int Faults, int PassedOver) Read(byte[] file, ArchiveFormat format)
    {
        var outcomes = ArchiveFiles.Outcomes(file, format);
        return (outcomes.Ids().Count(), outcomes.Reasons().Count(), outcomes.Count(outcome => outcome.PassedOver is not null));
    }
}
