using System.Text.Json.Nodes;
using Sinter.Cli.Progress;
using Sinter.Cli.Recipes;
using Sinter.Cli.Reports;
using Sinter.Cli.Stages;
using Sinter.Data.Tuning;
using Sinter.Models;
using Sinter.Models.Adapters;
using Sinter.Models.Files;
using Sinter.Tokenizers;
using Sinter.Training;
using Sinter.Training.Examples;
using Sinter.Training.Preference;
using Sinter.Training.Runs;

namespace Sinter.Cli.Tuning;

/// <summary>
/// The alignment by answers that people judged: DPO and its kin by pairs, KTO by single answers. The log-probabilities of the reference are computed once and kept, the loss before the first step is checked, and
/// held-out pairs are measured before and after.
/// </summary>
internal static class PreferenceAlignment
{
    private const string Stage = "align";
    private const int LongestText = 512;
    private const int RowsOfPass = 8;

    /// <summary>Trains, measures, writes the model.</summary>
    public static StageResult Run(StageContext context, CancellationToken cancellation)
    {
        var section = context.Recipe.Align;
        var start = RunModels.Input(context.Recipe, context.Run, Stage);
        var tokenizer = Tokenizer.Load(start);
        var config = ModelFolder.Open(start).Config;
        var template = ModelTemplate.Of(start, tokenizer);
        ModelTemplate.Check(start, template, tokenizer);
        var encoder = new PreferenceEncoder(tokenizer, template, Math.Min(LongestText, config.ContextLength));
        var data = Read(context, section, encoder);
        var model = ModelWeights.Load(start, TrainingStages.Backend(context), trainable: true, section.Train is "lora" ? Lora(config, section) : null, (ulong)context.Recipe.Seed);
        var objective = data.Objective;
        if (data.NeedsReference)
        {
            data = data with { Train = Reference(data.Train), Test = Reference(data.Test) };
        }

        var rows = EncodedPreferences.Rows(data.Train, config.VocabularySize, tokenizerFingerprint: tokenizer.Fingerprint);
        var begun = PreferenceStart.Check(model, rows, objective, tolerance: model.Adapter is null ? PreferenceStart.UsualTolerance : 0.05);
        if (begun.Expected is { } expected)
        {
            context.Progress.Note(FormattableString.Invariant($"The loss before the first step is {begun.Loss:0.0000}, as it must be ({expected:0.0000}): the reference is the model that is trained."));
        }

        var meter = data.TestIsPairs ? new PreferenceMeter(model, data.Test, data.Options, RowsOfPass) : null;
        var samples = new AnswerSamples(template, tokenizer, data.Prompts);
        samples.TakeBefore(model, cancellation);
        var before = meter?.Measure(cancellation: cancellation);
        var testRows = EncodedPreferences.Rows(data.Test, config.VocabularySize, rows.ContextLength, tokenizer.Fingerprint);
        var outcome = TrainingStages.Train(
            context,
            new TrainingJob
            {
                Name = Stage,
                Section = section,
                Model = model,
                Tokenizer = tokenizer,
                Data = rows,
                Validation = testRows,
                Objective = objective,
                Adjust = options => RowsOf(options, rows, section.Epochs),
            },
            cancellation);
        var after = meter?.Measure(cancellation: cancellation);
        var compared = samples.Compare(model, cancellation);
        var written = model.Adapter is null ? model : LoraWeights.Merged(model);
        if (model.Adapter is not null)
        {
            AdapterFolder.Write(Path.Combine(context.Run.StageWork(Stage), "adapter"), model, Path.GetFullPath(start));
        }

        TuningFolders.Write(RunModels.Output(context.Recipe, context.Run, Stage), written, tokenizer, template, start);
        var result = TuningFolders.Result(model, outcome, data.Train.Count + data.Test.Count);
        result.Metrics["method"] = section.Method;
        result.Metrics["records"] = new JsonObject { ["train"] = data.Train.Count, ["test"] = data.Test.Count };
        result.Metrics["startLoss"] = Math.Round(begun.Loss, 5);
        result.Metrics[AnswerSamples.Key] = compared;
        if (before is not null && after is not null)
        {
            Measured(result.Metrics, section.Method, outcome, before, after, data.NeedsReference);
        }

        return result;

        IReadOnlyList<Example> Reference(IReadOnlyList<Example> examples)
        {
            var computed = ReferenceLogProbabilities.Compute(
                model, examples, RowsOfPass, context.Run.StageWork(Stage), context.Progress.Note,
                done => context.Progress.Report(new StageProgress(done, examples.Count, "records of the reference")), cancellation);
            return computed.Examples;
        }
    }

