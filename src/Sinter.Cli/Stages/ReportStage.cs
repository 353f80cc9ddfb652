using Sinter.Cli.Recipes;
using Sinter.Cli.Reports;
using Sinter.Training.Runs;

namespace Sinter.Cli.Stages;

/// <summary>Gathers what the other stages left into report.json and report.html.</summary>
internal sealed class ReportStage : IStage
{
    private const string Version = "1";

    /// <inheritdoc/>
    public string Name => "report";

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> Settings(Recipe recipe)
    {
        var settings = RecipeSchema.Settings(recipe, Name);
        settings["report.version"] = Version;
        return settings;
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Outputs(RunFolder run) => [run.ReportJson, run.ReportHtml];

    /// <inheritdoc/>
    public StageResult Run(StageContext context, CancellationToken cancellation)
    {
        RunReport.Build(context.Run).Save(context.Run);
        return new StageResult();
    }
}
