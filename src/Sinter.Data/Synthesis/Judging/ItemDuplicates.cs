using System.Buffers;
using System.Runtime.InteropServices;
using Sinter.Data.Deduplication;

namespace Sinter.Data.Synthesis;

/// <summary>
/// Finds items that were made before: those with the same prompt (letters and digits alone count), and those of which prompt and answer both overlap (<see cref="WordOverlap.RougeL(string, string)"/>) by more than a limit. Bands of
/// MinHash over the single words say which earlier ones are worth comparing: of items whose words are half the same they find 98 in 100, of those that are more alike nearly all. It sees items in order, on one thread.
/// </summary>
/// <remarks>
/// Memory is bounded: prompts are known by 8 bytes each, and the last <paramref name="window"/> items are held for near duplicates.
/// </remarks>
/// <param name="limit">The overlap from which on items are the same, from 0 to 1; 1 or more to look for the same prompts alone.</param>
/// <param name="window">How many items are held.</param>
internal sealed class ItemDuplicates(double limit, int window = 100_000)
{
    // A band of all that is common, such as the words of one template, is looked at so far only.
    private const int MostOfBand = 24;
    private const int Bands = 24;

    private readonly HashSet<ulong> _prompts = [];
    private readonly Dictionary<ulong, List<int>> _bands = [];
    private readonly Queue<(int Number, ulong[] Bands)> _order = new();
    private readonly Dictionary<int, (string Id, ulong[] Prompt, ulong[] Answer)> _held = [];
    private readonly MinHashSketcher<int> _sketcher = new(new MinHashOptions
    {
        Shingles = new ShingleOptions { Length = 1, Punctuation = ShinglePunctuation.Space, IgnoreNumbers = false },
        Bands = Bands,
        Rows = 3,
        Precision = 32,
    });

    private readonly ArrayBufferWriter<byte> _sketch = new();
    private int _count;

    /// <summary>The item that this one repeats and how, or null; one that repeats none is held from now on.</summary>
    /// <param name="id">The name of the item.</param>
    /// <param name="draft">The item.</param>
    public string? Add(string id, SynthesisDraft draft)
    {
        var kind = (ulong)draft.Kind;
        var prompt = StableHash.Of(TextTools.Normalised(draft.Prompt) is { Length: > 0 } normal ? normal : draft.Prompt, kind);
        if (_prompts.Contains(prompt))
        {
            return "an earlier item has the same prompt";
        }

        if (limit < 1)
        {
            var bands = BandsOf(draft, kind);
            var (promptWords, answerWords) = (WordOverlap.Hashes(draft.Prompt), WordOverlap.Hashes(draft.Response));
            if (Near(bands, promptWords, answerWords) is { } near)
            {
                return near;
            }

            Hold(id, bands, promptWords, answerWords);
        }

        _prompts.Add(prompt);
        return null;
    }

    private ulong[] BandsOf(SynthesisDraft draft, ulong kind)
    {
        _sketch.ResetWrittenCount();
        _sketcher.Sketch(new Document { Id = "", Text = draft.Prompt + "\n" + draft.Response }, _sketch);
        var bands = MemoryMarshal.Cast<byte, ulong>(_sketch.WrittenSpan).ToArray();
        for (var i = 0; i < bands.Length; i++)
        {
            // One table for all bands and kinds.
            bands[i] ^= (((ulong)i * 4) + kind + 1) * 0x9E3779B97F4A7C15;
        }

        return bands;
    }

    private string? Near(ulong[] bands, ulong[] prompt, ulong[] answer)
    {
        var seen = new SortedSet<int>();
        foreach (var band in bands)
        {
            if (_bands.TryGetValue(band, out var items))
            {
                seen.UnionWith(items);
            }
        }

        foreach (var number in seen)
        {
            var (id, otherPrompt, otherAnswer) = _held[number];
            if (WordOverlap.RougeL(prompt, otherPrompt) > limit && WordOverlap.RougeL(answer, otherAnswer) > limit)
            {
                return $"prompt and answer are much like those of '{id}'";
            }
        }

        return null;
    }

    private void Hold(string id, ulong[] bands, ulong[] prompt, ulong[] answer)
    {
        var number = _count++;
        _held[number] = (id, prompt, answer);
        _order.Enqueue((number, bands));
        foreach (var band in bands)
        {
            ref var items = ref CollectionsMarshal.GetValueRefOrAddDefault(_bands, band, out _);
            items ??= new List<int>(1);
            if (items.Count < MostOfBand)
            {
                items.Add(number);
            }
        }

        if (_order.Count > window)
        {
            var (oldest, oldBands) = _order.Dequeue();
            _held.Remove(oldest);
            foreach (var band in oldBands)
            {
                if (_bands.TryGetValue(band, out var items) && items.Remove(oldest) && items.Count == 0)
                {
                    _bands.Remove(band);
                }
            }
        }
    }
}
