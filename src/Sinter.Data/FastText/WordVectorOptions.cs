namespace Sinter.Data.FastText;

/// <summary>What word vectors learn to predict.</summary>
public enum WordVectorModel
{
    /// <summary>A word from the words around it (continuous bag of words).</summary>
    Cbow = 1,

    /// <summary>The words around a word from it.</summary>
    Skipgram = 2,
}

/// <summary>How <see cref="WordVectorTrainer"/> trains; the names in parentheses are the options of fastText, and the defaults are its defaults.</summary>
public sealed record WordVectorOptions
{
    /// <summary>What is predicted.</summary>
    public WordVectorModel Model { get; init; } = WordVectorModel.Skipgram;

    /// <summary>The learning rate at the start; it falls to 0 in a straight line (<c>lr</c>).</summary>
    public double LearningRate { get; init; } = 0.05;

    /// <summary>After how many tokens the learning rate is lowered (<c>lrUpdateRate</c>).</summary>
    public int LearningRateUpdateRate { get; init; } = 100;

    /// <summary>The width of a vector (<c>dim</c>).</summary>
    public int Dimension { get; init; } = 100;

    /// <summary>The most words on each side that are context; for each word the number is drawn from 1 to this (<c>ws</c>).</summary>
    public int Window { get; init; } = 5;

    /// <summary>How often the training goes through the text (<c>epoch</c>).</summary>
    public int Epochs { get; init; } = 5;

    /// <summary>A word that is seen less often has no vector of its own (<c>minCount</c>).</summary>
    public int MinimumCount { get; init; } = 5;

    /// <summary>The words drawn by chance against each that is predicted (<c>neg</c>).</summary>
    public int Negatives { get; init; } = 5;

    /// <summary>The number of places that n-grams are hashed to (<c>bucket</c>); without n-grams there are none.</summary>
    public int Buckets { get; init; } = 2_000_000;

    /// <summary>The fewest characters of an n-gram (<c>minn</c>).</summary>
    public int MinimumNgram { get; init; } = 3;

    /// <summary>The most characters of an n-gram (<c>maxn</c>); 0 for none.</summary>
    public int MaximumNgram { get; init; } = 6;

    /// <summary>The share of the text from which a word counts as frequent and is left out by chance, the more often the more frequent it is (<c>t</c>).</summary>
    public double SamplingThreshold { get; init; } = 1e-4;

    /// <summary>Where the random numbers begin (<c>seed</c>).</summary>
    public int Seed { get; init; }

    /// <summary>The threads that work (<c>thread</c>); 0 for as many as there are processors. The vectors do not depend on it.</summary>
    public int Threads { get; init; }

    /// <summary>What a file says of them.</summary>
    internal FastTextSettings ToSettings() => new()
    {
        Dimension = Dimension,
        Window = Window,
        Epochs = Epochs,
        MinimumCount = MinimumCount,
        Negatives = Negatives,
        Loss = FastTextLoss.NegativeSampling,
        Model = (int)Model,
        Buckets = MaximumNgram > 0 ? Buckets : 0,
        MinimumNgram = MinimumNgram,
        MaximumNgram = MaximumNgram,
        LearningRateUpdateRate = LearningRateUpdateRate,
        SamplingThreshold = SamplingThreshold,
    };

    /// <summary>What is wrong with the options is an <see cref="ArgumentException"/>.</summary>
    internal void Validate()
    {
        Require(Enum.IsDefined(Model), "the model", (int)Model, "1 (cbow) or 2 (skipgram)");
        Require(LearningRate is > 0 and <= 1000, "the learning rate (lr)", LearningRate, "more than 0, at most 1000");
        Require(LearningRateUpdateRate > 0, "lrUpdateRate", LearningRateUpdateRate, "at least 1");
        Require(Dimension is > 0 and <= 1 << 14, "the dimension (dim)", Dimension, "1 to 16384");
        Require(Window is > 0 and <= 1000, "the window (ws)", Window, "1 to 1000");
        Require(Epochs > 0, "the number of epochs (epoch)", Epochs, "at least 1");
        Require(Negatives is > 0 and <= 1000, "the number of negatives (neg)", Negatives, "1 to 1000");
        Require(MaximumNgram is >= 0 and <= 255, "maxn", MaximumNgram, "0 to 255");
        Require(MinimumNgram >= 0 && (MaximumNgram == 0 || MinimumNgram <= MaximumNgram), "minn", MinimumNgram, "0 to maxn");
        Require(MaximumNgram == 0 || Buckets is > 0 and <= 1 << 30, "the number of buckets (bucket)", Buckets, "1 to 2^30");
        Require(SamplingThreshold is > 0 and <= 1, "the sampling threshold (t)", SamplingThreshold, "more than 0, at most 1");
        Require(Threads >= 0, "the number of threads (thread)", Threads, "at least 0");
    }

    private static void Require(bool holds, string what, double found, string expected)
    {
        if (!holds)
        {
            throw new ArgumentException(FormattableString.Invariant($"For training word vectors, {what} is {found}; expected is {expected}."));
        }
    }
}
