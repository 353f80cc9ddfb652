using static System.FormattableString;

namespace Sinter.Inference;

/// <summary>
/// Draws tokens from logits. Its random numbers are a function of the seed and of how many tokens it has drawn
/// (SplitMix64), so a run can be repeated on any machine. It allocates nothing for a token, and is not for several
/// threads at once.
/// </summary>
public sealed class Sampler
{
    private readonly SamplingOptions _options;
    private readonly float[] _scores;

    // A candidate is one integer that sorts by falling weight, then by rising id: the inverted bits of the weight, a
    // float that is never negative, above the id.
    private readonly ulong[] _candidates;
    private readonly ulong[] _penalizedAt;
    private ulong _drawn;

    /// <summary>Makes a sampler.</summary>
    /// <param name="options">How to draw.</param>
    /// <param name="vocabularySize">Number of logits.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public Sampler(SamplingOptions options, int vocabularySize)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(vocabularySize, 1);
        _options = options.Validated();
        _scores = new float[vocabularySize];
        _candidates = new ulong[options.Temperature > 0 ? vocabularySize : 0];
        _penalizedAt = new ulong[options.RepetitionPenalty != 1 ? vocabularySize : 0];
    }

    /// <summary>Draws the next token.</summary>
    /// <param name="logits">[vocabulary], all finite.</param>
    /// <param name="previous">The tokens of the sequence so far, for the repetition penalty.</param>
    /// <exception cref="InvalidDataException">A logit is not a finite number.</exception>
    /// <exception cref="ArgumentException">There are more or fewer logits than the vocabulary has tokens.</exception>
    public int Next(ReadOnlySpan<float> logits, ReadOnlySpan<int> previous)
    {
        if (logits.Length != _scores.Length)
        {
            throw new ArgumentException(Invariant($"The model gave {logits.Length} logits, expected {_scores.Length}, one for each token."));
        }

        logits.CopyTo(_scores);
        _drawn++;
        if (_penalizedAt.Length > 0)
        {
            Penalize(previous[^Math.Min(previous.Length, _options.RepetitionWindow)..]);
        }

        var likeliest = Likeliest();
        if (_options.Temperature == 0)
        {
            return likeliest;
        }

        var kept = Weigh(_scores[likeliest]);
        if (_options.TopK > 0 && _options.TopK < kept.Length)
        {
            SelectSmallest(kept, _options.TopK);
            kept = kept[.._options.TopK];
        }

        if (_options.TopP < 1)
        {
            kept = Nucleus(kept);
        }

        if (_options.MinP > 0)
        {
            kept = AtLeast(kept, _options.MinP);
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
        var penalty = (float)_options.RepetitionPenalty;
        foreach (var token in recent)
        {
            // A token that came twice is penalized once.
            if ((uint)token < (uint)_scores.Length && _penalizedAt[token] != _drawn)
            {
                _penalizedAt[token] = _drawn;
                _scores[token] = _scores[token] > 0 ? _scores[token] / penalty : _scores[token] * penalty;
            }
        }
    }

    private int Likeliest()
    {
        var best = 0;
        for (var id = 0; id < _scores.Length; id++)
        {
            if (!float.IsFinite(_scores[id]))
            {
                throw new InvalidDataException(Invariant($"The model gave the logit {_scores[id]} for token {id}, expected a finite number; its weights are damaged or its training diverged."));
            }

            if (_scores[id] > _scores[best])
            {
                best = id;
            }
        }

        return best;
    }

    private Span<ulong> Weigh(float most)
    {
        for (var id = 0; id < _scores.Length; id++)
        {
            var weight = (float)Math.Exp(((double)_scores[id] - most) / _options.Temperature);
            _candidates[id] = (ulong)~BitConverter.SingleToUInt32Bits(weight) << 32 | (uint)id;
        }

        return _candidates;
    }

    private Span<ulong> Nucleus(Span<ulong> kept)
    {
        var total = Total(kept);

        // Tokens below this weight have less than 1 - top-p together, so the nucleus is full before any of them; only
        // the others need sorting.
        kept = AtLeast(kept, (1 - _options.TopP) * total / kept.Length);
        kept.Sort();
        var sum = 0.0;
        for (var i = 0; i < kept.Length; i++)
        {
            sum += Weight(kept[i]);
            if (sum >= _options.TopP * total)
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

    /// <summary>A number in [0, 1): output number <see cref="_drawn"/> of SplitMix64 (Steele, Lea and Flood 2014) from the seed.</summary>
    private double Uniform()
    {
        var z = _options.Seed + _drawn * 0x9E3779B97F4A7C15;
        z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9;
        z = (z ^ z >> 27) * 0x94D049BB133111EB;
        z ^= z >> 31;
        return (z >> 11) * (1.0 / (1UL << 53));
    }
}
