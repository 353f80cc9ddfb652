using System.Runtime.InteropServices;
using Sinter.Tokenizers.Text;

namespace Sinter.Tokenizers.Pipeline;

/// <summary>A stretch of a <see cref="TextBuffer"/> that no token leaves.</summary>
/// <param name="Start">Its first byte.</param>
/// <param name="End">The byte past its last.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Piece(int Start, int End);

/// <summary>The pieces of a text, from left to right. A pre-tokenizer that only cuts shares the text of the list before; one that changes text writes its own.</summary>
internal sealed class PieceList
{
    private readonly TextBuffer _own = new();
    private readonly List<Piece> _pieces = [];
    private TextBuffer? _otherOwn;

    /// <summary>The text that the pieces lie in.</summary>
    public TextBuffer Text { get; private set; } = new();

    /// <summary>Whether the beginning of <see cref="Text"/> is that of the original text: some cuts treat the first piece of all otherwise.</summary>
    public bool BeginsText { get; set; }

    /// <summary>The pieces.</summary>
    public ReadOnlySpan<Piece> Pieces => CollectionsMarshal.AsSpan(_pieces);

    /// <summary>Another list, for who cuts in several steps on the way to this one.</summary>
    public PieceList Spare => field ??= new PieceList();

    /// <summary>Empties the list; its pieces will lie in that text.</summary>
    public void ShareText(TextBuffer text)
    {
        _pieces.Clear();
        Text = text;
    }

    /// <summary>Empties the list; its pieces will lie in the text of another list.</summary>
    public void ShareText(PieceList source)
    {
        ShareText(source.Text);
        BeginsText = source.BeginsText;
    }

    /// <summary>Empties the list and gives it a text of its own, which is empty and tracks origins where the text of <paramref name="source"/> does.</summary>
    public TextBuffer OwnText(PieceList source)
    {
        // The source may share the text that this list wrote before.
        var text = ReferenceEquals(source.Text, _own) ? _otherOwn ??= new TextBuffer() : _own;
        text.Clear(source.Text.TracksOrigins);
        ShareText(text);
        BeginsText = source.BeginsText;
        return text;
    }

    /// <summary>Adds a piece; an empty one is left out.</summary>
    public void Add(int start, int end)
    {
        if (end > start)
        {
            _pieces.Add(new Piece(start, end));
        }
    }

    /// <summary>Adds a stretch cut into pieces.</summary>
    public void AddCut(TextSplitter splitter, int start, int end)
    {
        var text = Text.Text[start..end];
        for (var at = 0; at < text.Length;)
        {
            var next = splitter.NextEnd(text, at);
            _pieces.Add(new Piece(start + at, start + next));
            at = next;
        }
    }
}
