using FsCheck;
using FsCheck.Fluent;
using Sinter.Data.Cleaning.Normalisation;
using Sinter.Data.Tests.Cleaning.Quality;

namespace Sinter.Data.Tests.Cleaning.Normalisation;

public sealed class MendStepTests
{
    [Theory]
    [InlineData("Tom &amp; Jerry &lt;3 &quot;x&quot; &#39;y&#x27; &eacute;", "Tom & Jerry <3 \"x\" 'y' \u00E9")]
    [InlineData("twice &amp;amp; &amp;amp;lt; and AT&T; R&D", "twice & < and AT&T; R&D")]
    [InlineData("First.\\n\\nSecond \\t third", "First.\n\nSecond \t third")]
    [InlineData("l i k e   t h i s", "like this")]
    [InlineData("It ends.The next begins.It does.", "It ends. The next begins. It does.")]
    [InlineData("Wow!!!!!!! So----------", "Wow!!! So---")]
    public void Badly_formatted_text_is_mended(string text, string expected) => new MendStep().Mend(text).ShouldBe(expected);

    [Theory]
    [InlineData("printf(\"hello\\n\"); C:\\new\\table")]
    [InlineData("l i k e t h i s")]
    [InlineData("a b  or a plain line  of words")]
    [InlineData("System.Text and Node.js, Theory.Them, www.site.The/x e.g.The end")]
    [InlineData("Well... what?! No!!!")]
    [InlineData("AT&T, R&D; fish &chips")]
    public void What_is_not_certain_is_left_as_the_same_object(string text) =>
        new MendStep().Mend(text).ShouldBeSameAs(text);

    [Fact]
    public void Lines_broken_at_a_width_are_joined_on_demand()
    {
        const string Wrapped = "This paragraph was filled by a program at a width\nof fifty characters so that no line had any room\nfor the first word of the next.";

        new MendStep { Unwrap = true }.Mend($"{Wrapped}\n\nA list:\nof short\nlines").ShouldBe($"{Wrapped.Replace('\n', ' ')}\n\nA list:\nof short\nlines");
        new MendStep().Mend(Wrapped).ShouldBeSameAs(Wrapped);
    }

    [Fact]
    public void Done_twice_it_changes_nothing_more() =>
        Prop.ForAll(Gen.Elements("a", "b c", "l i k e  i t", "&amp;", "&lt;", "amp;", "&", ";", "\\n", "\\", "n", ".", "!", "word.The ", "The end. ", " ", "  ", "\n", "----").ArrayOf().Select(string.Concat).ToArbitrary(), text =>
        {
            var once = new MendStep().Mend(text);
            new MendStep().Mend(once).ShouldBe(once);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));

    [Theory]
    [InlineData("We use cookies to improve your experience. By continuing you accept them.")]
    [InlineData("Diese Website verwendet Cookies.")]
    [InlineData("Share | Tweet | Print")]
    [InlineData("Read more \u00BB")]
    [InlineData("Home > Products > Garden tools")]
    [InlineData("Home | News | Sport | Weather | Contact")]
    [InlineData("\u00A9 2024 Example Ltd")]
    [InlineData("Copyright 1999-2003 by the authors.")]
    [InlineData("All rights reserved.")]
    [InlineData("Weiterlesen")]
    public void Lines_of_the_page_are_removed(string line)
    {
        var result = Steps.Run(new BoilerplateStep(), $"Text before.\n{line}\n\nText behind.");

        result.Text.ShouldBe("Text before.\n\nText behind.");
        result.Scores["linesRemoved"].ShouldBe(1);
        result.Marks.ShouldBe([("linesRemoved", line)]);
    }

    [Theory]
    [InlineData("Grandmother baked cookies that we all loved.")]
    [InlineData("She read more books than he did.")]
    [InlineData("If a > b > c then a > c.")]
    [InlineData("| a | b | c | d |")]
    [InlineData("1 | 2 | 3 | 4")]
    [InlineData("Copyright is a right of authors.")]
    [InlineData("Home is where the heart is.")]
    [InlineData("x => y")]
    public void Lines_of_the_text_are_kept(string line)
    {
        var text = $"Text before.\n{line}\nText behind.";

        Steps.Run(new BoilerplateStep(), text).Text.ShouldBeSameAs(text);
    }

    [Fact]
    public void A_page_of_nothing_else_is_dropped() => Steps.Run(new BoilerplateStep(), "Home\nLog in").Refused.ShouldBe(["linesKept"]);
}
