using System.Runtime.InteropServices;

namespace Sinter.Tokenizers.Bpe;

/// <summary>
/// The ids of words met before, for one encoder at a time. Text repeats its words, so most of them are never merged again.
/// It allocates once; when it is full it forgets everything, which keeps its memory fixed and its insertion simple.
/// </summary>
internal sealed class WordCache
{
    /// <summary>Longer words, in bytes, are not kept: they seldom repeat.</summary>
    public const int LongestWord = 64;

    private const int Slots = 1 << 15;
    private const int WordLimit = Slots / 2;

    private readonly Slot[] slots = new Slot[Slots];
    private readonly byte[] keys = new byte[WordLimit * 12];
    private readonly int[] ids = new int[WordLimit * 4];
    private int words;
    private int keysUsed;
    private int idsUsed;

    /// <summary>Looks a word up.</summary>
    public bool TryGet(ReadOnlySpan<byte> word, ulong hash, out ReadOnlySpan<int> found)
    {
        for (var i = (int)hash & (Slots - 1); slots[i].IdCount != 0; i = (i + 1) & (Slots - 1))
        {
            ref readonly var slot = ref slots[i];
            if (slot.Hash == hash && word.SequenceEqual(keys.AsSpan(slot.KeyStart, slot.KeyLength)))
            {
                found = ids.AsSpan(slot.IdStart, slot.IdCount);
                return true;
            }
        }

        found = default;
        return false;
    }

    /// <summary>Keeps the ids of a word that is not yet kept.</summary>
    public void Add(ReadOnlySpan<byte> word, ulong hash, ReadOnlySpan<int> wordIds)
    {
        if (wordIds.IsEmpty)
        {
            return;
        }

        if (words == WordLimit || keysUsed + word.Length > keys.Length || idsUsed + wordIds.Length > ids.Length)
        {
            Array.Clear(slots);
            (words, keysUsed, idsUsed) = (0, 0, 0);
        }

        var i = (int)hash & (Slots - 1);
        while (slots[i].IdCount != 0)
        {
            i = (i + 1) & (Slots - 1);
        }

        slots[i] = new Slot { Hash = hash, KeyStart = keysUsed, KeyLength = word.Length, IdStart = idsUsed, IdCount = wordIds.Length };
        word.CopyTo(keys.AsSpan(keysUsed));
        wordIds.CopyTo(ids.AsSpan(idsUsed));
        keysUsed += word.Length;
        idsUsed += wordIds.Length;
        words++;
    }

    [StructLayout(LayoutKind.Auto)]
    private struct Slot
    {
        public ulong Hash;
        public int KeyStart;
        public int KeyLength;
        public int IdStart;
        public int IdCount;
    }
}
