using FsCheck;
using FsCheck.Fluent;
using Sinter.Data.Tuning;

namespace Sinter.Data.Tests.Tuning;

public sealed class TuningSplitTests
{
    private static readonly ClassifyRecord[] Records = [.. Enumerable.Range(0, 1000).Select(i => new ClassifyRecord($"text {i}", i % 10 == 0 ? "rare" : "usual"))];

    [Fact]
    public void A_share_is_held_out_of_every_label()
    {
        var split = TuningSplit.HoldOut(Records, 0.2, seed: 7, record => record.Label);

        split.HeldOut.CountBy(record => record.Label).ShouldBe([KeyValuePair.Create("usual", 180), KeyValuePair.Create("rare", 20)], ignoreOrder: true);
        split.Train.Count.ShouldBe(800);
        split.Train.Concat(split.HeldOut).Order(Comparer<ClassifyRecord>.Create((a, b) => Array.IndexOf(Records, a).CompareTo(Array.IndexOf(Records, b)))).ShouldBe(Records);
    }

    [Fact]
    public void The_division_depends_on_the_seed_and_not_on_the_order()
    {
        var split = TuningSplit.HoldOut(Records, 0.2, seed: 7);
        var turned = TuningSplit.HoldOut([.. Records.Reverse()], 0.2, seed: 7);
        var other = TuningSplit.HoldOut(Records, 0.2, seed: 8);

        turned.HeldOut.Reverse().ShouldBe(split.HeldOut);
        other.HeldOut.ShouldNotBe(split.HeldOut);
        other.HeldOut.Count.ShouldBe(200);

        // The first texts that are held out with seed 7, for ever.
        split.HeldOut.Take(3).Select(record => record.Text).ShouldBe(TuningSplit.HoldOut(Records[..], 0.2, 7).HeldOut.Take(3).Select(record => record.Text));
    }

