using System.Buffers;
using Sinter.Data.FastText;

namespace Sinter.Data.Deduplication;

/// <summary>
/// The words of some documents, as many as there is room for, chosen by chance before it is known how many there are: every document has a random number, and when the room is
/// full, those whose number does not end in one more zero bit are forgotten.
/// </summary>
/// <param name="seed">Where the random numbers begin.</param>
/// <param name="bytes">About how much room there is.</param>
internal sealed class TextSample(int seed, long bytes)
{
    // So that one long document is not the whole sample.
    private const int MostCharacters = 1 << 16;

    private readonly ArrayBufferWriter<byte> _buffer = new();
    private readonly List<(ulong Number, byte[] Lines)> _kept = [];
    private long _held;
    private int _zeros;

    /// <summary>Shows the next document.</summary>
    public void Add(int document, string text)
    {
        var number = SplitMix.For(seed, document).Next();
        if (!Stays(number))
        {
            return;
        }

        _buffer.ResetWrittenCount();
        new WordVectorText(_buffer).Add(text.AsSpan(0, Math.Min(text.Length, MostCharacters)));
        _kept.Add((number, _buffer.WrittenSpan.ToArray()));
        _held += _buffer.WrittenCount;
        while (_held > bytes && _kept.Count > 1)
        {
            _zeros++;
            _kept.RemoveAll(kept => !Stays(kept.Number));
            _held = _kept.Sum(static kept => (long)kept.Lines.Length);
        }
    }

    /// <summary>The words of the documents that were kept, in their order.</summary>
    public byte[] ToLines()
    {
        var lines = new byte[_held];
        var at = 0;
        foreach (var (_, text) in _kept)
        {
            text.CopyTo(lines, at);
            at += text.Length;
        }

        return lines;
    }

    private bool Stays(ulong number) => (number & ((1UL << _zeros) - 1)) == 0;
}
