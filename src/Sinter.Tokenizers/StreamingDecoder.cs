using System.Text;

namespace Sinter.Tokenizers;

/// <summary>
/// Turns ids that come one at a time into text, and never gives a part of a character: bytes wait until their character is complete.
/// All it gave, joined, is what <see cref="Tokenizer.Decode"/> gives for all ids. Not for several threads at once.
/// </summary>
public sealed class StreamingDecoder
{
    private readonly Tokenizer _tokenizer;
    private readonly bool _skipSpecial;
    private readonly Decoder _utf8 = Encoding.UTF8.GetDecoder();
    private bool _atStart = true;

    internal StreamingDecoder(Tokenizer tokenizer, bool skipSpecial) => (_tokenizer, _skipSpecial) = (tokenizer, skipSpecial);

    /// <summary>Takes the next id and gives the text that is now complete; often empty.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The id is not in the vocabulary.</exception>
    public string Append(int id)
    {
        var bytes = _tokenizer.BytesOf(id, _skipSpecial);
        if (_atStart && !bytes.IsEmpty)
        {
            _atStart = false;
            bytes = _tokenizer.StripsLeadingSpace && bytes[0] == ' ' ? bytes[1..] : bytes;
        }

        return Read(bytes, flush: false);
    }

    /// <summary>Ends the text: gives U+FFFD for a character that was left incomplete, else nothing. The decoder then starts anew.</summary>
    public string Flush()
    {
        _atStart = true;
        return Read([], flush: true);
    }

    private string Read(ReadOnlySpan<byte> bytes, bool flush)
    {
        var count = _utf8.GetCharCount(bytes, flush);
        if (count == 0 && !flush && bytes.IsEmpty)
        {
            return "";
        }

        var chars = new char[count];
        _utf8.GetChars(bytes, chars, flush);
        return new string(chars);
    }
}
