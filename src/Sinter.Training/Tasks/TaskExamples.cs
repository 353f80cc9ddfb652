using Sinter.Training.Examples;
using static System.FormattableString;

namespace Sinter.Training.Tasks;

/// <summary>The items of a task as examples, with the count of what did not fit.</summary>
/// <param name="Examples">The examples, in the order of the items.</param>
public sealed record TaskExamples(IReadOnlyList<Example> Examples)
{
    /// <summary>Tokens that the shortest text of a task has, or there are fewer of them in a row than would fit; see <see cref="Objectives.TextObjective"/>.</summary>
    internal const int ShortestText = 4;

    /// <summary>Items that were read.</summary>
    public int Items { get; init; }

    /// <summary>Of each example the index of its item: a long text gives several.</summary>
    public IReadOnlyList<int> Sources { get; init; } = [];

    /// <summary>Items that were cut, by the rule that <see cref="Rule"/> tells.</summary>
    public int Cut { get; init; }

    /// <summary>Items of which nothing was left to train on, and which are left out.</summary>
    public int LeftOut { get; init; }

    /// <summary>Items that gave several windows.</summary>
    public int Windowed { get; init; }

    /// <summary>By which rule items are cut, as a clause: <c>the end of the text is cut</c>.</summary>
    public string Rule { get; init; } = "";

    /// <summary>The most passages of an example.</summary>
    public int MostPassages { get; init; } = 1;

    /// <summary>Whether each row may hold one example only.</summary>
    public bool OneInRow { get; init; }

    /// <summary>The most tokens of a row.</summary>
    internal int RowLimit { get; init; } = int.MaxValue;

    /// <summary>The number of token ids of the model.</summary>
    public int VocabularySize { get; init; }

    /// <summary>The fingerprint of the tokenizer.</summary>
    public string TokenizerFingerprint { get; init; } = "";

    /// <summary>The token that fills rows up.</summary>
    public int Padding { get; init; }

    /// <summary>What the user should know before training starts, each one sentence; none where all fits.</summary>
    public IReadOnlyList<string> Remarks
    {
        get
        {
            List<string> remarks = [];
            if (Cut > 0)
            {
                remarks.Add(Invariant($"{Cut:N0} of {Items:N0} items are longer than the model reads: {Rule}."));
            }

            if (Windowed > 0)
            {
                remarks.Add(Invariant($"{Windowed:N0} of {Items:N0} items are longer than the model reads and are read in several windows."));
            }

            if (LeftOut > 0)
            {
                remarks.Add(Invariant($"{LeftOut:N0} of {Items:N0} items are left out: nothing of them could be trained within the length that the model reads."));
            }

            return remarks;
        }
    }

    /// <summary>The length of rows that several examples fit into without much padding: at least that of the longest, and four times the mean.</summary>
    public int UsualRowLength
    {
        get
        {
            var longest = Examples.Count == 0 ? 1 : Examples.Max(static example => example.Length);
            var wanted = OneInRow || Examples.Count == 0 ? longest : Math.Max(longest, (int)Math.Ceiling(4 * Examples.Average(static example => example.Length)));
            return Math.Min(RowLimit, Math.Max(ShortestText * MostPassages, (wanted + 7) / 8 * 8));
        }
    }

    /// <summary>The examples in rows.</summary>
    /// <param name="rowLength">Tokens of a row; 0 for <see cref="UsualRowLength"/>. Rows may be longer than the model's context: positions count within texts.</param>
    /// <exception cref="InvalidDataException">There is nothing to train on.</exception>
    public ExampleSet Pack(int rowLength = 0)
    {
        if (Examples.Count == 0)
        {
            throw new InvalidDataException(Invariant($"None of the {Items:N0} items can be trained: each is empty, or longer than the model reads."));
        }

        rowLength = rowLength == 0 ? UsualRowLength : rowLength;
        return new ExampleSet(Examples, rowLength, VocabularySize, TokenizerFingerprint, OneInRow ? 1 : Math.Max(1, rowLength / (ShortestText * MostPassages)), Padding);
    }
}
