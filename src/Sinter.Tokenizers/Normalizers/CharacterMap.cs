using System.Buffers.Binary;

namespace Sinter.Tokenizers.Normalizers;

/// <summary>
/// SentencePiece's compiled table of what replaces what (<c>precompiled_charsmap</c>): the size of a double array in bytes, the double array as darts-clone lays it out
/// (a unit holds a label, an offset to its children and whether one of them is a leaf; a leaf holds where its replacement begins), then the replacements,
/// each ended by a zero byte.
/// </summary>
internal sealed class CharacterMap
{
    private const uint LeafMark = 1u << 31;

    private readonly byte[] _blob;
    private readonly uint[] _units;
    private readonly byte[] _replacements;
    private readonly bool[] _isPlain = new bool[128];

    private CharacterMap(byte[] blob, uint[] units, byte[] replacements)
    {
        (_blob, _units, _replacements) = (blob, units, replacements);
        Span<byte> pair = stackalloc byte[2];
        for (var first = 0; first < _isPlain.Length; first++)
        {
            _isPlain[first] = true;
            pair[0] = (byte)first;
            for (var second = 0; second < _isPlain.Length && _isPlain[first]; second++)
            {
                pair[1] = (byte)second;
                _isPlain[first] = !HasEntryThrough(pair);
            }
        }
    }

    /// <summary>The table as it stands in files.</summary>
    public ReadOnlySpan<byte> Blob => _blob;

    /// <summary>Reads a table.</summary>
    /// <param name="blob">The table as it stands in files.</param>
    /// <param name="error">Makes the error of a damaged one from what is wrong with it.</param>
    public static CharacterMap Read(byte[] blob, Func<string, InvalidDataException> error)
    {
        if (blob.Length < sizeof(uint) || BinaryPrimitives.ReadUInt32LittleEndian(blob) is var size && (size > (uint)blob.Length - sizeof(uint) || size % sizeof(uint) != 0 || size == 0))
        {
            throw error("says of its trie a size that it does not have; the file is damaged");
        }

        var units = new uint[size / sizeof(uint)];
        for (var i = 0; i < units.Length; i++)
        {
            units[i] = BinaryPrimitives.ReadUInt32LittleEndian(blob.AsSpan((i + 1) * sizeof(uint)));
        }

        var replacements = blob.AsSpan((int)size + sizeof(uint)).ToArray();
        if (replacements.Length == 0 || replacements[^1] != 0)
        {
            throw error("does not end where its last replacement ends; the file is cut short or damaged");
        }

        if (!System.Text.Unicode.Utf8.IsValid(replacements))
        {
            throw error("holds replacements that are not UTF-8; the file is damaged");
        }

        foreach (var unit in units)
        {
            if ((unit & LeafMark) != 0 && !BeginsCharacter(replacements, unit & ~LeafMark))
            {
                throw error($"has a replacement at {unit & ~LeafMark} of {replacements.Length} bytes, where none begins; the file is damaged");
            }
        }

        return new CharacterMap(blob, units, replacements);
    }

    /// <summary>Whether the table leaves a byte of ASCII alone, whatever ASCII follows it.</summary>
    public bool IsPlain(byte ascii) => _isPlain[ascii];

    /// <summary>How many bytes a text begins with that are ASCII which the table leaves alone, whatever follows them.</summary>
    public int PlainLength(ReadOnlySpan<byte> text)
    {
        var length = 0;
        while (length + 1 < text.Length && text[length] < 0x80 && text[length + 1] < 0x80 && _isPlain[text[length]])
        {
            length++;
        }

        return length;
    }

    /// <summary>The longest (or shortest) entry that a text begins with: its length and what replaces it. A length of 0 means none.</summary>
    public int Find(ReadOnlySpan<byte> text, bool longest, out ReadOnlySpan<byte> replacement)
    {
        var units = _units;
        var (found, at) = (0, 0);
        var place = Offset(units[0]);
        for (var i = 0; i < text.Length; i++)
        {
            place ^= text[i];
            if (place >= units.Length || text[i] == 0)
            {
                break;
            }

            var unit = units[place];
            if ((unit & (LeafMark | 0xFF)) != text[i])
            {
                break;
            }

            place ^= Offset(unit);
            if ((unit >> 8 & 1) != 0 && place < units.Length && (units[place] & LeafMark) != 0)
            {
                (found, at) = (i + 1, (int)(units[place] & ~LeafMark));
                if (!longest)
                {
                    break;
                }
            }
        }

        replacement = default;
        if (found > 0)
        {
            var rest = _replacements.AsSpan(at);
            replacement = rest[..rest.IndexOf((byte)0)];
        }

        return found;
    }

    private static uint Offset(uint unit) => unit >> 10 << (int)((unit & (1u << 9)) >> 6);

    /// <summary>Whether an entry is a beginning of these bytes or these bytes are a beginning of an entry.</summary>
    private bool HasEntryThrough(ReadOnlySpan<byte> bytes)
    {
        var place = Offset(_units[0]);
        foreach (var value in bytes)
        {
            place ^= value;
            if (value == 0 || place >= _units.Length || (_units[place] & (LeafMark | 0xFF)) != value)
            {
                return false;
            }

            if ((_units[place] >> 8 & 1) != 0)
            {
                return true;
            }

            place ^= Offset(_units[place]);
        }

        return true;
    }

    private static bool BeginsCharacter(byte[] text, uint at) => at < text.Length && (text[at] & 0xC0) != 0x80;
}
