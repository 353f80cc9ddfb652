using System.Text.Json;

namespace Sinter.Data.Parquet;

/// <summary>
/// Puts the columns of a field together again, for one row: the repetition and definition levels say where lists begin and which field is missing
/// (Melnik and others, "Dremel", 2010, section 4.3).
/// </summary>
internal sealed class JsonAssembler(ParquetBatch batch, int row, Utf8JsonWriter writer, int maximumBytes)
{
    private readonly Dictionary<ParquetField, Cursor> _cursors = [];

    private bool IsFull => writer.BytesCommitted + writer.BytesPending >= maximumBytes;

    /// <summary>Writes the field's value.</summary>
    public void Write(ParquetField field)
    {
        foreach (var leaf in field.Leaves())
        {
            var column = batch.Column(leaf);
            _cursors.Add(leaf, new Cursor(column, column.Slot(row), column.SlotEnd(row)));
        }

        WriteField(field);
        foreach (var (leaf, cursor) in _cursors)
        {
            if (cursor.Position != cursor.End)
            {
                throw new InvalidDataException($"The levels of the column '{leaf.Path}' do not fit those of its neighbours.");
            }
        }
    }

    // A field as its group holds it: once, perhaps, or any number of times.
    private void WriteField(ParquetField field)
    {
        if (field.Repetition == ParquetRepetition.Repeated)
        {
            WriteElements(field, () => WriteValue(field));
        }
        else if (First(field).Definition < field.MaximumDefinition)
        {
            Advance(field);
            WriteNull();
        }
        else
        {
            WriteValue(field);
        }
    }

    private void WriteValue(ParquetField field)
    {
        if (field.IsLeaf)
        {
            WriteScalar(field);
        }
        else if (field.LogicalType.Kind == ParquetLogicalKind.List)
        {
            WriteElements(field.Children[0], () => WriteElement(field, field.Children[0]));
        }
        else if (field.LogicalType.Kind == ParquetLogicalKind.Map && field.Children[0].Children[0] is { IsLeaf: true } key && key.Repetition != ParquetRepetition.Repeated)
        {
            WriteMap(field.Children[0], key, field.Children[0].Children[1]);
        }
        else
        {
            Begin(isObject: true);
            foreach (var child in field.Children)
            {
                WriteName(child.Name);
                WriteField(child);
            }

            End(isObject: true);
        }
    }

    /// <summary>
    /// The repeated field of a list is a shell round the element where it is a group of one field, else the element itself (the rules for older files in
    /// the format's LogicalTypes.md).
    /// </summary>
    private void WriteElement(ParquetField list, ParquetField repeated)
    {
        if (repeated is { IsLeaf: false, Children.Count: 1, Name: not "array" } && !string.Equals(repeated.Name, list.Name + "_tuple", StringComparison.Ordinal))
        {
            WriteField(repeated.Children[0]);
        }
        else
        {
            WriteValue(repeated);
        }
    }

    private void WriteElements(ParquetField repeated, Action writeElement)
    {
        Begin(isObject: false);
        ForEach(repeated, writeElement);
        End(isObject: false);
    }

    private void WriteMap(ParquetField pair, ParquetField key, ParquetField value)
    {
        Begin(isObject: true);
        ForEach(pair, () =>
        {
            var cursor = First(key);
            WriteName(cursor.Definition < key.MaximumDefinition ? "" : ScalarText.Of(key, cursor.Values, cursor.Position) ?? Convert.ToBase64String(cursor.Values.BytesOf(cursor.Position)));
            cursor.Advance();
            WriteField(value);
        });
        End(isObject: true);
    }

    private void ForEach(ParquetField repeated, Action write)
    {
        var first = First(repeated);
        if (first.Definition < repeated.MaximumDefinition)
        {
            Advance(repeated);
            return;
        }

        do
        {
            write();
        }
        while (first.Position < first.End && first.Repetition == repeated.MaximumRepetition);
    }

    private void WriteScalar(ParquetField leaf)
    {
        var cursor = First(leaf);
        var slot = cursor.Position;
        cursor.Advance();
        if (IsFull)
        {
            return;
        }

        var text = ScalarText.Of(leaf, cursor.Values, slot);
        switch (leaf.PhysicalType)
        {
            case ParquetPhysicalType.ByteArray or ParquetPhysicalType.FixedLengthByteArray when text is null:
                writer.WriteBase64StringValue(cursor.Values.BytesOf(slot));
                break;
            case ParquetPhysicalType.Boolean or ParquetPhysicalType.Int32 or ParquetPhysicalType.Int64
                when leaf.LogicalType.Kind is ParquetLogicalKind.None or ParquetLogicalKind.Integer or ParquetLogicalKind.Decimal:
            case ParquetPhysicalType.Float or ParquetPhysicalType.Double when double.IsFinite(cursor.Values.Doubles[slot]):
            case ParquetPhysicalType.FixedLengthByteArray when leaf.LogicalType.Kind == ParquetLogicalKind.Float16 && char.IsAsciiDigit(text![^1]):
                writer.WriteRawValue(text!, skipInputValidation: true);
                break;
            default:
                writer.WriteStringValue(text);
                break;
        }
    }

    private Cursor First(ParquetField field)
    {
        while (!field.IsLeaf)
        {
            field = field.Children[0];
        }

        return _cursors[field];
    }

    private void Advance(ParquetField field)
    {
        foreach (var leaf in field.Leaves())
        {
            _cursors[leaf].Advance();
        }
    }

    private void WriteNull()
    {
        if (!IsFull)
        {
            writer.WriteNullValue();
        }
    }

    private void WriteName(string name)
    {
        if (!IsFull)
        {
            writer.WritePropertyName(name);
        }
    }

    private void Begin(bool isObject)
    {
        if (isObject)
        {
            writer.WriteStartObject();
        }
        else
        {
            writer.WriteStartArray();
        }
    }

    private void End(bool isObject)
    {
        if (isObject)
        {
            writer.WriteEndObject();
        }
        else
        {
            writer.WriteEndArray();
        }
    }

    private sealed class Cursor(ParquetColumn column, int start, int end)
    {
        public int Position { get; private set; } = start;

        public int End => end;

        public ColumnValues Values => column.AllValues;

        public int Definition => column.DefinitionOf(Position < end ? Position : throw Misfit());

        public int Repetition => column.RepetitionOf(Position);

        public void Advance() => Position = Position < end ? Position + 1 : throw Misfit();

        private InvalidDataException Misfit() => new($"The levels of the column '{column.Field.Path}' do not fit those of its neighbours.");
    }
}
