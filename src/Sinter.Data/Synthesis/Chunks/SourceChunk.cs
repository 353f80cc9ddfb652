using System.Globalization;

namespace Sinter.Data.Synthesis;

/// <summary>A part of a document that something is made from: whole paragraphs where they fit, else whole sentences.</summary>
public sealed class SourceChunk
{
    private readonly Lazy<ChunkSentences> _sentences;

    internal SourceChunk(ChunkedDocument owner, int number, int start, int end, string? title, string? heading, bool beginsSection)
    {
        Owner = owner;
        Number = number;
        Start = start;
        End = end;
        Title = title;
        Heading = heading;
        BeginsSection = beginsSection;
        Text = owner.Document.Text[start..end];
        Hash = StableHash.Of(Text).ToString("x16", CultureInfo.InvariantCulture);
        _sentences = new(() => new ChunkSentences(this));
    }

    /// <summary>The document.</summary>
    public Document Document => Owner.Document;

    /// <summary>What the document is about, or the article in it that the chunk belongs to; null where that is not said.</summary>
    public string? Title { get; }

    /// <summary>Which chunk of the document it is, from 0.</summary>
    public int Number { get; }

    /// <summary>Where it begins in the text of the document, in UTF-16 units.</summary>
    public int Start { get; }

    /// <summary>The place behind its end.</summary>
    public int End { get; }

    /// <summary>The heading that it stands under; null where there is none.</summary>
    public string? Heading { get; }

    /// <summary>Whether it is the first of its section.</summary>
    public bool BeginsSection { get; }

    /// <summary>The text from <see cref="Start"/> to <see cref="End"/>.</summary>
    public string Text { get; }

    /// <summary>The <see cref="StableHash"/> of the text, 16 hexadecimal digits: whether a document still holds the chunk can be told by it.</summary>
    public string Hash { get; }

    /// <summary>What all chunks of the document share.</summary>
    internal ChunkedDocument Owner { get; }

    /// <summary>Its sentences, read when they are first asked for.</summary>
    internal ChunkSentences Sentences => _sentences.Value;
}
