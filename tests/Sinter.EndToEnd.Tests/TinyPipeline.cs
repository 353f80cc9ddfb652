using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Sinter.Training.Runs;

namespace Sinter.EndToEnd.Tests;

/// <summary>
/// A reference of a made-up library, a recipe for a tiny model of it, and one run of this recipe from its first stage to its last that nothing disturbed.
/// The tests that change something work on copies of it.
/// </summary>
public sealed class TinyPipeline : IAsyncLifetime
{
    /// <summary>The steps of the pre-training.</summary>
    public const int Steps = 120;

    private const string RecipeText = """
        seed: 7
        threads: 1
        split: { train: 0.8, validation: 0.1, test: 0.1 }
        tokenizer: { vocabularySize: 400 }
        pack: { contextLength: 128 }
        model: { hiddenSize: 32, layers: 2, heads: 4, keyValueHeads: 2, intermediateSize: 64 }
        pretrain:
          steps: 120
          batchSize: 2
          warmupSteps: 5
          validateEvery: 30
          validationSequences: 4
          checkpointEvery: 10
          sampleEvery: 60
          samplePrompts: [ "Acme." ]
        finetune:
          steps: 20
          batchSize: 2
          warmupSteps: 2
          validateEvery: 10
          checkpointEvery: 10
          sampleEvery: 20
          samplePrompts: [ "What does Acme.Lamp.Blink do?" ]
        evaluate: { sequences: 16, questions: 40 }
        """;

    private readonly string _root = Directory.CreateTempSubdirectory("sinter-tiny-").FullName;
    private int _copies;

    /// <summary>The recipe.</summary>
    public string Recipe => Path.Combine(_root, "tiny.yaml");

    /// <summary>The folder of the run that nothing disturbed.</summary>
    public RunFolder Whole => new(Path.Combine(_root, "whole"));

    /// <summary>What that run, from the pre-training on, wrote.</summary>
    internal ToolResult Result { get; private set; } = new(-1, "", "");

    private RunFolder Packed => new(Path.Combine(_root, "packed"));

    /// <summary>The command that runs the recipe in a folder.</summary>
    public string[] Command(RunFolder run, params string[] more) => ["run", Recipe, "--out", run.Root, "--set", "collect.path=" + Path.Combine(_root, "docs"), .. more];

    /// <summary>A folder that does not exist yet.</summary>
    public RunFolder NewRun() => new(Path.Combine(_root, string.Create(CultureInfo.InvariantCulture, $"run-{Interlocked.Increment(ref _copies)}")));

    /// <summary>A copy of the whole run.</summary>
    public RunFolder CopyOfWhole() => Copy(Whole);

    /// <summary>A copy of the run when the data were packed and nothing was trained yet.</summary>
    public RunFolder CopyOfPacked() => Copy(Packed);

    /// <summary>The hash of every file of some folders of a run, with its name.</summary>
    public static string[] Hashes(RunFolder run, params IEnumerable<string> folders) =>
        [.. folders.SelectMany(folder => Directory.GetFiles(folder, "*", SearchOption.AllDirectories)).Order(StringComparer.Ordinal)
            .Select(file => $"{Path.GetRelativePath(run.Root, file)} {Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file)))}")];

    /// <summary>The hash of every file of both models.</summary>
    public static string[] Models(RunFolder run) => Hashes(run, run.BaseModel, run.Model);

    public async ValueTask InitializeAsync()
    {
        await File.WriteAllTextAsync(Recipe, RecipeText);
        WriteReference(Path.Combine(_root, "docs"));
        (await ToolProcess.RunAsync(Command(Whole, "--to", "pack"))).ShouldSatisfyAllConditions(
            result => result.Error.ShouldBe(""),
            result => result.Code.ShouldBe(0));
        Copy(Whole, Packed);
        Result = await ToolProcess.RunAsync(Command(Whole));
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_root, recursive: true);
        return ValueTask.CompletedTask;
    }

    private RunFolder Copy(RunFolder from) => Copy(from, NewRun());

    private static RunFolder Copy(RunFolder from, RunFolder to)
    {
        foreach (var file in Directory.GetFiles(from.Root, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to.Root, Path.GetRelativePath(from.Root, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        return to;
    }

    /// <summary>Two sound files, one that is cut off, and one that is no XML at all.</summary>
    private static void WriteReference(string folder)
    {
        Directory.CreateDirectory(folder);
        string[] things = ["Lamp", "Door", "Kettle", "Clock", "Radio", "Heater", "Garden", "Window"];
        string[] verbs = ["Open", "Close", "Blink", "Warm", "Measure", "Reset"];
        var members = new List<string>();
        foreach (var (i, thing) in things.Index())
        {
            members.Add(Member($"T:Acme.{thing}", $"Stands for a {thing.ToLowerInvariant()} of the house that can be told what to do."));
            foreach (var (j, verb) in verbs.Index())
            {
                members.Add(Member($"M:Acme.{thing}.{verb}(System.Int32)", $"Tells the {thing.ToLowerInvariant()} to {verb.ToLowerInvariant()} for {2 + i + j} seconds, or not at all."));
                members.Add(Member($"P:Acme.{thing}.{verb}Count", $"Gets how often the {thing.ToLowerInvariant()} was told to {verb.ToLowerInvariant()} since number {i + j} began."));
                members.Add(Member($"F:Acme.{thing}.Default{verb}", $"The usual number {i + (3 * j)} of seconds for which a {thing.ToLowerInvariant()} does {verb.ToLowerInvariant()}."));
                members.Add(Member($"E:Acme.{thing}.{verb}Done", $"Occurs when the {thing.ToLowerInvariant()} has ended to {verb.ToLowerInvariant()}, and {i + j} is over."));
            }
        }

        // Names that no context of 128 tokens holds.
        members.AddRange(Enumerable.Range(0, 30).Select(i => Member(
            $"P:Acme.Long.N{Convert.ToHexString(SHA512.HashData(Encoding.UTF8.GetBytes(i.ToString(CultureInfo.InvariantCulture))))}",
            string.Create(CultureInfo.InvariantCulture, $"Gets the value that belongs to number {i} of the long names."))));
        File.WriteAllText(Path.Combine(folder, "Acme.xml"), Document(members.Take(120)));
        File.WriteAllText(Path.Combine(folder, "Acme.More.xml"), Document(members.Skip(120)));
        File.WriteAllText(Path.Combine(folder, "Cut.xml"), Document([Member("T:Cut.First", "Comes before the cut and is well."), Member("T:Cut.Second", "Is cut off.")])[..^40]);
        File.WriteAllText(Path.Combine(folder, "NoXml.xml"), "no xml at all");
    }

    private static string Member(string id, string summary) => $"<member name=\"{id}\"><summary>{summary}</summary></member>\n";

    private static string Document(IEnumerable<string> members) =>
        $"<?xml version=\"1.0\"?>\n<doc><assembly><name>Acme</name></assembly><members>\n{string.Concat(members)}</members></doc>\n";
}

/// <summary>The tests that share the tiny pipeline; one after another, as each of them fills the machine.</summary>
[CollectionDefinition(Name)]
public sealed class TinyPipelineTests : ICollectionFixture<TinyPipeline>
{
    /// <summary>The name of the collection.</summary>
    public const string Name = "tiny pipeline";
}
