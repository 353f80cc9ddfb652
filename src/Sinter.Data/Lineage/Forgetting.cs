using Sinter.Data.Cleaning;
using Sinter.Data.Parquet;

namespace Sinter.Data.Lineage;

/// <summary>
/// Makes one folder forget: a run, a cleaning, the output of any verb that writes documents, a packed data set. First everything is read until nothing more is found that
/// belongs to what is forgotten; then all files are changed as one (<see cref="ForgetJournal"/>), and the receipt is written with them.
/// </summary>
public sealed class Forgetting
{
    private static readonly string[] Unsearched = [".txt", ".csv", ".tsv", ".md", ".xml", ".html.gz", ".warc", ".warc.gz", ".br", ".bz2", ".parquet"];

    // What a folder was made of: names of inputs and steps, which are no documents.
    private static readonly string[] Settings = ["cleaning.json", "dedup.json", "mixture.json"];

    private readonly string _root;
    private readonly ForgetRequest _request;
    private readonly ForgottenHash _hash;
    private readonly ForgetTargets _targets;
    private readonly List<ForgetFile> _files = [];
    private readonly List<string> _packedFolders = [];
    private readonly List<string> _notes = [];
    private List<PackedForgetting> _packed = [];

    private Forgetting(string root, ForgetRequest request, ForgottenHash hash)
    {
        _root = Path.GetFullPath(root);
        _request = request;
        _hash = hash;
        _targets = new ForgetTargets(request.Ids, request.Match);
    }

    /// <summary>How many lines, rows and records hold what is forgotten, by file, from the folder.</summary>
    public IReadOnlyList<(string Path, long Found)> Files =>
        [.. _files.Where(static file => file.Found > 0).Select(file => (Relative(file.Path), file.Found)), .. _packed.Where(static packed => packed.Documents > 0).Select(packed => (Relative(packed.Folder), (long)packed.Documents))];

    /// <summary>Where tokens of it lie.</summary>
    public IReadOnlyList<PackedPlace> Places => [.. _packed.SelectMany(static packed => packed.Places)];

    /// <summary>The ids of documents that stay though a document that goes was dropped as their duplicate: they hold its text, or nearly.</summary>
    public IReadOnlyCollection<string> Twins => [.. _targets.Twins.Where(id => !_targets.Holds(id))];

    /// <summary>Whether nothing was found.</summary>
    public bool IsEmpty => Files.Count == 0;

    /// <summary>Whether a folder was cut short while it forgot, so that <see cref="Finish"/> has work.</summary>
    public static bool IsUnfinished(string root) => ForgetJournal.IsOpen(root);

    /// <summary>Ends what an earlier call had decided and did not finish; false where there was nothing.</summary>
    public static bool Finish(string root)
    {
        var finished = ForgetJournal.Finish(root);
        if (finished)
        {
            RestoreReports(root);
        }

        return finished;
    }

    /// <summary>Looks for what is to be forgotten; changes nothing.</summary>
    /// <param name="root">The folder.</param>
    /// <param name="request">What is to be forgotten.</param>
    /// <param name="hash">How receipts name it.</param>
    /// <param name="progress">Is told the file that is read.</param>
    /// <param name="cancellation">Ends it with <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="FileNotFoundException">There is no such folder.</exception>
    /// <exception cref="InvalidDataException">A file is damaged, or of work that is not finished.</exception>
    public static Forgetting Find(string root, ForgetRequest request, ForgottenHash hash, Action<string>? progress = null, CancellationToken cancellation = default)
    {
        request.Check();
        if (!Directory.Exists(root))
        {
            throw new FileNotFoundException($"There is no folder '{root}' to forget in.", root);
        }

        var found = new Forgetting(root, request, hash);
        found.Walk(new DirectoryInfo(found._root), null);

        // What is found makes more known: a duplicate has copies, a document has questions. Each round reads all files, until one finds no new id.
        for (var known = -1; known != found._targets.Ids.Count;)
        {
            known = found._targets.Ids.Count;
            foreach (var file in found._files)
            {
                cancellation.ThrowIfCancellationRequested();
                progress?.Invoke(found.Relative(file.Path));
                file.Read(found._targets, hash);
            }
        }

        found._packed = found._packedFolders.ConvertAll(folder => PackedForgetting.Find(folder, found._targets));
        return found;
    }

    /// <summary>Forgets what was found. A process that dies in it leaves all as it was, or work that <see cref="Finish"/> ends.</summary>
    /// <param name="models">The models that saw it.</param>
    /// <param name="time">When.</param>
    public ForgetReceipt Apply(IReadOnlyList<SeenBy> models, DateTimeOffset time) => Apply(models, time, static () => { });

