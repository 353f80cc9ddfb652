using System.Text;

namespace Sinter.Tokenizers;

/// <summary>
/// Turns ids that come one at a time into text, and never gives a part of a character: bytes wait until their character is complete.
/// All it gave, joined, is what <see cref="Tokenizer.Decode"/> gives for all ids. Not for several threads at once.
/// </summary>
public sealed class StreamingDecoder
{
    private readonly Tokenizer tokenizer;
    private readonly bool skipSpecial;
    private readonly Decoder utf8 = Encoding.UTF8.GetDecoder();
    private bool atStart = true;

    internal StreamingDecoder(Tokenizer tokenizer, bool skipSpecial) => (this.tokenizer, this.skipSpecial) = (tokenizer, skipSpecial);

    /// <summary>Takes the next id and gives the text that is now complete; often empty.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The id is not in the vocabulary.</exception>
    public string Append(int id)
    {
        var bytes = tokenizer.BytesOf(id, skipSpecial);
        if (atStart && !bytes.IsEmpty)
        {
            atStart = false;
            bytes = tokenizer.StripsLeadingSpace && bytes[0] == ' ' ? bytes[1..] : bytes;
        }

        return Read(bytes, flush: false);
    }

    /// <summary>Ends the text: gives U+FFFD for a character that was left incomplete, else nothing. The decoder then starts anew.</summary>
    public string Flush()
    {
        atStart = true;
        return Read([], flush: true);
    }

    private string Read(ReadOnlySpan<byte> bytes, bool flush)
    {
        var count = utf8.GetCharCount(bytes, flush);
        if (count == 0 && !flush && bytes.IsEmpty)
        {
            return "";
        }

        var chars = new char[count];
        utf8.GetChars(bytes, chars, flush);
        return new string(chars);
    }
}
