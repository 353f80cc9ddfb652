using System.Text;
using Sinter.Data.Html;

namespace Sinter.Data.Tests.Html;

public class HtmlEncodingTests
{
    private const string French = "<p>Où est passée la forêt ? Déjà à Noël, le garçon naïf l'avait cherchée.</p>";
    private const string Russian = "<p>Съешь же ещё этих мягких французских булок, да выпей чаю. Москва - столица России.</p>";
    private const string Japanese = "<p>日本語の文章では、ひらがなとカタカナと漢字を使います。今日は天気がいいので、公園へ行きました。</p>";
    private const string Chinese = "<p>中国的首都是北京，人口超过两千万。今天天气很好，我们一起去公园散步，然后回家吃饭。</p>";
    private const string Traditional = "<p>臺灣的首都是臺北，人口超過兩百萬。今天天氣很好，我們一起去公園散步，然後回家吃飯。</p>";
    private const string Korean = "<p>대한민국의 수도는 서울이며, 오늘은 날씨가 좋아서 공원에 갔습니다. 그리고 집에 돌아왔습니다.</p>";

    [Theory]
    [InlineData(French, 1252)]
    [InlineData(Russian, 1251)]
    [InlineData(Russian, 20866)]
    [InlineData(Japanese, 932)]
    [InlineData(Japanese, 51932)]
    [InlineData(Chinese, 54936)]
    [InlineData(Traditional, 950)]
    [InlineData(Korean, 949)]
    [InlineData(Japanese, 65001)]
    [InlineData(Russian, 65001)]
    [InlineData(French, 1200)]
    [InlineData(French, 1201)]
    public void Undeclared_encodings_are_told_from_the_bytes(string text, int codePage) =>
        HtmlEncoding.Decode(EncodingOf(codePage).GetBytes(text), null).ShouldBe(text);

    [Theory]
    [InlineData("<meta charset=koi8-r>", 20866)]
    [InlineData("<META CHARSET = 'Windows-1251' >", 1251)]
    [InlineData("<meta http-equiv=Content-Type content='text/html; charset=\"iso-8859-5\"'>", 28595)]
    [InlineData("<meta content='text/html;charset=cp866' http-equiv=content-type>", 866)]
    [InlineData("<!-- <meta charset=utf-8> --><meta/charset=koi8>", 20866)]
    [InlineData("<!--><meta charset=koi8>", 20866)]
    [InlineData("<?xml version=\"1.0\" encoding=\"KOI8-R\"?><html>", 20866)]
    [InlineData("<p title='<meta charset=utf-8>'><meta charset=x-mac-cyrillic>", 10007)]
    [InlineData("<metal charset=utf-8><meta name=x charset=windows-1251>", 1251)]
    public void What_the_page_declares_of_itself_holds(string declaration, int codePage)
    {
        var page = declaration + "<p>Я, да</p>";
        HtmlEncoding.Decode(EncodingOf(codePage).GetBytes(page), null).ShouldBe(page);
    }

    [Fact]
    public void A_byte_order_mark_comes_before_http_and_http_before_the_page()
    {
        const string Page = "<meta charset=koi8-r>Привет, мир";
        HtmlEncoding.Decode([0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(Page)], "windows-1251").ShouldBe(Page);
        HtmlEncoding.Decode([0xFF, 0xFE, .. Encoding.Unicode.GetBytes(Page)], "windows-1251").ShouldBe(Page);
        HtmlEncoding.Decode([0xFE, 0xFF, .. Encoding.BigEndianUnicode.GetBytes(Page)], null).ShouldBe(Page);
        HtmlEncoding.Decode(EncodingOf(1251).GetBytes(Page), " \"CP1251\" ").ShouldBe(Page);
    }

    [Fact]
    public void A_meta_element_that_says_utf_16_means_utf_8_and_unknown_labels_say_nothing()
    {
        HtmlEncoding.Decode("<meta charset=utf-16>é"u8, null).ShouldBe("<meta charset=utf-16>é");
        HtmlEncoding.Decode("<meta charset=none>é"u8, "martian").ShouldBe("<meta charset=none>é");
    }

    [Fact]
    public void Labels_that_the_bytes_contradict_are_not_believed()
    {
        HtmlEncoding.Decode("naïve – “quoted”"u8, "iso-8859-1").ShouldBe("naïve – “quoted”");
        HtmlEncoding.Decode(EncodingOf(1252).GetBytes(French), "utf-8").ShouldBe(French);
        HtmlEncoding.Decode([.. "é à ü and one broken byte: "u8, 0xE9, (byte)'.'], "utf-8").ShouldBe("é à ü and one broken byte: \uFFFD.");
    }

    [Theory]
    [InlineData("iso-8859-10", 0xFF, 'ĸ')]
    [InlineData("iso-8859-14", 0xA1, 'Ḃ')]
    [InlineData("iso-8859-16", 0xA4, '€')]
    [InlineData("iso-8859-1", 0x80, '€')]
    [InlineData("tis-620", 0xA1, 'ก')]
    [InlineData("latin2", 0xB1, 'ą')]
    [InlineData("windows-1257", 0xE0, 'ą')]
    public void Single_byte_encodings_of_the_standard_are_known(string label, int value, char expected) =>
        HtmlEncoding.Decode([(byte)'a', (byte)value], label).ShouldBe("a" + expected);

    [Fact]
    public void Empty_and_random_bytes_are_decoded_whatever_they_are_called()
    {
        var random = new Random(4);
        foreach (var charset in (string?[])[null, "utf-8", "gb18030", "big5", "euc-jp", "iso-2022-jp", "shift_jis", "euc-kr", "utf-16le", "x-user-defined", "iso-8859-8-i"])
        {
            HtmlEncoding.Decode([], charset).ShouldBe("");
            for (var i = 1; i < 200; i++)
            {
                var bytes = new byte[i];
                random.NextBytes(bytes);
                HtmlEncoding.Decode(bytes, charset).ShouldNotBeNull();
            }
        }
    }

    private static Encoding EncodingOf(int codePage) => codePage switch
    {
        65001 => Encoding.UTF8,
        1200 => Encoding.Unicode,
        1201 => Encoding.BigEndianUnicode,
        _ => CodePagesEncodingProvider.Instance.GetEncoding(codePage).ShouldNotBeNull(),
    };
}
