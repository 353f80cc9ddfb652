using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Sinter.Data.Parquet;

namespace Sinter.Data.Tuning.Sources;

/// <summary>The rows of a Parquet file as objects, lists and structures within them.</summary>
internal sealed class ParquetRows(string name, TuningOptions options)
{
    public IEnumerable<RawRecord> Read(Stream content)
    {
        using var file = Open(content);
        if (file.Rows > options.MaximumRecords)
        {
            throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"'{name}' has {file.Rows:N0} rows, and {options.MaximumRecords:N0} is the limit for what is kept in memory."));
        }

        long bytes = 0;
        using var batches = file.ReadBatches().GetEnumerator();
        while (Next(batches))
        {
            var batch = batches.Current;
            bytes += batch.Bytes;
            if (bytes > options.MaximumBytes)
            {
                throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"'{name}' holds over {options.MaximumBytes:N0} bytes, the limit for what is kept in memory; give smaller files."));
            }

            for (var row = 0; row < batch.Rows; row++)
            {
                yield return Row(file.Schema.Fields, batch, row, new RecordPlace(name, batch.FirstRow + row + 1, "row"));
            }
        }
    }

    private ParquetFile Open(Stream content)
    {
        try
        {
            return ParquetFile.Open(content);
        }
        catch (Exception fault) when (fault is InvalidDataException or EndOfStreamException)
        {
            throw Broken(fault);
        }
    }

    private bool Next(IEnumerator<ParquetBatch> batches)
    {
        try
        {
            return batches.MoveNext();
        }
        catch (Exception fault) when (fault is InvalidDataException or EndOfStreamException)
        {
            throw Broken(fault);
        }
    }

    private RawRecord Row(IReadOnlyList<ParquetField> fields, ParquetBatch batch, int row, RecordPlace place)
    {
        var buffer = new ArrayBufferWriter<byte>();
        try
        {
            using (var json = new Utf8JsonWriter(buffer, DocumentJson.Options))
            {
                json.WriteStartObject();
                foreach (var field in fields)
                {
                    json.WritePropertyName(field.Name);
                    json.WriteRawValue(batch.Json(field, row, options.MaximumRecordBytes));
                }

                json.WriteEndObject();
            }

            return buffer.WrittenCount <= options.MaximumRecordBytes
                ? RawRecord.Of(place, JsonElement.Parse(buffer.WrittenSpan, new JsonDocumentOptions { MaxDepth = options.MaximumDepth }))
                : new RawRecord(place, default, FaultKind.TooLong, $"it is longer than {options.MaximumRecordBytes} bytes, the limit for one");
        }
        catch (JsonException)
        {
            // A value that is longer than the limit breaks off, and lists may lie too deep in each other.
            return new RawRecord(place, default, FaultKind.TooLong, $"it is longer than {options.MaximumRecordBytes} bytes, or nested deeper than {options.MaximumDepth} levels");
        }
        catch (InvalidDataException fault)
        {
            throw Broken(fault);
        }
    }

    private InvalidDataException Broken(Exception fault) => new($"The Parquet file '{name}' cannot be read: {fault.Message.TrimEnd('.')}.", fault);
}
