namespace Sinter.Data.FastText;

/// <summary>How <see cref="FastTextTrainer"/> trains; the names in parentheses are the options of fastText, and the defaults are its defaults for labels.</summary>
public sealed record FastTextTrainingOptions
{
    /// <summary>The learning rate at the start; it falls to 0 in a straight line (<c>lr</c>).</summary>
    public double LearningRate { get; init; } = 0.1;

    /// <summary>After how many tokens the learning rate is lowered (<c>lrUpdateRate</c>).</summary>
    public int LearningRateUpdateRate { get; init; } = 100;

    /// <summary>The width of a vector (<c>dim</c>).</summary>
    public int Dimension { get; init; } = 100;

    /// <summary>How often the training goes through the text (<c>epoch</c>).</summary>
    public int Epochs { get; init; } = 5;

    /// <summary>A word that is seen less often has no vector of its own (<c>minCount</c>).</summary>
    public int MinimumCount { get; init; } = 1;

    /// <summary>A label that is seen less often is not learnt (<c>minCountLabel</c>).</summary>
    public int MinimumLabelCount { get; init; }

    /// <summary>The longest run of words that is a feature (<c>wordNgrams</c>).</summary>
    public int WordNgrams { get; init; } = 1;

    /// <summary>The number of places that n-grams are hashed to (<c>bucket</c>); without n-grams there are none.</summary>
    public int Buckets { get; init; } = 2_000_000;

    /// <summary>The fewest characters of an n-gram (<c>minn</c>).</summary>
    public int MinimumNgram { get; init; }

    /// <summary>The most characters of an n-gram (<c>maxn</c>); 0 for none.</summary>
    public int MaximumNgram { get; init; }

    /// <summary>The loss (<c>loss</c>).</summary>
    public FastTextLoss Loss { get; init; } = FastTextLoss.Softmax;

    /// <summary>The labels drawn by chance for each example with negative sampling (<c>neg</c>).</summary>
    public int Negatives { get; init; } = 5;

    /// <summary>With what labels begin (<c>label</c>).</summary>
    public string LabelPrefix { get; init; } = "__label__";

    /// <summary>Where the random numbers begin (<c>seed</c>).</summary>
    public int Seed { get; init; }

    /// <summary>The threads that work (<c>thread</c>); 0 for as many as there are processors. The model does not depend on it.</summary>
    public int Threads { get; init; }

    /// <summary>What is wrong with the options is an <see cref="ArgumentException"/>.</summary>
    internal void Validate()
    {
        Require(LearningRate is > 0 and <= 1000, "the learning rate (lr)", LearningRate, "more than 0, at most 1000");
        Require(LearningRateUpdateRate > 0, "lrUpdateRate", LearningRateUpdateRate, "at least 1");
        Require(Dimension is > 0 and <= 1 << 14, "the dimension (dim)", Dimension, "1 to 16384");
        Require(Epochs > 0, "the number of epochs (epoch)", Epochs, "at least 1");
        Require(WordNgrams is >= 1 and <= 255, "wordNgrams", WordNgrams, "1 to 255");
        Require(MaximumNgram is >= 0 and <= 255, "maxn", MaximumNgram, "0 to 255");
        Require(MinimumNgram >= 0 && (MaximumNgram == 0 || MinimumNgram <= MaximumNgram), "minn", MinimumNgram, "0 to maxn");
        Require((WordNgrams == 1 && MaximumNgram == 0) || Buckets is > 0 and <= 1 << 30, "the number of buckets (bucket)", Buckets, "1 to 2^30");
        Require(Enum.IsDefined(Loss), "the loss", (int)Loss, "1 to 4");
        Require(Negatives >= 1, "the number of negatives (neg)", Negatives, "at least 1");
        Require(Threads >= 0, "the number of threads (thread)", Threads, "at least 0");
        Require(LabelPrefix.Length > 0, "the length of the label prefix", LabelPrefix.Length, "at least 1");
    }

    private static void Require(bool holds, string what, double found, string expected)
    {
        if (!holds)
        {
            throw new ArgumentException(FormattableString.Invariant($"For training a fastText model, {what} is {found}; expected is {expected}."));
        }
    }
}
