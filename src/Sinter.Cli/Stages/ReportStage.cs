using Sinter.Cli.Recipes;
using Sinter.Cli.Reports;
using Sinter.Training.Runs;

namespace Sinter.Cli.Stages;

/// <summary>Draws the run as one page, with all its numbers beside it.</summary>
internal sealed class ReportStage : IStage
{
    /// <inheritdoc/>
    public string Name => "report";

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> Settings(Recipe recipe, InputHashes inputs) => StageSettings.Of(recipe, Name, version: 1);

    /// <inheritdoc/>
    public IReadOnlyList<string> Outputs(Recipe recipe, RunFolder run) => [run.ReportJson, run.ReportHtml];

    /// <inheritdoc/>
    public StageResult Run(StageContext context, CancellationToken cancellation)
    {
        RunReport.Build(context.Run).Save(context.Run);
        return new StageResult();
    }
}
