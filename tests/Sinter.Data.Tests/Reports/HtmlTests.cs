using FsCheck;
using FsCheck.Fluent;

namespace Sinter.Data.Tests.Reports;

using Html = Sinter.Data.Reports.Html;

public sealed class HtmlTests
{
    [Fact]
    public void Text_in_a_hole_is_encoded_for_content_and_for_attributes() =>
        Html.Of($"""<td title="{"\" onload='x"}">{"<b>&"}</td>""").ToString()
            .ShouldBe("""<td title="&quot; onload=&#x27;x">&lt;b&gt;&amp;</td>""");

    [Fact]
    public void Finished_markup_in_a_hole_is_kept() =>
        Html.Of($"<p>{Html.Of($"<b>{"1 < 2"}</b>")}</p>").ToString().ShouldBe("<p><b>1 &lt; 2</b></p>");

    [Fact]
    public void Pieces_follow_one_another() =>
        Html.Of($"<ul>{new[] { "a", "b" }.Select(x => Html.Of($"<li>{x}</li>"))}</ul>").ToString().ShouldBe("<ul><li>a</li><li>b</li></ul>");

    [Fact]
    public void Coordinates_have_a_point_and_two_decimals_in_every_culture()
    {
        var before = Thread.CurrentThread.CurrentCulture;
        try
        {
            Thread.CurrentThread.CurrentCulture = new System.Globalization.CultureInfo("de-DE");
            Html.Of($"{1234.5678} {-0.001} {12}").ToString().ShouldBe("1234.57 0 12");
        }
        finally
        {
            Thread.CurrentThread.CurrentCulture = before;
        }
    }

    [Fact]
    public void No_text_can_open_a_tag_or_close_an_attribute() =>
        Prop.ForAll<string>(text => Html.Text(text).ToString().AsSpan().IndexOfAny("<>\"'") < 0).QuickCheckThrowOnFailure();

    [Fact]
    public void Letters_of_other_scripts_stay_readable_and_half_characters_do_no_harm()
    {
        Html.Text("größer 漢字").ToString().ShouldBe("größer 漢字");
        Html.Text("a\ud800b").ToString().ShouldBe("a&#xFFFD;b");
    }
}
