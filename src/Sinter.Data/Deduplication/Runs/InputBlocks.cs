using System.Text.Json;
using Sinter.Data.Cleaning;
using Sinter.Data.Reading;

namespace Sinter.Data.Deduplication;

/// <summary>The blocks of all inputs, in order.</summary>
internal static class InputBlocks
{
    /// <summary>The blocks from one on, which is named by its input and its number there.</summary>
    public static IEnumerable<(int Source, RecordBlock Block)> From(IReadOnlyList<BlockSource> sources, int firstSource, long firstBlock)
    {
        for (var i = firstSource; i < sources.Count; i++)
        {
            foreach (var item in sources[i].Read().Skip(i == firstSource ? (int)firstBlock : 0))
            {
                yield return (i, item);
            }
        }
    }

    /// <summary>The first record of a block that could not be read, in a sentence; null where all could.</summary>
    public static string? FirstFault(SpoolBlock block)
    {
        if (block.BrokenRecords == 0)
        {
            return null;
        }

        var line = block.Broken.WrittenSpan;
        var reader = new Utf8JsonReader(line[..line.IndexOf((byte)'\n')]);
        var fault = JsonElement.ParseValue(ref reader);
        return $"{fault.GetProperty("source").GetString()}, {fault.GetProperty("place").GetInt64()}: {fault.GetProperty("reason").GetString()}";
    }
}
