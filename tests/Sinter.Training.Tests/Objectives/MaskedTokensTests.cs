using Sinter.Models;
using Sinter.Training.Objectives;

namespace Sinter.Training.Tests.Objectives;

public sealed class MaskedTokensTests
{
    private const int Vocabulary = 200;
    private const int Mask = 4;

    // Padding, begin, end, separator and the mask.
    private static readonly int[] Special = [0, 1, 2, 3];
    private static readonly MaskedTokens Objective = new(Vocabulary, Mask, Special);

    [Fact]
    public void Fifteen_percent_are_chosen_and_of_these_eighty_become_the_mask_ten_another_and_ten_stay()
    {
        var sequence = Sequences.Of(400, [1, .. Sequences.Document(358, 5, Vocabulary), 2]);
        var (masked, changed, kept) = (0, 0, 0);
        for (var place = 0; place < 400; place++)
        {
            var batch = Sequences.Fill(Objective, sequence, place);
            batch.Targets.ShouldBe(54, "0.15 of 358");
            foreach (var (position, target) in Chosen(batch))
            {
                target.ShouldBe(sequence.Tokens[position]);
                var token = batch.Values[0][position];
                Special.ShouldNotContain(token);
                (masked, changed, kept) = token == Mask ? (masked + 1, changed, kept) : token == target ? (masked, changed, kept + 1) : (masked, changed + 1, kept);
            }

            var chosen = Chosen(batch).Select(pair => pair.Position).ToHashSet();
            Enumerable.Range(0, 400).Where(i => !chosen.Contains(i)).ShouldAllBe(i => batch.Values[0][i] == sequence.Tokens[i]);
        }

        var all = (double)(masked + changed + kept);
        all.ShouldBe(400 * 54);
        (masked / all).ShouldBe(0.8, tolerance: 0.015);
        (changed / all).ShouldBe(0.1, tolerance: 0.015);
        (kept / all).ShouldBe(0.1, tolerance: 0.015);
    }

    [Fact]
    public void Special_tokens_and_padding_are_never_chosen_and_every_position_comes_about_as_often()
    {
        int[] first = [1, .. Sequences.Document(40, 5, Vocabulary), 3, .. Sequences.Document(30, 5, Vocabulary, seed: 2), 2];
        var sequence = Sequences.Of(120, first, [1, .. Sequences.Document(20, 5, Vocabulary, seed: 3), 2]);
        var times = new int[120];
        for (var place = 0; place < 2000; place++)
        {
            foreach (var (position, _) in Chosen(Sequences.Fill(Objective, sequence, place)))
            {
                times[position]++;
            }
        }

        for (var i = 0; i < times.Length; i++)
        {
            if (i >= first.Length + 22 || Special.Contains(sequence.Tokens[i]))
            {
                times[i].ShouldBe(0);
            }
            else
            {
                times[i].ShouldBeInRange(220, 400, "2000 times 11 of 70, or 3 of 20");
            }
        }
    }

    [Fact]
    public void The_same_place_draws_the_same_and_another_place_or_seed_another()
    {
        var sequence = Sequences.Of(100, Sequences.Document(90, 5, Vocabulary));

        Values(Objective, 7).ShouldBe(Values(Objective, 7));
        Values(Objective, 8).ShouldNotBe(Values(Objective, 7));
        Values(new MaskedTokens(Vocabulary, Mask, Special) { Seed = 43 }, 7).ShouldNotBe(Values(Objective, 7));

        int[] Values(Objective objective, long place) => [.. Sequences.Fill(objective, sequence, place).Values.SelectMany(static values => values)];
    }

    [Fact]
    public void Every_document_of_two_tokens_or_more_has_one_chosen_while_there_is_room()
    {
        var sequence = Sequences.Of(64, [5, 6], [7], [8, 9, 10], [.. Enumerable.Range(11, 30)]);

        var positions = Chosen(Sequences.Fill(Objective, sequence)).Select(static pair => pair.Position).ToArray();

        positions.Count(static p => p < 2).ShouldBe(1);
        positions.ShouldNotContain(2, "a document of one token");
        positions.Count(static p => p is >= 3 and < 6).ShouldBe(1);
        positions.Count(static p => p >= 6).ShouldBe(5, "0.15 of 30 is 4.5");
    }

