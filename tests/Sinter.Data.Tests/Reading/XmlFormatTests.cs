using System.Text;
using Sinter.Data.Reading;

namespace Sinter.Data.Tests.Reading;

public sealed class XmlFormatTests
{
    private static readonly XmlFormat Format = new();

    [Fact]
    public void The_text_of_a_file_is_one_document() =>
        Reader.Read(Format, "<?xml version='1.0'?><!DOCTYPE a><a><t>Title</t>\n <p>One <b>bold</b> word &amp; <i/>more.</p><p>Two<![CDATA[ <x>]]></p></a>")
            .Texts().ShouldBe(["Title\nOne bold word & more.\nTwo <x>"]);

    [Fact]
    public void Elements_of_a_name_are_documents()
    {
        var outcomes = Reader.Read(Format, "<r><doc id='x' lang='en'>a</doc><doc>b</doc><other>c</other><doc/></r>", new ReadSettings { RecordElement = "doc" });

        outcomes.Texts().ShouldBe(["a", "b", ""]);
        outcomes.Ids().ShouldBe(["x", "in#2", "in#3"]);
        outcomes[0].Document!.Metadata["lang"].ShouldBe("en");
    }

    [Fact]
    public void Records_before_a_fault_are_kept()
    {
        var outcomes = Reader.Read(Format, "<r><doc>a</doc>\n<doc>b</dco></r>", new ReadSettings { RecordElement = "doc" });

        outcomes.Texts().ShouldBe(["a"]);
        outcomes.Single(one => one.Broken is not null).Broken!.Line.ShouldBe(2);
    }

    [Fact]
    public void Entities_of_a_document_type_are_never_expanded()
    {
        const string Bomb = "<!DOCTYPE a [<!ENTITY b \"xxxxxxxxxx\"><!ENTITY c \"&b;&b;&b;&b;\"><!ENTITY f SYSTEM \"file:///etc/passwd\">]>";
        Reader.Read(Format, Bomb + "<a>&c;</a>").Reasons().ShouldHaveSingleItem();
        Reader.Read(Format, Bomb + "<a>&f;</a>").Reasons().ShouldHaveSingleItem();
    }

    [Fact]
    public void Depth_and_length_are_bounded()
    {
        Reader.Read(Format, string.Concat(Enumerable.Repeat("<a>", 100_000))).Reasons().ShouldHaveSingleItem().ShouldContain("1024");
        Reader.Read(Format, "<a b='" + new string('x', 1 << 20) + "'/>", Reader.SmallBlocks).Reasons().ShouldHaveSingleItem().ShouldContain("4096");
        Reader.Read(Format, "<a>" + new string('x', 1 << 20) + "</a>", Reader.SmallBlocks).Reasons().ShouldHaveSingleItem().ShouldContain("4096");
    }

    [Fact]
    public void Utf16_is_read() =>
        Reader.Read(Format, [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes("<?xml version='1.0' encoding='utf-16'?><a>ä</a>")]).Texts().ShouldBe(["ä"]);

    [Fact]
    public void Every_start_of_a_file_is_read_without_a_throw() => Reader.ReadTruncated(Format, Encoding.UTF8.GetBytes("<?xml version=\"1.0\"?><a x='1'><!-- c --><b>ä &lt;</b><![CDATA[d]]></a>"));
}
