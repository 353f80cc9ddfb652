using System.Text;
using Sinter.Tokenizers.Bpe;
using Sinter.Tokenizers.Models;
using Sinter.Tokenizers.Normalizers;
using Sinter.Tokenizers.PreTokenizers;
using Sinter.Tokenizers.Text;

namespace Sinter.Tokenizers.Pipeline;

/// <summary>
/// The way of text to ids: added tokens that stand in it as it is, normalisation, added tokens of normalised text, the cut into pieces, and the model, as Hugging Face
/// goes it. Short pieces are remembered, so that most words of a text are never encoded again.
/// </summary>
internal sealed class TextEncoder
{
    /// <summary>The longest piece, in bytes: it bounds the time and memory that one endless word can take.</summary>
    public const int LongestPiece = 1 << 24;

    private readonly Normalizer? _normalizer;
    private readonly PreTokenizer? _preTokenizer;
    private readonly TextSplitter? _scanner;
    private readonly TokenModel _model;
    private readonly AddedTokenMatcher _raw;
    private readonly AddedTokenMatcher _normalized;

    /// <summary>Makes the parts of a definition ready.</summary>
    public TextEncoder(TokenizerDefinition definition)
    {
        _normalizer = definition.Normalizer;
        _preTokenizer = definition.PreTokenizer;
        _model = definition.Model.Compile(definition);
        _scanner = _preTokenizer is null ? _model.Cut ?? WholeText.Instance : _model.Cut is null ? _preTokenizer.Scanner : null;
        _raw = new AddedTokenMatcher(definition.AddedTokens.Where(token => !token.Normalized || _normalizer is null), static content => content);
        _normalized = new AddedTokenMatcher(definition.AddedTokens.Where(token => token.Normalized && _normalizer is not null), Normalize);
    }

    /// <summary>The cut of text by one scan, where nothing else happens to it: what may be encoded in parts. Null else.</summary>
    public TextSplitter? Splitter => _normalizer is null ? _scanner : null;

    /// <summary>The added tokens that are looked for in text as it is.</summary>
    public AddedTokenMatcher AddedTokens => _raw;

    /// <summary>What cuts a long text into parts that may be encoded apart; null where there is no such place.</summary>
    public TextCutter? Cutter => Splitter is { } splitter ? new TextCutter(splitter, _raw) : null;

    /// <summary>Encodes text into the scratch, which was cleared.</summary>
    /// <param name="utf8">Text that is meant to be UTF-8.</param>
    /// <param name="allowSpecial">Whether special tokens written out in the text become those tokens.</param>
    /// <param name="plain">Stretches, in bytes and in order, in which they do not all the same; the scratch must track lengths if there are any.</param>
    /// <param name="scratch">Where the ids go, with their offsets in bytes where it tracks lengths.</param>
    /// <exception cref="ArgumentException">A piece has more than <see cref="LongestPiece"/> bytes.</exception>
    public void Encode(ReadOnlySpan<byte> utf8, bool allowSpecial, ReadOnlySpan<TextRange> plain, EncodingScratch scratch)
    {
        scratch.TextLength = utf8.Length;
        var position = 0;
        while (_raw.Find(utf8, position, allowSpecial, plain, out var start, out var end) is { } token)
        {
            EncodeStretch(utf8[position..start], position, allowSpecial, plain, scratch);
            scratch.Tokens.Add(token.Id, end - start);
            AddOffset(scratch, start, end);
            position = end;
        }

        EncodeStretch(utf8[position..], position, allowSpecial, plain, scratch);
    }

    /// <summary>Encodes text in which no added token lies as it is.</summary>
    private void EncodeStretch(ReadOnlySpan<byte> utf8, int origin, bool allowSpecial, ReadOnlySpan<TextRange> plain, EncodingScratch scratch)
    {
        if (utf8.IsEmpty)
        {
            return;
        }

        if (_normalizer is null && _scanner is not null)
        {
            Scan(utf8, _scanner, scratch);
            AddOffsets(scratch, null, origin);
            return;
        }

        var raw = Emptied(scratch.Raw, scratch);
        raw.Load(utf8, origin);
        var text = raw;
        if (_normalizer is not null)
        {
            text = Emptied(scratch.Normalized, scratch);
            _normalizer.Apply(raw, text);
        }

        EncodeNormalized(text, origin == 0, allowSpecial, plain, scratch);
    }

