using System.Globalization;

namespace Sinter.Data.Synthesis;

/// <summary>One kind of items to be made of one chunk.</summary>
/// <param name="DocumentNumber">Which document of the run it is, from 0.</param>
/// <param name="Chunk">The chunk; null for a document that has none, which is counted all the same.</param>
/// <param name="Kind">What is made.</param>
/// <param name="Count">How many.</param>
internal sealed record SynthesisUnit(long DocumentNumber, SourceChunk? Chunk, SynthesisKind Kind, int Count)
{
    /// <summary>What a journal knows it by: the same document, place, text, kind and count.</summary>
    public string Key => string.Create(CultureInfo.InvariantCulture, $"{Chunk!.Document.Id}\n{Chunk.Start}\n{Chunk.Hash}\n{Chunk.Title}\n{Chunk.Heading}\n{SynthesisKinds.Name(Kind)}\n{Count}") is var text
        ? StableHash.Of(text).ToString("x16", CultureInfo.InvariantCulture) + StableHash.Of(text, 1).ToString("x16", CultureInfo.InvariantCulture)
        : "";

    /// <summary>
    /// The units of a document: each kind of each chunk. Where a document has a bound and a model is asked, the units share it, so that no more is asked for than is kept: which ones get a part
    /// goes by hash, half as many again are asked for, as some are refused.
    /// </summary>
    public static IEnumerable<SynthesisUnit> Of(ChunkedDocument document, long number, SynthesisOptions options, bool isCostly)
    {
        var units = document.Chunks.SelectMany(chunk => options.Kinds.Select(kind => new SynthesisUnit(number, chunk, kind, options.PerChunk))).ToList();
        if (units.Count == 0)
        {
            return [new SynthesisUnit(number, null, default, 0)];
        }

        var wanted = options.PerDocument + ((options.PerDocument + 1) / 2);
        if (!isCostly || options.PerDocument == 0 || wanted >= units.Count * options.PerChunk)
        {
            return units;
        }

        var counts = new int[units.Count];
        var order = Enumerable.Range(0, units.Count).OrderBy(at => StableHash.Of(units[at].Key, options.Seed)).ToArray();
        for (var given = 0; given < wanted; given++)
        {
            counts[order[given % order.Length]]++;
        }

        return units.Select((unit, at) => unit with { Count = Math.Min(counts[at], options.PerChunk) }).Where(static unit => unit.Count > 0).ToList();
    }
}
