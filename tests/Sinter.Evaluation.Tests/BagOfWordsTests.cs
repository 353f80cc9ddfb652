namespace Sinter.Evaluation.Tests;

public sealed class BagOfWordsTests
{
    private static readonly (string Text, int Label)[] Examples = [("good good film", 1), ("A fine film!", 1), ("bad film", 0), ("dull, dull, dull", 0)];

    [Fact]
    public void A_text_gets_the_class_whose_words_it_has_whatever_their_order_and_case()
    {
        var bag = BagOfWords.Train(Examples, 2);

        bag.Predict("FILM good").ShouldBe(1);
        bag.Predict("so dull").ShouldBe(0);
        bag.Accuracy(Examples).ShouldBe(1);
    }

    [Fact]
    public void The_probabilities_are_those_of_counts_with_one_added()
    {
        // Seven words and signs in each class, eight different ones in all: probabilities are (count + 1) / 15.
        var bag = BagOfWords.Train(Examples, 2);

        // film: 3 against 2 (of 15 each); bad: 1 against 2; together 3 against 4.
        bag.Predict("film").ShouldBe(1);
        bag.Predict("film bad").ShouldBe(0);
    }

    [Fact]
    public void Words_never_seen_say_nothing_and_an_empty_text_gets_the_first_class()
    {
        BagOfWords.Train(Examples, 2).Predict("unseen words").ShouldBe(0);
        BagOfWords.Train(Examples, 2).Predict("").ShouldBe(0);
        BagOfWords.Train(Examples, 2).Accuracy([]).ShouldBe(0);
    }
}
