namespace Sinter.Data.Html;

/// <summary>The three single-byte encodings of the Encoding standard that the base library lacks: their upper 96 characters, from byte 0xA0 on.</summary>
internal static class LatinTables
{
    private const string Latin6 = "\u00A0ĄĒĢĪĨĶ§ĻĐŠŦŽ\u00ADŪŊ°ąēģīĩķ·ļđšŧž―ūŋĀÁÂÃÄÅÆĮČÉĘËĖÍÎÏÐŅŌÓÔÕÖŨØŲÚÛÜÝÞßāáâãäåæįčéęëėíîïðņōóôõöũøųúûüýþĸ";
    private const string Latin8 = "\u00A0Ḃḃ£ĊċḊ§Ẁ©ẂḋỲ\u00AD®ŸḞḟĠġṀṁ¶ṖẁṗẃṠỳẄẅṡÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏŴÑÒÓÔÕÖṪØÙÚÛÜÝŶßàáâãäåæçèéêëìíîïŵñòóôõöṫøùúûüýŷÿ";
    private const string Latin10 = "\u00A0ĄąŁ€„Š§š©Ș«Ź\u00ADźŻ°±ČłŽ”¶·žčș»ŒœŸżÀÁÂĂÄĆÆÇÈÉÊËÌÍÎÏĐŃÒÓÔŐÖŚŰÙÚÛÜĘȚßàáâăäćæçèéêëìíîïđńòóôőöśűùúûüęțÿ";

    /// <summary>The upper half of ISO-8859-10 (code page 28600), -14 (28604) or -16 (28606); null for any other code page.</summary>
    public static string? UpperHalf(int codePage) => codePage switch
    {
        28600 => Latin6,
        28604 => Latin8,
        28606 => Latin10,
        _ => null,
    };

    /// <summary>Decodes by the table; bytes below 0xA0 stand for themselves.</summary>
    public static string Decode(ReadOnlySpan<byte> bytes, string upperHalf) => string.Create(bytes.Length, new Source(bytes, upperHalf), static (text, source) =>
    {
        for (var i = 0; i < text.Length; i++)
        {
            var value = source.Bytes[i];
            text[i] = value < 0xA0 ? (char)value : source.UpperHalf[value - 0xA0];
        }
    });

    private readonly ref struct Source(ReadOnlySpan<byte> bytes, string upperHalf)
    {
        public readonly ReadOnlySpan<byte> Bytes = bytes;

        public readonly string UpperHalf = upperHalf;
    }
}
