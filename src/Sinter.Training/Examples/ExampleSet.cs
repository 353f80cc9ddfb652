using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Sinter.Data.Packing;
using Sinter.Training.Objectives;
using static System.FormattableString;

namespace Sinter.Training.Examples;

/// <summary>
/// Examples in memory as sequences of one length, several in a row where they fit (best fit, the longest first), the rest filled up. Which stand together never changes; a training takes the rows
/// of each epoch in another order.
/// </summary>
public sealed class ExampleSet : IFiniteSequences, IExampleSource
{
    private readonly int[][] _rows;
    private readonly int _padding;

    /// <summary>Packs examples.</summary>
    /// <param name="examples">The examples, each no longer than a row.</param>
    /// <param name="rowLength">Tokens of a row.</param>
    /// <param name="vocabularySize">The number of token ids of the model.</param>
    /// <param name="tokenizerFingerprint">The fingerprint of the tokenizer.</param>
    /// <param name="mostInRow">The most examples of a row; 0 for as many as fit.</param>
    /// <param name="padding">The token that fills rows up.</param>
    /// <exception cref="ArgumentException">An example is empty or longer than a row; cut it before, by the rule of its task.</exception>
    public ExampleSet(IReadOnlyList<Example> examples, int rowLength, int vocabularySize, string tokenizerFingerprint = "", int mostInRow = 0, int padding = 0)
    {
        for (var i = 0; i < examples.Count; i++)
        {
            if (examples[i].Length > rowLength || examples[i].Passages.Any(static passage => passage.Tokens.Length == 0 || passage.Targets.Length != passage.Tokens.Length))
            {
                throw new ArgumentException(Invariant($"Example {i + 1} has {examples[i].Length} tokens in {examples[i].Passages.Count} passages; each passage needs tokens and as many targets, and a row holds {rowLength}."), nameof(examples));
            }
        }

        Examples = examples;
        ContextLength = rowLength;
        VocabularySize = vocabularySize;
        TokenizerFingerprint = tokenizerFingerprint;
        _padding = padding;
        _rows = Pack(examples, rowLength, mostInRow == 0 ? int.MaxValue : mostInRow);
        Targets = examples.Sum(static example => example.Passages.Sum(static passage => (long)passage.Targets.Length - passage.Targets.AsSpan().Count(-1)));
        OrderFingerprint = Hash();
    }

    /// <summary>The examples, as they were given.</summary>
    public IReadOnlyList<Example> Examples { get; }

    /// <inheritdoc/>
    public int ContextLength { get; }

    /// <summary>Tokens of the longest passage, which the context of a model must have room for; a row may be longer, since passages do not see each other.</summary>
    public int LongestPassage => Examples.Count == 0 ? 0 : Examples.Max(static example => example.Passages.Max(static passage => passage.Tokens.Length));

    /// <inheritdoc/>
    public int VocabularySize { get; }

    /// <inheritdoc/>
    public string TokenizerFingerprint { get; }

    /// <inheritdoc/>
    public string OrderFingerprint { get; }

    /// <inheritdoc/>
    public long Sequences => _rows.Length;

    /// <inheritdoc/>
    public long Targets { get; }

    /// <summary>The share of all positions that only fill up.</summary>
    public double PaddingShare => _rows.Length == 0 ? 0 : 1 - (Examples.Sum(static example => (double)example.Length) / ((double)_rows.Length * ContextLength));

    /// <summary>The examples of a row, by their places among <see cref="Examples"/>, in the order in which they stand.</summary>
    public IReadOnlyList<int> ExamplesOf(long row) => _rows[row];

    /// <inheritdoc/>
    public double TextBytes(long sequences) => _rows.Take((int)Math.Min(sequences, _rows.Length)).Sum(row => row.Sum(example => (double)Examples[example].TextBytes));

    /// <inheritdoc/>
    public void Read(long place, Span<int> tokens, Span<int> targets, Span<int> documentStarts)
    {
        tokens.Fill(_padding);
        targets.Fill(-1);
        var start = 0;
        foreach (var passage in PassagesOf(place))
        {
            passage.Tokens.CopyTo(tokens[start..]);
            passage.Targets.CopyTo(targets[start..]);
            documentStarts.Slice(start, passage.Tokens.Length).Fill(start);
            start += passage.Tokens.Length;
        }

        documentStarts[start..].Fill(start);
    }

    /// <inheritdoc/>
    void IExampleSource.Read(long place, PackedSequence sequence)
    {
        Read(place, sequence.Tokens, sequence.Targets, sequence.DocumentStarts);
        Array.Clear(sequence.Segments);
        foreach (var channel in sequence.Numbers)
        {
            Array.Clear(channel);
        }

        var start = 0;
        foreach (var passage in PassagesOf(place))
        {
            passage.Segments?.CopyTo(sequence.Segments, start);
            for (var channel = 0; channel < Math.Min(passage.Numbers.Count, sequence.Numbers.Count); channel++)
            {
                passage.Numbers[channel].CopyTo(sequence.Numbers[channel], start);
            }

            start += passage.Tokens.Length;
        }
    }

    private IEnumerable<Passage> PassagesOf(long row) => _rows[row].SelectMany(example => Examples[example].Passages);

    /// <summary>Best fit, the longest first: each example goes into the fullest row that still has room for it.</summary>
    private static int[][] Pack(IReadOnlyList<Example> examples, int rowLength, int mostInRow)
    {
        // By the room that is left, the rows that have it: the first room that is large enough is the best.
        var open = new SortedDictionary<int, Stack<List<int>>>();
        var rows = new List<List<int>>();
        foreach (var example in Enumerable.Range(0, examples.Count).OrderByDescending(i => examples[i].Length).ThenBy(static i => i))
        {
            var length = examples[example].Length;
            var room = open.Keys.FirstOrDefault(left => left >= length, -1);
            List<int> row;
            if (room < 0)
            {
                rows.Add(row = []);
                room = rowLength;
            }
            else
            {
                row = open[room].Pop();
                if (open[room].Count == 0)
                {
                    open.Remove(room);
                }
            }

            row.Add(example);
            if (row.Count < mostInRow)
            {
                (open.TryGetValue(room - length, out var alike) ? alike : open[room - length] = new Stack<List<int>>()).Push(row);
            }
        }

        return [.. rows.Select(static row => row.ToArray())];
    }

    private string Hash()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"examples {Examples.Count} {ContextLength} {VocabularySize} {TokenizerFingerprint}")));
        foreach (var passage in Examples.SelectMany(static example => example.Passages))
        {
            hash.AppendData(System.Runtime.InteropServices.MemoryMarshal.AsBytes(passage.Tokens.AsSpan()));
            hash.AppendData(System.Runtime.InteropServices.MemoryMarshal.AsBytes(passage.Targets.AsSpan()));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
