using Sinter.Tokenizers.Jinja;

namespace Sinter.Tokenizers.Tests.Chat.Jinja;

/// <summary>Texts that know where they come from: whatever is done with them, each character keeps its origin.</summary>
public sealed class MarkedTextTests
{
    [Fact]
    public void Slices_and_joins_keep_the_origin_of_each_character()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            var (text, origins) = Any(random);
            var start = random.Next(text.Text.Length + 1);
            var length = random.Next(text.Text.Length - start + 1);
            Check(text.Slice(start, length), text.Text.Substring(start, length), origins[start..(start + length)]);

            var (other, otherOrigins) = Any(random);
            Check(new MarkedTextBuilder(new RenderLimits()).Append(text).Append(other, 0, other.Text.Length).ToText(), text.Text + other.Text, [.. origins, .. otherOrigins]);
            Check(new MarkedTextBuilder(new RenderLimits()).Append(text, start, length).ToText(), text.Text.Substring(start, length), origins[start..(start + length)]);
        }
    }

    [Fact]
    public void Neighbours_of_one_origin_are_one_run() =>
        new MarkedTextBuilder(new RenderLimits()).Append("a").Append("b").Append("").Append("c", TextOrigin.Given).Append("").Append("d", TextOrigin.Given).ToText()
            .Runs.ToArray().ShouldBe([new TextRun(2, default), new TextRun(4, TextOrigin.Given)]);

    [Fact]
    public void Letters_keep_their_origins_through_every_filter_of_text()
    {
        // Digits stand for the message that a letter comes from, so that a letter and its mark can be compared afterwards.
        foreach (var expression in (string[])["x | upper | lower", "x.title() | lower", "x[::-1][::-1]", "x.split('b') | join('b')", "x.replace('b', 'b')", "x | list | join", "x | tojson", "x | indent(1)", "x.rsplit('c', 1) | join('c')", "x.splitlines() | join", "[x, x]", "x | trim('a')", "{'k': x}", "x ~ x", "x | unique | join", "x | capitalize | lower"])
        {
            var limits = new RenderLimits();
            var scope = Globals.Scope(TimeProvider.System);
            var builder = new MarkedTextBuilder(limits);
            foreach (var letter in "abcabd\ne\"'")
            {
                builder.Append([letter], new TextOrigin(letter));
            }

            scope.Set("x", builder.ToText());
            var written = Renderer.Render(StatementParser.Read("{{ " + expression + " }}"), scope, limits);
            for (var i = 0; i < written.Text.Length; i++)
            {
                if (char.IsAsciiLetterLower(written.Text[i]) && !written.OriginAt(i).IsTemplate)
                {
                    written.OriginAt(i).Message.ShouldBe(written.Text[i] == 'n' ? '\n' : written.Text[i], expression);
                }
            }

            Enumerable.Range(0, written.Text.Length).Count(i => !written.OriginAt(i).IsTemplate).ShouldBeGreaterThan(4, expression);
        }
    }

    private static (MarkedText Text, TextOrigin[] Origins) Any(Random random)
    {
        var builder = new MarkedTextBuilder(new RenderLimits());
        List<TextOrigin> origins = [];
        for (var runs = random.Next(5); runs > 0; runs--)
        {
            var origin = new TextOrigin(random.Next(3));
            var text = new string((char)('a' + random.Next(26)), random.Next(4));
            builder.Append(text, origin);
            origins.AddRange(Enumerable.Repeat(origin, text.Length));
        }

        return (builder.ToText(), [.. origins]);
    }

    private static void Check(MarkedText text, string expected, TextOrigin[] origins)
    {
        text.Text.ShouldBe(expected);
        Enumerable.Range(0, expected.Length).Select(text.OriginAt).ShouldBe(origins);
        (text.Runs.IsEmpty ? 0 : text.Runs[^1].End).ShouldBe(expected.Length);
    }
}
