using System.Text;

namespace Sinter.Tokenizers.Tests;

public sealed class TruncationTests
{
    private static readonly Tokenizer Bytes = new TokenizerTrainer(new TokenizerTrainerOptions { VocabularySize = 260 }).Train([]);

    [Fact]
    public void As_many_tokens_are_counted_as_are_made()
    {
        for (var seed = 0; seed < 50; seed++)
        {
            var text = TestTexts.Mixed(seed, 60);
            TestTexts.Small.CountTokens(text).ShouldBe(TestTexts.Small.Encode(text).Length);
            TestTexts.Small.CountTokens(Encoding.UTF8.GetBytes(text), allowSpecial: true).ShouldBe(TestTexts.Small.Encode(text, allowSpecial: true).Length);
        }
    }

    [Fact]
    public void Counting_allocates_nothing_once_warm()
    {
        var text = TestTexts.Mixed(1, 500);
        TestTexts.Small.CountTokens(text);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 10; i++)
        {
            TestTexts.Small.CountTokens(text);
        }

        // The bag that keeps what encoders work in may take a node of its own; a token must take nothing.
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(4096);
    }

    [Theory]
    [InlineData(TruncationSide.Right)]
    [InlineData(TruncationSide.Left)]
    public void Kept_tokens_are_whole_characters_at_one_end_of_the_text(TruncationSide side)
    {
        for (var seed = 0; seed < 60; seed++)
        {
            var text = TestTexts.Mixed(seed, 40);
            var all = TestTexts.Small.Encode(text);
            var most = seed % (all.Length + 3);

            var kept = TestTexts.Small.Truncate(text, most, side);

            kept.Ids.Length.ShouldBeLessThanOrEqualTo(most);
            kept.Ids.Length.ShouldBeGreaterThan(Math.Min(most, all.Length) - 12);
            kept.Ids.ShouldBe(side is TruncationSide.Right ? all[..kept.Ids.Length] : all[^kept.Ids.Length..]);
            var part = text[kept.Range.Start..kept.Range.End];
            TestTexts.Small.Decode(kept.Ids).ShouldBe(part);
            (side is TruncationSide.Right ? text.StartsWith(part, StringComparison.Ordinal) : text.EndsWith(part, StringComparison.Ordinal)).ShouldBeTrue();
        }
    }

    [Fact]
    public void A_character_of_several_tokens_is_kept_whole_or_not_at_all()
    {
        Bytes.Truncate("a🦙é", 4).Range.ShouldBe(new TextRange(0, 1));
        Bytes.Truncate("a🦙é", 5).Range.ShouldBe(new TextRange(0, 3));
        Bytes.Truncate("a🦙é", 5, TruncationSide.Left).Range.ShouldBe(new TextRange(3, 4));
        Bytes.Truncate("a🦙é", 6, TruncationSide.Left).Ids.Length.ShouldBe(6);
        Bytes.Truncate("🦙", 3).Ids.ShouldBeEmpty();
        Bytes.Truncate("🦙", 3, TruncationSide.Left).Ids.ShouldBeEmpty();
        Bytes.Truncate("ab", 0).Ids.ShouldBeEmpty();
        Bytes.Truncate("ab", 0, TruncationSide.Left).Ids.ShouldBeEmpty();
        Bytes.Truncate("ab", 7).Ids.Length.ShouldBe(2);
        Should.Throw<ArgumentOutOfRangeException>(static () => Bytes.Truncate("ab", -1));
    }

    [Fact]
    public void Bytes_that_are_no_text_may_be_cut_apart()
    {
        var kept = Bytes.Truncate([0xFF, 0xFE, (byte)'a', 0xF0, 0x9F], 2);

        kept.Ids.Length.ShouldBe(2);
        kept.Range.ShouldBe(new TextRange(0, 2));
    }
}
