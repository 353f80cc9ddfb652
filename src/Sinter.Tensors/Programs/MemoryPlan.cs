namespace Sinter.Tensors.Programs;

/// <summary>
/// Places blocks of memory that live from one step to another so that those alive together do not overlap: largest first,
/// each at the lowest place that is free for its whole life.
/// </summary>
internal sealed class MemoryPlan
{
    private const long Alignment = 64;

    /// <summary>A block to place: its size, and the steps at which it is first written and last read.</summary>
    internal sealed class Block(long bytes, int first)
    {
        public long Bytes { get; } = (bytes + Alignment - 1) / Alignment * Alignment;

        public int First { get; } = first;

        public int Last { get; set; } = first;

        public long Offset { get; set; } = -1;
    }

    /// <summary>Gives every block its offset; returns the bytes needed in all.</summary>
    public static long Place(IEnumerable<Block> blocks)
    {
        var placed = new List<Block>();
        var total = 0L;
        foreach (var block in blocks.OrderByDescending(block => block.Bytes).ThenBy(block => block.First))
        {
            var offset = 0L;
            foreach (var other in placed)
            {
                // The placed blocks are kept by offset, so the first gap that is large enough is the lowest.
                if (other.First <= block.Last && block.First <= other.Last)
                {
                    if (other.Offset - offset >= block.Bytes)
                    {
                        break;
                    }

                    offset = Math.Max(offset, other.Offset + other.Bytes);
                }
            }

            block.Offset = offset;
            total = Math.Max(total, offset + block.Bytes);
            var index = placed.FindIndex(other => other.Offset > offset);
            placed.Insert(index < 0 ? placed.Count : index, block);
        }

        return total;
    }
}
