using System.Runtime.InteropServices;

namespace Sinter.Tokenizers.Bpe;

/// <summary>
/// The ids of words met before, for one encoder at a time. Text repeats its words, so most of them are never merged again.
/// It allocates once. A word lies in one of a few places, so that no text makes it slow; where they are taken it replaces another, and when the
/// arrays are full everything is forgotten, which keeps its memory fixed and its insertion simple.
/// </summary>
internal sealed class WordCache
{
    /// <summary>Longer words, in bytes, are not kept: they seldom repeat.</summary>
    public const int LongestWord = 64;

    private const int Slots = 1 << 15;
    private const int Places = 8;

    private readonly Slot[] _slots = new Slot[Slots];
    private readonly byte[] _keys = new byte[Slots * 6];
    private readonly int[] _ids = new int[Slots * 2];
    private int _keysUsed;
    private int _idsUsed;

    /// <summary>Looks a word up.</summary>
    public bool TryGet(ReadOnlySpan<byte> word, ulong hash, out ReadOnlySpan<int> found)
    {
        for (var place = 0; place < Places; place++)
        {
            ref readonly var slot = ref _slots[((int)hash + place) & (Slots - 1)];
            if (slot.IdCount == 0)
            {
                break;
            }

            if (slot.Hash == hash && word.SequenceEqual(_keys.AsSpan(slot.KeyStart, slot.KeyLength)))
            {
                found = _ids.AsSpan(slot.IdStart, slot.IdCount);
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

        if (_keysUsed + word.Length > _keys.Length || _idsUsed + wordIds.Length > _ids.Length)
        {
            Array.Clear(_slots);
            (_keysUsed, _idsUsed) = (0, 0);
        }

        var at = (int)hash & (Slots - 1);
        for (var place = 0; place < Places; place++)
        {
            var next = ((int)hash + place) & (Slots - 1);
            if (_slots[next].IdCount == 0)
            {
                at = next;
                break;
            }
        }

        _slots[at] = new Slot { Hash = hash, KeyStart = _keysUsed, KeyLength = word.Length, IdStart = _idsUsed, IdCount = wordIds.Length };
        word.CopyTo(_keys.AsSpan(_keysUsed));
        wordIds.CopyTo(_ids.AsSpan(_idsUsed));
        _keysUsed += word.Length;
        _idsUsed += wordIds.Length;
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
