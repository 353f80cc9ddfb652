using System.Text.Json.Nodes;
using Sinter.Cli.Reports;
using Sinter.Data.Packing;
using Sinter.Evaluation;
using Sinter.Models;
using Sinter.Models.Files;
using Sinter.Tokenizers;
using Sinter.Training;
using Sinter.Training.Objectives;
using Sinter.Training.Runs;

namespace Sinter.Cli.Stages;

/// <summary>The fine-tuning <c>classify</c>: a classifier on the trunk, and all of it trained on labelled texts. It is measured beside a bag of words and the most frequent class.</summary>
internal static class ClassifyTask
{
    private const string Train = "classify-train";
    private const string Test = "classify-test";

    /// <summary>The packed examples that the task makes.</summary>
    public static IReadOnlyList<string> Splits { get; } = [Train, Test];

    /// <summary>Packs, trains, measures, writes the model.</summary>
    public static StageResult Run(StageContext context, CancellationToken cancellation)
    {
        var section = context.Recipe.Finetune;
        var start = RunModels.Input(context.Recipe, context.Run, "finetune");
        var tokenizer = Tokenizer.Load(start);
        var (train, test) = LabelledFiles.Read(section, context.Recipe.Seed);
        string[] labels = [.. train.Select(static example => example.Label).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        if (labels.Length < 2)
        {
            throw new InvalidDataException($"All examples of 'finetune.train' have the label '{labels[0]}'; a classifier needs at least two classes.");
        }

        Pack(context, tokenizer, labels, train, Train, cancellation);
        Pack(context, tokenizer, labels, test, Test, cancellation);
        using var trainData = PackedDataset.Open(context.Run.PackedSplit(Train));
        using var testData = PackedDataset.Open(context.Run.PackedSplit(Test));
        var config = Describe(ModelFolder.Open(start).Config, labels);
        var model = TrunkWeights.Load(start, config, TrainingStages.Backend(context), (ulong)context.Recipe.Seed).Model;
        var objective = new Classification(config.Pooling)
        {
            LabelSmoothing = section.LabelSmoothing,
            TokenDropout = section.TokenDropout,
            Blank = RecipeTokens.Mask(tokenizer) ?? tokenizer.EndOfText ?? 0,
            Seed = (ulong)context.Recipe.Seed,
        };
        var outcome = TrainingStages.Train(
            context,
            new TrainingJob { Name = "finetune", Section = section, Model = model, Tokenizer = tokenizer, Data = trainData, Validation = testData, Objective = objective },
            cancellation);
        TrainingStages.Write(context.Run.Model, model, tokenizer);

        var measured = new LossMeter(model, testData, section.BatchSize, objective).Measure(testData.Sequences, cancellation: cancellation);
        var bag = BagOfWords.Train(Numbered(train, labels), labels.Length).Accuracy([.. Numbered(test, labels)]);
        var majority = test.CountBy(static example => example.Label, StringComparer.Ordinal).Max(static count => count.Value) / (double)test.Count;
        var accuracy = measured.Accuracy ?? 0;
        var interval = WilsonInterval.Of((long)Math.Round(accuracy * test.Count), test.Count);
        var result = TrainingStages.Result(model, outcome, trainData);
        result.Metrics["task"] = section.Task;
        result.Metrics["examples"] = new JsonObject { ["train"] = train.Count, ["test"] = test.Count };
        result.Metrics["labels"] = new JsonArray([.. labels.Select(static label => (JsonNode?)label)]);
        result.Metrics["accuracy"] = Math.Round(accuracy, 5);
        result.Metrics["accuracyLow"] = Math.Round(interval.Low, 5);
        result.Metrics["accuracyHigh"] = Math.Round(interval.High, 5);
        result.Metrics["testLoss"] = Math.Round(measured.PerToken, 5);
        result.Metrics[Comparison.Key] = new JsonArray(new Comparison(
            "Classification",
            $"accuracy on {Units.Count(test.Count)} texts",
            LowerIsBetter: false,
            new ComparedFigure("The model", Math.Round(accuracy, 5)),
            [new("Bag of words", Math.Round(bag, 5)) { Note = "naive Bayes" }, new("Majority", Math.Round(majority, 5)) { Note = "always the most frequent class" }])
        { IsShare = true }.ToJson());
        return result;
    }

    /// <summary>The description of a trunk with the classifier. The mean of a text says more than its first token, which masked training leaves untaught; ModernBERT's files alone can say so.</summary>
    public static ModelConfig Describe(ModelConfig trunk, IReadOnlyList<string> labels)
    {
        var config = trunk.WithHead(ModelHead.SequenceClassification, labels);
        return config.Family == ModelFamily.ModernBert ? config with { Pooling = TextPooling.Mean } : config;
    }

    private static IEnumerable<(string Text, int Label)> Numbered(IEnumerable<LabelledExample> examples, string[] labels) =>
        examples.Select(example => (example.Text, Array.IndexOf(labels, example.Label)));

    private static void Pack(StageContext context, Tokenizer tokenizer, string[] labels, IReadOnlyList<LabelledExample> examples, string split, CancellationToken cancellation)
    {
        using var writer = new PackedDatasetWriter(context.Run.PackedSplit(split), new PackingOptions
        {
            ContextLength = context.Recipe.Pack.ContextLength,
            VocabularySize = tokenizer.VocabularySize,
            EndOfText = tokenizer.EndOfText ?? throw new InvalidDataException("The tokenizer of the run has no token that ends a text; take one that has."),
            TokenizerFingerprint = tokenizer.Fingerprint,
            LongDocuments = LongDocuments.Truncate,
            HasTrainedMask = true,
        });
        new LabelPacker(writer, tokenizer, labels).Pack(examples, cancellation);
        writer.Complete();
    }
}
