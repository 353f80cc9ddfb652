using Sinter.Models;
using Sinter.Training.Objectives;

namespace Sinter.Training.Tests.Objectives;

public sealed class ClassificationTests
{
    // Two texts, [7 8 9] of class 2 and [7 5] of class 1, each with the end behind it, and padding.
    private static PackedSequence Sequence()
    {
        var sequence = new PackedSequence(12);
        int[] tokens = [7, 8, 9, 2, 0, 7, 5, 1, 0, 0, 0, 0];
        int[] targets = [-1, -1, 2, 0, -1, -1, 1, 0, -1, -1, -1, -1];
        int[] starts = [0, 0, 0, 0, 0, 5, 5, 5, 5, 9, 9, 9];
        tokens.CopyTo(sequence.Tokens, 0);
        targets.CopyTo(sequence.Targets, 0);
        starts.CopyTo(sequence.DocumentStarts, 0);
        return sequence;
    }

    [Theory]
    [InlineData(TextPooling.First, new[] { 0, 5, 0 })]
    [InlineData(TextPooling.Last, new[] { 2, 6, 0 })]
    [InlineData(TextPooling.Mean, new[] { 0, 3, 5, 7, 0, 1 })]
    public void Each_text_has_its_place_and_its_class_and_no_token_sees_a_class(TextPooling pooling, int[] places)
    {
        var objective = new Classification(pooling);
        var batch = new ObjectiveBatch(objective, 1, 12);

        objective.Fill(Sequence(), place: 0, batch, row: 0).ShouldBe(2);

        batch.Values[3].ShouldBe(places);
        batch.Values[4].ShouldBe([2, 1, -1]);
        batch.Values[0].ShouldBe([7, 8, 9, 0, 0, 7, 5, 0, 0, 0, 0, 0]);
        batch.Values[1].ShouldBe([0, 1, 2, 0, 0, 0, 1, 0, 0, 0, 0, 0]);
        batch.Values[2].ShouldBe([0, 0, 0, 3, 4, 5, 5, 7, 8, 9, 10, 11]);
    }

    [Fact]
    public void Tokens_are_dropped_anew_at_each_place_and_never_where_it_is_measured()
    {
        var objective = new Classification(TextPooling.First) { TokenDropout = 0.5, Blank = 99 };
        var first = Tokens(objective, 0);

        Tokens(objective, 0).ShouldBe(first);
        Enumerable.Range(0, 20).Select(place => string.Join(' ', Tokens(objective, place))).Distinct().Count().ShouldBeGreaterThan(3);
        Enumerable.Range(0, 20).ShouldAllBe(place => Tokens(objective, place)[0] == 7 && Tokens(objective, place)[5] == 7);
        Tokens(objective.Measured, 0).ShouldNotContain(99);
    }

    [Fact]
    public void A_model_without_such_a_head_is_refused()
    {
        var config = TinyTraining.Config;

        new Classification(TextPooling.Last).FindMisfit(config).ShouldNotBeNull();
        new Classification(TextPooling.Last).FindMisfit(config.WithHead(ModelHead.SequenceClassification, ["a", "b"])).ShouldBeNull();
        new Classification(TextPooling.First).FindMisfit(config.WithHead(ModelHead.SequenceClassification, ["a", "b"])).ShouldNotBeNull();
    }

    private static int[] Tokens(Objective objective, long place)
    {
        var batch = new ObjectiveBatch(objective, 1, 12);
        objective.Fill(Sequence(), place, batch, 0);
        return batch.Values[0];
    }
}
