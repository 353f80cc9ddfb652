using System.Buffers;
using System.Text;

namespace Sinter.Data.FastText;

/// <summary>Makes plain texts into the lines that <see cref="WordVectorTrainer"/> reads: the words of each line of a text in lower case, with one space between.</summary>
/// <param name="output">Takes the lines in UTF-8.</param>
public sealed class WordVectorText(IBufferWriter<byte> output)
{
    // Longer lines are cut, so that whoever reads them needs no room for a text without line ends.
    private const int WordsPerLine = 1000;

    private readonly char[] _lower = new char[128];

    /// <summary>How many words were written.</summary>
    public long Words { get; private set; }

    /// <summary>Whether texts are written as they are, so that words are what stands between white space.</summary>
    public bool AsIs { get; init; }

    /// <summary>Writes the lines of a text; those without a word are left out.</summary>
    public void Add(ReadOnlySpan<char> text)
    {
        if (AsIs)
        {
            AddAsIs(text);
            return;
        }

        foreach (var line in text.EnumerateLines())
        {
            var written = 0;
            for (var words = new TextWords(line); words.MoveNext();)
            {
                output.Write(written == 0 ? default : written % WordsPerLine == 0 ? "\n"u8 : " "u8);
                Encoding.UTF8.GetBytes(Lower(words.Current, _lower), output);
                written++;
            }

            if (written > 0)
            {
                output.Write("\n"u8);
                Words += written;
            }
        }
    }

    private void AddAsIs(ReadOnlySpan<char> text)
    {
        for (var at = 0; at < text.Length; at++)
        {
            Words += !char.IsWhiteSpace(text[at]) && (at == 0 || char.IsWhiteSpace(text[at - 1])) ? 1 : 0;
        }

        Encoding.UTF8.GetBytes(text, output);
        output.Write("\n"u8);
    }

    /// <summary>A word in lower case, with a plain apostrophe.</summary>
    internal static ReadOnlySpan<char> Lower(ReadOnlySpan<char> word, Span<char> room)
    {
        word.ToLowerInvariant(room);
        room[..word.Length].Replace('’', '\'');
        return room[..word.Length];
    }
}
