using Sinter.Data.Packing;
using Sinter.Evaluation;

namespace Sinter.Cli.Stages;

/// <summary>
/// The held-out tokens that models are measured on, and what simpler models pay for them. A baseline learns from the very sequences that the model
/// was trained on, no fewer and no more: what it then lacks is not data.
/// </summary>
internal sealed class HeldOutTokens(PackedDataset test, long sequences, long bytes)
{
    private readonly List<int[]> _documents = [.. Documents(test, Enumerable.Range(0, (int)sequences).Select(sequence => (long)sequence))];

    /// <summary>Tokens that are predicted: all but the first of each document.</summary>
    public long Tokens => _documents.Sum(document => document.Length - 1L);

    /// <summary>Bits per byte of unigrams and trigrams that learned from sequences of the train split.</summary>
    public Dictionary<string, double> Baselines(PackedDataset train, IEnumerable<long> read)
    {
        var documents = Documents(train, read.Distinct()).ToList();

        // The first token of a document is given, never predicted: counted, it would make the unigrams expect it too often.
        ITokenBaseline[] baselines = [UnigramBaseline.Train(documents.Select(document => document[1..]), train.VocabularySize), TrigramBaseline.Train(documents, train.VocabularySize)];
        return baselines.ToDictionary(baseline => baseline.Name, Score, StringComparer.Ordinal);
    }

    /// <summary>Bits per byte of trigrams that learned from sequences of the train split.</summary>
    public double Trigram(PackedDataset train, IEnumerable<long> read) => Score(TrigramBaseline.Train(Documents(train, read), train.VocabularySize));

    /// <summary>The documents (or pieces of long ones) in sequences of packed data.</summary>
    private static IEnumerable<int[]> Documents(PackedDataset data, IEnumerable<long> sequences)
    {
        var tokens = new int[data.ContextLength];
        var (targets, starts) = (new int[data.ContextLength], new int[data.ContextLength]);
        foreach (var sequence in sequences)
        {
            data.Read(sequence, tokens, targets, starts);
            foreach (var segment in data.Segments(sequence))
            {
                yield return tokens[segment.Start..(segment.Start + segment.Length)];
            }
        }
    }

    private double Score(ITokenBaseline baseline) => BitsPerByte.FromNats(_documents.Sum(document => baseline.Score(document, given: 1)), bytes);
}