    /// <summary>Trains low-rank changes only.</summary>
    public static ModelTuning Lora(ModelConfig config, AlignSection section) => ((IAdapter)new LoraAdapter(new LoraOptions { Rank = section.Rank, Alpha = 2 * section.Rank })).Tuning(config);

    /// <summary>The options with as many rows in a step as hold so many examples on the average.</summary>
    public static TrainingOptions RowsOf(TrainingOptions options, ExampleSet rows, double epochs)
    {
        var batch = (int)Math.Clamp(Math.Round(options.BatchSize * (double)rows.Sequences / rows.Examples.Count), 1, Math.Max(1, rows.Sequences));
        var steps = epochs > 0 ? (int)Math.Max(1, Math.Ceiling(epochs * rows.Sequences / batch)) : options.Steps;
        return options with { BatchSize = batch, Steps = steps, WarmupSteps = Math.Min(options.WarmupSteps, steps / 5), ValidationSequences = int.MaxValue };
    }

    private static Preferences Read(StageContext context, AlignSection section, PreferenceEncoder encoder)
    {
        if (section.Method is "kto" && TryReadPairs(context, section) is not { })
        {
            var single = PreferenceFiles<KtoRecord>.Read(section, context.Recipe.Seed, TuningFile.ReadKto);
            var (judged, held) = (encoder.Encode(single.Train), encoder.Encode(single.Test));
            Tell(context, single.Remarks.Concat(judged.Remarks()));
            return new Preferences(judged.Examples, held.Examples, TestIsPairs: false, true, Kto(section, judged), null, [.. single.Test.Take(AnswerSamples.Count).Select(static record => record.Prompt)]);
        }

        var pairs = PreferenceFiles<PreferenceRecord>.Read(section, context.Recipe.Seed, TuningFile.ReadPreferences);
        var test = encoder.Encode(pairs.Test);
        IReadOnlyList<IReadOnlyList<ChatMessage>> prompts = [.. pairs.Test.Take(AnswerSamples.Count).Select(static record => record.Prompt)];
        if (section.Method is "kto")
        {
            var both = encoder.Encode(pairs.Train.SelectMany(static pair => (KtoRecord[])[new(pair.Prompt, pair.Chosen, true), new(pair.Prompt, pair.Rejected, false)]));
            Tell(context, pairs.Remarks.Concat(both.Remarks()));
            return new Preferences(both.Examples, test.Examples, TestIsPairs: true, true, Kto(section, both), new PreferenceOptions { Beta = section.Beta }, prompts);
        }

        var train = encoder.Encode(pairs.Train);
        Tell(context, pairs.Remarks.Concat(train.Remarks()));
        var options = Options(section);
        return new Preferences(train.Examples, test.Examples, TestIsPairs: true, options.NeedsReference, new PreferenceObjective(options), options, prompts);
    }

