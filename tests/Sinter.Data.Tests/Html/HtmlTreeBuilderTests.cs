using System.Text;
using Sinter.Data.Html;

namespace Sinter.Data.Tests.Html;

public sealed class HtmlTreeBuilderTests
{
    [Theory]
    [InlineData("<p>a<p>b", "p(a)p(b)")]
    [InlineData("<p>a<div>b</div>c", "p(a)div(b)c")]
    [InlineData("<ul><li>a<li>b<ul><li>c</ul><li>d</ul>e", "ul(li(a)li(b ul(li(c)))li(d))e")]
    [InlineData("<dl><dt>a<dd>b<dt>c</dl>", "dl(dt(a)dd(b)dt(c))")]
    [InlineData("<table><tr><td>a<td>b<tr><th>c</table>d", "table(tr(td(a)td(b))tr(th(c)))d")]
    [InlineData("<table><tr><td><p>a<table><tr><td>b</table>c</table>", "table(tr(td(p(a)table(tr(td(b)))c)))")]
    [InlineData("<select><option>a<option>b</select>c", "select(option(a)option(b))c")]
    [InlineData("a<br>b<img>c<hr>d<input>e</br>f", "a br b img c hr d input e br f")]
    [InlineData("<div/>a</div>b", "div(a)b")]
    [InlineData("<b>a<i>b</b>c", "b(a i(b))c")]
    [InlineData("<b>a<p>b</b>c</p>d", "b(a p(b c)d)")]
    [InlineData("<a>b<a>c", "a(b)a(c)")]
    [InlineData("</p>a</div>b</x>", "p a b")]
    [InlineData("<h1>a<h2>b</h3>c", "h1(a)h2(b)c")]
    [InlineData("<button>a<button>b", "button(a)button(b)")]
    [InlineData("<form><p>a</form>b", "form(p(a))b")]
    [InlineData("<div><span></div>a", "div(span)a")]
    [InlineData("<p>a<span>b</p>c", "p(a span(b))c")]
    public void Elements_end_where_the_standard_ends_them(string html, string expected) => Show(html).ShouldBe(expected);

    [Theory]
    [InlineData("a<!-- <p>x --!>b<!-->c<!--->d<!-- -- - --->e", "a b c d e")]
    [InlineData("<script>if (a<b) '</scr' </script>a", "script(if (a<b) '</scr' )a")]
    [InlineData("<script><!-- x('<script></script>') --></script>a", "script(<!-- x('<script></script>') -->)a")]
    [InlineData("<style>a</STYLE >b", "style(a)b")]
    [InlineData("<textarea><p>a&amp;</textarea>b", "textarea(<p>a&)b")]
    [InlineData("<title>a<b>&lt;</title>b", "title(a<b><)b")]
    [InlineData("<iframe><p>&amp;</iframe>a", "iframe(<p>&amp;)a")]
    [InlineData("a<b", "a")]
    [InlineData("a < b <3 <", "a < b <3 <")]
    [InlineData("a</>b</ x>c<?php x?>d<!x>e", "a b c d e")]
    [InlineData("<![CDATA[x]]>a<svg><![CDATA[<b>]]></svg>", "a svg(<b>)")]
    [InlineData("<svg><path/><title>a</title></svg><p>b", "svg(unknown title(a))p(b)")]
    [InlineData("<math><mi>x</mi></math>a", "math(mi(x))a")]
    [InlineData("<svg><g><p>a", "svg(unknown)p(a)")]
    public void Text_and_markup_are_told_apart(string html, string expected) => Show(html).ShouldBe(expected);

    [Theory]
    [InlineData("<!doctype html><html><head><title>t</title><body>a", "html(head(title(t))body(a))")]
    [InlineData("<head><meta><div>a", "head(meta)div(a)")]
    [InlineData("<html><body>a<html><body>b</body></html>c", "html(body(a b c))")]
    public void Head_and_body_are_found(string html, string expected) => Show(html).ShouldBe(expected);

    [Fact]
    public void Attributes_are_read_in_any_form_and_the_first_of_a_name_counts()
    {
        var document = HtmlTreeBuilder.Build("<p CLASS='a&amp;b' id=\"x>y\" hidden title = z/ class=no lang=\"\"href=q>t");
        document.Attribute(1, HtmlAttribute.Class).ShouldBe("a&b");
        document.Attribute(1, HtmlAttribute.Id).ShouldBe("x>y");
        document.HasAttribute(1, HtmlAttribute.Hidden).ShouldBeTrue();
        document.Attribute(1, HtmlAttribute.Title).ShouldBe("z/");
        document.Attribute(1, HtmlAttribute.Href).ShouldBe("q");
        document.HasAttribute(1, HtmlAttribute.Style).ShouldBeFalse();
    }

    [Theory]
    [InlineData("&amp;&lt;&gt;&quot;&apos;", "&<>\"'")]
    [InlineData("&eacute;&Eacute;&CounterClockwiseContourIntegral;", "éÉ∳")]
    [InlineData("&#233;&#xE9;&#XE9&#233x", "éééé" + "x")]
    [InlineData("&copy2 &notit; &notin;", "©2 ¬it; ∉")]
    [InlineData("&hellip &nosuch; & &; &#; &#x;", "&hellip &nosuch; & &; &#; &#x;")]
    [InlineData("&#0;&#xD800;&#1114112;&#99999999999;", "\uFFFD\uFFFD\uFFFD\uFFFD")]
    [InlineData("&#128;&#150;&#x9F;&#129;", "€–Ÿ\u0081")]
    [InlineData("&bne;&#x1F600;", "=\u20E5😀")]
    public void Character_references_are_decoded(string raw, string expected) => CharacterReferences.Decode(raw, inAttribute: false).ShouldBe(expected);

    [Fact]
    public void In_attributes_an_old_name_before_a_letter_or_an_equals_sign_is_left_alone() =>
        CharacterReferences.Decode("?a=1&copy=2&copyx&copy;&copy", inAttribute: true).ShouldBe("?a=1&copy=2&copyx©©");

    private static string Show(string html)
    {
        var document = HtmlTreeBuilder.Build(html);
        var text = new StringBuilder();
        Append(document, 0, text);
        return text.ToString();
    }

    private static void Append(HtmlDocument document, int node, StringBuilder text)
    {
        var isFirst = true;
        for (var child = node + 1; child < document.End(node); child = document.End(child))
        {
            text.Append(isFirst || text[^1] == ')' ? "" : " ");
            isFirst = false;
            if (document.Tags[child] == HtmlTag.Text)
            {
                text.Append(document.Text(child));
                continue;
            }

            text.Append(document.Tags[child].ToString().ToLowerInvariant());
            if (document.End(child) > child + 1)
            {
                text.Append('(');
                Append(document, child, text);
                text.Append(')');
            }
        }
    }
}
