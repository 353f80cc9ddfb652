namespace Sinter.Data.Inputs;

/// <summary>
/// Finds the inputs that a user named: files; folders (all files below, in ordinal order, without hidden ones and those not complete); patterns (<see cref="GlobPattern"/>);
/// <c>-</c>, the standard input; http(s) addresses; and files of the Hugging Face Hub, <c>hf://datasets/OWNER/NAME[@REVISION]/PATTERN</c>.
/// </summary>
public static class InputSet
{
    /// <summary>
    /// The inputs in the order of their names, each once. A file within <see cref="InputSettings.Folder"/> is named by its path from there, another one by the path from the
    /// last folder that the user named, so that no path of a machine gets into the ids of documents.
    /// Throws <see cref="FileNotFoundException"/>, which says what was looked for and where, for a name that nothing matches.
    /// </summary>
    public static IReadOnlyList<InputFile> Resolve(IEnumerable<string> names, InputSettings settings)
    {
        var inputs = new List<InputFile>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var name in names)
        {
            foreach (var input in Resolve(name, settings))
            {
                if (seen.Add(input.Path ?? input.Name))
                {
                    inputs.Add(input);
                }
            }
        }

        return WithNamesOfTheirOwn(inputs);
    }

    private static IEnumerable<InputFile> Resolve(string name, InputSettings settings)
    {
        if (name == "-")
        {
            return [new InputFile("-", null, settings.StandardInput) { IsNamed = true }];
        }

        return WebInputs.IsWebName(name) ? WebInputs.Resolve(name, settings) : ResolvePath(name, settings);
    }

    private static IEnumerable<InputFile> ResolvePath(string name, InputSettings settings)
    {
        var full = Path.GetFullPath(Path.Combine(settings.Folder, name));
        if (File.Exists(full))
        {
            return [Local(full, Path.GetFileName(full), settings, isNamed: true)];
        }

        if (Directory.Exists(full))
        {
            var below = Path.GetFileName(Path.TrimEndingDirectorySeparator(full));
            var files = FileWalk.Files(full, int.MaxValue, hidden: false);
            return files.Count > 0
                ? files.Select(file => Local(Path.Combine(full, file), Join(below, file), settings))
                : throw new FileNotFoundException($"The folder '{name}' has no files to read: it is empty, or all its files are hidden or not complete.", full);
        }

        return GlobPattern.IsPattern(name)
            ? ResolvePattern(name, settings)
            : throw new FileNotFoundException($"There is no file or folder '{name}' (looked for '{full}').", full);
    }

    private static IEnumerable<InputFile> ResolvePattern(string name, InputSettings settings)
    {
        var pattern = (OperatingSystem.IsWindows() ? name.Replace('\\', '/') : name).Split('/');
        var wild = Array.FindIndex(pattern, GlobPattern.IsPattern);

        // Folders before the first pattern sign are walked to directly.
        var folder = Path.GetFullPath(Path.Combine(settings.Folder, wild == 0 ? "." : string.Join('/', pattern[..wild]) + "/"));
        var glob = new GlobPattern(string.Join('/', pattern[wild..]));
        var hidden = pattern[wild..].Any(part => part.StartsWith('.'));
        var matches = Directory.Exists(folder) ? FileWalk.Files(folder, glob.Depth, hidden).FindAll(glob.Matches) : [];
        var below = Path.GetFileName(Path.TrimEndingDirectorySeparator(folder));
        return matches.Count > 0
            ? matches.Select(file => Local(Path.Combine(folder, file), Join(below, file), settings))
            : throw new FileNotFoundException($"No file matches '{name}' (looked in '{folder}').", folder);
    }

    private static InputFile Local(string path, string otherwise, InputSettings settings, bool isNamed = false)
    {
        var full = Path.GetFullPath(path);
        var relative = Path.GetRelativePath(settings.Folder, full);
        var outside = Path.IsPathRooted(relative) || relative.StartsWith("..", StringComparison.Ordinal);
        return InputFile.OfPath(full, (outside ? otherwise : relative).Replace(Path.DirectorySeparatorChar, '/'), isNamed);
    }

    private static string Join(string folder, string file) => folder.Length == 0 ? file : folder + "/" + file;

    /// <summary>Two files from different folders may have one name; ids made from it would clash, so both take their full paths.</summary>
    private static List<InputFile> WithNamesOfTheirOwn(List<InputFile> inputs)
    {
        var uses = inputs.CountBy(input => input.Name, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        return inputs.ConvertAll(input => uses[input.Name] > 1 && input.Path is { } path ? InputFile.OfPath(path, path.Replace(Path.DirectorySeparatorChar, '/'), input.IsNamed) : input);
    }
}
