using System.Numerics;

namespace Sinter.Data.Cleaning;

/// <summary>
/// Which parts of a text are the same: each gets the number of its group, in the order of first occurrence. Texts are compared, not only their hashes, so that
/// the answer is exact.
/// </summary>
public sealed class SpanGroups
{
    /// <summary>The size of the table that a thread keeps; a longer text gets one of its own.</summary>
    private const int ScratchSize = 1 << 14;

    [ThreadStatic]
    private static Slot[]? _scratch;

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

    /// <summary>A place of the hash table: one more than the number of a group (0 where it is empty), and half the hash of its text.</summary>
    private struct Slot
    {
        public uint Check;
        public int Group;
    }

    private ref struct Table
    {
        private readonly string _text;
        private readonly Span<Slot> _slots;
        private readonly int[] _group;
        private (int Start, int Length)[] _texts;
        private int[] _first;
        private int _parts;
        private int _groups;

        public Table(string text, int parts)
        {
            _text = text;
            _group = new int[parts];
            _first = new int[Math.Min(parts, 256)];
            _texts = new (int, int)[_first.Length];
            var size = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(16, (long)parts * 3 / 2));
            if (size <= ScratchSize)
            {
                _scratch ??= new Slot[ScratchSize];
                _slots = _scratch.AsSpan(0, size);
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
                    slot = new Slot { Check = (uint)hash, Group = AddGroup(start, length) };
                }
                else if (slot.Check != (uint)hash || !IsText(slot.Group - 1, text))
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

        private bool IsText(int group, ReadOnlySpan<char> text)
        {
            var (start, length) = _texts[group];
            return length == text.Length && _text.AsSpan(start, length).SequenceEqual(text);
        }

        private int AddGroup(int start, int length)
        {
            if (_groups == _first.Length)
            {
                Array.Resize(ref _first, _groups * 2);
                Array.Resize(ref _texts, _groups * 2);
            }

            _first[_groups] = _parts;
            _texts[_groups] = (start, length);
            return ++_groups;
        }
    }
}
