namespace Sinter.Data.Privacy;

/// <summary>Addresses in bech32 (BIP 173) and bech32m (BIP 350): a prefix, the sign 1, and groups of five bits of which the last six are a checksum.</summary>
internal static class Bech32
{
    private const string Alphabet = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
    private const int ChecksumSigns = 6;
    private const uint Plain = 1;
    private const uint Modified = 0x2bc830a3;

    private static readonly uint[] Generator = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3];

    /// <summary>Whether a text is in one case and its checksum is right; version 0 of a program has the plain one, later versions the other.</summary>
    public static bool IsValid(ReadOnlySpan<char> text)
    {
        Span<char> lower = stackalloc char[text.Length];
        if (text.Length > 90 || (text.IndexOfAnyInRange('a', 'z') >= 0 && text.IndexOfAnyInRange('A', 'Z') >= 0))
        {
            return false;
        }

        for (var i = 0; i < text.Length; i++)
        {
            lower[i] = char.ToLowerInvariant(text[i]);
        }

        var parted = lower.LastIndexOf('1');
        var data = lower[(parted + 1)..];
        if (parted < 1 || data.Length <= ChecksumSigns + 1)
        {
            return false;
        }

        var sum = Prefix(lower[..parted]);
        foreach (var sign in data)
        {
            var value = Alphabet.IndexOf(sign, StringComparison.Ordinal);
            if (value < 0)
            {
                return false;
            }

            sum = Step(sum, (uint)value);
        }

        return sum == (data[0] == 'q' ? Plain : Modified);
    }

    /// <summary>Writes an address.</summary>
    /// <param name="prefix">The prefix, in lower case.</param>
    /// <param name="values">Groups of five bits, the version first.</param>
    public static string Encode(ReadOnlySpan<char> prefix, ReadOnlySpan<byte> values)
    {
        var sum = Prefix(prefix);
        var text = new System.Text.StringBuilder().Append(prefix).Append('1');
        foreach (var value in values)
        {
            sum = Step(sum, value);
            text.Append(Alphabet[value]);
        }

        for (var i = 0; i < ChecksumSigns; i++)
        {
            sum = Step(sum, 0);
        }

        sum ^= values[0] == 0 ? Plain : Modified;
        for (var i = 0; i < ChecksumSigns; i++)
        {
            text.Append(Alphabet[(int)(sum >> (5 * (ChecksumSigns - 1 - i))) & 31]);
        }

        return text.ToString();
    }

    private static uint Prefix(ReadOnlySpan<char> prefix)
    {
        uint sum = 1;
        foreach (var sign in prefix)
        {
            sum = Step(sum, (uint)sign >> 5);
        }

        sum = Step(sum, 0);
        foreach (var sign in prefix)
        {
            sum = Step(sum, (uint)sign & 31);
        }

        return sum;
    }

    private static uint Step(uint sum, uint value)
    {
        var top = sum >> 25;
        sum = ((sum & 0x1ffffff) << 5) ^ value;
        for (var i = 0; i < Generator.Length; i++)
        {
            sum ^= ((top >> i) & 1) != 0 ? Generator[i] : 0;
        }

        return sum;
    }
}
