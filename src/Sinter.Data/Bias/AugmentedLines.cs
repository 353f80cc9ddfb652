using System.Buffers;
using System.Text.Json;
using Sinter.Data.Reading;

namespace Sinter.Data.Bias;

/// <summary>Writes documents with their gendered words swapped, and repeated, as the options say. It belongs to one thread.</summary>
internal sealed class AugmentedLines(BiasOptions options, ReadSettings settings)
{
    private readonly TermSwap _swap = new(options.Names);

    /// <summary>The lines.</summary>
    public ArrayBufferWriter<byte> Lines { get; } = new();

    /// <summary>The counts of what was written.</summary>
    public AssociationCounts Counts { get; } = new(options.Groups, options.Window);

    /// <summary>The documents that were written.</summary>
    public long Written { get; private set; }

    /// <summary>Those of them in which words were swapped.</summary>
    public long Swapped { get; private set; }

    /// <summary>The words that were swapped.</summary>
    public long Swaps { get; private set; }

    /// <summary>Writes a document, as often as it is taken.</summary>
    public void Add(Document document, ulong hash, int times)
    {
        for (var time = 1; time <= times; time++)
        {
            Add(time == 1 ? document : WithId(document, $"{document.Id}#{time}"), hash);
        }
    }

    private void Add(Document document, ulong hash)
    {
        var (text, swaps) = options.Augmentation == TermAugmentation.None ? (document.Text, 0) : _swap.Swap(document.Text);
        var inPlace = options.Augmentation == TermAugmentation.Half;

        // Not the lowest bits: by them documents may have been chosen.
        if (inPlace && ((hash >> 40) & 1) == 0)
        {
            (text, swaps) = (document.Text, 0);
        }

        if (!inPlace || swaps == 0)
        {
            Write(document);
        }

        if (swaps > 0)
        {
            Write((inPlace ? document : WithId(document, document.Id + "#swapped")) with { Text = text });
            Swapped++;
            Swaps += swaps;
        }
    }

    private void Write(Document document)
    {
        SourceRecord.WriteLine(Lines, document, settings.TextField);
        Counts.Add(document.Text);
        Written++;
    }

    /// <summary>A copy under another id. Its record keeps all fields but the id, where that is a text of its own in it; else the record is left behind.</summary>
    private Document WithId(Document document, string id)
    {
        if (document.Record is not { } record || !HasId(record, document.Id))
        {
            return document with { Id = id, Record = null };
        }

        // The id is written as a text is: as the field that changes.
        var line = new ArrayBufferWriter<byte>();
        SourceRecord.WriteLine(line, document with { Text = id, Record = record with { Text = document.Id } }, settings.IdField);
        return document with { Id = id, Record = new SourceRecord(line.WrittenMemory, record.Text) };
    }

    private bool HasId(SourceRecord record, string id)
    {
        var reader = new Utf8JsonReader(record.Json.Span);
        var isId = false;
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.PropertyName && reader.CurrentDepth == 1)
            {
                var named = reader.ValueTextEquals(settings.IdField);
                reader.Read();
                isId = named ? reader.TokenType == JsonTokenType.String && reader.ValueTextEquals(id) : isId;
                reader.Skip();
            }
        }

        return isId;
    }
}
