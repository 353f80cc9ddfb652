using System.Buffers;
using System.Text;
using Sinter.Tokenizers.Pipeline;

namespace Sinter.Tokenizers;

/// <summary>
/// Turns ids that come one at a time into text, and never gives a part of a character: bytes wait until their character is complete.
/// All it gave, joined, is what <see cref="Tokenizer.Decode"/> gives for all ids. Not for several threads at once.
/// </summary>
public sealed class StreamingDecoder
{
    private readonly TextDecoder _decoder;
    private readonly bool _skipSpecial;
    private readonly Decoder _utf8 = Encoding.UTF8.GetDecoder();
    private bool _atStart;
    private bool _waits;
    private int _toStrip;

    internal StreamingDecoder(Tokenizer tokenizer, bool skipSpecial)
    {
        (_decoder, _skipSpecial) = (tokenizer.Decoder, skipSpecial);
        Restart();
    }

    /// <summary>Takes the next id and gives the text that is now complete; often empty.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The id is not in the vocabulary.</exception>
    public string Append(int id)
    {
        var bytes = Next(id, out var space);
        return (space ? " " : "") + Read(bytes, flush: false);
    }

    /// <summary>Takes the next id and gives its bytes exactly, be they whole characters or not. A text is decoded either so or as characters.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The id is not in the vocabulary.</exception>
    public void Append(int id, IBufferWriter<byte> output)
    {
        var bytes = Next(id, out var space);
        if (space)
        {
            output.Write(" "u8);
        }

        output.Write(bytes);
    }

    /// <summary>Ends the text: gives U+FFFD for a character that was left incomplete, else nothing. The decoder then starts anew.</summary>
    public string Flush()
    {
        Restart();
        return Read([], flush: true);
    }

    /// <summary>The bytes of the next id, and whether a space that waited goes before them.</summary>
    private ReadOnlySpan<byte> Next(int id, out bool space)
    {
        space = false;
        if (_skipSpecial && _decoder.IsSpecial(id))
        {
            return [];
        }

        var bytes = _decoder.Of(id, _atStart);
        _atStart = false;
        for (; _toStrip > 0 && !bytes.IsEmpty; _toStrip--)
        {
            if (bytes[0] != _decoder.StripsLeading.Value)
            {
                _toStrip = 0;
                break;
            }

            bytes = bytes[1..];
        }

        if (!_decoder.StripsTrailingSpace || bytes.IsEmpty)
        {
            return bytes;
        }

        // A space at the end of the text is dropped, so one waits until it is known not to be there.
        space = _waits;
        _waits = bytes[^1] == ' ';
        return _waits ? bytes[..^1] : bytes;
    }

    private void Restart() => (_atStart, _waits, _toStrip) = (true, false, _decoder.StripsLeading.Count);

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
