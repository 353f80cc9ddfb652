using System.Text.Json.Nodes;
using Sinter.Cli.Reports;
using Sinter.Cli.Stages;
using Sinter.Data.Tuning;
using Sinter.Models;
using Sinter.Models.Files;
using Sinter.Training.Preference;
using Sinter.Training.Runs;

namespace Sinter.Cli.Tuning;

/// <summary>The alignment <c>reward</c>: a model that says how good an answer is, made of the trunk and pairs of answers.</summary>
internal static class RewardAlignment
{
    /// <summary>Trains, measures, writes the model.</summary>
    public static StageResult Run(StageContext context, CancellationToken cancellation)
    {
        var start = AlignmentStart.Of(context);
        var config = start.Config.WithHead(ModelHead.Reward);
        var encoder = start.Encoder();
        var pairs = PreferenceFiles<PreferenceRecord>.Read(start.Section, context.Recipe.Seed, TuningFile.ReadPreferences);
        var (train, test) = (encoder.Encode(pairs.Train), encoder.Encode(pairs.Test));
        start.Tell(pairs.Remarks.Concat(train.Remarks()));

        // The head is new, so it is trained whole beside low-rank changes of the trunk.
        var model = TrunkWeights.Load(start.Folder, config, TrainingStages.Backend(context), (ulong)context.Recipe.Seed, trainable: true, start.Tuning(config, "head")).Model;
        var rows = train.Rows(config.VocabularySize, tokenizerFingerprint: start.Tokenizer.Fingerprint);
        var before = RewardMeter.Measure(new RewardScorer(model), test.Examples, cancellation);
        var outcome = TrainingStages.Train(
            context,
            new TrainingJob
            {
                Name = AlignmentStart.Stage,
                Section = start.Section,
                Model = model,
                Tokenizer = start.Tokenizer,
                Data = rows,
                Validation = test.Rows(config.VocabularySize, rows.ContextLength, start.Tokenizer.Fingerprint),
                Objective = new RewardObjective(config.Pooling),
                Adjust = options => start.RowsOf(options, rows),
            },
            cancellation);
        var after = RewardMeter.Measure(new RewardScorer(model), test.Examples, cancellation);
        start.Write(model, keepsTask: false);
        var result = TuningFolders.Result(model, outcome, train.Examples.Count + test.Examples.Count);
        result.Metrics["method"] = start.Section.Method;
        result.Metrics["records"] = new JsonObject { ["train"] = train.Examples.Count, ["test"] = test.Examples.Count };
        result.Metrics["margin"] = Math.Round(after.MeanMargin, 5);
        result.Metrics[Comparison.Key] = new JsonArray(new Comparison(
            "Reward accuracy",
            $"of {Units.Count(test.Examples.Count)} held-out pairs, the chosen answer has the higher reward",
            LowerIsBetter: false,
            new ComparedFigure("The reward model", Math.Round(after.Accuracy.Rate, 5)) { Note = FormattableString.Invariant($"{after.Accuracy.Low:0.0%} to {after.Accuracy.High:0.0%}") },
            [new("Before", Math.Round(before.Accuracy.Rate, 5)) { Note = "a new head" }, new("Chance", 0.5)])
        { IsShare = true }.ToJson());
        return result;
    }
}
