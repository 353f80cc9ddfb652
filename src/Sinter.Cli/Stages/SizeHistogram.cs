using System.Text.Json.Nodes;

namespace Sinter.Cli.Stages;

/// <summary>Counts sizes by powers of two: 0 to 63, 64 to 127, 128 to 255 and so on.</summary>
internal sealed class SizeHistogram
{
    private const int FirstEdgeBits = 6;
    private readonly List<long> _counts = [];

    /// <summary>Counts one size.</summary>
    public void Add(long size)
    {
        var bin = Math.Max(0, (int)long.Log2(Math.Max(1, size)) - FirstEdgeBits + 1);
        while (_counts.Count <= bin)
        {
            _counts.Add(0);
        }

        _counts[bin]++;
    }

    /// <summary>The counts, and their edges, of which there is one more.</summary>
    public JsonObject ToJson() => new()
    {
        ["edges"] = new JsonArray([.. Enumerable.Range(0, _counts.Count + 1).Select(i => (JsonNode?)(i == 0 ? 0 : 1L << (FirstEdgeBits + i - 1)))]),
        ["counts"] = new JsonArray([.. _counts.Select(count => (JsonNode?)count)]),
    };
}
