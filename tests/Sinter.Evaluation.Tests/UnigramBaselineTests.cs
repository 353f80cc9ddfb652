namespace Sinter.Evaluation.Tests;

public sealed class UnigramBaselineTests
{
    [Fact]
    public void One_is_added_to_every_count()
    {
        var unigram = UnigramBaseline.Train([[0, 0, 1], [0]], vocabularySize: 4);

        unigram.Probability(0).ShouldBe(4.0 / 8, 1e-12);
        unigram.Probability(1).ShouldBe(2.0 / 8, 1e-12);
        unigram.Probability(3).ShouldBe(1.0 / 8, 1e-12);
    }

    [Fact]
    public void A_document_costs_the_sum_of_its_tokens_that_are_not_given()
    {
        var unigram = UnigramBaseline.Train([[0, 0, 1], [0]], vocabularySize: 4);

        unigram.Score([0, 1, 3], given: 1).ShouldBe(Math.Log(4) + Math.Log(8), 1e-12);
    }

    [Fact]
    public void Without_training_every_token_is_as_likely() =>
        UnigramBaseline.Train([], vocabularySize: 5).Probability(2).ShouldBe(0.2, 1e-12);

    [Theory]
    [InlineData(-1)]
    [InlineData(4)]
    public void A_token_that_the_vocabulary_lacks_is_named(int token)
    {
        var fault = Should.Throw<ArgumentException>(() => UnigramBaseline.Train([[0, token]], vocabularySize: 4));

        fault.Message.ShouldContain($"token id {token}");
    }
}
