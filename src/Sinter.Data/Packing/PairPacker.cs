using System.Globalization;
using System.Text;
using Sinter.Tokenizers;

namespace Sinter.Data.Packing;

/// <summary>
/// Packs pairs of an input and a target as documents of which the target alone is trained: an end of text, the input, the target, an end of text. An encoder-decoder takes the two
/// apart again; a decoder goes on from the input. It owns neither the writer nor the tokenizer.
/// </summary>
/// <param name="writer">Packs the tokens; begun with <see cref="PackingOptions.HasTrainedMask"/>.</param>
/// <param name="tokenizer">Makes them.</param>
/// <param name="prefix">What each input begins with, such as the name of the task as T5 has it; empty for nothing.</param>
public sealed class PairPacker(PackedDatasetWriter writer, Tokenizer tokenizer, string prefix = "")
{
    /// <summary>Pairs that were packed.</summary>
    public long Pairs { get; private set; }

    /// <summary>Pairs that are longer than the context. They are left out: a target that is cut off would teach to end early.</summary>
    public long TooLong { get; private set; }

    /// <summary>Packs pairs, in order.</summary>
    /// <param name="pairs">The pairs; see <see cref="JsonLines.ReadPairs"/>.</param>
    /// <param name="cancellation">Ends it between two pairs with <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="ArgumentException">The writer keeps no mask, or a text is too long for the tokenizer.</exception>
    public void Pack(IEnumerable<TextPair> pairs, CancellationToken cancellation = default)
    {
        var tokens = new List<int>();
        foreach (var pair in pairs)
        {
            cancellation.ThrowIfCancellationRequested();
            tokens.Clear();
            tokens.Add(writer.Options.EndOfText);
            tokenizer.Encode(prefix + pair.Input, tokens);
            var source = tokens.Count;
            tokenizer.Encode(pair.Target, tokens);

            // The writer adds the end of text.
            if (tokens.Count + 1 > writer.Options.ContextLength)
            {
                TooLong++;
                continue;
            }

            var trained = new bool[tokens.Count];
            trained.AsSpan(source).Fill(true);
            writer.Add(pair.Id ?? (Pairs + TooLong).ToString(CultureInfo.InvariantCulture), [.. tokens], trained, Encoding.UTF8.GetByteCount(pair.Target));
            Pairs++;
        }
    }
}
