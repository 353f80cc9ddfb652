using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace Sinter.Data.Html;

/// <summary>Whether bytes are what they are said to be, or not, where UTF-8 is concerned.</summary>
internal static class Utf8Validity
{
    /// <summary>Whether the bytes are valid UTF-8 and hold a character beyond ASCII: by chance hardly any other encoding is.</summary>
    public static bool IsUtf8BeyondAscii(ReadOnlySpan<byte> bytes) => !Ascii.IsValid(bytes) && Utf8.IsValid(bytes);

    /// <summary>Whether more than half of the sequences that begin with a byte beyond ASCII are malformed.</summary>
    public static bool IsMostlyMalformed(ReadOnlySpan<byte> bytes)
    {
        if (Utf8.IsValid(bytes))
        {
            return false;
        }

        long wellFormed = 0;
        long malformed = 0;
        for (var rest = bytes; ;)
        {
            var at = rest.IndexOfAnyInRange((byte)0x80, (byte)0xFF);
            if (at < 0)
            {
                return malformed > wellFormed;
            }

            rest = rest[at..];
            var status = Rune.DecodeFromUtf8(rest, out _, out var length);
            wellFormed += status == OperationStatus.Done ? 1 : 0;
            malformed += status == OperationStatus.Done ? 0 : 1;
            rest = rest[length..];
        }
    }
}
