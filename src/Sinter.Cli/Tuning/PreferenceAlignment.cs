using System.Text.Json.Nodes;
using Sinter.Cli.Progress;
using Sinter.Cli.Recipes;
using Sinter.Cli.Reports;
using Sinter.Cli.Stages;
using Sinter.Data.Tuning;
using Sinter.Models.Files;
using Sinter.Tokenizers;
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
    private const int RowsOfPass = 8;

    /// <summary>Trains, measures, writes the model.</summary>
    public static StageResult Run(StageContext context, CancellationToken cancellation)
    {
        var start = AlignmentStart.Of(context);
        var data = Read(start, start.Encoder());
        var model = ModelWeights.Load(start.Folder, TrainingStages.Backend(context), trainable: true, start.Tuning(start.Config), (ulong)context.Recipe.Seed);

        // How far the model moves is measured of all methods, so that the held-out answers have a reference even where the method trains without.
        var measured = Reference(data.Test);
        if (data.NeedsReference)
        {
            data = data with { Train = Reference(data.Train), Test = measured, LookedAt = data.LookedAt is { } singles ? Reference(singles) : null };
        }

        var rows = EncodedPreferences.Rows(data.Train, start.Config.VocabularySize, tokenizerFingerprint: start.Tokenizer.Fingerprint);
        var begun = PreferenceStart.Check(model, rows, data.Objective, tolerance: model.Adapter is null ? PreferenceStart.UsualTolerance : 0.05);
        if (begun.Expected is { } expected)
        {
            context.Progress.Note(FormattableString.Invariant($"The loss before the first step is {begun.Loss:0.0000}, as it must be ({expected:0.0000}): the reference is the model that is trained."));
        }

        var course = new PreferenceCourse(model, measured, data.TestIsPairs, data.Options);
        var samples = new AnswerSamples(start.Template, start.Tokenizer, data.Prompts);
        samples.TakeBefore(model, cancellation);
        var before = course.Measure(step: 0, cancellation: cancellation);
        var outcome = TrainingStages.Train(
            context,
            new TrainingJob
            {
                Name = AlignmentStart.Stage,
                Section = start.Section,
                Model = model,
                Tokenizer = start.Tokenizer,
                Data = rows,
                Validation = EncodedPreferences.Rows(data.LookedAt ?? data.Test, start.Config.VocabularySize, rows.ContextLength, start.Tokenizer.Fingerprint),
                Objective = data.Objective,
                Adjust = options => start.RowsOf(options, rows),
                OnValidation = course.OnValidation,
            },
            cancellation);
        var after = course.Measure(outcome.Steps, cancellation: cancellation);
        var compared = samples.Compare(model, cancellation);
        start.Write(model);
        var result = TuningFolders.Result(model, outcome, data.Train.Count + data.Test.Count);
        result.Metrics["method"] = start.Section.Method;
        result.Metrics["records"] = new JsonObject { ["train"] = data.Train.Count, ["test"] = data.Test.Count };
        result.Metrics["startLoss"] = Math.Round(begun.Loss, 5);
        result.Metrics[AnswerSamples.Key] = compared;
        result.Metrics[AlignmentSection.Key] = new JsonObject
        {
            ["method"] = start.Section.Method,
            ["before"] = Figures(before, data.TestIsPairs),
            ["after"] = Figures(after, data.TestIsPairs),
            ["validation"] = course.Points,
        };
        if (data.TestIsPairs)
        {
            result.Metrics[Comparison.Key] = Compared(before, after, data.NeedsReference);
        }

        return result;

        IReadOnlyList<Example> Reference(IReadOnlyList<Example> examples)
        {
            var computed = ReferenceLogProbabilities.Compute(
                model, examples, RowsOfPass, start.Work, context.Progress.Note,
                done => context.Progress.Report(new StageProgress(done, examples.Count, "records of the reference")), cancellation);
            return computed.Examples;
        }
    }

    private static Preferences Read(AlignmentStart start, PreferenceEncoder encoder)
    {
        var (section, seed) = (start.Section, start.Context.Recipe.Seed);
        if (section.Method is "kto" && !HoldsPairs(section))
        {
            var single = PreferenceFiles<KtoRecord>.Read(section, seed, TuningFile.ReadKto);
            var (judged, held) = (encoder.Encode(single.Train), encoder.Encode(single.Test));
            start.Tell(single.Remarks.Concat(judged.Remarks()));
            return new Preferences(judged.Examples, held.Examples, TestIsPairs: false, true, Kto(section, judged), null, [.. single.Test.Take(AnswerSamples.Count).Select(static record => record.Prompt)]);
        }

        var pairs = PreferenceFiles<PreferenceRecord>.Read(section, seed, TuningFile.ReadPreferences);
        var test = encoder.Encode(pairs.Test);
        IReadOnlyList<IReadOnlyList<ChatMessage>> prompts = [.. pairs.Test.Take(AnswerSamples.Count).Select(static record => record.Prompt)];
        if (section.Method is "kto")
        {
            var both = encoder.Encode(Singles(pairs.Train));
            start.Tell(pairs.Remarks.Concat(both.Remarks()));
            return new Preferences(both.Examples, test.Examples, TestIsPairs: true, true, Kto(section, both), new PreferenceOptions { Beta = section.Beta ?? PreferenceOptions.Of(PreferenceMethod.Dpo).Beta }, prompts)
            {
                LookedAt = encoder.Encode(Singles(pairs.Test)).Examples,
            };
        }

        var train = encoder.Encode(pairs.Train);
        start.Tell(pairs.Remarks.Concat(train.Remarks()));
        var options = Options(section);
        return new Preferences(train.Examples, test.Examples, TestIsPairs: true, options.NeedsReference, new PreferenceObjective(options), options, prompts);
    }

    /// <summary>The answers of pairs as single ones, the better good and the other bad.</summary>
    private static IEnumerable<KtoRecord> Singles(IEnumerable<PreferenceRecord> pairs) => pairs.SelectMany(static pair => (KtoRecord[])[new(pair.Prompt, pair.Chosen, true), new(pair.Prompt, pair.Rejected, false)]);

    private static PreferenceOptions Options(AlignSection section)
    {
        var defaults = new AlignSection();
        var method = section.Method is "robust" ? PreferenceMethod.RobustDpo : PreferenceOptions.MethodOf(section.Method);
        var options = PreferenceOptions.Of(method);
        var isOrpo = method == PreferenceMethod.Orpo;
        return options with
        {
            // A value of the recipe that is not its default comes before that of the method's authors.
            Beta = section.Beta ?? options.Beta,
            Gamma = section.Margin != defaults.Margin ? section.Margin : options.Gamma,
            LabelSmoothing = section.LabelNoise > 0 ? section.LabelNoise : options.LabelSmoothing,
            OddsWeight = isOrpo && section.AnswerLoss > 0 ? section.AnswerLoss : options.OddsWeight,
            NllWeight = !isOrpo && section.AnswerLoss > 0 ? section.AnswerLoss : options.NllWeight,
            PerToken = section.LengthNormalized && options.NeedsReference,
        };
    }

    private static KtoObjective Kto(AlignSection section, EncodedPreferences encoded) =>
        new(KtoOptions.Balanced(encoded.Desirable, encoded.Examples.Count - encoded.Desirable) with { Beta = section.Beta ?? new KtoOptions().Beta });

    private static bool HoldsPairs(AlignSection section)
    {
        try
        {
            return TuningFile.ReadPreferences(section.Data, TuningReading.Of(section)).Records.Count > 0;
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }

    private static JsonArray Compared(PreferenceMeasurement before, PreferenceMeasurement after, bool hasReference)
    {
        var (was, now) = hasReference ? (before.RewardAccuracy, after.RewardAccuracy) : (before.LikelihoodAccuracy, after.LikelihoodAccuracy);
        return new JsonArray(new Comparison(
            "Reward accuracy",
            $"of {Units.Count(after.Pairs.Count)} held-out pairs, the chosen answer has the higher reward",
            LowerIsBetter: false,
            new ComparedFigure("After", Math.Round(now.Rate, 5)) { Note = FormattableString.Invariant($"{now.Low:0.0%} to {now.High:0.0%}") },
            [new("Before", Math.Round(was.Rate, 5)) { Note = hasReference ? "a model that is its own reference gives no rewards: a half" : "by likelihood" }])
        { IsShare = true }.ToJson());
    }

    private static JsonObject Figures(PreferenceMeasurement measured, bool arePairs)
    {
        var figures = new JsonObject
        {
            ["klPerToken"] = measured.KlPerToken is { } token ? Math.Round(token.K3, 6) : null,
            ["klPerSequence"] = measured.KlPerSequence is { } sequence ? Math.Round(sequence.K3, 5) : null,
            ["chosenLogProbability"] = Math.Round(measured.ChosenLogProbability, 4),
        };
        if (arePairs)
        {
            figures["rejectedLogProbability"] = Math.Round(measured.RejectedLogProbability, 4);
            figures["rewardAccuracy"] = Math.Round(measured.RewardAccuracy.Rate, 5);
            figures["rewardAccuracyLow"] = Math.Round(measured.RewardAccuracy.Low, 5);
            figures["rewardAccuracyHigh"] = Math.Round(measured.RewardAccuracy.High, 5);
            figures["likelihoodAccuracy"] = Math.Round(measured.LikelihoodAccuracy.Rate, 5);
            figures["margin"] = Math.Round(measured.MeanMargin, 5);
        }

        return figures;
    }

    private sealed record Preferences(
        IReadOnlyList<Example> Train,
        IReadOnlyList<Example> Test,
        bool TestIsPairs,
        bool NeedsReference,
        CompletionObjective Objective,
        PreferenceOptions? Options,
        IReadOnlyList<IReadOnlyList<ChatMessage>> Prompts)
    {
        /// <summary>What the loss is measured on along the way, where the method learns from other examples than pairs; null for those of the test.</summary>
        public IReadOnlyList<Example>? LookedAt { get; init; }
    }
}
