namespace Sinter.Data.Reading;

/// <summary>A form in which documents come, such as JSON Lines or WARC. It reads streams that are decompressed already.</summary>
public interface IDocumentFormat
{
    /// <summary>The name, as options and messages spell it: <c>jsonl</c>.</summary>
    string Name { get; }

    /// <summary>The file endings that belong to it, with their dots, without those of a compression: <c>.jsonl</c>.</summary>
    IReadOnlyList<string> Endings { get; }

    /// <summary>Whether it goes back and forth in the content; else the content is read once, from its start to its end.</summary>
    bool NeedsSeeking => false;

    /// <summary>Whether content that begins so (up to 4 kB) can be nothing else, whatever its name.</summary>
    bool Recognises(ReadOnlySpan<byte> start);

    /// <summary>
    /// Cuts the stream into blocks of about <see cref="ReadSettings.BlockBytes"/>, in order. Bad content never throws: what cannot be read is the outcome of a block
    /// (<see cref="ReadOutcome.Fault"/>), reading goes on behind it where that is possible, and memory stays within a few blocks and one record.
    /// A stream that breaks off (<see cref="InvalidDataException"/>, <see cref="EndOfStreamException"/>) ends the input with a fault of its own.
    /// </summary>
    /// <param name="content">The content; not seekable unless <see cref="NeedsSeeking"/> asks for it.</param>
    /// <param name="source">The name of the input, for ids and messages, with <c>/</c> between folders.</param>
    /// <param name="settings">What the user chose.</param>
    IEnumerable<RecordBlock> Read(Stream content, string source, ReadSettings settings);
}