    /// <summary>The same; <paramref name="decided"/> is called when the changes are decided and none is made, so that tests can end there.</summary>
    internal ForgetReceipt Apply(IReadOnlyList<SeenBy> models, DateTimeOffset time, Action decided)
    {
        ForgetReceipt receipt;
        using (var journal = ForgetJournal.Begin(_root))
        {
            foreach (var file in _files.Where(static file => file.Found > 0 && file.Kind != ForgetFileKind.Page))
            {
                file.Read(_targets, _hash, journal.NewContent());
                journal.Add(file.Path);
            }

            _packed.ForEach(packed => packed.Write(journal));
            Remove(journal);
            receipt = Receipt(journal, models, time);
            var folder = Path.Combine(_root, ForgetReceipt.FolderName);
            Write(journal, Path.Combine(folder, receipt.Name + ".json"), receipt.ToJson());
            Write(journal, Path.Combine(folder, receipt.Name + ".txt"), receipt.ToText());
            Write(journal, Path.Combine(folder, ForgottenList.FileName), List());
            journal.Decide();
            decided();
            journal.Complete();
        }

        RestoreReports(_root);
        return receipt;
    }

    private static void Write(ForgetJournal journal, string path, string text)
    {
        AtomicFile.WriteAllText(journal.NewContent(), text);
        journal.Add(path);
    }

    /// <summary>Pages that show a document, and indexes that know it, go: they can be made anew.</summary>
    private void Remove(ForgetJournal journal)
    {
        foreach (var page in _files.Where(static file => file.Found > 0 && file.Kind == ForgetFileKind.Page))
        {
            journal.AddRemoval(page.Path);
            if (page.Cleaning is null)
            {
                _notes.Add($"'{Relative(page.Path)}' showed it and is removed; the verb that wrote it, or 'sinter run', makes it anew.");
            }
        }

        var changed = _files.Where(static file => file.Found > 0).ToList();
        foreach (var cleaning in changed.Select(static file => file.Cleaning).OfType<CleaningFolder>().DistinctBy(static cleaning => cleaning.Root, StringComparer.Ordinal))
        {
            // Made anew from scores and record; see RestoreReports.
            foreach (var report in new[] { cleaning.Report, cleaning.ReportPage }.Where(path => File.Exists(path) && !journal.Entries.Any(entry => string.Equals(entry.Path, Relative(path), StringComparison.Ordinal))))
            {
                journal.AddRemoval(report);
            }
        }

        // An index of kept documents points into the kept shards, which are others now.
        foreach (var root in changed.Select(static file => Path.GetDirectoryName(Path.GetDirectoryName(file.Path))).OfType<string>().Distinct(StringComparer.Ordinal).ToList())
        {
            var index = Path.Combine(root, "index");
            if (File.Exists(Path.Combine(root, "dedup.json")) && Directory.Exists(index))
            {
                journal.AddRemoval(index);
                _notes.Add($"'{Relative(index)}' knew it and is removed; run the deduplication again where later data are to be compared with this one.");
            }
        }
    }

    private ForgetReceipt Receipt(ForgetJournal journal, IReadOnlyList<SeenBy> models, DateTimeOffset time) => new()
    {
        Time = time,
        Folder = Path.GetFileName(_root),
        AskedIds = [.. _request.Ids.Select(id => _hash.OfId(id))],
        AskedMatch = _request.Match is null ? null : _hash.OfMatch(_request.Match),
        Keyed = _hash.IsKeyed,
        Documents = [.. _targets.Ids.Select(id => _hash.OfId(id)).Order(StringComparer.Ordinal)],
        Files = [.. journal.Entries.Select(static entry => new ForgottenFile(entry.Path, entry.Before, entry.After))],
        Tokens = [.. Places.Select(place => new ForgottenTokens(Relative(place.Folder), place.Shard, place.Sequence, place.Start, place.Length, _hash.OfId(place.Document)))],
        Models = models,
        Notes = [.. Notes()],
    };

    private IEnumerable<string> Notes()
    {
        foreach (var note in _notes)
        {
            yield return note;
        }

        if (Twins.Count > 0)
        {
            yield return $"{Twins.Count} documents that stay have the same text, or nearly: it was dropped as their duplicate. Forget them too where they tell of the same.";
        }

        yield return "Counts in the records of stages and in reports of trainings are those of the time when they were made.";
    }

