using System.Globalization;
using System.Text;
using Sinter.Tokenizers;

namespace Sinter.Data.Packing;

/// <summary>A text and its class.</summary>
/// <param name="Text">The text.</param>
/// <param name="Label">The name of its class.</param>
public sealed record LabelledExample(string Text, string Label);

/// <summary>
/// Packs labelled texts: an end of text, the text, and the number of its class in the place of a token, which alone is trained. A text that is longer than the context is cut, since its beginning tells
/// most of its class. It owns neither the writer nor the tokenizer.
/// </summary>
/// <param name="writer">Packs the tokens; begun with <see cref="PackingOptions.HasTrainedMask"/>.</param>
/// <param name="tokenizer">Makes them.</param>
/// <param name="labels">The names of the classes; each one's number is its place.</param>
public sealed class LabelPacker(PackedDatasetWriter writer, Tokenizer tokenizer, IReadOnlyList<string> labels)
{
    private readonly Dictionary<string, int> _numbers = labels.Select(static (label, number) => (label, number)).ToDictionary(static pair => pair.label, static pair => pair.number, StringComparer.Ordinal);

    /// <summary>Texts that were packed.</summary>
    public long Texts { get; private set; }

    /// <summary>Texts that were cut.</summary>
    public long Cut { get; private set; }

    /// <summary>Packs texts, in order.</summary>
    /// <exception cref="InvalidDataException">A label is none of the classes.</exception>
    public void Pack(IEnumerable<LabelledExample> examples, CancellationToken cancellation = default)
    {
        var tokens = new List<int>();
        foreach (var example in examples)
        {
            cancellation.ThrowIfCancellationRequested();
            if (!_numbers.TryGetValue(example.Label, out var number))
            {
                throw new InvalidDataException($"The label '{example.Label}' is none of {string.Join(", ", labels.Take(20))}; a class that is measured must occur in training.");
            }

            tokens.Clear();
            tokens.Add(writer.Options.EndOfText);
            tokenizer.Encode(example.Text, tokens);

            // Behind the text come the class and the end that the writer adds.
            var room = writer.Options.ContextLength - 2;
            if (tokens.Count > room)
            {
                tokens.RemoveRange(room, tokens.Count - room);
                Cut++;
            }

            tokens.Add(number);
            var trained = new bool[tokens.Count];
            trained[^1] = true;
            writer.Add(Texts.ToString(CultureInfo.InvariantCulture), [.. tokens], trained, Encoding.UTF8.GetByteCount(example.Text));
            Texts++;
        }
    }
}
