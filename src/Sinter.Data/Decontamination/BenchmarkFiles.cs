using System.Globalization;
using Sinter.Data.Compression;
using Sinter.Data.Inputs;
using Sinter.Data.Reading;
using Sinter.Data.Sources;

namespace Sinter.Data.Decontamination;

/// <summary>
/// Reads the items of benchmarks from files: JSON Lines and JSON (all texts within an object, at any depth), CSV with or without a first row of names, TSV, Parquet, and plain text
/// (a line an item, or a paragraph where there are empty lines, or a group of lines where every so many lines hold a number alone, as in HellaSwag's text form); any of them
/// compressed. What a benchmark is called: the file that was named, or the folder that was named and what lies directly in it, such as <c>mmlu/test</c>. Licences and read-me files
/// are no benchmarks.
/// </summary>
public static class BenchmarkFiles
{
    private static readonly string[] NoBenchmarks = ["readme", "license", "licence", "copying", "notice"];

    /// <summary>The items, file by file.</summary>
    /// <param name="paths">Files, folders and patterns.</param>
    /// <param name="fields">The fields that are read; all where it is empty.</param>
    /// <param name="faults">Takes what cannot be read.</param>
    /// <exception cref="FileNotFoundException">A path leads to nothing.</exception>
    public static IEnumerable<BenchmarkItem> Read(IReadOnlyList<string> paths, IReadOnlyList<string> fields, ICollection<BrokenInput> faults)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var path in paths)
        {
            foreach (var file in InputSet.Resolve([path], InputSettings.Default))
            {
                if (seen.Add(file.Path ?? file.Name) && FormOf(file.Name) is { } form)
                {
                    var (benchmark, name) = NameOf(path, file);
                    foreach (var (number, texts) in Items(file, form, name, fields, faults))
                    {
                        yield return new BenchmarkItem(benchmark, string.Create(CultureInfo.InvariantCulture, $"{name}#{number}"), texts);
                    }
                }
            }
        }
    }

    private static string? FormOf(string name)
    {
        var file = Path.GetFileName(name);
        file = ContentEncoder.KindOf(file) != CompressionKind.None || file.EndsWith(".bz2", StringComparison.OrdinalIgnoreCase) ? Path.GetFileNameWithoutExtension(file) : file;
        return NoBenchmarks.Any(start => file.StartsWith(start, StringComparison.OrdinalIgnoreCase)) ? null
            : Path.GetExtension(file).ToLowerInvariant() switch
            {
                ".jsonl" or ".ndjson" or ".json" => "json",
                ".csv" => "csv",
                ".tsv" or ".tab" or ".txt" => "lines",
                ".parquet" => "parquet",
                _ => null,
            };
    }

    /// <summary>The name of the benchmark and of the file: both from the folder that the user named, so that no path of a machine gets into reports.</summary>
    private static (string Benchmark, string File) NameOf(string path, InputFile file)
    {
        if (file.Path is not { } full || !Directory.Exists(path))
        {
            var alone = Path.GetFileName(file.Name);
            return (WithoutEndings(alone), alone);
        }

        var folder = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)));
        var below = Path.GetRelativePath(Path.GetFullPath(path), full).Replace(Path.DirectorySeparatorChar, '/');
        return ($"{folder}/{WithoutEndings(below.Split('/')[0])}", $"{folder}/{below}");
    }

    private static string WithoutEndings(string name) => name.IndexOf('.') is var dot and > 0 && FormOf(name) is not null ? name[..dot] : name;

    private static IEnumerable<(long Number, IReadOnlyList<string> Texts)> Items(InputFile file, string form, string name, IReadOnlyList<string> fields, ICollection<BrokenInput> faults)
    {
        if (form is "parquet")
        {
            return TableItems.OfParquet(file, name, fields, faults);
        }

        return Opened(file, content => form switch
        {
            "json" => JsonItems.Read(content, name, fields, faults),
            "csv" => TableItems.OfCsv(TextContent.AsUtf8(content), name, fields, faults),
            _ => LineItems.Read(TextContent.AsUtf8(content), name, faults),
        });
    }

    private static IEnumerable<(long Number, IReadOnlyList<string> Texts)> Opened(InputFile file, Func<Stream, IEnumerable<(long, IReadOnlyList<string>)>> read)
    {
        using var content = ContentDecoder.Open(file.Open(), file.Name);
        foreach (var item in read(content))
        {
            yield return item;
        }
    }
}
