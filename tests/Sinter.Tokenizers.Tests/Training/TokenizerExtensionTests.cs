namespace Sinter.Tokenizers.Tests.Training;

public sealed class TokenizerExtensionTests
{
    private static readonly string[] General = [.. Enumerable.Range(0, 60).Select(static i => $"the people of the nation read {i} stories of the water and the town again and again.")];
    private static readonly string[] Domain = [.. Enumerable.Range(0, 60).Select(static i => $"dermatitis and hepatitis: the dermatologist saw {i} patients with dermatitis, nephritis.")];

    public static TheoryData<TokenizerModel> Models => [TokenizerModel.Bpe, TokenizerModel.WordPiece, TokenizerModel.Unigram];

    [Theory]
    [MemberData(nameof(Models))]
    public void New_tokens_lie_behind_the_old_and_shorten_texts_of_the_domain(TokenizerModel model)
    {
        var old = Train(model);
        var extended = TokenizerExtension.Extend(old, Domain, new TokenizerExtensionOptions { Tokens = 20, Threads = 1 });
        extended.FirstNewId.ShouldBe(old.VocabularySize);
        extended.Tokenizer.VocabularySize.ShouldBe(old.VocabularySize + 20);
        extended.Replaced.Count.ShouldBe(20);
        Enumerable.Range(0, old.VocabularySize).ShouldAllBe(id => extended.Tokenizer.Token(id) == old.Token(id) && extended.Tokenizer.IsSpecial(id) == old.IsSpecial(id));
        extended.Tokenizer.Encode(Domain[3]).Length.ShouldBeLessThan(old.Encode(Domain[3]).Length * 2 / 3);
        extended.Tokenizer.Decode(extended.Tokenizer.Encode(Domain[3])).ShouldBe(old.Decode(old.Encode(Domain[3])));
        extended.Tokenizer.EndOfText.ShouldBe(old.EndOfText);
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Text_without_the_new_tokens_keeps_its_ids(TokenizerModel model)
    {
        var old = Train(model);
        var extended = TokenizerExtension.Extend(old, Domain, new TokenizerExtensionOptions { Tokens = 20, Threads = 1 }).Tokenizer;
        foreach (var text in General)
        {
            var ids = extended.Encode(text);
            if (ids.All(id => id < old.VocabularySize))
            {
                ids.ShouldBe(old.Encode(text));
            }
        }

        extended.Encode("nation water").ShouldBe(old.Encode("nation water"));
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Each_new_token_tells_the_old_ones_it_stands_for(TokenizerModel model)
    {
        var old = Train(model);
        var extended = TokenizerExtension.Extend(old, Domain, new TokenizerExtensionOptions { Tokens = 20, Threads = 1 });
        for (var i = 0; i < extended.Replaced.Count; i++)
        {
            extended.Replaced[i].Count.ShouldBeGreaterThan(1);
            string.Concat(extended.Replaced[i].Select((id, part) => part == 0 ? old.Token(id) : old.Token(id).Replace("##", "", StringComparison.Ordinal)))
                .ShouldBe(extended.Tokenizer.Token(extended.FirstNewId + i));
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Is_the_same_at_any_number_of_threads_and_after_saving(TokenizerModel model)
    {
        using var folder = new TemporaryFolder();
        var old = Train(model);
        var one = TokenizerExtension.Extend(old, Domain, new TokenizerExtensionOptions { Tokens = 20, Threads = 1 }).Tokenizer;
        TokenizerExtension.Extend(old, Domain.Reverse(), new TokenizerExtensionOptions { Tokens = 20, Threads = 3 }).Tokenizer.Fingerprint.ShouldBe(one.Fingerprint);
        one.Save(folder.File("tokenizer.json"));
        Tokenizer.Load(folder.File("tokenizer.json")).Encode(Domain[1]).ShouldBe(one.Encode(Domain[1]));
    }

    [Fact]
    public void Text_with_nothing_to_merge_adds_nothing()
    {
        var old = Train(TokenizerModel.Bpe);
        var extended = TokenizerExtension.Extend(old, [""], new TokenizerExtensionOptions());
        extended.Replaced.ShouldBeEmpty();
        extended.Tokenizer.Fingerprint.ShouldBe(old.Fingerprint);
    }

    [Fact]
    public void Options_without_sense_are_refused() =>
        Should.Throw<ArgumentException>(() => TokenizerExtension.Extend(Train(TokenizerModel.Bpe), [], new TokenizerExtensionOptions { Tokens = 0 })).Message.ShouldContain("at least 1");

    private static Tokenizer Train(TokenizerModel model) =>
        new TokenizerTrainer(new TokenizerTrainerOptions { Model = model, VocabularySize = model == TokenizerModel.Bpe ? 320 : 90, Threads = 1 })
            .Train([.. General, "dermatitis hepatitis: nephritis, dermatologist saw patients with 0123456789"]);
}