    private void EncodeNormalized(TextBuffer text, bool beginsText, bool allowSpecial, ReadOnlySpan<TextRange> plain, EncodingScratch scratch)
    {
        var position = 0;
        var from = 0;
        while (_normalized.Find(text.Text, from, allowSpecial, [], out var start, out var end) is { } token)
        {
            if (token.Special && !plain.IsEmpty && text.Origin(start, end) is var (origin, originEnd) && AddedTokenMatcher.Overlaps(plain, origin, originEnd))
            {
                from = start + 1;
                continue;
            }

            EncodePart(text, position, start, beginsText && position == 0, scratch);
            scratch.Tokens.Add(token.Id, end - start);
            if (scratch.Tokens.TracksLengths)
            {
                var (first, last) = text.Origin(start, end);
                AddOffset(scratch, first, last);
            }

            from = position = end;
        }

        EncodePart(text, position, text.Length, beginsText && position == 0, scratch);
    }

    /// <summary>Encodes normalised text in which no added token lies.</summary>
    private void EncodePart(TextBuffer text, int start, int end, bool beginsText, EncodingScratch scratch)
    {
        if (start == end)
        {
            return;
        }

        var part = text;
        if (end - start < text.Length)
        {
            part = Emptied(scratch.Part, scratch);
            part.Copy(text, start, end);
        }

        if (_scanner is not null)
        {
            Scan(part.Text, _scanner, scratch);
            AddOffsets(scratch, part, 0);
            return;
        }

        scratch.Whole.ShareText(part);
        scratch.Whole.BeginsText = beginsText;
        scratch.Whole.Add(0, part.Length);
        _preTokenizer!.Apply(scratch.Whole, scratch.Pieces);
        foreach (var piece in scratch.Pieces.Pieces)
        {
            EncodePiece(scratch.Pieces.Text.Text, piece, scratch);
            AddOffsets(scratch, scratch.Pieces.Text, piece.Start);
        }
    }

    private void EncodePiece(ReadOnlySpan<byte> text, Piece piece, EncodingScratch scratch)
    {
        if (_model.Cut is { } cut)
        {
            Scan(text[piece.Start..piece.End], cut, scratch);
        }
        else
        {
            EncodeWord(text, piece.Start, piece.End, scratch);
        }
    }

    private void Scan(ReadOnlySpan<byte> text, TextSplitter splitter, EncodingScratch scratch)
    {
        for (var start = 0; start < text.Length;)
        {
            var end = splitter.NextEnd(text, start);
            EncodeWord(text, start, end, scratch);
            start = end;
        }
    }

    /// <summary>Encodes a word of a text, or gives the ids that are remembered of it; offsets are not remembered.</summary>
    private void EncodeWord(ReadOnlySpan<byte> text, int start, int end, EncodingScratch scratch)
    {
        var word = text[start..end];
        var tokens = scratch.Tokens;
        if (word.Length > WordCache.LongestWord || tokens.TracksLengths)
        {
            ThrowIfTooLong(_model.CutsItself ? 0 : word.Length);
            _model.Encode(word, scratch.Model, tokens);
            return;
        }

        var key = word.Length <= WordKey.Longest ? WordKey.OfShort(text, start, word.Length) : WordKey.OfLong(word);
        var count = scratch.Words.Copy(key, word, ref tokens.Reserve(WordCache.MostIds));
        if (count > 0)
        {
            tokens.Take(count);
            return;
        }

        var before = tokens.Count;
        _model.Encode(word, scratch.Model, tokens);
        scratch.Words.Add(key, word, tokens.Ids[before..]);
    }

    /// <summary>Gives the ids that have none yet their offsets, where they are asked for: they follow one another in the text from <paramref name="position"/>.</summary>
    private static void AddOffsets(EncodingScratch scratch, TextBuffer? text, int position)
    {
        var lengths = scratch.Tokens.Lengths;
        for (var i = scratch.Offsets.Count; i < lengths.Length; i++)
        {
            var (start, end) = text is null ? (position, position + lengths[i]) : text.Origin(position, position + lengths[i]);
            scratch.Offsets.Add(new TextRange(start, end));
            position += lengths[i];
        }
    }

    private static void AddOffset(EncodingScratch scratch, int start, int end)
    {
        if (scratch.Tokens.TracksLengths)
        {
            scratch.Offsets.Add(new TextRange(start, end));
        }
    }

    private static TextBuffer Emptied(TextBuffer buffer, EncodingScratch scratch)
    {
        buffer.Clear(scratch.Tokens.TracksLengths);
        return buffer;
    }

    private string Normalize(string content)
    {
        var (source, target) = (new TextBuffer(), new TextBuffer());
        source.Load(Encoding.UTF8.GetBytes(content));
        _normalizer!.Apply(source, target);
        return Encoding.UTF8.GetString(target.Text);
    }

    /// <summary>Refuses a piece or a word that is too long to be encoded as one.</summary>
    public static void ThrowIfTooLong(int length)
    {
        if (length > LongestPiece)
        {
            throw new ArgumentException($"The text holds a single word of {length >> 20} MiB, more than the {LongestPiece >> 20} MiB that are encoded as one; it is hardly language, so cut it or leave it out.");
        }
    }
}
