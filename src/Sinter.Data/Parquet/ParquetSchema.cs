namespace Sinter.Data.Parquet;

/// <summary>The fields of a file, as a tree, and its columns: the leaves of the tree in order.</summary>
public sealed class ParquetSchema
{
    /// <summary>A schema of the given fields; throws <see cref="ArgumentException"/> where there is none, a name is empty or one is given twice.</summary>
    public ParquetSchema(IReadOnlyList<ParquetField> fields)
        : this(ParquetField.Of("schema", ParquetRepetition.Required, null, 0, default, fields))
    {
        var twice = fields.GroupBy(field => field.Name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1 || group.Key.Length == 0);
        if (fields.Count == 0 || twice is not null)
        {
            throw new ArgumentException(twice is null ? "A schema needs at least one field." : $"The field name '{twice.Key}' is empty or given twice.", nameof(fields));
        }
    }

    internal ParquetSchema(ParquetField root)
    {
        Root = root;
        Leaves = ParquetField.Number(root);
    }

    /// <summary>The outermost fields.</summary>
    public IReadOnlyList<ParquetField> Fields => Root.Children;

    /// <summary>The columns: all fields that hold values, in the order of the file.</summary>
    public IReadOnlyList<ParquetField> Leaves { get; }

    /// <summary>The group that holds the outermost fields.</summary>
    internal ParquetField Root { get; }

    /// <summary>Finds a field by its path (names with dots between them; a name may hold dots itself); null where there is none.</summary>
    public ParquetField? Find(string path) => Find(Root, path);

    private static ParquetField? Find(ParquetField group, string path)
    {
        foreach (var child in group.Children)
        {
            if (string.Equals(child.Name, path, StringComparison.Ordinal))
            {
                return child;
            }
        }

        foreach (var child in group.Children)
        {
            if (path.Length > child.Name.Length && path[child.Name.Length] == '.' && path.StartsWith(child.Name, StringComparison.Ordinal)
                && Find(child, path[(child.Name.Length + 1)..]) is { } found)
            {
                return found;
            }
        }

        return null;
    }
}
