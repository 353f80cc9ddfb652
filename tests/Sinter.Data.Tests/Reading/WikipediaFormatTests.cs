using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Sinter.Data.Inputs;
using Sinter.Data.Reading.Wikipedia;

namespace Sinter.Data.Tests.Reading;

public sealed class WikipediaFormatTests
{
    private const string Dump = """
        <mediawiki xmlns="http://www.mediawiki.org/xml/export-0.11/" version="0.11" xml:lang="en">
          <siteinfo><sitename>Wikipedia</sitename><namespaces><namespace key="1">Talk</namespace></namespaces></siteinfo>
          <page><title>Rust &amp; iron</title><ns>0</ns><id>12</id><revision><id>99</id><text bytes="5" xml:space="preserve">'''Rust''' is &lt;ref&gt;x&lt;/ref&gt; red.</text></revision></page>
          <page><title>Talk:Rust</title><ns>1</ns><id>13</id><revision><id>98</id><text>No.</text></revision></page>
          <page><title>Oxide</title><ns>0</ns><id>14</id><redirect title="Rust" /><revision><id>97</id><text>#REDIRECT [[Rust]]</text></revision></page>
          <page><title>Empty</title><ns>0</ns><id>15</id><revision><id>96</id><text bytes="0" /></revision></page>
          <page><title>Broken</title><ns>0</ns><id>16</id><revision><id>95</id></revision></page>
        </mediawiki>
        """;

    private static readonly WikipediaFormat Format = new();

    [Fact]
    public void Pages_of_the_main_namespace_are_documents()
    {
        var outcomes = Reader.Read(Format, Dump, Reader.SmallBlocks);

        outcomes.Ids().ShouldBe(["12", "15"]);
        outcomes.Texts().ShouldBe(["Rust is red.", ""]);
        outcomes[0].Document!.Metadata["title"].ShouldBe("Rust & iron");
        outcomes.Reasons().ShouldHaveSingleItem().ShouldContain("'Broken'");
    }

    [Fact]
    public void Redirects_and_pages_of_other_namespaces_are_passed_over()
    {
        var outcomes = Reader.Read(Format, Dump, Reader.SmallBlocks);

        outcomes.Select(outcome => outcome.PassedOver).ShouldBe([null, "namespace", "redirect", null, null]);
    }

    [Fact]
    public void A_dump_is_told_by_its_start()
    {
        Format.Recognises(Encoding.UTF8.GetBytes(Dump)).ShouldBeTrue();
        FormatCatalog.Detect(Encoding.UTF8.GetBytes(Dump), "a.xml").ShouldBeOfType<WikipediaFormat>();
        FormatCatalog.Detect("<doc/>"u8, "a.xml.gz")!.Name.ShouldBe("xml");
    }

    [Fact]
    public void Every_start_of_a_dump_is_read_without_a_throw() => Reader.ReadTruncated(Format, Encoding.UTF8.GetBytes(Dump));

    [Fact]
    public void A_page_beyond_the_limit_is_passed_over()
    {
        var dump = Dump.Replace("'''Rust''' is", new string('x', 10_000));
        var outcomes = Reader.Read(Format, dump, Reader.SmallBlocks);

        outcomes.Ids().ShouldBe(["15"]);
        outcomes.Reasons().First().ShouldContain("page");
    }

    [Theory]
    [InlineData("A {{cite|a={{b|c}}}} b", "A b")]
    [InlineData("A {{{1|x}}} b", "A b")]
    [InlineData("Before\n{| class=x\n|-\n| cell {{t}}\n|}\nAfter", "Before\n\nAfter")]
    [InlineData("{{Infobox\n| a = {|\n| b\n|}\n|}}\nText", "Text")]
    [InlineData("[[Berlin]] and [[Paris|the city]]s, [[:Category:X]]", "Berlin and the citys, Category:X")]
    [InlineData("[[File:a.jpg|thumb|A [[link]] here]]Text [[Category:Y]]", "Text")]
    [InlineData("See [http://x.org the site] and [http://y.org]; [1]", "See the site and ; [1]")]
    [InlineData("a ''i'' b '''b''' '''''x''''' it's ''''q''''", "a i b b x it's 'q'")]
    [InlineData("== Head ==\nText\n== Empty ==\n=== Also empty ===\n== Last ==\nMore", "Head\nText\nLast\nMore")]
    [InlineData("Text\n== References ==\n<references />", "Text")]
    [InlineData("* one\n** two\n# three\n:four\n;five", "- one\n- two\n- three\nfour\nfive")]
    [InlineData("a<ref name=\"x\">b {{c}} d</ref> e<ref name=x /> f", "a e f")]
    [InlineData("a <!-- b {{ --> c", "a  c")]
    [InlineData("x<br />y <small>z</small> 1 < 2", "x\ny z 1 < 2")]
    [InlineData("a <nowiki>[[b]] {{c}}</nowiki> d", "a [[b]] {{c}} d")]
    [InlineData("a&nbsp;b &ndash; &#228; &unknown;", "a b – ä &unknown;")]
    [InlineData("Ada ({{IPA|x}}; born 1815) and ({{y}})", "Ada (born 1815) and ")]
    [InlineData("__NOTOC__a __b__ snake_case", "a __b__ snake_case")]
    [InlineData("a\n\n\n\nb  \n c", "a\n\nb\nc")]
    [InlineData("never {{closed and [[open", "never {{closed and open")]
    [InlineData("[[de:Berlin]]x", "x")]
    [InlineData("<math>a [[b</math>c", "c")]
    [InlineData("[[a|", "")]
    [InlineData("[[", "")]
    public void Markup_becomes_plain_text(string markup, string expected) => WikiText.ToPlainText(markup).ShouldBe(expected.TrimEnd());

    [Theory]
    [InlineData("{{", "}}")]
    [InlineData("[[File:", "]]")]
    [InlineData("[[a|", "]]")]
    [InlineData("\n{|", "\n|}")]
    [InlineData("<ref>", "</ref>")]
    [InlineData("<nowiki>", "")]
    [InlineData("[http://", "]")]
    [InlineData("<!--", "")]
    [InlineData("&", "")]
    [InlineData("== a", "")]
    [InlineData("<", "")]
    [InlineData("\n= a =", "")]
    public void A_hundred_thousand_levels_end(string open, string close)
    {
        var opened = string.Concat(Enumerable.Repeat(open, 100_000));
        WikiText.ToPlainText(opened).Length.ShouldBeLessThanOrEqualTo(opened.Length * 2);
        WikiText.ToPlainText("x " + opened + string.Concat(Enumerable.Repeat(close, 100_000))).ShouldStartWith("x");
    }

    [Fact]
    public void No_text_makes_it_throw()
    {
        var parts = Gen.Elements("{{", "}}", "[[", "]]", "|", "{|", "|}", "\n", "=", "''", "<ref>", "</ref>", "<nowiki>", "<!--", "-->", "File:", "a ", "*", "&amp;", "(", ")", "[http://a b", "]", "__TOC__", ";", "{", "\uD800");
        Prop.ForAll(parts.ListOf().ToArbitrary(), list => WikiText.ToPlainText(string.Concat(list)) is not null).QuickCheckThrowOnFailure();
    }
}
