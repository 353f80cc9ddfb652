using Sinter.Data.Inputs;

namespace Sinter.Data.Tuning;

/// <summary>Finds the files that a user named, with the label of those named <c>LABEL=FILE</c>.</summary>
internal static class LabelledInputs
{
    // What lies beside data in folders, and is none.
    private static readonly HashSet<string> Beside = new([".md", ".yaml", ".yml", ".py", ".html", ".pdf", ".png", ".sha256"], StringComparer.OrdinalIgnoreCase);

    public static IReadOnlyList<(InputFile Input, string? Label)> Resolve(IReadOnlyList<string> paths, TuningOptions options, bool takesLabels)
    {
        if (paths.Count == 0)
        {
            throw new ArgumentException("No file is named; name at least one.", nameof(paths));
        }

        var settings = new InputSettings { Folder = options.Folder };
        var files = new List<(InputFile, string?)>();
        foreach (var path in paths)
        {
            var (label, file) = takesLabels ? Divide(path, options.Folder) : (null, path);
            var isFolder = Directory.Exists(Path.Combine(options.Folder, file));
            files.AddRange(InputSet.Resolve([file], settings).Where(input => !isFolder || IsData(input.Name)).Select(input => (input, label)));
        }

        return files.Count > 0 ? files : throw new FileNotFoundException($"The folder '{paths[0]}' holds no file of data.");
    }

    private static (string? Label, string File) Divide(string path, string folder)
    {
        var sign = path.IndexOf('=', StringComparison.Ordinal);
        // An address may have a sign of equality behind its host.
        if (sign < 0 || path.AsSpan(0, sign).Contains("://", StringComparison.Ordinal) || File.Exists(Path.Combine(folder, path)))
        {
            return (null, path);
        }

        var label = path[..sign].Trim();
        return label.Length > 0 && sign + 1 < path.Length ? (label, path[(sign + 1)..])
            : throw new ArgumentException($"'{path}' names no label or no file; write LABEL=FILE, for example positive=reviews.txt.", nameof(path));
    }

    private static bool IsData(string name) => !Beside.Contains(Path.GetExtension(name)) && Path.GetFileNameWithoutExtension(name) is not ("LICENSE" or "README" or "LICENCE" or "NOTICE");
}
