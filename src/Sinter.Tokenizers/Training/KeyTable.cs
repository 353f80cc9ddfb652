using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Sinter.Tokenizers.Training;

/// <summary>Values by keys of 64 bits, in one array with open addressing: training asks for a few of them at every place that merges.</summary>
/// <param name="vacant">The value of a key that was never added.</param>
/// <typeparam name="T">What is kept.</typeparam>
internal sealed class KeyTable<T>(T vacant)
    where T : struct
{
    private const int FirstBits = 12;
    private const ulong NoKey = ulong.MaxValue;

    private Slot[] _slots = NewSlots(1 << FirstBits, vacant);
    private int _shift = 64 - FirstBits;
    private int _count;

    /// <summary>The value of a key, or the vacant one, which must not be changed. It stays where it is until the next <see cref="Add"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref T Find(ulong key) => ref SlotOf(key).Value;

    /// <summary>The value of a key, which is added as the vacant one where it is not there. It stays where it is until the next call.</summary>
    public ref T Add(ulong key)
    {
        ref var slot = ref SlotOf(key);
        if (slot.Key == NoKey)
        {
            if (++_count > _slots.Length / 2)
            {
                Grow();
                slot = ref SlotOf(key);
            }

            slot.Key = key;
        }

        return ref slot.Value;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref Slot SlotOf(ulong key)
    {
        var slots = _slots;
        for (var i = (int)((key * 0x9E3779B97F4A7C15UL) >> _shift); ; i = (i + 1) & (slots.Length - 1))
        {
            ref var slot = ref slots[i];
            if (slot.Key == key || slot.Key == NoKey)
            {
                return ref slot;
            }
        }
    }

    private void Grow()
    {
        var old = _slots;
        _slots = NewSlots(old.Length * 2, vacant);
        _shift = 64 - BitOperations.Log2((uint)_slots.Length);
        foreach (ref readonly var slot in old.AsSpan())
        {
            if (slot.Key != NoKey)
            {
                SlotOf(slot.Key) = slot;
            }
        }
    }

    private static Slot[] NewSlots(int length, T vacant)
    {
        var slots = new Slot[length];
        Array.Fill(slots, new Slot { Key = NoKey, Value = vacant });
        return slots;
    }

    [StructLayout(LayoutKind.Auto)]
    private struct Slot
    {
        public ulong Key;
        public T Value;
    }
}
