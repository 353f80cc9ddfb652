using System.Runtime.InteropServices;

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

    /// <summary>The text that the pieces lie in.</summary>
    public TextBuffer Text { get; private set; } = new();

    /// <summary>Whether the first piece begins the original text: some cuts treat it otherwise.</summary>
    public bool BeginsText { get; set; }

    /// <summary>The pieces.</summary>
    public ReadOnlySpan<Piece> Pieces => CollectionsMarshal.AsSpan(_pieces);

    /// <summary>Empties the list; its pieces will lie in that text.</summary>
    public void ShareText(TextBuffer text)
    {
        _pieces.Clear();
        Text = text;
    }

    /// <summary>Empties the list and gives it a text of its own, which is empty.</summary>
    public TextBuffer OwnText(bool tracksOrigins)
    {
        _pieces.Clear();
        _own.Clear(tracksOrigins);
        return Text = _own;
    }

    /// <summary>Adds a piece; an empty one is left out.</summary>
    public void Add(int start, int end)
    {
        if (end > start)
        {
            _pieces.Add(new Piece(start, end));
        }
    }
}
