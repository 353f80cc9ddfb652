using System.Runtime.InteropServices;
using Sinter.Tensors.Randomness;
using static System.FormattableString;

namespace Sinter.Training.Objectives;

/// <summary>
/// Denoising (Lewis et al. 2020): the source is a document whose sentences are permuted, of which tokens are deleted or masked, and spans replaced by one mask each, in this order; the
/// target is the document as it was. A source never takes more places than its document did.
/// </summary>
public sealed class Denoising : SourceTargetObjective
{
    private readonly DenoisingOptions _options;

    /// <summary>Prepares it.</summary>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public Denoising(DenoisingOptions options)
        : base(options.DecoderStart, options.EndOfText, options.Seed)
    {
        _options = options;
        if (!IsShare(options.InfillingShare) || !IsShare(options.MaskingShare) || !IsShare(options.DeletionShare) || !(options.MeanSpanLength is >= 0.1 and <= 30))
        {
            throw new ArgumentException(Invariant($"Denoising was given the shares {options.InfillingShare} of infilling, {options.MaskingShare} of masking and {options.DeletionShare} of deletion and the mean span length {options.MeanSpanLength}; expected shares of at least 0 and below 1 and a length from 0.1 to 30."), nameof(options));
        }
    }

    /// <inheritdoc/>
    public override string Name => "denoising";

    private protected override IEnumerable<int> SpecialTokens => [.. base.SpecialTokens, _options.Mask, .. _options.BeginningOfText is { } beginning ? [beginning] : Array.Empty<int>()];

    private protected override int SourceTime(int time) => time;

    private protected override int TargetTime(int time) => time;

    private protected override void Add(ReadOnlySpan<int> document, ReadOnlySpan<int> targets, RandomStream random, ref SourceTargetRow row)
    {
        var text = Text(document);
        var frame = _options.BeginningOfText is null ? 1 : 2;
        text = text[..Math.Clamp(document.Length - frame, 0, text.Length)];
        if (text.IsEmpty)
        {
            return;
        }

        List<int> noised = [.. text];
        if (_options.SentenceEnds.Count > 0)
        {
            noised = Permuted(noised, random);
        }

        if (_options.DeletionShare > 0)
        {
            noised.RemoveAll(_ => random.NextDouble() < _options.DeletionShare);
        }

        if (_options.MaskingShare > 0)
        {
            foreach (ref var token in CollectionsMarshal.AsSpan(noised))
            {
                token = random.NextDouble() < _options.MaskingShare ? _options.Mask : token;
            }
        }

        noised = Infilled(noised, random);
        if (_options.BeginningOfText is { } beginning)
        {
            row.AddSource(beginning);
            row.AddTarget(beginning);
        }

        row.AddSource(CollectionsMarshal.AsSpan(noised));
        row.AddSource(_options.EndOfText);
        row.AddTarget(text);
        row.AddTarget(_options.EndOfText);
        row.EndPair();
    }

    private static bool IsShare(double share) => share is >= 0 and < 1;

    /// <summary>The sentences in a random order; what follows the last end is a sentence, too.</summary>
    private List<int> Permuted(List<int> tokens, RandomStream random)
    {
        var sentences = new List<(int Start, int End)>();
        for (int start = 0, end = 1; end <= tokens.Count; end++)
        {
            if (end == tokens.Count || _options.SentenceEnds.Contains(tokens[end - 1]))
            {
                sentences.Add((start, end));
                start = end;
            }
        }

        return [.. random.Permutation(sentences.Count).SelectMany(sentence => tokens[sentences[sentence].Start..sentences[sentence].End])];
    }

    /// <summary>
    /// The tokens with one mask for each of some spans, which together have the share of them. Spans and the tokens that stay are put in a random order of the two kinds: every way to
    /// lay the spans is as likely.
    /// </summary>
    private List<int> Infilled(List<int> tokens, RandomStream random)
    {
        var wanted = (int)Math.Round(tokens.Count * _options.InfillingShare);
        var spans = new List<int>();
        for (var taken = 0; taken < wanted;)
        {
            var length = Math.Min(Poisson(random), wanted - taken);

            // Masks for nothing make a text longer: never by more than spans before have made it shorter.
            if (length > 0 || spans.Count < taken)
            {
                spans.Add(length);
                taken += length;
            }
        }

        var infilled = new List<int>(tokens.Count);
        for (int next = 0, span = 0, kept = tokens.Count - wanted; span < spans.Count || kept > 0;)
        {
            if (random.NextBelow(spans.Count - span + kept) < spans.Count - span)
            {
                infilled.Add(_options.Mask);
                next += spans[span++];
            }
            else
            {
                infilled.Add(tokens[next++]);
                kept--;
            }
        }

        return infilled;
    }

    /// <summary>A number from the Poisson distribution (Knuth 1969): how many uniform numbers can be multiplied before the product falls below e^-mean.</summary>
    private int Poisson(RandomStream random)
    {
        var limit = Math.Exp(-_options.MeanSpanLength);
        var count = 0;
        for (var product = random.NextDouble(); product > limit; product *= random.NextDouble())
        {
            count++;
        }

        return count;
    }
}
