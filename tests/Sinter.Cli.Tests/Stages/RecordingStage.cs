using Sinter.Cli.Recipes;
using Sinter.Cli.Stages;
using Sinter.Training.Runs;

namespace Sinter.Cli.Tests.Stages;

/// <summary>A stage that makes one small file and remembers how it was run.</summary>
internal sealed class RecordingStage(string name, params string[] keys) : IStage
{
    public string Name => name;

    public List<StageContext> Runs { get; } = [];

    /// <summary>What happens in the middle of the next runs.</summary>
    public Action<CancellationToken> Work { get; set; } = _ => { };

    public IReadOnlyDictionary<string, string> Settings(Recipe recipe, InputHashes inputs) => RecipeSchema.Settings(recipe, keys);

    public IReadOnlyList<string> Outputs(Recipe recipe, RunFolder run) => [Output(run)];

    public string Output(RunFolder run) => Path.Combine(run.Documents, name + ".txt");

    public StageResult Run(StageContext context, CancellationToken cancellation)
    {
        Runs.Add(context);
        context.Progress.Report(new(1, 2, "documents"));
        Directory.CreateDirectory(context.Run.Documents);
        File.AppendAllText(Output(context.Run), "begun;");
        Work(cancellation);
        File.AppendAllText(Output(context.Run), "done;");
        return new StageResult { DocumentsIn = 2, DocumentsOut = 1 };
    }
}
