namespace Sinter.Data.Reading;

/// <summary>
/// Any XML: the text of its elements. The whole file is a document, or each element of the name <see cref="ReadSettings.RecordElement"/>, with its attributes as metadata.
/// An element starts a line of its own unless it stands amid text. A document type is passed over without being read, so that no entity of its making is ever expanded.
/// XML cannot be cut without being read: so this format reads on one thread.
/// </summary>
public sealed class XmlFormat : IDocumentFormat
{
    /// <inheritdoc/>
    public string Name => "xml";

    /// <inheritdoc/>
    public IReadOnlyList<string> Endings { get; } = [".xml"];

    /// <summary>Never: other formats are written in XML as well.</summary>
    public bool Recognises(ReadOnlySpan<byte> start) => false;

    /// <inheritdoc/>
    public IEnumerable<RecordBlock> Read(Stream content, string source, ReadSettings settings)
    {
        var bounded = new BoundedStepStream(content, settings.MaximumRecordBytes);
        using var reader = new XmlRecordReader(bounded, source, settings);
        long told = 0;
        var outcomes = new List<ReadOutcome>();
        while (true)
        {
            var more = reader.TryRead(out var outcome);
            if (more)
            {
                outcomes.Add(outcome);
            }

            if ((!more && outcomes.Count > 0) || bounded.BytesRead - told >= settings.BlockBytes)
            {
                IReadOnlyList<ReadOutcome> block = outcomes;
                yield return new RecordBlock(bounded.BytesRead - told, () => block);
                told = bounded.BytesRead;
                outcomes = [];
            }

            if (!more)
            {
                yield break;
            }
        }
    }
}
