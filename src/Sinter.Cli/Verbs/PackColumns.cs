using System.CommandLine;
using Sinter.Data.Packing;

namespace Sinter.Cli.Verbs;

/// <summary>The option that chooses the columns of a Parquet file beside <c>input_ids</c>.</summary>
internal static class PackColumns
{
    private static readonly (string Name, PackedColumns Column)[] Known =
        [("attention_mask", PackedColumns.AttentionMask), ("labels", PackedColumns.Labels), ("position_ids", PackedColumns.PositionIds)];

    /// <summary>Makes the option.</summary>
    public static Option<string[]> Option() => new("--column")
    {
        HelpName = "NAME",
        Description = $"A column of the Parquet files beside input_ids and seq_lengths; may be given many times: {string.Join(", ", Known.Select(static known => known.Name))}.",
    };

    /// <summary>The columns that were named.</summary>
    /// <exception cref="UsageException">There is none of that name.</exception>
    public static PackedColumns Chosen(string[]? names) => (names ?? []).Aggregate(PackedColumns.None, static (columns, name) => columns | Find(name));

    private static PackedColumns Find(string name) =>
        Array.Find(Known, known => string.Equals(known.Name, name, StringComparison.Ordinal)) is { Name: not null } found
            ? found.Column
            : throw new UsageException($"--column is '{name}', expected one of {string.Join(", ", Known.Select(static known => known.Name))}.");
}
