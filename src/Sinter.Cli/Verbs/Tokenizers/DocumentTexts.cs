using Sinter.Data;
using Sinter.Data.Inputs;
using Sinter.Data.Tokens;

namespace Sinter.Cli.Verbs.Tokenizers;

/// <summary>The texts of documents one after another, for a trainer, with a count of what could not be read.</summary>
internal sealed class DocumentTexts(IReadOnlyList<InputFile> inputs, TokenizerMeasurementOptions options)
{
    private const long MostFirst = 8 << 20;

    private readonly List<Document> _first = [];
    private long _firstCharacters;

    /// <summary>The documents given so far.</summary>
    public long Documents { get; private set; }

    /// <summary>The bytes of input, after decompression, that were read for them.</summary>
    public long Bytes { get; private set; }

    /// <summary>The records that could not be read.</summary>
    public long Broken { get; private set; }

    /// <summary>The first of them; null where there is none.</summary>
    public string? FirstFault { get; private set; }

    /// <summary>The first documents, up to some megabytes of text, to measure what was learnt.</summary>
    public IReadOnlyList<Document> First => _first;

    /// <summary>Reads them, a block at a time.</summary>
    public IEnumerable<string> Read(CancellationToken cancellation)
    {
        foreach (var block in inputs.SelectMany(input => DocumentReader.Read(input, options.Reading, options.Format)))
        {
            cancellation.ThrowIfCancellationRequested();
            Bytes += block.Bytes;
            foreach (var outcome in block.Decode())
            {
                if (outcome.Broken is { } fault)
                {
                    Broken++;
                    FirstFault ??= fault.ToString();
                }
                else if (outcome.Document is { } document && DocumentSample.Takes(document, options.SampleShare))
                {
                    Documents++;
                    Keep(document);
                    yield return document.Text;
                }
            }
        }
    }

    private void Keep(Document document)
    {
        if (_firstCharacters < MostFirst)
        {
            var text = document.Text.Length <= MostFirst ? document.Text : document.Text[..(int)MostFirst];
            _first.Add(document with { Text = text });
            _firstCharacters += text.Length;
        }
    }
}