    private static PreferenceOptions Options(AlignSection section)
    {
        var defaults = new AlignSection();
        var method = section.Method is "robust" ? PreferenceMethod.RobustDpo : PreferenceOptions.MethodOf(section.Method);
        var options = PreferenceOptions.Of(method);
        var isOrpo = method == PreferenceMethod.Orpo;
        return options with
        {
            // A value of the recipe that is not its default comes before that of the method's authors.
            Beta = section.Beta != defaults.Beta ? section.Beta : options.Beta,
            Gamma = section.Margin != defaults.Margin ? section.Margin : options.Gamma,
            LabelSmoothing = section.LabelNoise > 0 ? section.LabelNoise : options.LabelSmoothing,
            OddsWeight = isOrpo && section.AnswerLoss > 0 ? section.AnswerLoss : options.OddsWeight,
            NllWeight = !isOrpo && section.AnswerLoss > 0 ? section.AnswerLoss : options.NllWeight,
            PerToken = section.LengthNormalized && options.NeedsReference,
        };
    }

    private static KtoObjective Kto(AlignSection section, EncodedPreferences encoded) =>
        new(KtoOptions.Balanced(encoded.Desirable, encoded.Examples.Count - encoded.Desirable) with { Beta = section.Beta });

    /// <summary>The pairs of the files; null where they hold single answers.</summary>
    private static TuningData<PreferenceRecord>? TryReadPairs(StageContext context, AlignSection section)
    {
        try
        {
            return TuningFile.ReadPreferences(section.Data);
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    private static void Tell(StageContext context, IEnumerable<string> remarks)
    {
        foreach (var remark in remarks)
        {
            context.Events.Warning(Stage, remark);
            context.Progress.Note(remark);
        }
    }

    private static void Measured(JsonObject metrics, string method, TrainingOutcome outcome, PreferenceMeasurement before, PreferenceMeasurement after, bool hasReference)
    {
        var (was, now) = hasReference ? (before.RewardAccuracy, after.RewardAccuracy) : (before.LikelihoodAccuracy, after.LikelihoodAccuracy);
        metrics["alignment"] = new JsonObject
        {
            ["method"] = method,
            ["before"] = Figures(before),
            ["after"] = Figures(after),
            ["validation"] = new JsonArray([.. outcome.Validations.Select(static measured => (JsonNode?)new JsonObject { ["step"] = measured.Step, ["loss"] = Math.Round(measured.Loss, 5), ["rewardAccuracy"] = measured.Accuracy })]),
        };
        metrics[Comparison.Key] = new JsonArray(new Comparison(
            "Reward accuracy",
            $"of {Units.Count(after.Pairs.Count)} held-out pairs, the chosen answer has the higher reward",
            LowerIsBetter: false,
            new ComparedFigure("After", Math.Round(now.Rate, 5)) { Note = FormattableString.Invariant($"{now.Low:0.0%} to {now.High:0.0%}") },
            [new("Before", Math.Round(was.Rate, 5)) { Note = hasReference ? "a model that is its own reference gives no rewards: a half" : "by likelihood" }])
        { IsShare = true }.ToJson());
    }

    private static JsonObject Figures(PreferenceMeasurement measured) => new()
    {
        ["rewardAccuracy"] = Math.Round(measured.RewardAccuracy.Rate, 5),
        ["rewardAccuracyLow"] = Math.Round(measured.RewardAccuracy.Low, 5),
        ["rewardAccuracyHigh"] = Math.Round(measured.RewardAccuracy.High, 5),
        ["likelihoodAccuracy"] = Math.Round(measured.LikelihoodAccuracy.Rate, 5),
        ["margin"] = Math.Round(measured.MeanMargin, 5),
        ["chosenLogProbability"] = Math.Round(measured.ChosenLogProbability, 4),
        ["rejectedLogProbability"] = Math.Round(measured.RejectedLogProbability, 4),
        ["klPerToken"] = measured.KlPerToken is { } token ? Math.Round(token.K3, 6) : null,
        ["klPerSequence"] = measured.KlPerSequence is { } sequence ? Math.Round(sequence.K3, 5) : null,
    };

    private sealed record Preferences(
        IReadOnlyList<Example> Train,
        IReadOnlyList<Example> Test,
        bool TestIsPairs,
        bool NeedsReference,
        CompletionObjective Objective,
        PreferenceOptions? Options,
        IReadOnlyList<IReadOnlyList<ChatMessage>> Prompts);
}
