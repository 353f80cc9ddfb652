using Sinter.Models.Transformers;
using static System.FormattableString;

namespace Sinter.Inference;

/// <summary>A target that a <see cref="BeamSearch"/> found.</summary>
/// <param name="Tokens">Its tokens, without the one that ended it.</param>
/// <param name="LogProbability">The logarithm of its probability, the end included.</param>
/// <param name="Score">That, divided by a power of the length; the higher the better.</param>
/// <param name="HasEnded">Whether the model ended it, not the most tokens allowed.</param>
public sealed record BeamResult(IReadOnlyList<int> Tokens, double LogProbability, double Score, bool HasEnded);

/// <summary>
/// Finds likely targets of a source by following several at a time (Sutskever et al. 2014): in each step all that are followed are continued by every token, and the likeliest are kept. Two
/// continuations of the same probability stand in the order of the targets and the ids, so the result is always the same.
/// </summary>
public sealed class BeamSearch
{
    private readonly SourceDecoder _source;
    private readonly int[] _beginning;
    private readonly HashSet<int> _endTokens;
    private readonly int _tokens;
    private readonly List<SourceDecoder> _current = [];
    private readonly List<SourceDecoder> _next = [];

    /// <summary>Makes a search.</summary>
    /// <param name="model">The model.</param>
    /// <param name="beginning">What each target begins with: the token that the decoder starts with, and perhaps more.</param>
    /// <param name="endTokens">Tokens that end a target; at least one.</param>
    /// <param name="tokens">Tokens that may be written, from 0 on; null for all. The vocabulary of a model may be larger than its tokenizer's.</param>
    /// <exception cref="ArgumentException">There is no beginning or no end, or a token that the model lacks.</exception>
    public BeamSearch(EncoderDecoder model, IEnumerable<int> beginning, IEnumerable<int> endTokens, int? tokens = null)
    {
        _beginning = [.. beginning];
        _endTokens = [.. endTokens];
        _tokens = tokens ?? model.Config.VocabularySize;
        if (_beginning.Length == 0 || _endTokens.Count == 0 || _tokens < 1 || _tokens > model.Config.VocabularySize
            || _beginning.Concat(_endTokens).Any(token => (uint)token >= (uint)model.Config.VocabularySize))
        {
            throw new ArgumentException(Invariant($"A beam search needs a beginning and an end, of tokens below the {model.Config.VocabularySize} of the model, and at most as many tokens to write."));
        }

        _source = new SourceDecoder(model);
    }

    /// <summary>The likeliest targets found, the best first; at most as many as the search is wide.</summary>
    /// <param name="source">The tokens of the source, with those that frame it.</param>
    /// <param name="options">How wide and how long.</param>
    /// <param name="cancellation">Ends the search between two steps.</param>
    /// <exception cref="ArgumentException">The source is empty or longer than the context, or an option is out of its range.</exception>
    /// <exception cref="InvalidDataException">The model gave a logit that is no finite number.</exception>
    public IReadOnlyList<BeamResult> Find(ReadOnlySpan<int> source, BeamSearchOptions? options = null, CancellationToken cancellation = default)
    {
        options = (options ?? new()).Validated();
        _source.Read(source);
        Grow(options.Width);
        List<Beam> beams = [new([], 0, LogProbabilities(_source.Append(_beginning)))];
        _current[0].Follow(_source);
        var found = new List<BeamResult>();
        var most = Math.Min(options.MaxTokens, _source.ContextLength - _beginning.Length);
        for (var length = 1; length <= most && beams.Count > 0 && found.Count < options.Width; length++)
        {
            cancellation.ThrowIfCancellationRequested();
            var kept = new List<Candidate>();
            foreach (var (rank, candidate) in Best(beams, 2 * options.Width).Index())
            {
                if (_endTokens.Contains(candidate.Token))
                {
                    // An end that is less likely than as many continuations as are kept is none of them.
                    if (rank >= options.Width)
                    {
                        continue;
                    }

                    found.Add(Result(beams[candidate.Beam].Tokens, candidate.LogProbability, length, options, hasEnded: true));
                }
                else if (kept.Count < options.Width)
                {
                    kept.Add(candidate);
                }
            }

            beams = Continue(beams, kept, isLast: length == most);
        }

        // What could not be ended counts after what was, where that is not enough.
        var unfinished = beams.Select(beam => Result(beam.Tokens, beam.LogProbability, beam.Tokens.Length, options, hasEnded: false));
        return [.. found.Count >= options.Width ? found.OrderByDescending(Score).Take(options.Width) : found.OrderByDescending(Score).Concat(unfinished.OrderByDescending(Score)).Take(options.Width)];

        static double Score(BeamResult result) => result.Score;
    }

