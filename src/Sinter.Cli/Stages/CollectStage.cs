using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Sinter.Cli.Progress;
using Sinter.Cli.Recipes;
using Sinter.Data;
using Sinter.Data.Cleaning;
using Sinter.Data.Sources;
using Sinter.Training.Runs;

namespace Sinter.Cli.Stages;

/// <summary>Reads the source into documents. A part of it that cannot be read is counted and told, and stops nothing.</summary>
internal sealed class CollectStage : IStage
{
    private const int Samples = 5;

    /// <inheritdoc/>
    public string Name => "collect";

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> Settings(Recipe recipe)
    {
        var settings = StageSettings.Of(recipe, Name, version: 1);
        settings["collect.input"] = Identity(DotNetReference.Find(recipe.Collect.Path));
        return settings;
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Outputs(RunFolder run) => [run.Collected];

    /// <inheritdoc/>
    public StageResult Run(StageContext context, CancellationToken cancellation)
    {
        var source = DotNetReference.Find(context.Recipe.Collect.Path);
        var broken = new List<BrokenInput>();
        long bytes = 0;
        using var writer = JsonLinesWriter.Create(context.Run.Collected);
        foreach (var document in source.Read(broken, context.Threads, cancellation))
        {
            cancellation.ThrowIfCancellationRequested();
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

    private static string Place(BrokenInput fault) => fault.Line > 0 ? string.Create(CultureInfo.InvariantCulture, $"{fault.Source}, line {fault.Line}") : fault.Source;

    /// <summary>What the source consists of, by names, sizes and times of its files: reading them all to find nothing new would take seconds.</summary>
    private static string Identity(DotNetReference source)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var path in source.Files)
        {
            var file = new FileInfo(path);
            hash.AppendData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{path}\n{file.Length}\n{file.LastWriteTimeUtc.Ticks}\n")));
        }

        return $"{source.Files.Count} files, {Units.Bytes(source.Bytes)}, {Convert.ToHexStringLower(hash.GetHashAndReset())[..16]}";
    }
}
