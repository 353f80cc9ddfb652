using static System.FormattableString;

namespace Sinter.Inference;

/// <summary>
/// Draws tokens from logits. Its random numbers are a function of the seed and of how many tokens it has drawn
/// (SplitMix64), so a run can be repeated on any machine. It allocates nothing for a token, and is not for several
/// threads at once.
/// </summary>
public sealed class Sampler
{
    private readonly SamplingOptions options;
    private readonly float[] scores;

    // A candidate is one integer that sorts by falling weight, then by rising id: the inverted bits of the weight, a
    // float that is never negative, above the id.
    private readonly ulong[] candidates;
    private readonly ulong[] penalizedAt;
    private ulong drawn;

    /// <summary>Makes a sampler.</summary>
    /// <param name="options">How to draw.</param>
    /// <param name="vocabularySize">Number of logits.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public Sampler(SamplingOptions options, int vocabularySize)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(vocabularySize, 1);
        this.options = options.Validated();
        scores = new float[vocabularySize];
        candidates = new ulong[options.Temperature > 0 ? vocabularySize : 0];
        penalizedAt = new ulong[options.RepetitionPenalty != 1 ? vocabularySize : 0];
    }

    /// <summary>Draws the next token.</summary>
    /// <param name="logits">[vocabulary], all finite.</param>
    /// <param name="previous">The tokens of the sequence so far, for the repetition penalty.</param>
    /// <exception cref="InvalidDataException">A logit is not a finite number.</exception>
    /// <exception cref="ArgumentException">There are more or fewer logits than the vocabulary has tokens.</exception>
    public int Next(ReadOnlySpan<float> logits, ReadOnlySpan<int> previous)
    {
        if (logits.Length != scores.Length)
        {
            throw new ArgumentException(Invariant($"The model gave {logits.Length} logits, expected {scores.Length}, one for each token."));
        }

        logits.CopyTo(scores);
        drawn++;
        if (penalizedAt.Length > 0)
        {
            Penalize(previous[^Math.Min(previous.Length, options.RepetitionWindow)..]);
        }

        var likeliest = Likeliest();
        if (options.Temperature == 0)
        {
            return likeliest;
        }

        var kept = Weigh(scores[likeliest]);
        if (options.TopK > 0 && options.TopK < kept.Length)
        {
            SelectSmallest(kept, options.TopK);
            kept = kept[..options.TopK];
        }

        if (options.TopP < 1)
        {
            kept = Nucleus(kept);
        }

        if (options.MinP > 0)
        {
            kept = AtLeast(kept, options.MinP);
        }

        var rest = Uniform() * Total(kept);
        foreach (var candidate in kept)
        {
            rest -= Weight(candidate);
            if (rest < 0)
            {
                return (int)(uint)candidate;
            }
        }

        // Only rounding leads here.
        return likeliest;
    }

    private void Penalize(ReadOnlySpan<int> recent)
    {
        var penalty = (float)options.RepetitionPenalty;
        foreach (var token in recent)
        {
            // A token that came twice is penalized once.
            if ((uint)token < (uint)scores.Length && penalizedAt[token] != drawn)
            {
                penalizedAt[token] = drawn;
                scores[token] = scores[token] > 0 ? scores[token] / penalty : scores[token] * penalty;
            }
        }
    }

    private int Likeliest()
    {
        var best = 0;
        for (var id = 0; id < scores.Length; id++)
        {
            if (!float.IsFinite(scores[id]))
            {
                throw new InvalidDataException(Invariant($"The model gave the logit {scores[id]} for token {id}, expected a finite number; its weights are damaged or its training diverged."));
            }

            if (scores[id] > scores[best])
            {
                best = id;
            }
        }

        return best;
    }

    private Span<ulong> Weigh(float most)
    {
        for (var id = 0; id < scores.Length; id++)
        {
            var weight = (float)Math.Exp(((double)scores[id] - most) / options.Temperature);
            candidates[id] = (ulong)~BitConverter.SingleToUInt32Bits(weight) << 32 | (uint)id;
        }

        return candidates;
    }

    private Span<ulong> Nucleus(Span<ulong> kept)
    {
        var total = Total(kept);

        // Tokens below this weight have less than 1 - top-p together, so the nucleus is full before any of them; only
        // the others need sorting.
        kept = AtLeast(kept, (1 - options.TopP) * total / kept.Length);
        kept.Sort();
        var sum = 0.0;
        for (var i = 0; i < kept.Length; i++)
        {
            sum += Weight(kept[i]);
            if (sum >= options.TopP * total)
            {
                return kept[..(i + 1)];
            }
        }

        return kept;
    }

    private static Span<ulong> AtLeast(Span<ulong> kept, double weight)
    {
        var count = 0;
        foreach (var candidate in kept)
        {
            if (Weight(candidate) >= weight)
            {
                kept[count++] = candidate;
            }
        }

        return kept[..count];
    }

    /// <summary>Brings the smallest keys to the front, in any order (Hoare's selection); the keys all differ.</summary>
    private static void SelectSmallest(Span<ulong> keys, int count)
    {
        int low = 0, high = keys.Length - 1;
        while (low < high)
        {
            var pivot = keys[low + (high - low) / 2];
            int left = low, right = high;
            while (left <= right)
            {
                while (keys[left] < pivot)
                {
                    left++;
                }

                while (keys[right] > pivot)
                {
                    right--;
                }

                if (left <= right)
                {
                    (keys[left], keys[right]) = (keys[right], keys[left]);
                    left++;
                    right--;
                }
            }

            if (count - 1 <= right)
            {
                high = right;
            }
            else if (count - 1 >= left)
            {
                low = left;
            }
            else
            {
                return;
            }
        }
    }

    private static double Total(ReadOnlySpan<ulong> kept)
    {
        var total = 0.0;
        foreach (var candidate in kept)
        {
            total += Weight(candidate);
        }

        return total;
    }

    private static float Weight(ulong candidate) => BitConverter.UInt32BitsToSingle(~(uint)(candidate >> 32));

    /// <summary>A number in [0, 1): output number <see cref="drawn"/> of SplitMix64 (Steele, Lea and Flood 2014) from the seed.</summary>
    private double Uniform()
    {
        var z = options.Seed + drawn * 0x9E3779B97F4A7C15;
        z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9;
        z = (z ^ z >> 27) * 0x94D049BB133111EB;
        z ^= z >> 31;
        return (z >> 11) * (1.0 / (1UL << 53));
    }
}
