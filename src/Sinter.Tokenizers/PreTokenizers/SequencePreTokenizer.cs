using System.Text.Json;
using Sinter.Tokenizers.Pipeline;
using Sinter.Tokenizers.Text;

namespace Sinter.Tokenizers.PreTokenizers;

/// <summary>Pre-tokenizers one after another, each cutting the pieces of the one before.</summary>
internal sealed class SequencePreTokenizer : PreTokenizer
{
    private const int MostSteps = 64;

    private readonly PreTokenizer[] _items;
    private readonly List<Action<PieceList, PieceList>> _steps;

    /// <summary>Puts the steps together.</summary>
    /// <exception cref="FormatException">There are too many, or one that changes text stands behind ByteLevel; the message says so of the sequence.</exception>
    public SequencePreTokenizer(PreTokenizer[] items)
    {
        _items = items;
        var flat = Flatten(items).ToList();
        if (flat.Count > MostSteps)
        {
            throw new FormatException($"has more than {MostSteps} steps; no text needs so many cuts");
        }

        _steps = flat.ConvertAll<Action<PieceList, PieceList>>(static step => step.Apply);
        var byteLevel = flat.FindIndex(static step => step is ByteLevelPreTokenizer);
        if (byteLevel >= 0 && byteLevel < flat.Count - 1)
        {
            if (flat.Skip(byteLevel + 1).Any(static step => step is ByteLevelPreTokenizer or MetaspacePreTokenizer))
            {
                throw new FormatException("has a step behind ByteLevel that changes text again; leave that step out");
            }

            // Hugging Face's steps behind ByteLevel see the stand-ins of bytes, which may be numbers or punctuation where the character they belong to is not.
            _steps.Insert(byteLevel + 1, ByteAlphabetText.Write);
            _steps.Add(ByteAlphabetText.Read);
        }
        else
        {
            var cuts = flat.Where(static step => step.Scanner is not WholeText).ToArray();
            Scanner = cuts.Length == 0 ? WholeText.Instance : cuts.Length == 1 ? cuts[0].Scanner : null;
        }
    }

    /// <inheritdoc/>
    public override TextSplitter? Scanner { get; }

    /// <inheritdoc/>
    public override void Apply(PieceList source, PieceList target)
    {
        if (Scanner is not null)
        {
            target.ShareText(source);
            foreach (var piece in source.Pieces)
            {
                target.AddCut(Scanner, piece.Start, piece.End);
            }

            return;
        }

        // The steps write to the target and to another list by turns, so that the last of them writes to the target.
        for (var left = _steps.Count; left > 0; left--)
        {
            var next = left % 2 == 1 ? target : target.Spare;
            _steps[^left](source, next);
            source = next;
        }
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("type", "Sequence");
        writer.WriteStartArray("pretokenizers");
        foreach (var item in _items)
        {
            item.Write(writer);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static IEnumerable<PreTokenizer> Flatten(IEnumerable<PreTokenizer> items) =>
        items.SelectMany(static item => item is SequencePreTokenizer inner ? Flatten(inner._items) : [item]);
}
