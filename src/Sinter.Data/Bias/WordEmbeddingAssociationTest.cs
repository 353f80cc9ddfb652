using Sinter.Data.FastText;

namespace Sinter.Data.Bias;

/// <summary>
/// The word embedding association test, WEAT (Caliskan, Bryson, Narayanan: Semantics derived automatically from language corpora contain human-like biases, 2017): whether one set of
/// words is nearer to one kind of attributes than another set is.
/// </summary>
/// <param name="Effect">The effect size d: the difference of the mean associations over their standard deviation, about -2 to 2; not a number where they are all equal.</param>
/// <param name="P">The share of the ways to part the words into two sets of these sizes in which the difference is at least as great.</param>
/// <param name="Permutations">How many ways were tried.</param>
/// <param name="Exact">Whether these are all ways.</param>
/// <param name="First">The words of the first set of which a vector is known.</param>
/// <param name="Second">Those of the second set.</param>
public sealed record WordEmbeddingAssociationTest(double Effect, double P, int Permutations, bool Exact, int First, int Second)
{
    private const int MostPermutations = 100_000;

    /// <summary>Tests two sets of words against two sets of attributes. Words without a vector of their own are left out.</summary>
    /// <param name="vectors">The vectors.</param>
    /// <param name="first">The words X.</param>
    /// <param name="second">The words Y.</param>
    /// <param name="firstAttributes">The attributes A, to which X is thought to be nearer.</param>
    /// <param name="secondAttributes">The attributes B.</param>
    /// <param name="seed">Where random numbers begin, where there are too many ways to try all.</param>
    /// <returns>Null where one of the four sets has fewer than two words that are known.</returns>
    public static WordEmbeddingAssociationTest? Run(
        WordVectors vectors, IEnumerable<string> first, IEnumerable<string> second, IEnumerable<string> firstAttributes, IEnumerable<string> secondAttributes, int seed = 0)
    {
        var (x, y, a, b) = (Known(vectors, first), Known(vectors, second), Known(vectors, firstAttributes), Known(vectors, secondAttributes));
        if (x.Count < 2 || y.Count < 2 || a.Count < 2 || b.Count < 2)
        {
            return null;
        }

        return Of([.. x.Select(Association)], [.. y.Select(Association)], seed);

        double Association(float[] word) => a.Average(attribute => WordVectors.Cosine(word, attribute)) - b.Average(attribute => WordVectors.Cosine(word, attribute));
    }

    /// <summary>The test, of the association s(w, A, B) of each word.</summary>
    internal static WordEmbeddingAssociationTest Of(double[] first, double[] second, int seed)
    {
        double[] all = [.. first, .. second];
        var mean = all.Average();
        var deviation = Math.Sqrt(all.Sum(value => (value - mean) * (value - mean)) / (all.Length - 1));
        var effect = (first.Average() - second.Average()) / deviation;

        // The difference of the means grows with the sum of the first set: that alone is compared. Sums of the same words in another order are the same.
        var least = first.Sum() - (1e-9 * Math.Max(1e-12, all.Sum(Math.Abs)));
        var exact = Ways(all.Length, first.Length) <= MostPermutations;
        var (tried, reached) = exact ? TryAll(all, first.Length, least) : TrySome(all, first.Length, least, seed);
        return new WordEmbeddingAssociationTest(effect, (double)reached / tried, tried, exact, first.Length, second.Length);
    }

    private static List<float[]> Known(WordVectors vectors, IEnumerable<string> words) =>
        [.. words.Distinct(StringComparer.Ordinal).Where(word => vectors.IndexOf(word) >= 0).Select(vectors.Find).OfType<float[]>()];

    private static double Ways(int all, int chosen)
    {
        var ways = 1.0;
        for (var at = 1; at <= chosen; at++)
        {
            ways = ways * (all - chosen + at) / at;
        }

        return ways;
    }

    private static (int Tried, int Reached) TryAll(double[] all, int chosen, double least)
    {
        var (tried, reached) = (0, 0);
        Choose(0, chosen, 0);
        return (tried, reached);

        void Choose(int from, int left, double sum)
        {
            if (left == 0)
            {
                tried++;
                reached += sum >= least ? 1 : 0;
                return;
            }

            for (var at = from; at <= all.Length - left; at++)
            {
                Choose(at + 1, left - 1, sum + all[at]);
            }
        }
    }

    /// <summary>The way that was found is one of those that are tried, so that the share is never 0 (Phipson, Smyth 2010).</summary>
    private static (int Tried, int Reached) TrySome(double[] all, int chosen, double least, int seed)
    {
        var random = SplitMix.For(seed, all.Length);
        var drawn = (double[])all.Clone();
        var reached = 1;
        for (var tried = 1; tried < MostPermutations; tried++)
        {
            var sum = 0.0;
            for (var at = 0; at < chosen; at++)
            {
                var other = at + random.NextBelow(drawn.Length - at);
                (drawn[at], drawn[other]) = (drawn[other], drawn[at]);
                sum += drawn[at];
            }

            reached += sum >= least ? 1 : 0;
        }

        return (MostPermutations, reached);
    }
}
