using System.Security.Cryptography;
using System.Text.Json;

namespace Sinter.Data.Lineage;

/// <summary>
/// Changes many files of a folder as one: the new contents are written aside, into the folder <c>forgetting</c>; then a list of what goes where is written, which decides; then each file
/// takes its place. A process that dies before the list is there has changed nothing; after it, <see cref="Finish"/> carries on with what is left.
/// </summary>
internal sealed class ForgetJournal : IDisposable
{
    public const string FolderName = "forgetting";

    private const string PlanName = "plan.json";

    private readonly string _root;
    private readonly string _work;
    private readonly List<JournalEntry> _entries = [];
    private bool _decided;

    private ForgetJournal(string root)
    {
        _root = root;
        _work = Path.Combine(root, FolderName);
    }

    /// <summary>What will be changed, in order.</summary>
    public IReadOnlyList<JournalEntry> Entries => _entries;

    /// <summary>Begins without changes; what an earlier attempt left undecided is deleted.</summary>
    public static ForgetJournal Begin(string root)
    {
        var journal = new ForgetJournal(root);
        if (Directory.Exists(journal._work))
        {
            Directory.Delete(journal._work, recursive: true);
        }

        Directory.CreateDirectory(journal._work);
        return journal;
    }

    /// <summary>Whether changes of a folder were decided and not finished.</summary>
    public static bool IsOpen(string root) => File.Exists(Path.Combine(root, FolderName, PlanName));

    /// <summary>Carries out what was decided before; false where nothing was.</summary>
    /// <exception cref="InvalidDataException">The list is damaged.</exception>
    public static bool Finish(string root)
    {
        var plan = Path.Combine(root, FolderName, PlanName);
        if (!File.Exists(plan))
        {
            return false;
        }

        try
        {
            Apply(root, JsonSerializer.Deserialize<JournalEntry[]>(File.ReadAllBytes(plan), JsonSerializerOptions.Web)!);
            return true;
        }
        catch (JsonException fault)
        {
            throw new InvalidDataException($"'{plan}' is damaged, so what it was to change cannot be finished; the new contents lie beside it.", fault);
        }
    }

    /// <summary>Where the new content of a file is to be written; see <see cref="Add"/>.</summary>
    public string NewContent() => Path.Combine(_work, $"{_entries.Count:00000}");

    /// <summary>Takes up what was written to <see cref="NewContent"/> as the content of a file.</summary>
    public void Add(string path)
    {
        var content = NewContent();
        _entries.Add(new JournalEntry(Relative(path), Path.GetFileName(content), HashOf(path), HashOf(content)));
    }

    /// <summary>Takes up that a file or folder goes.</summary>
    public void AddRemoval(string path) => _entries.Add(new JournalEntry(Relative(path), null, HashOf(path), null));

    /// <summary>Writes the list that decides: from now on the changes are made, by this process or by <see cref="Finish"/>.</summary>
    public void Decide()
    {
        AtomicFile.WriteAllText(Path.Combine(_work, PlanName), JsonSerializer.Serialize(_entries, JsonSerializerOptions.Web));
        _decided = true;
    }

    /// <summary>Changes the files.</summary>
    public void Complete() => Apply(_root, _entries);

    /// <summary>Deletes what was not decided.</summary>
    public void Dispose()
    {
        if (!_decided && Directory.Exists(_work))
        {
            Directory.Delete(_work, recursive: true);
        }
    }

    private static void Apply(string root, IEnumerable<JournalEntry> entries)
    {
        var work = Path.Combine(root, FolderName);
        foreach (var entry in entries)
        {
            var target = Path.GetFullPath(Path.Combine(root, entry.Path));
            if (entry.Content is null)
            {
                Delete(target);
            }
            else if (File.Exists(Path.Combine(work, Path.GetFileName(entry.Content))))
            {
                Directory.CreateDirectory(Path.GetDirectoryName(target)!);
                File.Move(Path.Combine(work, Path.GetFileName(entry.Content)), target, overwrite: true);
            }
        }

        Directory.Delete(work, recursive: true);
    }

    private static void Delete(string path)
    {
        if (Directory.Exists(path))
        {
            Directory.Delete(path, recursive: true);
        }
        else if (File.Exists(path))
        {
            File.Delete(path);
        }
    }

    private static string? HashOf(string path)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        using var file = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(file));
    }

    private string Relative(string path) => Path.GetRelativePath(_root, path).Replace(Path.DirectorySeparatorChar, '/');
}

/// <summary>A file that a journal changes.</summary>
/// <param name="Path">Its path from the folder, with <c>/</c>.</param>
/// <param name="Content">The name of its new content in the folder of the journal; null where the file goes.</param>
/// <param name="Before">The SHA-256 of what it was; null for a folder or where it was not there.</param>
/// <param name="After">The SHA-256 of what it becomes; null where it goes.</param>
internal sealed record JournalEntry(string Path, string? Content, string? Before, string? After);
