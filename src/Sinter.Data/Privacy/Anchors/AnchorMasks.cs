using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Sinter.Data.Privacy;

/// <summary>Which of 64 units of a text, one a bit, are of which class.</summary>
internal readonly struct AnchorMasks
{
    /// <summary>How many units there are.</summary>
    public const int Units = 64;

    private AnchorMasks(ulong letters, ulong capitals, ulong digits, ulong token, ulong signs)
    {
        Letters = letters;
        Capitals = capitals;
        Digits = digits;
        Token = token;
        Signs = signs;
    }

    /// <summary>Letters and their marks.</summary>
    public ulong Letters { get; }

    /// <summary>Letters of upper case or without case.</summary>
    public ulong Capitals { get; }

    /// <summary>Digits of ASCII.</summary>
    public ulong Digits { get; }

    /// <summary>What keys and secrets are made of.</summary>
    public ulong Token { get; }

    /// <summary>The signs <c>@ : =</c> and opening brackets.</summary>
    public ulong Signs { get; }

    /// <summary>Classes of 64 units.</summary>
    public static AnchorMasks Of(ref readonly char units)
    {
        ref var values = ref Unsafe.As<char, ushort>(ref Unsafe.AsRef(in units));
        var low = Vector256.NarrowWithSaturation(Vector256.LoadUnsafe(ref values), Vector256.LoadUnsafe(ref values, 16));
        var high = Vector256.NarrowWithSaturation(Vector256.LoadUnsafe(ref values, 32), Vector256.LoadUnsafe(ref values, 48));
        return (low | high).ExtractMostSignificantBits() != 0 ? OfAny(MemoryMarshal.CreateReadOnlySpan(in units, Units)) : OfAscii(low, high);
    }

    private static AnchorMasks OfAscii(Vector256<byte> low, Vector256<byte> high)
    {
        var letters = Bits(Between(low | Vector256.Create((byte)0x20), 'a', 'z'), Between(high | Vector256.Create((byte)0x20), 'a', 'z'));
        var capitals = Bits(Between(low, 'A', 'Z'), Between(high, 'A', 'Z'));
        var digits = Bits(Between(low, '0', '9'), Between(high, '0', '9'));
        var token = letters | digits | Bits(TokenSigns(low), TokenSigns(high));
        return new(letters, capitals, digits, token, Bits(OwnSigns(low), OwnSigns(high)));
    }

    private static AnchorMasks OfAny(ReadOnlySpan<char> units)
    {
        ulong letters = 0, capitals = 0, digits = 0, token = 0, signs = 0;
        for (var i = 0; i < Units; i++)
        {
            var classes = (ulong)CharacterClasses.Of(units[i]);
            letters |= (classes & 1) << i;
            capitals |= ((classes >> 1) & 1) << i;
            digits |= ((classes >> 2) & 1) << i;
            token |= ((classes >> 3) & 1) << i;
            signs |= units[i] is '@' or ':' or '=' or '(' or '[' or '{' or '<' ? 1UL << i : 0;
        }

        return new(letters, capitals, digits, token, signs);
    }

    private static Vector256<byte> Between(Vector256<byte> values, char first, char last) =>
        Vector256.LessThanOrEqual(values - Vector256.Create((byte)first), Vector256.Create((byte)(last - first)));

    private static Vector256<byte> Equal(Vector256<byte> values, char sign) => Vector256.Equals(values, Vector256.Create((byte)sign));

    private static Vector256<byte> TokenSigns(Vector256<byte> values) => Equal(values, '+') | Equal(values, '/') | Equal(values, '=') | Equal(values, '_') | Equal(values, '-');

    // [ and { differ in one bit only.
    private static Vector256<byte> OwnSigns(Vector256<byte> values) =>
        Equal(values, '@') | Equal(values, ':') | Equal(values, '=') | Equal(values, '(') | Equal(values, '<') | Equal(values | Vector256.Create((byte)0x20), '{');

    private static ulong Bits(Vector256<byte> low, Vector256<byte> high) => low.ExtractMostSignificantBits() | ((ulong)high.ExtractMostSignificantBits() << 32);
}
