namespace Sinter.Data.Deduplication;

/// <summary>The Jaccard similarity of two texts: of all their different shingles the share that both have, each known by 62 bits of its hash.</summary>
internal static class SharedShingles
{
    // So many different shingles are in memory at most; those of longer texts are taken in parts, by their hashes, with the texts read once for each.
    private const int ManyShingles = 1 << 23;
    private const int SmallestTable = 1 << 10;
    private const ulong InFirst = 1;
    private const ulong InSecond = 2;
    private const ulong Flags = InFirst | InSecond;

    /// <summary>From 0 to 1; 0 where there are no shingles.</summary>
    /// <param name="first">Reads the shingles of one text; it is begun anew.</param>
    /// <param name="second">Reads those of the other.</param>
    /// <param name="shinglesAtOnce">How many may be in memory.</param>
    public static double Jaccard(ShingleReader first, ShingleReader second, int shinglesAtOnce = ManyShingles)
    {
        var parts = (long)first.MaximumCount + second.MaximumCount <= shinglesAtOnce ? 1 : 1 + ((Count(first) + Count(second)) / shinglesAtOnce);
        long shared = 0;
        long all = 0;
        for (var part = 0; part < parts; part++)
        {
            var table = new Table((ulong)part, (ulong)parts);
            table.Add(first, InFirst);
            table.Add(second, InSecond);
            shared += table.Shared;
            all += table.Count;
        }

        return all == 0 ? 0 : (double)shared / all;
    }

    private static long Count(ShingleReader reader)
    {
        long count = 0;
        reader.Restart();
        for (var shingles = reader.Read(); !shingles.IsEmpty; shingles = reader.Read())
        {
            count += shingles.Length;
        }

        return count;
    }

    /// <summary>The shingles of one part, in a table of open addressing: hashes whose last two bits say in which texts they are; 0 is an empty slot.</summary>
    private sealed class Table(ulong part, ulong parts)
    {
        private ulong[] _slots = new ulong[SmallestTable];

        public int Count { get; private set; }

        public int Shared { get; private set; }

        public void Add(ShingleReader reader, ulong flag)
        {
            reader.Restart();
            for (var shingles = reader.Read(); !shingles.IsEmpty; shingles = reader.Read())
            {
                foreach (var shingle in shingles)
                {
                    if (parts == 1 || Math.BigMul(shingle, parts, out _) == part)
                    {
                        Add(shingle & ~Flags, flag);
                    }
                }
            }
        }

        private void Add(ulong hash, ulong flag)
        {
            ref var slot = ref Find(hash);
            if (slot == 0)
            {
                slot = hash | flag;
                if (++Count * 2 > _slots.Length)
                {
                    Grow();
                }
            }
            else if ((slot & flag) == 0)
            {
                slot |= flag;
                Shared++;
            }
        }

        private ref ulong Find(ulong hash)
        {
            var slots = _slots;
            var mask = slots.Length - 1;

            // The upper bits chose the part, so the place takes lower ones.
            for (var at = (int)(hash >> 2) & mask; ; at = (at + 1) & mask)
            {
                if (slots[at] == 0 || (slots[at] & ~Flags) == hash)
                {
                    return ref slots[at];
                }
            }
        }

        private void Grow()
        {
            var old = _slots;
            _slots = new ulong[old.Length * 2];
            foreach (var entry in old)
            {
                if (entry != 0)
                {
                    Find(entry & ~Flags) = entry;
                }
            }
        }
    }
}
