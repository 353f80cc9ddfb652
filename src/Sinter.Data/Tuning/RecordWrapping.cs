using System.Text.Json;

namespace Sinter.Data.Tuning;

/// <summary>Looks for records within another one, where files wrap them: <c>{"data":[...]}</c>, <c>{"rows":[{"row":{...}}]}</c>.</summary>
internal static class RecordWrapping
{
    private static readonly string[] Lists = ["data", "examples", "rows", "records", "items", "train"];

    /// <summary>The records that a record wraps; the record itself where it wraps none.</summary>
    public static IReadOnlyList<RecordView> Unwrap(RecordView record)
    {
        foreach (var name in Lists)
        {
            if (record.Find(name) is { ValueKind: JsonValueKind.Array } list && list.GetArrayLength() > 0 && list.EnumerateArray().All(static item => item.ValueKind == JsonValueKind.Object))
            {
                return [.. list.EnumerateArray().Select((item, i) => record.Within(item.TryGetProperty("row", out var row) && row.ValueKind == JsonValueKind.Object ? row : item, i + 1))];
            }
        }

        return [record];
    }
}
