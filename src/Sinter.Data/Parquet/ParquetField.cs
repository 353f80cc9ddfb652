namespace Sinter.Data.Parquet;

/// <summary>How often a field occurs within the one that holds it, as the format numbers it.</summary>
public enum ParquetRepetition
{
    /// <summary>Once.</summary>
    Required = 0,

    /// <summary>Once or not at all.</summary>
    Optional = 1,

    /// <summary>Any number of times.</summary>
    Repeated = 2,
}

/// <summary>One field of a schema: a column of values (a leaf), or a group of fields. It belongs to one schema.</summary>
public sealed class ParquetField
{
    private ParquetField(string name, ParquetRepetition repetition, ParquetPhysicalType? physicalType, int typeLength, ParquetLogicalType logicalType, IReadOnlyList<ParquetField> children)
    {
        Name = name;
        Repetition = repetition;
        PhysicalType = physicalType;
        TypeLength = typeLength;
        LogicalType = logicalType;
        Children = children;
        foreach (var child in children)
        {
            child.Parent = child.Parent is null ? this : throw new ArgumentException($"The field '{child.Name}' belongs to a group already.", nameof(children));
        }
    }

    /// <summary>The name within its group.</summary>
    public string Name { get; }

    /// <summary>How often it occurs within its group.</summary>
    public ParquetRepetition Repetition { get; }

    /// <summary>How its values are stored; null for a group.</summary>
    public ParquetPhysicalType? PhysicalType { get; }

    /// <summary>The bytes of a value where they are fixed, else 0.</summary>
    public int TypeLength { get; }

    /// <summary>What its values mean.</summary>
    public ParquetLogicalType LogicalType { get; }

    /// <summary>The fields of a group; empty for a leaf.</summary>
    public IReadOnlyList<ParquetField> Children { get; }

    /// <summary>The group that holds it; null for the root.</summary>
    public ParquetField? Parent { get; private set; }

    /// <summary>Whether it holds values itself.</summary>
    public bool IsLeaf => PhysicalType is not null;

    /// <summary>The names from the outermost group to this field, with dots between them.</summary>
    public string Path => Parent is { Parent: not null } ? Parent.Path + "." + Name : Name;

    /// <summary>How many of the fields down to this one may be missing (are optional or repeated): the definition level of a value that is there.</summary>
    public int MaximumDefinition { get; private set; }

    /// <summary>How many of the fields down to this one are repeated; above 0, a row may hold several values.</summary>
    public int MaximumRepetition { get; private set; }

    /// <summary>The place of a leaf among all leaves of the schema, -1 for a group.</summary>
    public int Leaf { get; private set; } = -1;

    /// <summary>A column of texts.</summary>
    public static ParquetField String(string name, bool optional = false) => Of(name, optional, ParquetPhysicalType.ByteArray, new(ParquetLogicalKind.String));

    /// <summary>A column of JSON texts.</summary>
    public static ParquetField Json(string name, bool optional = false) => Of(name, optional, ParquetPhysicalType.ByteArray, new(ParquetLogicalKind.Json));

    /// <summary>A column of whole numbers of 32 bits.</summary>
    public static ParquetField Int32(string name, bool optional = false) => Of(name, optional, ParquetPhysicalType.Int32, default);

    /// <summary>A column of whole numbers of 64 bits.</summary>
    public static ParquetField Int64(string name, bool optional = false) => Of(name, optional, ParquetPhysicalType.Int64, default);

    /// <summary>A column of numbers of 32 bits.</summary>
    public static ParquetField Float(string name, bool optional = false) => Of(name, optional, ParquetPhysicalType.Float, default);

    /// <summary>A column of numbers of 64 bits.</summary>
    public static ParquetField Double(string name, bool optional = false) => Of(name, optional, ParquetPhysicalType.Double, default);

    /// <summary>A column of truth values.</summary>
    public static ParquetField Boolean(string name, bool optional = false) => Of(name, optional, ParquetPhysicalType.Boolean, default);

    /// <summary>A column of lists of whole numbers of 32 bits that are never null, such as tokens.</summary>
    public static ParquetField Int32List(string name, bool optional = false) => List(name, optional, Int32("element"));

    /// <summary>A column of lists of whole numbers of 64 bits that are never null, such as tokens.</summary>
    public static ParquetField Int64List(string name, bool optional = false) => List(name, optional, Int64("element"));

    /// <summary>The fields of the schema as they are written in full: one for each leaf and group, without checks.</summary>
    internal static ParquetField Of(string name, ParquetRepetition repetition, ParquetPhysicalType? physicalType, int typeLength, ParquetLogicalType logicalType, IReadOnlyList<ParquetField> children) =>
        new(name, repetition, physicalType, typeLength, logicalType, children);

    /// <summary>Gives every field of a tree its levels and every leaf its place.</summary>
    internal static List<ParquetField> Number(ParquetField root)
    {
        var leaves = new List<ParquetField>();
        root.Number(0, 0, leaves);
        return leaves;
    }

    /// <summary>All leaves at or below this field, in order.</summary>
    internal IEnumerable<ParquetField> Leaves() => IsLeaf ? [this] : Children.SelectMany(child => child.Leaves());

    private void Number(int definition, int repetition, List<ParquetField> leaves)
    {
        MaximumDefinition = definition + (Repetition == ParquetRepetition.Required ? 0 : 1);
        MaximumRepetition = repetition + (Repetition == ParquetRepetition.Repeated ? 1 : 0);
        if (IsLeaf)
        {
            Leaf = leaves.Count;
            leaves.Add(this);
        }

        foreach (var child in Children)
        {
            child.Number(MaximumDefinition, MaximumRepetition, leaves);
        }
    }

    private static ParquetField Of(string name, bool optional, ParquetPhysicalType physicalType, ParquetLogicalType logicalType) =>
        new(name, optional ? ParquetRepetition.Optional : ParquetRepetition.Required, physicalType, 0, logicalType, []);

    private static ParquetField List(string name, bool optional, ParquetField element) =>
        new(
            name,
            optional ? ParquetRepetition.Optional : ParquetRepetition.Required,
            physicalType: null,
            0,
            new(ParquetLogicalKind.List),
            [new ParquetField("list", ParquetRepetition.Repeated, physicalType: null, 0, default, [element])]);
}
