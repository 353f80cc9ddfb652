using System.Text.Json.Nodes;
using Sinter.Cli.Progress;
using Sinter.Cli.Reports;
using Sinter.Data;
using Sinter.Data.Packing;
using Sinter.Data.Sources;
using Sinter.Inference;
using Sinter.Models.Files;
using Sinter.Models.Transformers;
using Sinter.Tokenizers;
using Sinter.Training.Objectives;
using Sinter.Training.Runs;

namespace Sinter.Cli.Stages;

/// <summary>
/// The fine-tuning <c>seq2seq</c>: an encoder-decoder learns to write the targets of sources, and is measured by how many it writes exactly. Without files of examples the sources are questions made
/// from the documents of the .NET reference, and those about the kind of a member are measured.
/// </summary>
internal static class Seq2SeqTask
{
    private const int AnswerTokens = 32;
    private const string Train = "pairs-train";
    private const string Test = "pairs-test";

    /// <summary>The packed pairs that the task makes.</summary>
    public static IReadOnlyList<string> Splits { get; } = [Train, Test];

    /// <summary>Packs, trains, measures, writes the model.</summary>
    public static StageResult Run(StageContext context, CancellationToken cancellation)
    {
        var section = context.Recipe.Finetune;
        var start = RunModels.Input(context.Recipe, context.Run, "finetune");
        var tokenizer = Tokenizer.Load(start);
        var model = ModelWeights.Load(start, TrainingStages.Backend(context), trainable: true) as EncoderDecoder
            ?? throw new InvalidDataException($"'finetune.task' is seq2seq, and the model in '{start}' reads one text only; choose 'model.family' t5 or bart.");
        var end = tokenizer.EndOfText ?? throw new InvalidDataException("The tokenizer of the run has no token that ends a text; take one that has.");
        var train = Pairs(context, "train", section.Train);
        var test = Pairs(context, "test", section.Test).Take(context.Recipe.Evaluate.Questions).ToList();
        if (test.Count == 0)
        {
            throw new InvalidDataException("There is no pair to measure; name files in 'finetune.test', or raise 'split.test'.");
        }

        var left = Pack(context, tokenizer, train, Train, cancellation) + Pack(context, tokenizer, test, Test, cancellation);
        if (left > 0)
        {
            context.Events.Warning("finetune", $"{Units.Count(left)} pairs are longer than 'pack.contextLength' and were left out.");
        }

        using var trainData = PackedDataset.Open(context.Run.PackedSplit(Train));
        using var testData = PackedDataset.Open(context.Run.PackedSplit(Test));
        var objective = new SequenceToSequence(new SequenceToSequenceOptions { EndOfText = end, DecoderStart = model.Config.DecoderStartToken ?? end });
        var outcome = TrainingStages.Train(
            context,
            new TrainingJob { Name = "finetune", Section = section, Model = model, Tokenizer = tokenizer, Data = trainData, Validation = testData, Objective = objective },
            cancellation);
        TrainingStages.Write(RunModels.Output(context.Recipe, context.Run, "finetune"), model, tokenizer);

        var answers = Answers(context, new Seq2SeqGenerator(model, tokenizer), test, cancellation);
        var right = answers.Count(static answer => answer.Expected == answer.Written);
        var majority = train.CountBy(static pair => pair.Target, StringComparer.Ordinal).MaxBy(static count => count.Value).Key;
        var guessed = test.Count(pair => string.Equals(pair.Target, majority, StringComparison.Ordinal));
        var result = TrainingStages.Result(model, outcome, trainData);
        result.Metrics["task"] = section.Task;
        result.Metrics["pairs"] = new JsonObject { ["train"] = train.Count, ["test"] = test.Count, ["leftOut"] = left };
        result.Metrics["samples"] = new JsonArray([.. answers.Take(5).Select(static answer => (JsonNode?)new JsonObject { ["source"] = answer.Source, ["target"] = answer.Expected, ["written"] = answer.Written })]);
        result.Metrics[Comparison.Key] = new JsonArray(new Comparison(
            "Sequence to sequence",
            $"exactly right of {Units.Count(test.Count)} targets",
            LowerIsBetter: false,
            new ComparedFigure("The model", Math.Round((double)right / test.Count, 5)),
            [new("Majority", Math.Round((double)guessed / test.Count, 5)) { Note = $"always “{(majority.Length > 40 ? majority[..40] + "…" : majority)}”" }])
        { IsShare = true }.ToJson());
        return result;
    }

    private static IReadOnlyList<TextPair> Pairs(StageContext context, string split, IReadOnlyList<string> files)
    {
        if (files.Count > 0 || context.Recipe.Finetune.Train.Count > 0)
        {
            return [.. LabelledFiles.Pairs(context.Recipe.Finetune, files)];
        }

        var questions = new DotNetQuestions().Make(JsonLines.ReadDocuments(context.Run.Split(split)));
        return [.. questions
            .Where(conversation => split is "train" || conversation.Metadata.GetValueOrDefault(DotNetQuestions.QuestionKey) == QuestionKind.MemberKind)
            .Select(static conversation => new TextPair(conversation.Messages[0].Content, conversation.Metadata[DotNetQuestions.AnswerKey], conversation.Id))];
    }

    private static List<(string Source, string Expected, string Written)> Answers(StageContext context, Seq2SeqGenerator generator, List<TextPair> test, CancellationToken cancellation)
    {
        var answers = new List<(string Source, string Expected, string Written)>();
        foreach (var pair in test)
        {
            cancellation.ThrowIfCancellationRequested();
            string written;
            try
            {
                written = generator.Start(pair.Input, new GenerationOptions { MaxTokens = AnswerTokens }).Complete(cancellation);
            }
            catch (ArgumentException)
            {
                // A source that is longer than the context counts as answered wrongly.
                written = "";
            }

            answers.Add((pair.Input, pair.Target.Trim(), written.Trim()));
            context.Progress.Report(new StageProgress(answers.Count, test.Count, "answers"));
        }

        return answers;
    }

    private static long Pack(StageContext context, Tokenizer tokenizer, IReadOnlyList<TextPair> pairs, string split, CancellationToken cancellation)
    {
        using var writer = new PackedDatasetWriter(context.Run.PackedSplit(split), new PackingOptions
        {
            ContextLength = context.Recipe.Pack.ContextLength,
            VocabularySize = tokenizer.VocabularySize,
            EndOfText = tokenizer.EndOfText!.Value,
            TokenizerFingerprint = tokenizer.Fingerprint,
            LongDocuments = LongDocuments.Truncate,
            HasTrainedMask = true,
        });
        var packer = new PairPacker(writer, tokenizer);
        packer.Pack(pairs, cancellation);
        writer.Complete();
        return packer.TooLong;
    }
}