    [Fact]
    public void Records_with_one_input_stay_together()
    {
        AnswerRecord[] records = [.. Enumerable.Range(0, 300).Select(i => new AnswerRecord($"question {i}", $"context {i / 5}", []))];
        var split = TuningSplit.HoldOut(records, 0.1, 3);

        split.HeldOut.Count.ShouldBe(30);
        split.HeldOut.Select(record => record.Context).Intersect(split.Train.Select(record => record.Context)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(-0.5)]
    [InlineData(double.NaN)]
    public void A_share_leaves_something_on_both_sides(double share) => Should.Throw<ArgumentException>(() => TuningSplit.HoldOut(Records, share));

    [Fact]
    public void Nothing_can_be_held_out_of_one_input()
    {
        ClassifyRecord[] same = [new("a", "x"), new("a", "y")];
        Should.Throw<ArgumentException>(() => TuningSplit.HoldOut(same, 0.5)).Message.ShouldContain("2 would be left to train on and 0 to measure on");
        Should.Throw<ArgumentException>(() => TuningSplit.Folds(same, 2));
    }

    [Fact]
    public void Folds_hold_each_record_out_once_with_the_labels_in_proportion()
    {
        var folds = TuningSplit.Folds(Records, 7, seed: 1, record => record.Label);

        folds.Count.ShouldBe(7);
        folds.SelectMany(fold => fold.HeldOut).Count().ShouldBe(1000);
        folds.SelectMany(fold => fold.HeldOut).Distinct().Count().ShouldBe(1000);
        folds.ShouldAllBe(fold => fold.Train.Count + fold.HeldOut.Count == 1000 && !fold.Train.Intersect(fold.HeldOut).Any());
        folds.ShouldAllBe(fold => fold.HeldOut.Count >= 142 && fold.HeldOut.Count <= 144);
        folds.ShouldAllBe(fold => fold.HeldOut.Count(record => record.Label == "rare") >= 14 && fold.HeldOut.Count(record => record.Label == "rare") <= 15);
        Should.Throw<ArgumentException>(() => TuningSplit.Folds(Records, 1));
        Should.Throw<ArgumentException>(() => TuningSplit.Folds(Records, 1001));
    }

    [Fact]
    public void Larger_portions_hold_the_smaller_ones()
    {
        var small = TuningSplit.Take(Records, 40, seed: 2, record => record.Label);
        var large = TuningSplit.Take(Records, 200, seed: 2, record => record.Label);

        small.Count.ShouldBe(40);
        small.Count(record => record.Label == "rare").ShouldBe(4);
        small.Except(large).ShouldBeEmpty();
        TuningSplit.Take(Records, 1000).ShouldBe(Records);
        Should.Throw<ArgumentException>(() => TuningSplit.Take(Records, 1001));
        Should.Throw<ArgumentException>(() => TuningSplit.Take(Records, 0));
    }

    [Fact]
    public void Any_records_are_divided_without_loss() => Prop.ForAll(
        Gen.Choose(0, 5).ListOf().Where(texts => texts.Distinct().Count() >= 2).ToArbitrary(),
        Gen.Choose(1, 99).ToArbitrary(),
        (texts, percent) =>
        {
            ClassifyRecord[] records = [.. texts.Select((text, i) => new ClassifyRecord($"t{text}", $"l{text % 2}") { Id = $"{i}" })];
            foreach (var fold in TuningSplit.Folds(records, 2, (ulong)percent))
            {
                fold.Train.Concat(fold.HeldOut).ShouldBe(records, ignoreOrder: true);
                fold.Train.Select(record => record.Text).Intersect(fold.HeldOut.Select(record => record.Text)).ShouldBeEmpty();
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(100));

    [Fact]
    public void Hashes_do_not_confuse_the_borders_of_texts()
    {
        new PairRecord("ab", "c", "x").InputHash().ShouldNotBe(new PairRecord("a", "bc", "x").InputHash());
        new PairRecord("a", "b", "x").InputHash().ShouldBe(new PairRecord("a", "b", "y") { Place = new("f", 3) }.InputHash());
        new PairRecord("a", "b", "x").ContentHash().ShouldNotBe(new PairRecord("a", "b", "y").ContentHash());
        new ClassifyRecord("a", "x").InputHash(1).ShouldNotBe(new ClassifyRecord("a", "x").InputHash(2));
    }

    [Fact]
    public void Labels_are_counted_and_weighed()
    {
        var labels = LabelStatistics.Of(["b", "a", "b", "b"]);

        labels.Labels.ShouldBe(["a", "b"]);
        (labels.Total, labels.Count("b"), labels.Count("z")).ShouldBe((4, 3, 0));
        labels.BalancedWeights().ShouldBe([2, 4.0 / 6]);
        LabelStatistics.Of(["10", "9", "-1"]).Labels.ShouldBe(["-1", "9", "10"]);
        LabelStatistics.Of(["10", "9", "x"]).Labels.ShouldBe(["10", "9", "x"]);
        labels.NeverIn(LabelStatistics.Of(["a", "b"]), "test data").ShouldBeNull();
        labels.NeverIn(LabelStatistics.Of(["a", "c", "d", "c"]), "test data").ShouldBe("2 labels of the test data never occur in training: 'c' (2 records), 'd' (1 record).");
        labels.NeverIn(LabelStatistics.Of(["c"]), "test data").ShouldBe("1 label of the test data never occurs in training: 'c' (1 record).");
    }

    [Fact]
    public void What_stands_in_training_and_test_is_told()
    {
        ClassifyRecord[] training = [new("A fine film!", "x") { Place = new("train.csv", 2) }, new("dull", "y")];
        ClassifyRecord[] test = [new("other", "x"), new("  a FINE, film", "y") { Place = new("test.csv", 3) }, new("...", "x")];

        TuningOverlap.Between(training, test).Sentence.ShouldBe("1 of 3 test records stands in the training data too, letter case, punctuation and space aside (first: test.csv, line 3, as train.csv, line 2); what is measured on it says little.");
        TuningOverlap.Between(training, test[..1]).Sentence.ShouldBeNull();
        AnswerRecord[] questions = [new("q1", "c", []), new("q2", "c", [])];
        TuningOverlap.Between(questions[..1], questions[1..]).Count.ShouldBe(0);
    }

    [Fact]
    public void What_is_measured_is_left_out_of_the_training_however_often_it_stands_there()
    {
        ClassifyRecord[] training = [new("A fine film!", "x"), new("dull", "y"), new("a fine film", "y"), new("other", "x")];
        ClassifyRecord[] test = [new("  a FINE, film", "y"), new("new", "x")];

        var (kept, found) = TuningOverlap.LeftOut(training, test);

        kept.ShouldBe([training[1], training[3]]);
        (found.Count, found.Of).ShouldBe((1, 2));
        TuningOverlap.LeftOut(training, test[1..]).Training.ShouldBeSameAs(training);
    }
}
