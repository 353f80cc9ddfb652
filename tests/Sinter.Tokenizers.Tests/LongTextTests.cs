using System.Text;
using Sinter.Tokenizers.Pipeline;

namespace Sinter.Tokenizers.Tests;

public sealed class LongTextTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    public void Gives_the_same_ids_on_any_number_of_threads(int threads)
    {
        var tokenizer = TestTexts.Small;
        var text = Encoding.UTF8.GetBytes(TestTexts.Mixed(11, 300_000));
        text.Length.ShouldBeGreaterThan(4 * TextCutter.PartLength);
        foreach (var allowSpecial in (bool[])[false, true])
        {
            tokenizer.EncodeUtf8(text.AsMemory(), threads, allowSpecial).ShouldBe(Whole(tokenizer, text, allowSpecial));
        }
    }

    [Fact]
    public void Gives_the_ids_of_the_whole_where_it_encodes_in_parts()
    {
        var text = Encoding.UTF8.GetBytes(TestTexts.Mixed(12, 200_000));
        var ids = new List<int>();
        TestTexts.Small.EncodeUtf8(text, ids);
        ids.ShouldBe(Whole(TestTexts.Small, text, allowSpecial: false));
    }

    [Fact]
    public void Encodes_what_cannot_be_cut_as_one_part()
    {
        var text = new byte[TextCutter.PartLength * 3];
        Array.Fill(text, (byte)'a');
        TestTexts.Small.EncodeUtf8(text.AsMemory(), threads: 2).ShouldBe(Whole(TestTexts.Small, text, allowSpecial: false));
    }

    [Fact]
    public void Cuts_no_special_token_apart()
    {
        var text = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("a <|endoftext|>b", 60_000)));
        TestTexts.Small.Encoder.Cutter.ShouldNotBeNull().Cut(text, allowSpecial: true).Count.ShouldBeGreaterThan(3);
        TestTexts.Small.EncodeUtf8(text.AsMemory(), threads: 2, allowSpecial: true).ShouldBe(Whole(TestTexts.Small, text, allowSpecial: true));
    }

    [Fact]
    public void Encodes_many_texts_as_each_by_itself()
    {
        string[] texts = [.. Enumerable.Range(0, 50).Select(static seed => TestTexts.Mixed(seed, 100))];
        TestTexts.Small.EncodeAll(texts, threads: 2).ShouldBe(texts.Select(static text => TestTexts.Small.Encode(text)));
    }

    [Fact]
    public void Says_of_a_word_without_end_that_it_is_too_long_also_on_threads()
    {
        var text = new byte[TextEncoder.LongestPiece + 1];
        Array.Fill(text, (byte)'a');
        Should.Throw<ArgumentException>(() => TestTexts.Small.EncodeUtf8(text.AsMemory(), threads: 2)).Message.ShouldContain("single word");
    }

    private static int[] Whole(Tokenizer tokenizer, byte[] text, bool allowSpecial)
    {
        var scratch = new EncodingScratch();
        scratch.Clear(tracksOffsets: false);
        tokenizer.Encoder.Encode(text, allowSpecial, [], scratch);
        return scratch.Tokens.Ids.ToArray();
    }
}
