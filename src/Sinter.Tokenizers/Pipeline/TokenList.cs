using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Sinter.Tokenizers.Pipeline;

/// <summary>The ids that an encoding gives, and, where that is asked for, how many bytes of its piece each of them stands for.</summary>
internal sealed class TokenList
{
    private int[] _ids = new int[256];
    private int[] _lengths = [];

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    /// <summary>Whether lengths are kept.</summary>
    public bool TracksLengths { get; private set; }

    /// <summary>The ids.</summary>
    public ReadOnlySpan<int> Ids => _ids.AsSpan(0, Count);

    /// <summary>The bytes of its piece that each id stands for; empty where lengths are not kept.</summary>
    public ReadOnlySpan<int> Lengths => TracksLengths ? _lengths.AsSpan(0, Count) : [];

    /// <summary>Empties it.</summary>
    public void Clear(bool tracksLengths)
    {
        Count = 0;
        TracksLengths = tracksLengths;
    }

    /// <summary>Adds an id.</summary>
    /// <param name="id">The id.</param>
    /// <param name="length">The bytes of the piece that it stands for; the lengths of a piece's tokens add up to the piece.</param>
    public void Add(int id, int length)
    {
        if (Count == _ids.Length)
        {
            Array.Resize(ref _ids, (int)Math.Min(_ids.Length * 2L, Array.MaxLength));
        }

        if (TracksLengths)
        {
            if (_lengths.Length < _ids.Length)
            {
                Array.Resize(ref _lengths, _ids.Length);
            }

            _lengths[Count] = length;
        }

        _ids[Count++] = id;
    }

    /// <summary>Adds ids; only where lengths are not kept.</summary>
    public void AddRange(ReadOnlySpan<int> ids)
    {
        Reserve(ids.Length);
        ids.CopyTo(_ids.AsSpan(Count));
        Count += ids.Length;
    }

    /// <summary>Makes room for so many ids and gives the place where they go; <see cref="Take"/> then adds those that were written there. Only where lengths are not kept.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref int Reserve(int count)
    {
        if (_ids.Length - Count < count)
        {
            Grow(count);
        }

        return ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_ids), Count);
    }

    /// <summary>Adds so many ids of those that were written where <see cref="Reserve"/> said.</summary>
    public void Take(int count) => Count += count;

    private void Grow(int count) => Array.Resize(ref _ids, (int)Math.Min(Math.Max(_ids.Length * 2L, (long)Count + count), Array.MaxLength));
}
