using System.CommandLine;
using Sinter.Cli.Lineage;
using Sinter.Cli.Progress;
using Sinter.Cli.Reports;
using Sinter.Cli.Stages;
using Sinter.Data.Lineage;
using Sinter.Data.Reports;
using Sinter.Training.Runs;

namespace Sinter.Cli.Verbs.Data;

/// <summary><c>sinter data forget ID [--match TEXT]</c>: takes documents out of all that was made of them.</summary>
internal static class ForgetVerb
{
    private const string UsualFolder = "runs";
    private const int ShownPlaces = 20;

    /// <summary>The command with its options.</summary>
    public static Verb Create()
    {
        var ids = new Argument<string[]>("ID") { Description = "Ids of documents; their copies (ID~2), parts (ID#2), duplicates and questions go with them.", Arity = ArgumentArity.ZeroOrMore };
        ids.Validators.Add(CleaningArguments.RefuseOptions);
        var match = new Option<string?>("--match") { HelpName = "TEXT", Description = "Forget every document that holds this text." };
        var folders = new Option<string[]>("--in") { HelpName = "FOLDER", Description = "Folders that forget: runs, cleanings, outputs of dedup, mix and decontaminate, packed data; all of runs/ without it.", AllowMultipleArgumentsPerToken = true };
        var dryRun = new Option<bool>("--dry-run") { Description = "Say where it is and which models saw it, and change nothing." };
        var yes = new Option<bool>("--yes") { Description = "Do not ask." };
        var key = new Option<string?>("--key") { HelpName = "FILE", Description = $"A secret of at least 16 bytes: receipts and lists then name documents by HMAC-SHA-256 with it, which nobody can guess; without it by SHA-256. {ForgottenDocuments.KeyVariable} names it too." };
        var copies = new Option<string?>("--out") { HelpName = "DIR", Description = "Write the receipts to this folder too." };
        var verb = new Verb(
            "forget",
            "Removes documents and their fragments from the output of every stage and from packed tokens, tells which models saw them, and writes a receipt.",
            "sinter data forget wiki-4711",
            "sinter data forget --match \"jane.doe@example.org\" --in runs/wiki cleaned --dry-run",
            "sinter data forget wiki-4711 --in runs/wiki --yes --out receipts")
        {
            ids, match, folders, dryRun, yes, key, copies,
        };
        verb.SetAction(parsed =>
        {
            var request = new ForgetRequest(parsed.GetValue(ids) ?? [], parsed.GetValue(match));
            request.Check();
            var hash = ForgottenHash.OfKeyFile(parsed.GetValue(key) ?? ForgottenDocuments.KeyFile);
            var roots = Roots(parsed.GetValue(folders) ?? []);
            return Run(request, hash, roots, parsed.GetValue(dryRun), parsed.GetValue(yes), parsed.GetValue(copies), parsed.InvocationConfiguration.Output);
        });
        return verb;
    }

    private static int Run(ForgetRequest request, ForgottenHash hash, IReadOnlyList<string> roots, bool dryRun, bool yes, string? copies, TextWriter output)
    {
        var locks = new List<RunLock>();
        try
        {
            var ended = false;
            foreach (var root in roots)
            {
                if (RunLineage.IsRun(root))
                {
                    locks.Add(RunLock.Acquire(new RunFolder(root)));
                }

                ended |= End(root, dryRun, output);
            }

            var found = Find(request, hash, roots, output);
            if (found.Count == 0)
            {
                return ended ? ExitCode.Done : throw new InvalidDataException($"{InWords(request)} was found; looked in {string.Join(", ", roots.Select(static root => $"'{root}'"))}.");
            }

            found.ForEach(folder => Write(folder, output));
            if (dryRun)
            {
                output.WriteLine("Nothing was changed.");
                return ExitCode.Done;
            }

            if (!yes && !Asked(output))
            {
                output.WriteLine("Nothing was changed.");
                return ExitCode.Done;
            }

            found.ForEach(folder => Apply(folder, copies, output));
            return ExitCode.Done;
        }
        finally
        {
            locks.ForEach(static held => held.Dispose());
        }
    }

    /// <summary>The folders to look in: those named, and where one holds runs, each of these.</summary>
    private static IReadOnlyList<string> Roots(string[] named)
    {
        if (named.Length == 0 && !Directory.Exists(UsualFolder))
        {
            throw new UsageException($"There is no folder '{UsualFolder}' here; name the folders that are to forget with --in.");
        }

        return [.. (named.Length == 0 ? [UsualFolder] : named).SelectMany(static folder =>
            !Directory.Exists(folder) ? throw new FileNotFoundException($"There is no folder '{folder}' to forget in.", folder)
            : Directory.GetDirectories(folder).Any(RunLineage.IsRun) && !RunLineage.IsRun(folder) ? Directory.GetDirectories(folder).Order(StringComparer.Ordinal)
            : (IEnumerable<string>)[folder]).DistinctBy(Path.GetFullPath, StringComparer.Ordinal)];
    }

