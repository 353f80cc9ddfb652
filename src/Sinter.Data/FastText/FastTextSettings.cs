namespace Sinter.Data.FastText;

/// <summary>What a fastText file says about how its model was trained and how it reads text, in the order of the file.</summary>
public sealed record FastTextSettings
{
    /// <summary>The name of a model that predicts labels; 1 and 2 are word vectors (cbow and skipgram).</summary>
    public const int Supervised = 3;

    /// <summary>The width of a vector (<c>dim</c>).</summary>
    public int Dimension { get; init; } = 100;

    /// <summary>The width of the context of word vectors (<c>ws</c>); of no meaning to a supervised model.</summary>
    public int Window { get; init; } = 5;

    /// <summary>How often the training went through the text (<c>epoch</c>).</summary>
    public int Epochs { get; init; } = 5;

    /// <summary>A word that was seen less often has no vector of its own (<c>minCount</c>).</summary>
    public int MinimumCount { get; init; } = 1;

    /// <summary>The labels drawn by chance for negative sampling (<c>neg</c>).</summary>
    public int Negatives { get; init; } = 5;

    /// <summary>The longest run of words that is a feature (<c>wordNgrams</c>).</summary>
    public int WordNgrams { get; init; } = 1;

    /// <summary>The loss.</summary>
    public FastTextLoss Loss { get; init; } = FastTextLoss.Softmax;

    /// <summary>The kind of model: <see cref="Supervised"/>, or word vectors.</summary>
    public int Model { get; init; } = Supervised;

    /// <summary>The number of places that n-grams are hashed to (<c>bucket</c>).</summary>
    public int Buckets { get; init; }

    /// <summary>The fewest characters of an n-gram (<c>minn</c>).</summary>
    public int MinimumNgram { get; init; }

    /// <summary>The most characters of an n-gram (<c>maxn</c>); 0 for none.</summary>
    public int MaximumNgram { get; init; }

    /// <summary>After how many tokens the learning rate is lowered (<c>lrUpdateRate</c>).</summary>
    public int LearningRateUpdateRate { get; init; } = 100;

    /// <summary>The threshold from which frequent words were left out of word vectors (<c>t</c>).</summary>
    public double SamplingThreshold { get; init; } = 1e-4;
}
