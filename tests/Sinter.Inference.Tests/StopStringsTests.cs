using FsCheck;
using FsCheck.Fluent;

namespace Sinter.Inference.Tests;

public sealed class StopStringsTests
{
    [Fact]
    public void Without_stop_strings_every_piece_passes()
    {
        var stops = new StopStrings([]);
        stops.Append("a").ShouldBe("a");
        stops.Flush().ShouldBe("");
    }

    [Fact]
    public void A_stop_string_that_comes_in_pieces_is_cut_with_what_follows()
    {
        var stops = new StopStrings(["\nUser:", "###"]);
        stops.Append("Hi #").ShouldBe("Hi ");
        stops.Append("1\nUs").ShouldBe("#1");
        stops.Append("er").ShouldBe("");
        stops.Found.ShouldBeFalse();
        stops.Append(": what").ShouldBe("");
        stops.Found.ShouldBeTrue();
        stops.Flush().ShouldBe("");
    }

    [Fact]
    public void What_only_began_like_a_stop_string_is_given_at_the_end()
    {
        var stops = new StopStrings(["aab"]);
        stops.Append("xaa").ShouldBe("x");
        stops.Append("a").ShouldBe("a");
        stops.Flush().ShouldBe("aa");
    }

    [Fact]
    public void However_the_text_is_cut_the_same_comes_out() => Prop.ForAll<int[]>(cuts =>
    {
        const string Text = "abaabaababbabaabab";
        var stops = new StopStrings(["aababb", "bab"]);
        var output = "";
        var start = 0;
        foreach (var cut in cuts.Select(cut => Math.Abs(cut % Text.Length)).Append(Text.Length).Order())
        {
            if (!stops.Found)
            {
                output += stops.Append(Text[start..cut]);
            }

            start = cut;
        }

        (output + stops.Flush()).ShouldBe("abaabaa");
        stops.Found.ShouldBeTrue();
    }).QuickCheckThrowOnFailure();
}