    private static bool End(string root, bool dryRun, TextWriter output)
    {
        if (!Forgetting.IsUnfinished(root))
        {
            return false;
        }

        if (dryRun)
        {
            throw new InvalidDataException($"'{root}' was cut short while it forgot documents; run the same command without --dry-run first, it ends what was begun.");
        }

        Forgetting.Finish(root);
        RestoreReport(root);
        output.WriteLine($"Ended in '{root}' what was cut short before; its receipt lies in '{Path.Combine(root, ForgetReceipt.FolderName)}'.");
        return true;
    }

    private static List<Found> Find(ForgetRequest request, ForgottenHash hash, IReadOnlyList<string> roots, TextWriter output)
    {
        var found = new List<Found>();
        using var interruption = new Interruption();
        using var progress = ProgressViews.Create(output);
        progress.Begin("forget");
        try
        {
            long files = 0;
            foreach (var root in roots)
            {
                var forgetting = Forgetting.Find(root, request, hash, file => progress.Report(new StageProgress(++files, 0, "files", Detail: file)), interruption.Token);
                if (!forgetting.IsEmpty)
                {
                    var run = new RunFolder(root);
                    var train = Path.GetRelativePath(root, run.Split(SplitStage.Splits[0])).Replace(Path.DirectorySeparatorChar, '/');
                    var models = RunLineage.IsRun(root) ? new RunLineage(run, forgetting.Places).Models(forgetting.Files.Any(file => string.Equals(file.Path, train, StringComparison.Ordinal))) : [];
                    found.Add(new Found(root, forgetting, models));
                }
            }

            progress.End($"found in {found.Count} of {roots.Count} folders");
            return found;
        }
        catch
        {
            progress.End("stopped");
            throw;
        }
    }

    private static void Write(Found found, TextWriter output)
    {
        output.WriteLine();
        output.WriteLine(found.Root);
        foreach (var (path, count) in found.Forgetting.Files)
        {
            output.WriteLine($"  {path,-46} {Quantity.Whole(count),8}");
        }

        foreach (var place in found.Forgetting.Places.Take(ShownPlaces))
        {
            output.WriteLine($"  tokens   {Path.GetRelativePath(found.Root, place.Folder)}/{place.Shard}, sequence {place.Sequence}, positions {place.Start} to {place.Start + place.Length - 1}");
        }

        if (found.Forgetting.Places.Count > ShownPlaces)
        {
            output.WriteLine($"  tokens   and {Quantity.Whole(found.Forgetting.Places.Count - ShownPlaces)} places more");
        }

        foreach (var model in found.Models)
        {
            output.WriteLine($"  model    {model.Path} {(model.Readings > 0 ? "has seen it, retrain or accept: " : "")}{model.How}");
        }

        foreach (var twin in found.Forgetting.Twins)
        {
            output.WriteLine($"  note     '{twin}' stays and has the same text, or nearly; forget it too where it tells of the same.");
        }
    }

    private static void Apply(Found found, string? copies, TextWriter output)
    {
        var receipt = found.Forgetting.Apply(found.Models, DateTimeOffset.UtcNow);
        RestoreReport(found.Root);
        var folder = Path.Combine(found.Root, ForgetReceipt.FolderName);
        output.WriteLine($"Forgot   {Quantity.Whole(receipt.Documents.Count)} ids in '{found.Root}', {Quantity.Whole(receipt.Files.Count)} files changed");
        output.WriteLine($"Receipt  {Path.Combine(folder, receipt.Name + ".txt")}");
        if (copies is not null)
        {
            foreach (var ending in new[] { ".json", ".txt" })
            {
                Directory.CreateDirectory(copies);
                File.Copy(Path.Combine(folder, receipt.Name + ending), Path.Combine(copies, $"{receipt.Folder}-{receipt.Name}{ending}"), overwrite: true);
            }
        }
    }

    /// <summary>The page of a run that showed a document was removed; what it is drawn from knows the document no more.</summary>
    private static void RestoreReport(string root)
    {
        var run = new RunFolder(root);
        if (RunLineage.IsRun(root) && StageResult.Read(run, "report") is not null && !File.Exists(run.ReportHtml))
        {
            RunReport.Build(run).Save(run);
        }
    }

    private static bool Asked(TextWriter output)
    {
        if (Console.IsInputRedirected)
        {
            throw new UsageException("What is forgotten cannot be brought back, and there is nobody to ask here; give --yes, or --dry-run to see what would go.");
        }

        output.Write("This cannot be undone. Forget it? [y/N] ");
        return Console.ReadLine()?.Trim() is "y" or "Y" or "yes";
    }

    private static string InWords(ForgetRequest request) =>
        request.Ids.Count == 0 ? "No document that holds the text of --match"
        : $"No document {string.Join(", ", request.Ids.Select(static id => $"'{id}'"))}{(request.Match is null ? "" : " and none that holds the text of --match")}";

    private sealed record Found(string Root, Forgetting Forgetting, IReadOnlyList<SeenBy> Models);
}
