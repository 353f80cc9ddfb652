using System.Buffers;
using static System.FormattableString;

namespace Sinter.Models.Adapters;

/// <summary>
/// Settings of LoRA (Hu et al. 2021): a linear layer y = W x + b becomes y = (W + s B A) x + b with A [rank, in], B [out, rank] and s = alpha / rank. The defaults are usual ones.
/// </summary>
public sealed record LoraOptions
{
    /// <summary>The largest rank that is taken: a matrix of a model has no more rows or columns.</summary>
    public const int LargestRank = 1 << 14;

    private static readonly SearchValues<char> SignsOfPatterns = SearchValues.Create("*+?[](){}|^$\\");

    /// <summary>Rows of A and columns of B.</summary>
    public int Rank { get; init; } = 8;

    /// <summary>What B A is scaled by, times the rank.</summary>
    public double Alpha { get; init; } = 16;

    /// <summary>The layers that are changed, as <see cref="LinearTargets.Choose"/> reads them.</summary>
    public IReadOnlyList<string> Targets { get; init; } = [LinearTargets.All];

    /// <summary>Whether s is alpha / sqrt(rank), so that high ranks learn as fast (rsLoRA, Kalajdzievski 2023).</summary>
    public bool RankStabilized { get; init; }

    /// <summary>
    /// Whether the length of each row of W + s B A is learned apart from its direction (DoRA, Liu et al. 2024): the weight is m (W + s B A) / ||W + s B A||, the norm of each row being a constant
    /// to gradients (section 4.3).
    /// </summary>
    public bool Dora { get; init; }

    /// <summary>
    /// Parts of the model that are trained whole and saved with the adapter: <c>head</c>, or names of modules as files have them, whole or their ends, such as <c>score</c> or <c>embed_tokens</c>.
    /// </summary>
    public IReadOnlyList<string> SavedParts { get; init; } = [];

    /// <summary>Names among <see cref="SavedParts"/> that a model need not have.</summary>
    internal IReadOnlyList<string> OptionalSavedParts { get; init; } = [];

    /// <summary>The blocks whose layers are changed; none for all.</summary>
    public IReadOnlyList<int> Layers { get; init; } = [];

    /// <summary>
    /// The share of the inputs of A that is dropped in training, in [0, 1), as <c>lora_dropout</c> of PEFT: y = W x + s B A dropout(x). Layers that share one matrix here, such as queries, keys and
    /// values, share one mask. DoRA's lengths are those of the whole, without anything dropped.
    /// </summary>
    public double Dropout { get; init; }

    /// <summary>Ranks of single layers, by their names or ends of them; the last that fits counts. Others have <see cref="Rank"/>.</summary>
    public IReadOnlyDictionary<string, int> Ranks { get; init; } = new Dictionary<string, int>(StringComparer.Ordinal);

    /// <summary>Alphas of single layers likewise.</summary>
    public IReadOnlyDictionary<string, double> Alphas { get; init; } = new Dictionary<string, double>(StringComparer.Ordinal);

    /// <summary>The rank of a layer.</summary>
    public int RankOf(LinearTarget target) => Find(Ranks, target) is { } rank ? rank : Rank;

    /// <summary>The factor of B A of a layer.</summary>
    public double ScaleOf(LinearTarget target)
    {
        var (alpha, rank) = (Find(Alphas, target) is { } own ? own : Alpha, RankOf(target));
        return RankStabilized ? alpha / Math.Sqrt(rank) : alpha / rank;
    }

    /// <summary>These options, once it is known that they have no fault.</summary>
    /// <exception cref="ArgumentException">They have; the message says which.</exception>
    public LoraOptions Validated()
    {
        foreach (var rank in Ranks.Values.Prepend(Rank))
        {
            if (rank is < 1 or > LargestRank)
            {
                throw new ArgumentException(Invariant($"The rank of LoRA is {rank}; it must lie between 1 and {LargestRank}, and is usually 4 to 64."));
            }
        }

        foreach (var alpha in Alphas.Values.Prepend(Alpha))
        {
            if (!double.IsFinite(alpha) || alpha == 0)
            {
                throw new ArgumentException(Invariant($"The alpha of LoRA is {alpha}; it must be a finite number other than 0, and is usually 1 to 4 times the rank."));
            }
        }

        return Dropout is >= 0 and < 1
            ? this
            : throw new ArgumentException(Invariant($"The dropout of LoRA is {Dropout}; it must be at least 0 and below 1, and is usually 0 to 0.1."));
    }

    private static T? Find<T>(IReadOnlyDictionary<string, T> values, LinearTarget target)
        where T : struct
    {
        if (values.Count == 0)
        {
            return null;
        }

        if (values.TryGetValue(target.Module, out var exact))
        {
            return exact;
        }

        T? found = null;
        foreach (var (name, value) in values)
        {
            // PEFT reads a name as a pattern for the end; a name without signs of patterns is compared as it is.
            if (target.IsMeantBy(name) || (name.AsSpan().ContainsAny(SignsOfPatterns) && LinearTargets.Pattern($@"^(.*\.)?(?:{name})$").IsMatch(target.Module)))
            {
                found = value;
            }
        }

        return found;
    }
}
