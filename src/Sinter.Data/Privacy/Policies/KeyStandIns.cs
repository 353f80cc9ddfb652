using System.Buffers;

namespace Sinter.Data.Privacy;

/// <summary>Stand-ins for keys, secrets and addresses of crypto currencies: what tells the service stays, the rest is drawn anew.</summary>
internal static class KeyStandIns
{
    private const int ProgramOf20Bytes = 33;

    private static readonly SearchValues<char> Hex = SearchValues.Create("0123456789abcdef-");

    /// <summary>The address of the web with other secrets in it.</summary>
    public static string Url(ReadOnlySpan<char> value, ReplacementBytes bytes)
    {
        var text = value.ToArray();
        foreach (var (start, length) in UrlSecrets.Of(value))
        {
            Draw(text.AsSpan(start, length), bytes);
        }

        return new string(text);
    }

    /// <summary>A key of the same service.</summary>
    public static string ServiceKey(ReadOnlySpan<char> value, ReplacementBytes bytes)
    {
        var text = value.ToArray();
        if (value.StartsWith("-----", StringComparison.Ordinal))
        {
            var body = 5 + value[5..].IndexOf("-----", StringComparison.Ordinal) + 5;
            var end = value.LastIndexOf("-----END", StringComparison.Ordinal);
            Draw(text.AsSpan(body..(end > body ? end : text.Length)), bytes);
        }
        else if (value.StartsWith("eyJ", StringComparison.Ordinal))
        {
            // The header of a web token says only how it is signed.
            var payload = value.IndexOf('.') + 1;
            Draw(text.AsSpan(payload + (value[payload..].StartsWith("eyJ", StringComparison.Ordinal) ? 3 : 1)), bytes);
        }
        else
        {
            var kept = value.StartsWith("ya29.", StringComparison.Ordinal) ? 5 : value.StartsWith("SG.", StringComparison.Ordinal) ? 3 : 0;
            foreach (var form in ServiceKeyForms.All)
            {
                kept = kept == 0 && value.StartsWith(form.Prefix, StringComparison.Ordinal) ? form.Prefix.Length : kept;
            }

            // The number of a bot is followed by a key that begins with two letters of its own.
            var bot = value.IndexOf(":AA", StringComparison.Ordinal);
            Draw(text.AsSpan(kept), bytes);
            (bot >= 0 ? ":AA" : "").CopyTo(text.AsSpan(Math.Max(bot, 0)));
        }

        return new string(text);
    }

    /// <summary>Another secret with signs of the same classes at the same places.</summary>
    public static string Secret(ReadOnlySpan<char> value, ReplacementBytes bytes)
    {
        var text = value.ToArray();
        Draw(text, bytes);
        return new string(text);
    }

    /// <summary>Another address of the same currency and form, to which nobody has a key.</summary>
    public static string CryptoAddress(ReadOnlySpan<char> value, ReplacementBytes bytes)
    {
        if (value.StartsWith("0x", StringComparison.Ordinal))
        {
            var digits = value[2..].ToArray();
            var isLower = value[2..].IndexOfAnyInRange('A', 'F') < 0;
            var isUpper = value[2..].IndexOfAnyInRange('a', 'f') < 0;
            foreach (ref var digit in digits.AsSpan())
            {
                digit = bytes.HexDigit();
            }

            return "0x" + (isLower ? new string(digits) : isUpper ? new string(digits).ToUpperInvariant() : EthereumAddress.WithChecksum(digits));
        }

        var parted = value.LastIndexOf('1');
        if (parted is 2 or 3 && value.Length > 36)
        {
            var isUpper = value.IndexOfAnyInRange('a', 'z') < 0;
            var lower = value.ToString().ToLowerInvariant();
            var values = new byte[value.Length - parted - 1 - 6];
            values[0] = (byte)"qpzry9x8gf2tvdw0s3jn54khce6mua7l".IndexOf(lower[parted + 1], StringComparison.Ordinal);
            for (var i = 1; i < values.Length; i++)
            {
                values[i] = (byte)bytes.Below(32);
            }

            // 32 bytes are 51 groups of five bits and one bit, with four zeros after it.
            values[^1] &= values.Length == ProgramOf20Bytes ? (byte)31 : (byte)16;
            var address = Bech32.Encode(lower.AsSpan(0, parted), values);
            return isUpper ? address.ToUpperInvariant() : address;
        }

        Span<byte> decoded = stackalloc byte[Base58.AddressBytes];
        Base58.TryDecode(value, decoded);
        Span<byte> hash = stackalloc byte[20];
        foreach (ref var part in hash)
        {
            part = (byte)bytes.Below(256);
        }

        return Base58.Encode(decoded[0], hash);
    }

    /// <summary>Draws signs of the same classes; in texts of hexadecimal digits those.</summary>
    private static void Draw(Span<char> text, ReplacementBytes bytes)
    {
        var hex = !text.ContainsAnyExcept(Hex);
        foreach (ref var sign in text)
        {
            sign = hex && sign != '-' ? bytes.HexDigit() : bytes.Like(sign);
        }
    }
}
