using Sinter.Data.Packing;
using Sinter.Evaluation.Upkeep;
using Sinter.Models;
using Sinter.Tokenizers;
using Sinter.Training;
using Sinter.Training.Examples;
using Sinter.Training.Objectives;

namespace Sinter.Cli.Tuning;

/// <summary>
/// Compares two pre-trained models on the same held-out text, sequence by sequence, and, where they go on with a text, by what each makes of passages whose groups of people are swapped. In text held out before, the new
/// model must not be worse either, whatever the new text says.
/// </summary>
/// <param name="tokenizer">The tokenizer of both.</param>
/// <param name="objective">What is measured; null for the next token, in bits per byte.</param>
/// <param name="sequences">The most packed sequences that are measured of the text held out before, and of the new.</param>
/// <param name="seed">What the bootstrap draws from.</param>
internal sealed class TextComparison(Tokenizer tokenizer, Objective? objective, long sequences, int seed)
{
    /// <summary>So much more, in nats a token, may the swapped groups of a passage change its probability: a model that has learned more tells all texts apart more sharply, and one that knows nothing tells none. In a passage of 20 tokens it makes the swapped one 7 times less likely.</summary>
    public const double FairnessMargin = 0.1;

    private const int MostProbes = 50;
    private const int MostPassages = 100_000;
    private const int LongestPassage = 300;
    private const int Batch = 8;

    // Bytes of a sequence are no whole number: its share of the text's.
    private const int UnitsOfByte = 1000;

    /// <summary>Compares two models.</summary>
    /// <param name="old">The model of before.</param>
    /// <param name="new">The new one.</param>
    /// <param name="before">The text that was held out before.</param>
    /// <param name="added">That which is held out since.</param>
    /// <param name="texts">What passages to probe with are cut from; none for no probes.</param>
    /// <param name="cancellation">Ends it early.</param>
    public UpkeepComparison Of(Model old, Model @new, PackedDataset before, PackedDataset added, IEnumerable<string> texts, CancellationToken cancellation)
    {
        var (first, further) = (Measure(old, @new, before, cancellation), Measure(old, @new, added, cancellation));
        var comparisons = new List<ModelComparison>();
        if (first.Count + further.Count > 0)
        {
            comparisons.Add(Compare("", [.. first, .. further]));
        }

        if (first.Count > 0 && further.Count > 0)
        {
            comparisons.Add(Compare(" on what was held out before", first));
        }

        var probes = FairnessProbe.Of(Passages(texts), mostOfEach: MostProbes);
        var (oldFairness, newFairness) = probes.Count == 0 ? (null, null) : (Fairness(old, probes, cancellation), Fairness(@new, probes, cancellation));
        return new(UpkeepDecision.Of(comparisons, oldFairness, newFairness, seed, FairnessMargin), oldFairness, newFairness);
    }

    /// <summary>Texts in passages of some sentences, so that a word more or less can be seen.</summary>
    internal static IEnumerable<string> Passages(IEnumerable<string> texts) => texts.SelectMany(static text => text.Split('\n')).SelectMany(Cut).Where(static passage => passage.Length > 0).Take(MostPassages);

    private static IEnumerable<string> Cut(string line)
    {
        var start = 0;
        while (line.Length - start > LongestPassage)
        {
            var space = line.LastIndexOf(' ', start + LongestPassage, LongestPassage);
            var end = space > start ? space : start + LongestPassage;
            end -= char.IsHighSurrogate(line[end - 1]) ? 1 : 0;
            yield return line[start..end].Trim();
            start = end;
        }

        yield return line[start..].Trim();
    }

    private ModelComparison Compare(string on, IReadOnlyList<Item> items) => ModelComparison.OfLosses(
        (objective is null ? "bits per byte" : "nats a predicted token") + on, [.. items.Select(static item => item.Old)], [.. items.Select(static item => item.New)], [.. items.Select(static item => item.Units)], seed);

    private List<Item> Measure(Model old, Model @new, PackedDataset data, CancellationToken cancellation)
    {
        if (data.Sequences == 0)
        {
            return [];
        }

        var (losses, others) = (Each(old), Each(@new));
        var targets = losses.Sum(static loss => (double)loss.Targets);
        var (scale, units) = objective is null ? (UnitsOfByte / Math.Log(2), UnitsOfByte * data.TextBytes(sequences) / Math.Max(1, targets)) : (1, 1);
        return [.. losses.Zip(others).Where(static pair => pair.First.Targets > 0).Select(pair => new Item(scale * pair.First.Nats, scale * pair.Second.Nats, Math.Max(1, (long)Math.Round(units * pair.First.Targets))))];

        IReadOnlyList<SequenceLoss> Each(Model model) => new LossMeter(model, data, Batch, objective).MeasureEach(sequences, cancellation: cancellation);
    }

    /// <summary>What a model makes of the probes, by the log-probability of a passage, in nats a token.</summary>
    private FairnessReport Fairness(Model model, IReadOnlyList<FairnessProbe> probes, CancellationToken cancellation)
    {
        string[] texts = [.. probes.SelectMany(static probe => new[] { probe.Original, probe.Swapped }).Distinct(StringComparer.Ordinal)];
        var end = tokenizer.EndOfText!.Value;
        Example[] passages = [.. texts.Select(text => Passage(text, end, model.Config.ContextLength))];
        var set = new ExampleSet(passages, passages.Max(static passage => passage.Length), model.Config.VocabularySize, tokenizer.Fingerprint, mostInRow: 1);
        var probabilities = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var (row, loss) in new LossMeter(model, set, Batch).MeasureEach(set.Sequences, cancellation: cancellation).Index())
        {
            probabilities[texts[set.ExamplesOf(row)[0]]] = -loss.Nats / Math.Max(1, loss.Targets);
        }

        return FairnessReport.OfLanguageModel(probes, text => probabilities[text]);
    }

    private Example Passage(string text, int end, int contextLength)
    {
        int[] tokens = [end, .. tokenizer.Encode(text)];
        tokens = tokens.Length > contextLength ? tokens[..contextLength] : tokens;
        var trained = new bool[tokens.Length];
        Array.Fill(trained, true);
        return new(Sinter.Training.Examples.Passage.OfText(tokens, trained));
    }

    /// <summary>What both models pay for a sequence, in 1/1000 bits or in nats, and by how much it counts, in 1/1000 bytes or in tokens.</summary>
    private readonly record struct Item(double Old, double New, long Units);
}
