namespace Sinter.Data.Shards;

/// <summary>How finished shards look. Shards are filled in a plain form that can be cut back after a crash, and take their final form when they are full.</summary>
public interface IShardFormat
{
    /// <summary>The ending of the files, with its dot: <c>.jsonl.gz</c>.</summary>
    string Ending { get; }

    /// <summary>Makes the final file of the records that lie in <paramref name="spool"/>; the same bytes each time. It appears whole or not at all.</summary>
    void Finish(string spool, string path);
}
