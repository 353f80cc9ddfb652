namespace Sinter.Data.Parquet;

/// <summary>Reads the schema of a footer: a list of elements, each with the number of children that follow it, into a tree.</summary>
internal static class SchemaReader
{
    private const int MaximumDepth = 32;

    public static ParquetSchema Read(ref ThriftReader reader, ThriftType type)
    {
        var left = reader.ReadList(type, ThriftType.Struct);
        var root = ReadElement(ref reader, ref left, 0);
        if (left != 0 || root.Children.Count == 0)
        {
            throw new InvalidDataException(left != 0 ? $"The schema has {left} fields that belong to no group." : "The schema has no columns.");
        }

        return new ParquetSchema(root);
    }

    private static ParquetField ReadElement(ref ThriftReader reader, ref int left, int depth)
    {
        if (--left < 0 || depth > MaximumDepth)
        {
            throw new InvalidDataException(left < 0 ? "The schema breaks off." : $"The schema nests deeper than {MaximumDepth} groups.");
        }

        var element = new Element();
        short id = 0;
        while (reader.ReadField(ref id, out var type))
        {
            switch (id)
            {
                case 1: element.Physical = reader.ReadInt32(type); break;
                case 2: element.TypeLength = reader.ReadInt32(type); break;
                case 3: element.Repetition = reader.ReadInt32(type); break;
                case 4: element.Name = reader.ReadString(type); break;
                case 5: element.Children = reader.ReadInt32(type); break;
                case 6: element.Converted = reader.ReadInt32(type); break;
                case 7: element.Scale = reader.ReadInt32(type); break;
                case 8: element.Precision = reader.ReadInt32(type); break;
                case 10:
                    ThriftReader.Expect(type, ThriftType.Struct);
                    element.Logical = ReadLogicalType(ref reader);
                    break;
                default: reader.Skip(type); break;
            }
        }

        // The root has no repetition of its own; some writers give it one.
        var repetition = depth == 0 ? ParquetRepetition.Required : (ParquetRepetition)element.Repetition;
        if (repetition is < ParquetRepetition.Required or > ParquetRepetition.Repeated || element.Name.Length == 0 && depth > 0)
        {
            throw new InvalidDataException($"The field '{element.Name}' of the schema has the repetition {element.Repetition}; expected a name and 0, 1 or 2.");
        }

        return element.Physical < 0 || element.Children > 0
            ? ReadGroup(ref reader, ref left, depth, element, repetition)
            : ReadLeaf(element, repetition);
    }

    private static ParquetField ReadGroup(ref ThriftReader reader, ref int left, int depth, Element element, ParquetRepetition repetition)
    {
        if (element.Children <= 0 || element.Physical >= 0)
        {
            throw new InvalidDataException($"The field '{element.Name}' of the schema is neither a column nor a group of columns.");
        }

        var children = new List<ParquetField>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < element.Children; i++)
        {
            var child = ReadElement(ref reader, ref left, depth + 1);
            children.Add(names.Add(child.Name) ? child : throw new InvalidDataException($"The schema has two fields named '{child.Name}' in one group."));
        }

        var logical = element.Logical.Kind != ParquetLogicalKind.None ? element.Logical : LogicalTypes.FromConverted(element.Converted, 0, 0);
        return ParquetField.Of(element.Name, repetition, physicalType: null, 0, LogicalTypes.FitsGroup(logical, children) ? logical : default, children);
    }

    private static ParquetField ReadLeaf(Element element, ParquetRepetition repetition)
    {
        var physical = (ParquetPhysicalType)element.Physical;
        var length = physical switch
        {
            ParquetPhysicalType.FixedLengthByteArray => element.TypeLength,
            ParquetPhysicalType.Int96 => 12,
            _ => 0,
        };
        if (physical > ParquetPhysicalType.FixedLengthByteArray || physical == ParquetPhysicalType.FixedLengthByteArray && length is <= 0 or > 1 << 20)
        {
            throw new InvalidDataException($"The column '{element.Name}' has the type {element.Physical} of {length} bytes; expected 0 to 7, and 1 to 2^20 bytes where the length is fixed.");
        }

        var logical = element.Logical.Kind != ParquetLogicalKind.None ? element.Logical : LogicalTypes.FromConverted(element.Converted, element.Scale, element.Precision);
        return ParquetField.Of(element.Name, repetition, physical, length, LogicalTypes.FitsLeaf(logical, physical, length) ? logical : default, []);
    }

    private static ParquetLogicalType ReadLogicalType(ref ThriftReader reader)
    {
        var logical = default(ParquetLogicalType);
        short id = 0;
        while (reader.ReadField(ref id, out var type))
        {
            ThriftReader.Expect(type, ThriftType.Struct);
            logical = LogicalTypes.ReadMember(ref reader, id);
        }

        return logical;
    }

    private struct Element()
    {
        public int Physical = -1;
        public int TypeLength;
        public int Repetition;
        public string Name = "";
        public int Children;
        public int Converted = -1;
        public int Scale;
        public int Precision;
        public ParquetLogicalType Logical;
    }
}
