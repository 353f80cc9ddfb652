namespace Sinter.Data.Shards;

/// <summary>How far a row of shards has been written.</summary>
/// <param name="Shard">The shard that is open, from 0.</param>
/// <param name="Bytes">The bytes in it.</param>
/// <param name="Records">The records in all shards so far.</param>
public readonly record struct ShardPosition(int Shard, long Bytes, long Records);
