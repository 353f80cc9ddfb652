namespace Sinter.Tokenizers.Tests;

public sealed class TokenCorrespondenceTests
{
    private const string Text = "the cat and the hat and the bat sat on the mat, and the cat sat on the hat";

    [Fact]
    public void Every_token_of_a_tokenizer_is_itself()
    {
        foreach (var tokenizer in new[] { Trained(300, Text), Trained(280, "other words, other pairs") })
        {
            TokenCorrespondence.Of(tokenizer, tokenizer).Select(static ids => ids.Single()).ShouldBe(Enumerable.Range(0, tokenizer.VocabularySize));
        }
    }

    [Fact]
    public void Tokens_of_one_text_are_found_under_another_id_and_others_are_spelled()
    {
        var (old, tokenizer) = (Trained(272, Text), Trained(400, string.Concat(Enumerable.Repeat("where there is a will, there is a way to the cat, quickly and quietly; ", 5))));
        var origins = TokenCorrespondence.Of(old, tokenizer);

        origins.Count.ShouldBe(tokenizer.VocabularySize);
        var (same, spelled) = (0, 0);
        for (var id = 0; id < tokenizer.VocabularySize; id++)
        {
            if (tokenizer.IsSpecial(id))
            {
                old.Token(origins[id].ShouldHaveSingleItem()).ShouldBe(tokenizer.Token(id));
                continue;
            }

            // However many tokens they are, they spell the same bytes.
            origins[id].SelectMany(other => old.TokenBytes(other).ToArray()).ShouldBe(tokenizer.TokenBytes(id).ToArray());
            same += origins[id].Count == 1 ? 1 : 0;
            spelled += origins[id].Count > 1 ? 1 : 0;
        }

        same.ShouldBeGreaterThanOrEqualTo(256);
        spelled.ShouldBeGreaterThan(0);
    }

    private static Tokenizer Trained(int size, string text)
        => new TokenizerTrainer(new TokenizerTrainerOptions { VocabularySize = size, Threads = 1 }).Train([text]);
}
