using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Sinter.Data.Deduplication;

/// <summary>Reads the hashes of what shingles are made of, words or characters, one after another, with their places where these are wanted.</summary>
internal sealed class UnitReader(ShingleOptions options)
{
    private readonly ShingleKeys _keys = new(options.Seed);
    private readonly ushort[] _table = ReadingTable.For(options);
    private readonly bool _words = options.Kind == ShingleKind.Words;
    private string _text = "";
    private int _at;

    // Of characters: whether one was read already, and where the white space behind it began, or -1.
    private bool _begun;
    private int _space;

    /// <summary>Goes to the beginning of a text.</summary>
    public void Begin(string text)
    {
        _text = text;
        _at = 0;
        _begun = false;
        _space = -1;
    }

    /// <summary>Fills the span with the next hashes; fewer only at the end of the text.</summary>
    /// <param name="hashes">Takes the hashes.</param>
    /// <param name="places">Takes where each begins and ends in the text; it may be empty.</param>
    /// <returns>How many there were.</returns>
    public int Read(Span<ulong> hashes, Span<(int Start, int End)> places)
    {
        var count = 0;
        while (count < hashes.Length && (_words ? NextWord(out hashes[count], out var place) : NextCharacter(out hashes[count], out place)))
        {
            if (count < places.Length)
            {
                places[count] = place;
            }

            count++;
        }

        return count;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool NextWord(out ulong hash, out (int Start, int End) place)
    {
        var keys = _keys;
        var length = _text.Length;
        ref var text = ref Unsafe.AsRef(in _text.GetPinnableReference());
        ref var table = ref MemoryMarshal.GetArrayDataReference(_table);
        var at = _at;
        while (at < length && Unsafe.Add(ref table, Unsafe.Add(ref text, at)) <= ReadingTable.Space)
        {
            at++;
        }

        var start = at;
        var end = at;
        var number = false;
        var state = keys.Start;
        for (; at < length; at++)
        {
            // The table has an entry for every unit.
            var read = Unsafe.Add(ref table, Unsafe.Add(ref text, at));
            if (read > ReadingTable.Digit)
            {
                if (read >= ReadingTable.FirstWithoutSpaces && ReadingTable.IsWord(read))
                {
                    if (end == start)
                    {
                        end = at = Character(at);
                        state = end - start == 1 ? keys.Fold(state ^ read) : keys.Fold(keys.Fold(state ^ read) ^ _text[start + 1]);
                    }

                    break;
                }

                state = keys.Fold(state ^ read);
                number = false;
                end = at + 1;
            }
            else if (read == ReadingTable.Space)
            {
                break;
            }
            else if (read == ReadingTable.Digit)
            {
                state = number ? state : keys.Fold(state ^ read);
                number = true;
                end = at + 1;
            }
        }

        _at = at;
        hash = state;
        place = (start, end);
        return end > start;
    }

    /// <summary>The place behind a character, which may be a pair of surrogates.</summary>
    private int Character(int at) => at + (char.IsHighSurrogate(_text[at]) && at + 1 < _text.Length && char.IsLowSurrogate(_text[at + 1]) ? 2 : 1);

    private bool NextCharacter(out ulong hash, out (int Start, int End) place)
    {
        for (; _at < _text.Length; _at++)
        {
            var read = _table[_text[_at]];
            if (read == ReadingTable.Space)
            {
                _space = _space < 0 && _begun ? _at : _space;
            }
            else if (read != ReadingTable.Removed)
            {
                if (_space >= 0)
                {
                    // The character itself is read by the next call.
                    hash = _keys.Fold(_keys.Start ^ ReadingTable.Space);
                    place = (_space, _at);
                    _space = -1;
                    return true;
                }

                var start = _at++;
                while (read == ReadingTable.Digit && _at < _text.Length && _table[_text[_at]] is ReadingTable.Digit or ReadingTable.Removed)
                {
                    _at++;
                }

                _begun = true;
                hash = _keys.Fold(_keys.Start ^ read);
                place = (start, _at);
                return true;
            }
        }

        (hash, place) = (0, default);
        return false;
    }
}
