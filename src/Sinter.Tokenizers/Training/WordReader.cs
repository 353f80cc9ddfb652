using System.Buffers;
using System.Text;
using Sinter.Tokenizers.Normalizers;
using Sinter.Tokenizers.Pipeline;
using Sinter.Tokenizers.PreTokenizers;
using Sinter.Tokenizers.Text;

namespace Sinter.Tokenizers.Training;

/// <summary>Counts the words of texts as a tokenizer sees them: normalised and cut. One serves one thread.</summary>
/// <param name="normalizer">Changes the text first, or null.</param>
/// <param name="preTokenizer">Cuts the text, or null for one that does not.</param>
/// <param name="cut">Cuts the text where there is no pre-tokenizer.</param>
internal sealed class WordReader(Normalizer? normalizer, PreTokenizer? preTokenizer, TextSplitter? cut = null)
{
    private readonly TextSplitter? _scanner = preTokenizer is null ? cut ?? Gpt2Splitter.Instance : normalizer is null ? preTokenizer.Scanner : null;
    private readonly TextBuffer _raw = new();
    private readonly TextBuffer _normalized = new();
    private readonly PieceList _whole = new();
    private readonly PieceList _pieces = new();

    /// <summary>The words counted.</summary>
    public WordCounter Words { get; } = new();

    /// <summary>Counts the words of a text, and gives its length in UTF-8 bytes.</summary>
    public int Read(string text)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(text.Length));
        ReadOnlySpan<byte> utf8 = buffer.AsSpan(0, Encoding.UTF8.GetBytes(text, buffer));
        if (_scanner is not null && normalizer is null)
        {
            Scan(utf8, _scanner);
        }
        else
        {
            NormalizeAndCut(utf8);
        }

        ArrayPool<byte>.Shared.Return(buffer);
        return utf8.Length;
    }

    private void Scan(ReadOnlySpan<byte> utf8, TextSplitter scanner)
    {
        for (var start = 0; start < utf8.Length;)
        {
            var end = scanner.NextEnd(utf8, start);
            Words.Add(utf8[start..end], 1);
            start = end;
        }
    }

    private void NormalizeAndCut(ReadOnlySpan<byte> utf8)
    {
        var text = _raw;
        _raw.Clear(tracksOrigins: false);
        _raw.Load(utf8);
        if (normalizer is not null)
        {
            text = _normalized;
            _normalized.Clear(tracksOrigins: false);
            normalizer.Apply(_raw, _normalized);
        }

        if (_scanner is not null)
        {
            Scan(text.Text, _scanner);
            return;
        }

        _whole.ShareText(text);
        _whole.BeginsText = true;
        _whole.Add(0, text.Length);
        preTokenizer!.Apply(_whole, _pieces);
        foreach (var piece in _pieces.Pieces)
        {
            Words.Add(_pieces.Text.Text[piece.Start..piece.End], 1);
        }
    }
}
