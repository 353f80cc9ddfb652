using Sinter.Tensors.Randomness;
using static System.FormattableString;

namespace Sinter.Training.Objectives;

/// <summary>
/// Span corruption (Raffel et al. 2020): spans of a document are taken out and a sentinel stands for each; the target is each sentinel with its span. Every document is corrupted by
/// itself, with sentinels from the first on and an end of its own on both sides, so that documents stay apart and the model meets what it will meet when it reads one text; the original
/// corrupts whole sequences across the documents in them. How many tokens and spans a document loses follows from its length alone, so that the places of a batch are known beforehand.
/// </summary>
public sealed class SpanCorruption : SourceTargetObjective
{
    // The lengths of a document's spans lie on the stack.
    private const int MostSpans = 1 << 14;

    private readonly SpanCorruptionOptions _options;

    /// <summary>Prepares it.</summary>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public SpanCorruption(SpanCorruptionOptions options)
        : base(options.DecoderStart, options.EndOfText, options.Seed)
    {
        _options = options;
        if (!(options.NoiseDensity is > 0 and < 1) || !(options.MeanSpanLength >= 1 && double.IsFinite(options.MeanSpanLength)) || options.UsualTokens < 2)
        {
            throw new ArgumentException(Invariant($"Span corruption was given the noise density {options.NoiseDensity}, the mean span length {options.MeanSpanLength} and {options.UsualTokens} usual tokens; expected a density between 0 and 1, a length of at least 1 and at least 2 tokens."), nameof(options));
        }

        if (options.Sentinels.Count == 0 || options.Sentinels.Distinct().Count() != options.Sentinels.Count || options.Sentinels.Any(static token => token < 0))
        {
            throw new ArgumentException("Span corruption needs sentinels: at least one token id, none of them below 0 or given twice.", nameof(options));
        }
    }

    /// <inheritdoc/>
    public override string Name => "span-corruption";

    private protected override IEnumerable<int> SpecialTokens => [.. base.SpecialTokens, .. _options.Sentinels];

    private protected override int SourceTime(int time) => Places(time, static counts => counts.Source);

    private protected override int TargetTime(int time) => Places(time, static counts => counts.Target);

    private protected override void Add(ReadOnlySpan<int> document, ReadOnlySpan<int> targets, RandomStream random, ref SourceTargetRow row)
    {
        var text = Text(document);
        if (CountsOf(text.Length, document.Length) is not { } counts || !row.HasRoom(counts.Source, counts.Target))
        {
            return;
        }

        Span<int> noise = stackalloc int[counts.Spans];
        Span<int> rest = stackalloc int[counts.Spans];
        Divide(counts.Noise, noise, random);
        Divide(counts.Text - counts.Noise, rest, random);
        for (var span = 0; span < counts.Spans; span++)
        {
            row.AddSource(text[..rest[span]]);
            row.AddSource(_options.Sentinels[span]);
            row.AddTarget(_options.Sentinels[span]);
            row.AddTarget(text.Slice(rest[span], noise[span]));
            text = text[(rest[span] + noise[span])..];
        }

        row.AddSource(_options.EndOfText);
        row.AddTarget(_options.EndOfText);
        row.EndPair();
    }

    /// <summary>
    /// What a document loses: a share of its tokens, at least one, in spans of the mean length. Its source never takes more places than the document did: where a document is so
    /// short that it would, its last token is left out. Null where it is too short to lose anything.
    /// </summary>
    private Counts? CountsOf(int text, int places)
    {
        for (; text >= 2; text--)
        {
            var noise = Math.Clamp((int)Math.Round(text * _options.NoiseDensity), 1, text - 1);
            var spans = Math.Clamp((int)Math.Round(noise / _options.MeanSpanLength), 1, Math.Min(Math.Min(noise, text - noise), Math.Min(_options.Sentinels.Count, MostSpans)));
            var counts = new Counts(text, noise, spans);
            if (counts.Source <= places)
            {
                return counts;
            }
        }

        return null;
    }

    /// <summary>Places enough for documents of the usual length or longer, however they share a sequence: as many as those need that need most for each of their tokens.</summary>
    private int Places(int time, Func<Counts, int> of)
    {
        var most = 0.0;
        for (var places = Math.Min(_options.UsualTokens, time); places <= time; places++)
        {
            // With an end of text on both sides, on one, on none.
            for (var text = Math.Max(places - 2, 0); text <= places; text++)
            {
                most = CountsOf(text, places) is { } counts ? Math.Max(most, (double)of(counts) / places) : most;
            }
        }

        return Math.Max(1, (int)Math.Ceiling((time * most) - 1e-9));
    }

    /// <summary>Divides a number into parts of at least 1, each way as likely: as many borders as there are parts, less one, among the places between the units.</summary>
    private static void Divide(int whole, Span<int> parts, RandomStream random)
    {
        var (part, length) = (0, 1);
        for (var unit = 1; unit < whole; unit++)
        {
            if (random.NextBelow(whole - unit) < parts.Length - 1 - part)
            {
                parts[part++] = length;
                length = 0;
            }

            length++;
        }

        parts[part] = length;
    }

    /// <summary>Tokens of a text, those of them that are taken out, and the spans in which they lie.</summary>
    private readonly record struct Counts(int Text, int Noise, int Spans)
    {
        public int Source => Text - Noise + Spans + 1;

        public int Target => Noise + Spans + 1;
    }
}