    /// <summary>The list of what was forgotten, with what stood there before.</summary>
    private string List()
    {
        var path = ForgottenList.PathIn(_root);
        var before = File.Exists(path) ? File.ReadAllText(path) : "";
        var known = before.Split('\n').ToHashSet(StringComparer.Ordinal);
        var lines = _targets.Ids.Order(StringComparer.Ordinal).Select(id => ForgottenList.IdLine(_hash, id)).Concat(_targets.TextHashes.Select(text => ForgottenList.TextLine(_hash, text)));
        return before + string.Concat(lines.Where(line => !known.Contains(line.TrimEnd('\n'))));
    }

    private static void RestoreReports(string root)
    {
        foreach (var record in Directory.EnumerateFiles(root, "record.json", SearchOption.AllDirectories))
        {
            var cleaning = new CleaningFolder(Path.GetDirectoryName(record)!);
            if (File.Exists(cleaning.Settings) && !File.Exists(cleaning.ReportPage))
            {
                var settings = CleaningSettings.Read(cleaning);
                using var chain = settings.Chain();
                CleaningReportWriter.Write(cleaning, cleaning.Root, settings, chain, CleaningRecord.Read(cleaning));
            }
        }
    }

    private void Walk(DirectoryInfo folder, CleaningFolder? cleaning)
    {
        if (File.Exists(Path.Combine(folder.FullName, "config.json")) || File.Exists(Path.Combine(folder.FullName, "tokenizer.json")))
        {
            // A model or a tokenizer: told of, not changed.
            return;
        }

        if (PackedForgetting.IsPacked(folder.FullName))
        {
            _packedFolders.Add(folder.FullName);
            return;
        }

        cleaning = File.Exists(new CleaningFolder(folder.FullName).Settings) ? new CleaningFolder(folder.FullName) : cleaning;
        foreach (var entry in folder.EnumerateFileSystemInfos().OrderBy(static entry => entry.Name, StringComparer.Ordinal))
        {
            if (entry is DirectoryInfo inner)
            {
                if (inner.LinkTarget is null && !(inner.Name is ForgetReceipt.FolderName or ForgetJournal.FolderName && string.Equals(folder.FullName, _root, StringComparison.Ordinal)))
                {
                    Walk(inner, cleaning);
                }
            }
            else
            {
                Take(entry.FullName, cleaning);
            }
        }
    }

    private void Take(string path, CleaningFolder? cleaning)
    {
        var name = Path.GetFileName(path);
        if (name.EndsWith(".spool", StringComparison.Ordinal))
        {
            throw new InvalidDataException($"'{path}' is of work that is not finished; run it to its end, or delete it, and forget then.");
        }

        var isScores = cleaning is not null && string.Equals(Path.GetDirectoryName(path), Path.GetFullPath(cleaning.Scores), StringComparison.Ordinal);
        ForgetFileKind? kind =
            name.EndsWith(".jsonl", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".jsonl.gz", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".jsonl.zst", StringComparison.OrdinalIgnoreCase) ? ForgetFileKind.Lines
            : isScores ? ForgetFileKind.Scores
            : name.EndsWith(".parquet", StringComparison.OrdinalIgnoreCase) && IsDocuments(path) ? ForgetFileKind.Documents
            : name.EndsWith(".json", StringComparison.OrdinalIgnoreCase) && !Settings.Contains(name, StringComparer.Ordinal) ? ForgetFileKind.Json
            : name.EndsWith(".html", StringComparison.OrdinalIgnoreCase) ? ForgetFileKind.Page
            : null;
        if (kind is { } known)
        {
            _files.Add(new ForgetFile(path, known, cleaning));
        }
        else if (Array.Exists(Unsearched, ending => name.EndsWith(ending, StringComparison.OrdinalIgnoreCase)))
        {
            _notes.Add($"'{Relative(path)}' was not searched: it has no ids, or a form that is not changed in place.");
        }
    }

    private static bool IsDocuments(string path)
    {
        using var file = ParquetFile.Open(path);
        var names = file.Schema.Fields.Select(static field => field.Name).ToList();
        return names.Contains("id", StringComparer.Ordinal) && names.Contains("text", StringComparer.Ordinal) && names.TrueForAll(static name => name is "id" or "text" or ParquetDocumentWriter.SourceName or ParquetDocumentWriter.MetadataName);
    }

    private string Relative(string path) => Path.GetRelativePath(_root, path).Replace(Path.DirectorySeparatorChar, '/');
}
