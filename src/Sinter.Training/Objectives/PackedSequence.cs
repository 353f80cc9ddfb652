using Sinter.Data.Packing;
using Sinter.Training.Examples;

namespace Sinter.Training.Objectives;

/// <summary>One packed sequence: its tokens, the token that should follow each, and where the document of each begins; of examples also what an objective of theirs asks for.</summary>
/// <param name="time">Tokens in the sequence.</param>
/// <param name="channels">Numbers of each token.</param>
public sealed class PackedSequence(int time, int channels = 0)
{
    /// <summary>Token ids, [time].</summary>
    public int[] Tokens { get; } = new int[time];

    /// <summary>The token after each, -1 where nothing is trained, [time].</summary>
    public int[] Targets { get; } = new int[time];

    /// <summary>The first position of each token's document, [time].</summary>
    public int[] DocumentStarts { get; } = new int[time];

    /// <summary>The segment of each token, such as question and text, [time]; 0 in packed text.</summary>
    public int[] Segments { get; } = new int[time];

    /// <summary>Numbers of each token, such as a weight, by channel [channels][time]; 0 in packed text.</summary>
    public IReadOnlyList<float[]> Numbers { get; } = [.. Enumerable.Range(0, channels).Select(_ => new float[time])];

    /// <summary>Tokens, positions in their documents and document starts as the first three inputs of a row, as most objectives have them.</summary>
    internal void FillText(ObjectiveBatch batch, int row)
    {
        Tokens.CopyTo(batch.Row(0, row));
        var positions = batch.Row(1, row);
        for (var i = 0; i < positions.Length; i++)
        {
            positions[i] = i - DocumentStarts[i];
        }

        DocumentStarts.CopyTo(batch.Row(2, row));
    }

    /// <summary>The same of an empty row: one document of the first token.</summary>
    internal static void ClearText(ObjectiveBatch batch, int row)
    {
        batch.Row(0, row).Clear();
        batch.Row(1, row).Clear();
        batch.Row(2, row).Clear();
    }

    /// <summary>The documents and the padding, each by its first position and the one after its last.</summary>
    internal IEnumerable<(int Start, int End)> Documents()
    {
        for (var start = 0; start < Tokens.Length;)
        {
            var end = start + 1;
            while (end < Tokens.Length && DocumentStarts[end] == start)
            {
                end++;
            }

            yield return (start, end);
            start = end;
        }
    }

    /// <summary>Reads the sequence at a place.</summary>
    public void Read(ISequenceSource data, long place)
    {
        if (data is IExampleSource examples)
        {
            examples.Read(place, this);
        }
        else
        {
            data.Read(place, Tokens, Targets, DocumentStarts);
        }
    }
}
