using Sinter.Cli.Progress;
using Sinter.Cli.Recipes;
using Sinter.Data;
using Sinter.Data.Cleaning;
using Sinter.Data.Inputs;
using Sinter.Data.Reading;
using Sinter.Data.Shards;

namespace Sinter.Cli.Stages;

/// <summary>The documents of a new domain: through the recipe's steps of cleaning, and dealt out to train, validation and test by the recipe's shares.</summary>
internal static class NewDocuments
{
    /// <summary>Cleans the inputs into a folder; goes on where it was cut short.</summary>
    /// <exception cref="InvalidDataException">Nothing is left of them.</exception>
    public static CleaningSummary Clean(StageContext context, string root, CancellationToken cancellation)
    {
        var (section, clean) = (context.Recipe.Continue, context.Recipe.Clean);
        using var chain = clean.Chain();
        var folder = new CleaningFolder(root);
        IReadOnlyList<BlockSource> sources =
            [.. InputSet.Resolve(section.Inputs, InputSettings.Default).Select(input => BlockSource.Of(input, new ReadSettings { TextField = section.TextField, TextUnit = Enum.Parse<TextUnit>(section.TextUnit, ignoreCase: true) }, section.Format))];
        var total = sources.Sum(static source => source.Bytes);
        new CleaningRun(folder, sources, chain, new CleaningOptions { Threads = context.Threads }, clean.Plugins).Run(
            state => context.Progress.Report(new StageProgress(state.InputBytes, state.InputBytes <= total ? total : 0, StageProgress.Bytes, Detail: $"{Units.Count(state.Kept)} of {Units.Count(state.Documents)} documents kept")),
            cancellation);
        var summary = CleaningResult.Read(folder).Summary;
        foreach (var warning in summary.Warnings)
        {
            context.Events.Warning("continue", warning);
        }

        return summary.Kept > 0 ? summary
            : throw new InvalidDataException($"Cleaning kept none of {summary.Documents} documents of the new domain; '{folder.ReportPage}' shows why. Loosen the steps of 'clean' in the recipe.");
    }

    /// <summary>Deals the cleaned documents out.</summary>
    /// <exception cref="InvalidDataException">A split is left empty.</exception>
    public static void Split(Recipe recipe, ContinueStage.Work work, CancellationToken cancellation)
    {
        var rule = new SplitRule(recipe.Split.Validation, recipe.Split.Test);
        var writers = SplitStage.Splits.Select(split => JsonLinesWriter.Create(work.Split(split))).ToArray();
        try
        {
            foreach (var document in DocumentShards.Read(new CleaningFolder(work.Cleaned).Kept))
            {
                cancellation.ThrowIfCancellationRequested();
                writers[(int)rule.Of(document)].Write(document);
            }

            for (var split = 0; split < writers.Length; split++)
            {
                if (writers[split].Lines == 0)
                {
                    throw new InvalidDataException($"No document of the new domain came to the {SplitStage.Splits[split]} split; give more documents to 'continue.inputs', or raise 'split.{SplitStage.Splits[split]}'.");
                }

                writers[split].Complete();
            }
        }
        finally
        {
            foreach (var writer in writers)
            {
                writer.Dispose();
            }
        }
    }
}