    [Fact]
    public void A_row_of_tiny_documents_never_asks_for_more_than_there_is_room_for()
    {
        var sequence = Sequences.Of(64, [.. Enumerable.Range(0, 32).Select(static i => (int[])[5 + i, 6 + i])]);

        for (var place = 0; place < 20; place++)
        {
            var batch = Sequences.Fill(Objective, sequence, place);
            batch.Targets.ShouldBe(Objective.MostChosen(64));
            Chosen(batch).Select(static pair => pair.Position).ShouldBeUnique();
        }
    }

    [Fact]
    public void Words_are_chosen_whole()
    {
        // Words of three tokens: 50 begins one, 51 and 52 go on with it.
        var begins = Enumerable.Range(0, Vocabulary).Select(static id => id is not (51 or 52)).ToArray();
        var objective = new MaskedTokens(Vocabulary, Mask, Special) { BeginsWord = begins };
        var sequence = Sequences.Of(128, [1, .. Enumerable.Repeat<int[]>([50, 51, 52], 40).SelectMany(static word => word), 2]);
        for (var place = 0; place < 50; place++)
        {
            var batch = Sequences.Fill(objective, sequence, place);
            batch.Targets.ShouldBe(18, "0.15 of 120");
            foreach (var word in Chosen(batch).Chunk(3))
            {
                word.Select(static pair => pair.Target).ShouldBe([50, 51, 52]);
                word[2].Position.ShouldBe(word[0].Position + 2);
            }
        }
    }

    [Fact]
    public void A_word_that_is_longer_than_the_share_is_chosen_where_there_is_no_other()
    {
        var begins = Enumerable.Range(0, Vocabulary).Select(static id => id == 50).ToArray();

        var batch = Sequences.Fill(new MaskedTokens(Vocabulary, Mask, Special) { BeginsWord = begins }, Sequences.Of(32, [50, 51, 52, 53]));

        batch.Targets.ShouldBe(4);
    }

    [Theory]
    [InlineData(new[] { "[PAD]", "play", "##ing", "##", "," }, new[] { true, true, false, true, true })]
    [InlineData(new[] { "Ġplay", "ing", ",", "Ġ", "9" }, new[] { true, false, true, true, false })]
    [InlineData(new[] { "▁play", "ing", "." }, new[] { true, false, true })]
    [InlineData(new[] { "play", "ing" }, new[] { true, true })]
    public void How_tokens_are_written_tells_which_begin_a_word(string[] tokens, bool[] begins)
        => WordBeginnings.Of(tokens).ShouldBe(begins);

    [Theory]
    [InlineData(ModelFamily.Llama, ModelHead.LanguageModel, 300, "A model of the family Llama with the head LanguageModel does not say what stands behind a mask; choose an encoder with a masked language model's head.")]
    [InlineData(ModelFamily.Bert, ModelHead.None, 300, "A model of the family Bert with the head None does not say what stands behind a mask; choose an encoder with a masked language model's head.")]
    [InlineData(ModelFamily.Bert, ModelHead.MaskedLanguageModel, 199, "The model knows 199 tokens and the masking is for 200; they do not belong together.")]
    [InlineData(ModelFamily.Bert, ModelHead.MaskedLanguageModel, 200, null)]
    public void Models_that_cannot_learn_it_are_refused_with_a_sentence(ModelFamily family, ModelHead head, int vocabulary, string? sentence)
        => Objective.FindMisfit(TinyTraining.Config with { Family = family, Head = head, VocabularySize = vocabulary }).ShouldBe(sentence);

    [Fact]
    public void Settings_that_cannot_be_are_refused_with_a_sentence()
    {
        Should.Throw<ArgumentException>(() => new MaskedTokens(10, 10, [])).Message.ShouldStartWith("The special token 10 is not in the vocabulary of 10 tokens.");
        Should.Throw<ArgumentException>(() => new MaskedTokens(2, 0, [1])).Message.ShouldStartWith("All 2 tokens are special; there is none to learn.");
        Should.Throw<ArgumentException>(() => new MaskedTokens(10, 0, []) { Share = 1 }).Message.ShouldBe("The share of masked tokens is 1; it must lie between 0 and 1.");
    }

    private static IEnumerable<(int Position, int Target)> Chosen(ObjectiveBatch batch)
        => batch.Values[3].Zip(batch.Values[4]).Where(static pair => pair.First >= 0);
}
