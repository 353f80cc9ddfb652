using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Sinter.Cli.Progress;
using Sinter.Cli.Recipes;
using Sinter.Data;
using Sinter.Data.Cleaning;
using Sinter.Data.Inputs;
using Sinter.Data.Sources;
using Sinter.Training.Reinforcement;
using Sinter.Training.Runs;

namespace Sinter.Cli.Stages;

/// <summary>Reads the source into documents. A part of it that cannot be read is counted and told, and stops nothing.</summary>
internal sealed class CollectStage : IStage
{
    private const int Samples = 5;

    /// <inheritdoc/>
    public string Name => "collect";

    /// <inheritdoc/>
    public bool IsPartOf(Recipe recipe) => recipe.Collect.HasText;

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> Settings(Recipe recipe, InputHashes inputs)
    {
        var settings = StageSettings.Of(recipe, Name, version: 1);
        settings["collect.input"] = recipe.Collect.Source is CollectSection.Sums ? ""
            : recipe.Collect.Source is CollectSection.Files
            ? Identity(Inputs(recipe.Collect).Select(input => (input.Path ?? input.Name, input.Length ?? 0, IsByContent(recipe) ? inputs.Of(input) : Time(input.Path ?? input.Name))))
            : Identity(DotNetReference.Find(recipe.Collect.Path).Files.Select(path => (path, new FileInfo(path).Length, IsByContent(recipe) ? inputs.Of(path) : Time(path))));
        return settings;
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Outputs(Recipe recipe, RunFolder run) => [run.Collected];

    /// <inheritdoc/>
    public StageResult Run(StageContext context, CancellationToken cancellation)
    {
        if (context.Recipe.Collect.Source is CollectSection.Files)
        {
            return Found(context);
        }

        if (context.Recipe.Collect.Source is CollectSection.Sums)
        {
            return Sums(context);
        }

        var source = DotNetReference.Find(context.Recipe.Collect.Path);
        var broken = new List<BrokenInput>();
        long bytes = 0;
        var forgotten = ForgottenDocuments.Of(context.Run.Root);
        using var writer = JsonLinesWriter.Create(context.Run.Collected);
        foreach (var document in source.Read(broken, context.Threads, cancellation))
        {
            cancellation.ThrowIfCancellationRequested();
            if (forgotten?.Holds(document) is true)
            {
                continue;
            }

            writer.Write(document);
            bytes += document.Utf8Bytes;
            context.Progress.Report(new StageProgress(writer.Lines, 0, "documents"));
        }

        foreach (var fault in broken)
        {
            context.Events.Warning(Name, $"{Place(fault)}: {fault.Reason}");
        }

        if (writer.Lines == 0)
        {
            throw new InvalidDataException($"Not one document could be read from '{source.Location}'{(broken is [var first, ..] ? $" (first fault: {Place(first)}: {first.Reason.TrimEnd('.')})" : "")}; name another folder in 'collect.path'.");
        }

        writer.Complete();
        return new StageResult
        {
            DocumentsIn = writer.Lines + broken.Count,
            DocumentsOut = writer.Lines,
            BytesIn = source.Bytes,
            BytesOut = bytes,
            Drops = broken.Count == 0 ? [] : [new StageDrop("unreadable", broken.Count, 0, [.. broken.Take(Samples).Select(fault => new DropSample(Place(fault), "", fault.Reason))])],
            Metrics = new JsonObject { ["location"] = source.Location, ["files"] = source.Files.Count },
        };
    }

    /// <summary>Sums with their answers, a document each. Those that the alignment is measured on are not among them.</summary>
    private static StageResult Sums(StageContext context)
    {
        var section = context.Recipe.Collect;
        using var writer = JsonLinesWriter.Create(context.Run.Collected);
        long bytes = 0;
        foreach (var problem in new ArithmeticProblems(section.Digits).Train(section.Problems, (ulong)context.Recipe.Seed))
        {
            var document = new Document { Id = string.Create(CultureInfo.InvariantCulture, $"sum-{writer.Lines + 1}"), Text = problem.Prompt + problem.Answer, Source = CollectSection.Sums };
            writer.Write(document);
            bytes += document.Utf8Bytes;
        }

        writer.Complete();
        return new StageResult { DocumentsIn = writer.Lines, DocumentsOut = writer.Lines, BytesIn = bytes, BytesOut = bytes, Metrics = new JsonObject { ["location"] = CollectSection.Sums, ["files"] = 0 } };
    }

    /// <summary>The files of the source <c>files</c>.</summary>
    /// <exception cref="FileNotFoundException">A name matches nothing.</exception>
    public static IReadOnlyList<InputFile> Inputs(CollectSection collect) => InputSet.Resolve(collect.Inputs, InputSettings.Default);

    /// <summary>Files are read where they lie, by the cleaning; here they are only found.</summary>
    private static StageResult Found(StageContext context)
    {
        var inputs = Inputs(context.Recipe.Collect);
        AtomicFile.WriteAllText(context.Run.Collected, string.Concat(inputs.Select(static input => input.Name + "\n")));
        return new StageResult { Metrics = new JsonObject { ["files"] = inputs.Count, ["bytes"] = inputs.Sum(static input => input.Length ?? 0) } };
    }

    private static string Place(BrokenInput fault) => fault.Line > 0 ? string.Create(CultureInfo.InvariantCulture, $"{fault.Source}, line {fault.Line}") : fault.Source;

    /// <summary>Whether the source is known by its content: a run that goes on from its last model must see a change that neither size nor time shows, and none where there is none. Others are spared the reading.</summary>
    private static bool IsByContent(Recipe recipe) => recipe.Pretrain.Upkeep;

    private static string Time(string path) => string.Create(CultureInfo.InvariantCulture, $"{(File.Exists(path) ? File.GetLastWriteTimeUtc(path).Ticks : 0)}");

    /// <summary>What the source consists of, by names and sizes of its files and by what else is known of them.</summary>
    private static string Identity(IEnumerable<(string Path, long Length, string Mark)> files)
    {
        var (count, bytes) = (0, 0L);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (path, length, mark) in files)
        {
            count++;
            bytes += length;
            hash.AppendData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{path}\n{length}\n{mark}\n")));
        }

        return $"{count} files, {Units.Bytes(bytes)}, {Convert.ToHexStringLower(hash.GetHashAndReset())[..16]}";
    }
}
