using System.Numerics;

namespace Sinter.Data.Cleaning;

/// <summary>
/// Which parts of a text are the same: each gets the number of its group, in the order of first occurrence. Texts are compared, not only their hashes, so that
/// the answer is exact.
/// </summary>
public sealed class SpanGroups
{
    [ThreadStatic]
    private static Slot[]? scratch;

    private readonly int[] _group;
    private readonly int[] _first;

    private SpanGroups(int[] group, int[] first)
    {
        _group = group;
        _first = first;
    }

    /// <summary>The number of the group of each part.</summary>
    public ReadOnlySpan<int> Group => _group;

    /// <summary>The first part of each group.</summary>
    public ReadOnlySpan<int> First => _first;

    /// <summary>How many different parts there are.</summary>
    public int Count => _first.Length;

    /// <summary>Whether a part equals an earlier one.</summary>
    public bool IsExtra(int part) => _first[_group[part]] != part;

    /// <summary>How often each group occurs.</summary>
    public int[] Occurrences()
    {
        var occurrences = new int[Count];
        foreach (var group in _group)
        {
            occurrences[group]++;
        }

        return occurrences;
    }

    internal static SpanGroups Of(string text, ReadOnlySpan<TextSpan> spans)
    {
        var table = new Table(text, spans.Length);
        for (var i = 0; i < spans.Length; i++)
        {
            table.Add(spans[i].Start, spans[i].Length);
        }

        return table.ToGroups();
    }

    internal static SpanGroups Of(string text, ReadOnlySpan<TextWord> words)
    {
        var table = new Table(text, words.Length);
        for (var i = 0; i < words.Length; i++)
        {
            table.Add(words[i].Start, words[i].Length);
        }

        return table.ToGroups();
    }

    /// <summary>A place of the hash table: a group and where its text stands, if <see cref="Group"/> (one more than its number) is not 0.</summary>
    private struct Slot
    {
        public uint Check;
        public int Group;
        public int Start;
        public int Length;
    }

    private ref struct Table
    {
        private readonly string _text;
        private readonly Span<Slot> _slots;
        private readonly int[] _group;
        private int[] _first;
        private int _parts;
        private int _groups;

        public Table(string text, int parts)
        {
            _text = text;
            _group = new int[parts];
            _first = new int[Math.Min(parts, 256)];
            var size = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(16, (long)parts * 2));
            if (size <= 1 << 14)
            {
                scratch ??= new Slot[1 << 14];
                _slots = scratch.AsSpan(0, size);
                _slots.Clear();
            }
            else
            {
                _slots = new Slot[size];
            }
        }

        public void Add(int start, int length)
        {
            var text = _text.AsSpan(start, length);
            var hash = ProcessHash.Of(text);
            var mask = _slots.Length - 1;
            for (var at = (int)(hash >> 32) & mask; ; at = (at + 1) & mask)
            {
                ref var slot = ref _slots[at];
                if (slot.Group == 0)
                {
                    if (_groups == _first.Length)
                    {
                        Array.Resize(ref _first, _groups * 2);
                    }

                    _first[_groups++] = _parts;
                    slot = new Slot { Check = (uint)hash, Group = _groups, Start = start, Length = length };
                }
                else if (slot.Check != (uint)hash || slot.Length != length || !_text.AsSpan(slot.Start, length).SequenceEqual(text))
                {
                    continue;
                }

                _group[_parts++] = slot.Group - 1;
                return;
            }
        }

        public SpanGroups ToGroups()
        {
            Array.Resize(ref _first, _groups);
            return new SpanGroups(_group, _first);
        }
    }
}
