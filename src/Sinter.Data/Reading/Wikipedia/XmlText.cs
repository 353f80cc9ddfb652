using System.Text;

namespace Sinter.Data.Reading.Wikipedia;

/// <summary>Text of XML as dumps have it: UTF-8 with the five entities of XML and numbers.</summary>
internal static class XmlText
{
    /// <summary>The text of bytes.</summary>
    public static string Decode(ReadOnlySpan<byte> bytes)
    {
        var buffer = new char[bytes.Length];
        return new string(buffer, 0, Decode(bytes, buffer));
    }

    /// <summary>Writes the text of bytes, which is never longer than they are; gives its length.</summary>
    public static int Decode(ReadOnlySpan<byte> bytes, Span<char> text)
    {
        var length = Encoding.UTF8.GetChars(bytes, text);
        return Entities.Decode(text[..length]);
    }
}
