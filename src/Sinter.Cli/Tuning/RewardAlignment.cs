using System.Text.Json.Nodes;
using Sinter.Cli.Reports;
using Sinter.Cli.Stages;
using Sinter.Data.Tuning;
using Sinter.Models;
using Sinter.Models.Files;
using Sinter.Tokenizers;
using Sinter.Training.Preference;
using Sinter.Training.Runs;

namespace Sinter.Cli.Tuning;

/// <summary>The alignment <c>reward</c>: a model that says how good an answer is, made of the trunk and pairs of answers.</summary>
internal static class RewardAlignment
{
    private const string Stage = "align";
    private const int LongestText = 512;

    /// <summary>Trains, measures, writes the model.</summary>
    public static StageResult Run(StageContext context, CancellationToken cancellation)
    {
        var section = context.Recipe.Align;
        var start = RunModels.Input(context.Recipe, context.Run, Stage);
        var tokenizer = Tokenizer.Load(start);
        var config = ModelFolder.Open(start).Config.WithHead(ModelHead.Reward);
        var template = ModelTemplate.Of(start, tokenizer);
        ModelTemplate.Check(start, template, tokenizer);
        var encoder = new PreferenceEncoder(tokenizer, template, Math.Min(LongestText, config.ContextLength));
        var pairs = PreferenceFiles<PreferenceRecord>.Read(section, context.Recipe.Seed, TuningFile.ReadPreferences);
        var (train, test) = (encoder.Encode(pairs.Train), encoder.Encode(pairs.Test));
        foreach (var remark in pairs.Remarks.Concat(train.Remarks()))
        {
            context.Events.Warning(Stage, remark);
            context.Progress.Note(remark);
        }

        var model = TrunkWeights.Load(start, config, TrainingStages.Backend(context), (ulong)context.Recipe.Seed).Model;
        var rows = train.Rows(config.VocabularySize, tokenizerFingerprint: tokenizer.Fingerprint);
        var before = RewardMeter.Measure(new RewardScorer(model), test.Examples, cancellation);
        var outcome = TrainingStages.Train(
            context,
            new TrainingJob
            {
                Name = Stage,
                Section = section,
                Model = model,
                Tokenizer = tokenizer,
                Data = rows,
                Validation = test.Rows(config.VocabularySize, rows.ContextLength, tokenizer.Fingerprint),
                Objective = new RewardObjective(config.Pooling),
                Adjust = options => PreferenceAlignment.RowsOf(options, rows, section.Epochs),
            },
            cancellation);
        var after = RewardMeter.Measure(new RewardScorer(model), test.Examples, cancellation);
        TuningFolders.Write(RunModels.Output(context.Recipe, context.Run, Stage), model, tokenizer, template);
        var result = TuningFolders.Result(model, outcome, train.Examples.Count + test.Examples.Count);
        result.Metrics["method"] = section.Method;
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
