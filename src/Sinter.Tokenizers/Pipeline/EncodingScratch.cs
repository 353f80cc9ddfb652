using Sinter.Tokenizers.Bpe;
using Sinter.Tokenizers.Models;

namespace Sinter.Tokenizers.Pipeline;

/// <summary>What one encoding at a time needs besides the tokenizer: remembered words and buffers that are kept, so that a warm encoder allocates nothing.</summary>
internal sealed class EncodingScratch
{
    private const int KeptBytes = 1 << 20;

    private byte[] _utf8 = [];

    /// <summary>The bytes of the text at hand.</summary>
    public int TextLength { get; set; }

    /// <summary>The ids of pieces met before.</summary>
    public WordCache Words { get; } = new();

    /// <summary>What the model works in.</summary>
    public ModelScratch Model { get; } = new();

    /// <summary>The ids given so far.</summary>
    public TokenList Tokens { get; private set; } = new();

    /// <summary>The stretch of the original, in bytes, of each id; filled where lengths are tracked.</summary>
    public List<TextRange> Offsets { get; private set; } = [];

    /// <summary>A stretch of text as it came.</summary>
    public TextBuffer Raw { get; private set; } = new();

    /// <summary>A stretch of normalised text.</summary>
    public TextBuffer Normalized { get; private set; } = new();

    /// <summary>A part of normalised text between added tokens.</summary>
    public TextBuffer Part { get; private set; } = new();

    /// <summary>The part as one piece.</summary>
    public PieceList Whole { get; private set; } = new();

    /// <summary>The part cut into pieces.</summary>
    public PieceList Pieces { get; private set; } = new();

    /// <summary>Room for text as UTF-8.</summary>
    public byte[] Utf8(int length)
    {
        if (_utf8.Length < length)
        {
            _utf8 = GC.AllocateUninitializedArray<byte>(Math.Max(length, Math.Min(_utf8.Length * 2, KeptBytes)));
        }

        return _utf8;
    }

    /// <summary>Empties it for the next text.</summary>
    public void Clear(bool tracksOffsets)
    {
        TextLength = 0;
        Tokens.Clear(tracksOffsets);
        Offsets.Clear();
    }

    /// <summary>Lets go of what an unusually long text made large.</summary>
    public void Trim()
    {
        if (_utf8.Length > KeptBytes)
        {
            _utf8 = [];
        }

        if (TextLength > KeptBytes)
        {
            (Tokens, Offsets, Raw, Normalized, Part, Whole, Pieces) = (new(), [], new(), new(), new(), new(), new());
            Model.Trim();
        }
    }
}