    private static BeamResult Result(int[] tokens, double logProbability, int length, BeamSearchOptions options, bool hasEnded)
        => new(tokens, logProbability, logProbability / Math.Pow(length, options.LengthPenalty), hasEnded);

    /// <summary>The likeliest continuations of all beams, the best first.</summary>
    private static IEnumerable<Candidate> Best(List<Beam> beams, int count)
    {
        // The lowest of those kept stands in front.
        var heap = new PriorityQueue<Candidate, Candidate>(count + 1, Comparer<Candidate>.Create(static (left, right) => right.CompareTo(left)));
        for (var beam = 0; beam < beams.Count; beam++)
        {
            var next = beams[beam].Next;
            for (var token = 0; token < next.Length; token++)
            {
                var candidate = new Candidate(beam, token, beams[beam].LogProbability + next[token]);
                if (heap.Count < count)
                {
                    heap.Enqueue(candidate, candidate);
                }
                else if (candidate.CompareTo(heap.Peek()) < 0)
                {
                    heap.DequeueEnqueue(candidate, candidate);
                }
            }
        }

        return heap.UnorderedItems.Select(static item => item.Element).Order();
    }

    private List<Beam> Continue(List<Beam> beams, List<Candidate> kept, bool isLast)
    {
        var continued = new List<Beam>();
        foreach (var (beam, token, logProbability) in kept)
        {
            var decoder = _next[continued.Count];
            decoder.Follow(_current[beam]);
            continued.Add(new([.. beams[beam].Tokens, token], logProbability, isLast ? [] : LogProbabilities(decoder.Append([token]))));
        }

        for (var i = 0; i < continued.Count; i++)
        {
            (_current[i], _next[i]) = (_next[i], _current[i]);
        }

        return continued;
    }

    private float[] LogProbabilities(ReadOnlySpan<float> logits)
    {
        logits = logits[.._tokens];
        var largest = float.NegativeInfinity;
        foreach (var logit in logits)
        {
            largest = Math.Max(largest, logit);
        }

        var sum = 0.0;
        foreach (var logit in logits)
        {
            sum += Math.Exp(logit - largest);
        }

        if (!double.IsFinite(sum))
        {
            throw new InvalidDataException("The model gave a logit that is no finite number; its weights are damaged, or its training diverged.");
        }

        var result = new float[_tokens];
        var logarithm = (float)(largest + Math.Log(sum));
        for (var token = 0; token < result.Length; token++)
        {
            result[token] = logits[token] - logarithm;
        }

        return result;
    }

    private void Grow(int width)
    {
        while (_current.Count < width)
        {
            _current.Add(_source.Fork());
            _next.Add(_source.Fork());
        }
    }

    /// <summary>A target that is followed.</summary>
    private sealed record Beam(int[] Tokens, double LogProbability, float[] Next);

    /// <summary>A continuation of a beam. The likelier comes first, then the earlier beam, then the lower id.</summary>
    private readonly record struct Candidate(int Beam, int Token, double LogProbability) : IComparable<Candidate>
    {
        public int CompareTo(Candidate other)
        {
            var byProbability = other.LogProbability.CompareTo(LogProbability);
            var byBeam = byProbability != 0 ? byProbability : Beam.CompareTo(other.Beam);
            return byBeam != 0 ? byBeam : Token.CompareTo(other.Token);
        }
    }
}
