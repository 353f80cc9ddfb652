namespace Sinter.Data.Decontamination;

/// <summary>Which fields of an item the user wants.</summary>
internal static class FieldChoice
{
    /// <summary>Whether a field, named by the way to it with dots, is one of those, or lies within one; all are where none is named.</summary>
    public static bool Wants(IReadOnlyList<string> fields, string path)
    {
        for (var i = 0; i < fields.Count; i++)
        {
            var field = fields[i];
            if (path.StartsWith(field, StringComparison.OrdinalIgnoreCase) && (path.Length == field.Length || path[field.Length] == '.'))
            {
                return true;
            }
        }

        return fields.Count == 0;
    }
}
